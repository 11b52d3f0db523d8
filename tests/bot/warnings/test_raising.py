"""Raising warnings: 3 cases in 14 days, 10 people, or words (issue 4); the fourth duty of opinion 四."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot import clock
from bot.cases import service as cases
from bot.cases.filing import Filing
from bot.cases.model import RISK_REPORT, Case
from bot.conversations.model import Conversation
from bot.employers.model import Employer
from bot.warnings import service
from bot.warnings.model import (
    CADRE,
    GENERAL,
    RAISED,
    SERIOUS,
    SYSTEM,
    URGENT,
    EarlyWarning,
    WarningCase,
    WarningEvent,
)
from bot.warnings.raising import cases_of, consider
from bot.warnings.rules import WarningRules
from tests.bot.warnings.conftest import NOON

DAY = timedelta(days=1)


def warnings(session):
    return list(session.execute(sa.select(EarlyWarning).order_by(EarlyWarning.id)).scalars())


def three(session, file, **values):
    """Three people file within ten days; the last warning is returned."""
    for days in (10, 5, 0):
        _, warning = file(session, ago=days * DAY, **values)
    return warning


def test_the_third_case_on_one_employer_in_14_days_raises_a_warning(database, unions, filer):
    with database.work() as session:
        assert filer(session, "上海恒昌电子有限公司", ago=13 * DAY)[1] is None
        assert filer(session, "恒昌电子厂", ago=6 * DAY)[1] is None
        case, warning = filer(session, "横昌电子")
        assert (warning.rule, warning.level, warning.state) == ("cases", GENERAL, RAISED)
        assert (warning.cases, warning.people, warning.found_by) == (3, 3, SYSTEM)
        assert (warning.found_case_id, warning.number) == (case.id, f"YJ20261122{warning.id:05d}")
        assert len(cases_of(session, warning.id)) == 3


def test_cases_before_the_window_on_other_employers_or_in_other_districts_do_not_count(database, unions, filer):
    with database.work() as session:
        filer(session, ago=15 * DAY)
        filer(session, ago=3 * DAY)
        filer(session, "明远物业")
        filer(session, district="闵行区", street=None)
        assert filer(session)[1] is None


def test_three_cases_of_one_person_are_one_persons_dispute(database, unions, filer):
    with database.work() as session:
        first, _ = filer(session)
        filer(session, person=first.conversation_id)
        assert filer(session, person=first.conversation_id)[1] is None


def test_asking_hardship_and_withdrawn_cases_do_not_count(database, unions, filer):
    with database.work() as session:
        filer(session, kind="consultation")
        filer(session, kind="hardship")
        filer(session, state="withdrawn")
        filer(session)
        assert filer(session)[1] is None


def test_ten_people_in_one_case_raise_a_warning(database, unions, filer):
    with database.work() as session:
        _, warning = filer(session, people=10)
        assert (warning.rule, warning.level, warning.people) == ("people", SERIOUS, 10)


def test_ten_people_in_two_cases_together_raise_a_warning(database, unions, filer):
    with database.work() as session:
        assert filer(session, people=6)[1] is None
        _, warning = filer(session, people=4)
        assert (warning.rule, warning.cases, warning.people) == ("people", 2, 10)


def test_thirty_people_are_urgent(database, unions, filer):
    with database.work() as session:
        assert filer(session, people=30)[1].level == URGENT


@pytest.mark.parametrize(
    "summary, level", [("我们明天要停工", SERIOUS), ("已经停工两天了", URGENT), ("有人说要跳楼", URGENT)]
)
def test_a_word_of_danger_in_one_case_is_enough(database, unions, filer, summary, level):
    with database.work() as session:
        _, warning = filer(session, summary=summary)
        assert (warning.rule, warning.level) == ("words", level)
        assert warning.words


def test_words_count_without_an_employer_too(database, unions, filer):
    with database.work() as session:
        _, warning = filer(session, employer=None, summary="大家在工地堵门")
        assert (warning.employer_id, warning.words) == (None, ["堵门"])
        _, other = filer(session, employer=None, summary="大家在工地堵门")
        assert other.id != warning.id  # nobody knows whether it is the same employer


def test_words_in_the_answers_of_a_request_count(database, unions, filer):
    with database.work() as session:
        assert filer(session, kind="mediation", details={"wish": {"text": "再不谈就罢工"}})[1].words == ["罢工"]


def test_what_is_denied_raises_nothing(database, unions, filer):
    with database.work() as session:
        assert filer(session, summary="大家没有堵门，只是去问工资")[1] is None


def test_many_cases_in_a_short_time_are_serious(database, unions, filer):
    with database.work() as session:
        for _ in range(2):
            filer(session)
        assert filer(session)[1].level == SERIOUS


def test_the_numbers_are_settings(database, unions, filer):
    with database.work() as session:
        filer(session, weigh=False)
        case, _ = filer(session, weigh=False)
        assert consider(session, case, NOON, WarningRules(cases=3)) is None
        assert consider(session, case, NOON, WarningRules(cases=2)).rule == "cases"


def test_street_and_district_are_told_the_street_first(database, unions, filer):
    with database.work() as session:
        warning = three(session, filer)
        assert {row.organisation.code for row in warning.informed} == {"xinqiao", "songjiang"}
        assert (warning.told_organisation_id, warning.told_at) == (unions.ids["xinqiao"], NOON)


def test_every_street_with_a_case_is_told(database, unions, filer):
    with database.work() as session:
        filer(session, street="九亭镇", ago=DAY)
        filer(session, street=None, ago=5 * DAY)
        _, warning = filer(session)
        assert {row.organisation.code for row in warning.informed} == {"xinqiao", "jiuting", "songjiang"}


def test_where_no_union_is_known_the_city_is_told(database, unions, filer):
    with database.work() as session:
        _, warning = filer(session, district="崇明区", street=None, people=12)
        assert [row.organisation.code for row in warning.informed] == ["city"]


def test_a_street_union_that_a_complaint_is_about_is_not_told(database, unions, filer):
    """Opinion 五（二）1: it goes to the union above."""
    with database.work() as session:
        _, warning = filer(session, people=12, hidden_from_id=unions.ids["xinqiao"])
        assert [row.organisation.code for row in warning.informed] == ["songjiang"]


def test_what_is_due_is_due_sooner_the_graver_it_is(database, unions, filer):
    with database.work() as session:
        general = three(session, filer)
        _, urgent = filer(session, "明远物业", people=30)
        assert [row.duty for row in general.deadlines] == ["confirm", "assess", "report"]
        for slow, fast in zip(general.deadlines, urgent.deadlines, strict=True):
            assert NOON < fast.remind_at < fast.due_at < slow.due_at


def test_an_open_warning_takes_new_cases_in(database, unions, filer):
    with database.work() as session:
        warning = three(session, filer)
        case, again = filer(session)
        assert again.id == warning.id
        assert (warning.cases, len(warnings(session))) == (4, 1)
        actions = [event.action for event in warning.events]
        assert actions[0] == "raised" and actions[-1] == "case_added"
        assert case in cases_of(session, warning.id)


def test_a_new_case_can_make_an_open_warning_graver_and_its_limits_shorter(database, unions, filer):
    with database.work() as session:
        warning = three(session, filer)
        before = [row.due_at for row in warning.deadlines]
        filer(session, summary="今天已经停工了")
        session.refresh(warning)
        assert (warning.level, warning.rank, warning.words) == (URGENT, 2, ["停工"])
        assert all(new.due_at < old for new, old in zip(warning.deadlines, before, strict=True))
        assert "level" in [event.action for event in session.execute(sa.select(WarningEvent)).scalars()]


def test_weighing_a_case_again_changes_nothing(database, unions, filer):
    with database.work() as session:
        warning = three(session, filer)
        session.flush()
        events = session.execute(sa.select(sa.func.count(WarningEvent.id))).scalar_one()
        for case in cases_of(session, warning.id):
            assert consider(session, case, NOON).id == warning.id
        assert session.execute(sa.select(sa.func.count(WarningEvent.id))).scalar_one() == events


def test_a_false_alarm_does_not_come_back_for_the_same_cases(database, unions, filer):
    with database.work() as session:
        warning = three(session, filer)
        service.false_alarm(session, warning.id, unions.staff.xinqiao, "同一批人重复反映，已当场解决")
        for case in cases_of(session, warning.id):
            assert consider(session, case, NOON + DAY).id == warning.id
        assert filer(session)[1] is None  # one new case with the three old ones is no new warning
        assert len(warnings(session)) == 1


def test_enough_new_cases_after_a_false_alarm_raise_a_new_warning(database, unions, filer):
    with database.work() as session:
        first = three(session, filer)
        service.false_alarm(session, first.id, unions.staff.xinqiao, "已当场解决")
        second = three(session, filer)
        assert second.id != first.id
        assert (second.cases, len(cases_of(session, second.id))) == (3, 3)


def test_a_database_refuses_a_case_behind_two_warnings(database, unions, filer):
    with database.work() as session:
        warning = three(session, filer)
        _, other = filer(session, "明远物业", people=12)
        case = cases_of(session, warning.id)[0]
        session.expunge_all()
        session.add(WarningCase(case_id=case.id, warning_id=other.id, at=NOON))
        with pytest.raises(sa.exc.IntegrityError):
            session.flush()


def test_a_cadres_report_raises_an_urgent_warning_at_once(database, unions, filer):
    """Contracts: risk_report; the highest priority to street and district."""
    with database.work() as session:
        case, _ = filer(session, kind=RISK_REPORT, weigh=False, summary="可能有矛盾")
        warning = consider(session, case, NOON)
        assert (warning.level, warning.rule, warning.found_by) == (URGENT, "report", CADRE)
        assert {row.organisation.code for row in warning.informed} == {"xinqiao", "songjiang"}
        assert consider(session, case, NOON).id == warning.id


def test_a_cadres_report_on_an_employer_with_an_open_warning_makes_that_one_urgent(database, unions, filer):
    with database.work() as session:
        warning = three(session, filer)
        _, again = filer(session, kind=RISK_REPORT)
        assert (again.id, again.level) == (warning.id, URGENT)


def test_a_case_on_an_employer_that_was_merged_meanwhile_follows_it(database, unions, filer):
    with database.work() as session:
        case, _ = filer(session, "明远物业")
        kept = Employer(name="明远物业管理")
        session.add(kept)
        session.flush()
        session.get(Employer, case.employer_id).merged_into_id = kept.id
        consider(session, case, NOON)
        assert case.employer_id == kept.id


def test_an_event_of_a_warning_cannot_be_edited(database, unions, filer):
    with database.work() as session:
        warning = three(session, filer)
        warning.events[0].action = "other"
        with pytest.raises(ValueError, match="never edited"):
            session.flush()


def test_cases_filed_at_the_same_moment_raise_one_warning(database, unions, filer):
    with database.work() as session:
        ids = [filer(session, weigh=False)[0].id for _ in range(6)]
        session.commit()
    start, failures = threading.Barrier(6), []

    def weigh(case_id):
        try:
            start.wait()
            with database.work() as session:
                consider(session, session.get(Case, case_id), NOON)
                session.commit()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=weigh, args=(case_id,)) for case_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.reading() as session:
        [warning] = warnings(session)
        assert warning.cases == 6
        raised = [event for event in warning.events if event.action == "raised"]
        assert len(raised) == 1
        assert session.execute(sa.select(sa.func.count(WarningCase.case_id))).scalar_one() == 6


def test_people_who_file_against_a_known_employer_at_the_same_moment_all_get_through(database, unions, filer):
    threads_at_once, rounds = 4, 5
    with database.work() as session:
        filer(session)
        people = [Conversation(account="gh_test", openid=f"o-{n}") for n in range(threads_at_once * rounds)]
        session.add_all(people)
        session.commit()
        ids = [person.id for person in people]
    start, failures = threading.Barrier(threads_at_once), []

    def file(mine):
        for person in mine:
            start.wait()
            try:
                with database.work() as session, clock.fixed(NOON):
                    told = Filing(summary="拖欠工资", district="松江区", street="新桥镇", employer="恒昌电子")
                    cases.file(session, told, person, None, f"message:{person}")
                    session.commit()
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=file, args=(ids[n::threads_at_once],)) for n in range(threads_at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.reading() as session:
        [warning] = warnings(session)
        assert warning.cases == threads_at_once * rounds + 1
