"""Staff merge and split employers (issue 4): everything moves along, is noted, and can be taken back."""

import threading

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot import clock
from bot.cases.model import Case
from bot.employers.merging import EmployerError, merge, split, undo
from bot.employers.model import Employer, EmployerDecision, EmployerName
from bot.employers.recognising import recognise
from bot.staff.model import Audit, Staff
from bot.warnings.model import EarlyWarning
from bot.warnings.raising import consider


@pytest.fixture
def staff(database):
    with database.work() as session:
        account = Staff(username="desk", name="12号", password_hash="x")
        session.add(account)
        session.commit()
        return account


def file(session, written, district="松江区", summary="拖欠工资", **values):
    employer = recognise(session, written, district)
    key = f"case-{session.execute(sa.select(sa.func.count(Case.id))).scalar_one()}"
    case = Case(
        source_key=key, number=key, kind="grievance", summary=summary, employer=written, district=district,
        employer_id=employer.id, **values,
    )  # fmt: skip
    session.add(case)
    session.flush()
    consider(session, case, clock.now())
    return case


def where(session, case):
    return session.execute(sa.select(Case.employer_id).where(Case.id == case.id)).scalar_one()


def name_ids(session, *written):
    return list(session.execute(sa.select(EmployerName.id).where(EmployerName.written.in_(written))).scalars())


def test_a_merge_moves_names_cases_and_warnings(database, staff):
    with database.work() as session:
        keep, gone = file(session, "恒昌电子"), file(session, "阿昌五金", people=20)
        keep_id, gone_id = keep.employer_id, gone.employer_id
        merge(session, keep_id, gone_id, staff)
        assert where(session, gone) == keep_id
        assert session.get(Employer, gone_id).merged_into_id == keep_id
        [warning] = session.execute(sa.select(EarlyWarning)).scalars()
        assert warning.employer_id == keep_id
        assert [event.action for event in warning.events][-1] == "moved"
        assert recognise(session, "阿昌五金", "松江区").id == keep_id
        assert recognise(session, "上海阿昌五金有限公司", "松江区").id == keep_id  # recognition does not undo it


def test_a_merge_is_audited(database, staff):
    with database.work() as session:
        first, second = file(session, "恒昌电子").employer_id, file(session, "阿昌五金").employer_id
        merge(session, first, second, staff)
        session.flush()
        [line] = session.execute(sa.select(Audit)).scalars()
        assert (line.action, line.subject, line.subject_id, line.staff_id) == (
            "employer_merge",
            "employer",
            first,
            staff.id,
        )


def test_a_merge_can_be_undone_with_what_came_in_since(database, staff):
    with database.work() as session:
        keep, gone = file(session, "恒昌电子"), file(session, "阿昌五金", people=20)
        keep_id, gone_id = keep.employer_id, gone.employer_id
        decision = merge(session, keep_id, gone_id, staff)
        later, other = file(session, "阿昌五金"), file(session, "恒昌电子厂")
        undo(session, decision.id, staff)
        assert (where(session, keep), where(session, other)) == (keep_id, keep_id)
        assert (where(session, gone), where(session, later)) == (gone_id, gone_id)
        assert session.get(Employer, gone_id).merged_into_id is None
        assert session.execute(sa.select(EarlyWarning.employer_id)).scalar_one() == gone_id
        assert recognise(session, "阿昌五金", "松江区").id == gone_id
        with pytest.raises(EmployerError, match="撤销"):
            undo(session, decision.id, staff)


def test_a_split_takes_names_and_their_cases_to_a_new_employer(database, staff):
    with database.work() as session:
        stays, goes = file(session, "恒昌电子"), file(session, "横昌电子")
        assert stays.employer_id == goes.employer_id
        decision = split(session, name_ids(session, "横昌电子"), staff)
        assert where(session, stays) == decision.from_id
        assert where(session, goes) == decision.to_id
        assert session.get(Employer, decision.to_id).name == "横昌电子"
        assert recognise(session, "横昌电子", "松江区").id == decision.to_id
        assert recognise(session, "恒昌电子", "松江区").id == decision.from_id
        assert recognise(session, "上海横昌电子有限公司", "松江区").id == decision.to_id


def test_a_split_takes_a_warning_along_only_when_none_of_its_cases_stays(database, staff):
    with database.work() as session:
        file(session, "恒昌电子")
        file(session, "横昌电子", people=20)
        decision = split(session, name_ids(session, "横昌电子"), staff)
        [warning] = session.execute(sa.select(EarlyWarning)).scalars()
        assert warning.employer_id == decision.from_id  # the case of 恒昌电子 is behind it too


def test_a_split_can_be_undone(database, staff):
    with database.work() as session:
        stays, goes = file(session, "恒昌电子"), file(session, "横昌电子")
        decision = split(session, name_ids(session, "横昌电子"), staff)
        undo(session, decision.id, staff)
        assert where(session, stays) == where(session, goes) == decision.from_id
        assert session.get(Employer, decision.to_id).merged_into_id == decision.from_id


def test_undoing_a_split_takes_what_the_new_employer_has_learned_since_back_too(database, staff):
    with database.work() as session:
        stays, goes = file(session, "恒昌电子"), file(session, "横昌电子")
        decision = split(session, name_ids(session, "横昌电子"), staff)
        later = file(session, "上海横昌电子有限公司", people=20)  # a spelling, a case and a warning of the new one
        assert where(session, later) == decision.to_id
        undoing = undo(session, decision.id, staff)
        assert {where(session, case) for case in (stays, goes, later)} == {decision.from_id}
        assert recognise(session, "上海横昌电子有限公司", "松江区").id == decision.from_id
        assert set(session.execute(sa.select(EmployerName.employer_id)).scalars()) == {decision.from_id}
        assert session.execute(sa.select(EarlyWarning.employer_id)).scalar_one() == decision.from_id
        assert set(undoing.moved["employer_names"]) == set(name_ids(session, "横昌电子", "上海横昌电子有限公司"))


def test_a_split_whose_old_employer_was_merged_since_is_not_undone_before_that(database, staff):
    with database.work() as session:
        file(session, "恒昌电子")
        file(session, "横昌电子")
        other = file(session, "明远物业").employer_id
        decision = split(session, name_ids(session, "横昌电子"), staff)
        later = merge(session, other, decision.from_id, staff)
        with pytest.raises(EmployerError, match="后来"):
            undo(session, decision.id, staff)
        undo(session, later.id, staff)
        undo(session, decision.id, staff)
        assert recognise(session, "横昌电子", "松江区").id == decision.from_id


def test_a_split_into_which_another_employer_was_merged_since_is_not_undone_before_that(database, staff):
    with database.work() as session:
        file(session, "恒昌电子")
        file(session, "横昌电子")
        other = file(session, "明远物业").employer_id
        decision = split(session, name_ids(session, "横昌电子"), staff)
        later = merge(session, decision.to_id, other, staff)
        with pytest.raises(EmployerError, match="后来"):
            undo(session, decision.id, staff)
        undo(session, later.id, staff)
        undo(session, decision.id, staff)
        assert recognise(session, "明远物业", "松江区").id == other


def test_what_a_later_decision_moved_on_is_not_undone_before_it(database, staff):
    with database.work() as session:
        ids = [file(session, name).employer_id for name in ("恒昌电子", "阿昌五金", "明远物业")]
        first = merge(session, ids[0], ids[1], staff)
        second = merge(session, ids[2], ids[0], staff)
        with pytest.raises(EmployerError, match="后来"):
            undo(session, first.id, staff)
        undo(session, second.id, staff)
        undo(session, first.id, staff)
        assert {row.merged_into_id for row in session.execute(sa.select(Employer)).scalars()} == {None}


def test_an_employer_is_not_merged_with_itself_a_missing_or_a_merged_one(database, staff):
    with database.work() as session:
        ids = [file(session, name).employer_id for name in ("恒昌电子", "阿昌五金", "明远物业")]
        merge(session, ids[0], ids[1], staff)
        for keep, gone in ((ids[0], ids[0]), (ids[0], 404), (ids[2], ids[1]), (ids[1], ids[2])):
            with pytest.raises(EmployerError):
                merge(session, keep, gone, staff)


def test_names_of_two_employers_unknown_ones_or_all_are_not_split_off(database, staff):
    with database.work() as session:
        file(session, "恒昌电子")
        file(session, "横昌电子")
        file(session, "明远物业")
        for wanted in ([], [404], name_ids(session, "恒昌电子", "明远物业"), name_ids(session, "恒昌电子", "横昌电子")):
            with pytest.raises(EmployerError):
                split(session, wanted, staff)


def test_two_merges_of_the_same_employer_at_once_are_one(database, staff):
    with database.work() as session:
        ids = [file(session, name).employer_id for name in ("恒昌电子", "阿昌五金")]
        session.commit()
    start, outcomes = threading.Barrier(2), []

    def work(keep, gone):
        start.wait()
        try:
            with database.work() as session:
                merge(session, keep, gone, staff)
                session.commit()
            outcomes.append("done")
        except EmployerError:
            outcomes.append("refused")

    threads = [threading.Thread(target=work, args=pair) for pair in (ids, ids[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    with database.reading() as session:
        assert session.execute(sa.select(sa.func.count(EmployerDecision.id))).scalar_one() == 1


_NAMES = ("恒昌电子", "横昌电子", "阿昌五金", "明远物业", "明远保洁")
_STEPS = st.one_of(
    st.tuples(st.just("merge"), st.integers(0, 4), st.integers(0, 4)),
    st.tuples(st.just("split"), st.integers(0, 4), st.just(0)),
    st.tuples(st.just("undo"), st.integers(1, 6), st.just(0)),
    st.tuples(st.just("file"), st.integers(0, 4), st.just(0)),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(_STEPS, max_size=8))
@example(steps=[("split", 1, 0), ("merge", 4, 0), ("undo", 1, 0)])
def test_after_any_decisions_every_case_is_with_the_employer_of_its_name(database, staff, steps):
    with database.work() as session:
        decisions = []
        for name in _NAMES:
            file(session, name)
        for step, first, second in steps:
            employers = [recognise(session, name, "松江区").id for name in _NAMES]
            try:
                if step == "merge":
                    decisions.append(merge(session, employers[first], employers[second], staff))
                elif step == "split":
                    decisions.append(split(session, name_ids(session, _NAMES[first]), staff))
                elif step == "undo" and first <= len(decisions):
                    undo(session, decisions[first - 1].id, staff)
                elif step == "file":
                    file(session, _NAMES[first])
            except EmployerError:
                continue
        owners = dict(session.execute(sa.select(EmployerName.written, EmployerName.employer_id)).all())
        for written, employer_id in session.execute(sa.select(Case.employer, Case.employer_id)):
            assert owners[written] == employer_id
        merged = session.execute(sa.select(Employer.id).where(Employer.merged_into_id.is_not(None))).scalars().all()
        assert not set(owners.values()) & set(merged)
        session.rollback()
