"""Reminders before deadlines, escalation after them, and closing: each once, whoever looks and however often."""

import threading
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot import clock
from bot.cases import calendar, deadlines, escalating, moves, notes
from bot.cases.errors import CaseError
from bot.cases.filing import Filing
from bot.cases.model import Case, CaseDeadline, CaseEvent
from bot.cases.service import file
from bot.conversations.model import PERSON, STAFF, Message, Outbox
from bot.organisations.model import Organisation
from bot.staff.model import Staff
from bot.storage.engine import Database
from tests.support.databases import KEY


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)


FILED = at("2026-03-02 10:00")  # a Monday; to be accepted by Wednesday 17:30


@pytest.fixture
def case_id(database, world):
    with database.work() as session, clock.fixed(FILED):
        case = world.filed(session)
        session.commit()
        return case.id


def events(database, action):
    with database.reading() as session:
        wanted = sa.select(CaseEvent).where(CaseEvent.action == action).order_by(CaseEvent.id)
        return list(session.execute(wanted).scalars())


def act(database, world, do, name="zhangjiang", now=FILED):
    with database.work() as session, clock.fixed(now):
        do(session, session.get(Staff, world.staff[name]))
        session.commit()


def test_the_holder_is_reminded_once_before_the_time_is_over(database, case_id):
    assert escalating.remind(database, at("2026-03-04 13:00")) == 0
    assert escalating.remind(database, at("2026-03-04 13:30")) == 1
    assert escalating.remind(database, at("2026-03-04 13:31")) == 0
    (event,) = events(database, "reminded")
    assert (event.actor, event.detail["duty"]) == ("system", "accept")


def test_a_missed_deadline_goes_up_one_union_at_a_time_to_the_city(database, world, case_id):
    assert escalating.escalate(database, at("2026-03-04 17:29")) == 0
    # The district hears of it on Thursday morning and has two working days from then on.
    expected = [("2026-03-04 17:30", "pudong"), ("2026-03-09 17:30", "city")]
    for when, code in expected:
        assert escalating.escalate(database, at(when) - timedelta(minutes=1)) == 0
        assert escalating.escalate(database, at(when)) == 1
        assert escalating.escalate(database, at(when) + timedelta(minutes=1)) == 0
        with database.reading() as session:
            case = session.get(Case, case_id)
            # The case stays with its holder; the union above has it on its list.
            assert (case.organisation.code, case.supervised, case.supervising.code) == ("zhangjiang", True, code)
    assert escalating.escalate(database, at("2026-03-20 10:00")) == 0  # nobody stands above the city
    assert [event.detail["organisation"] for event in events(database, "escalated")] == ["pudong", "city"]
    with database.reading() as session:  # what happens between unions is not told to the person
        assert session.execute(sa.select(sa.func.count(Outbox.id))).scalar_one() == 1


def test_what_was_done_in_time_is_neither_reminded_of_nor_escalated(database, world, case_id):
    act(database, world, lambda session, staff: moves.accept(session, case_id, staff))
    assert escalating.remind(database, at("2026-03-04 14:00")) == 0
    assert escalating.escalate(database, at("2026-03-10 10:00")) == 0
    assert escalating.escalate(database, at("2026-03-23 17:30")) == 1  # the other one
    assert events(database, "escalated")[0].detail["duty"] == "resolve"


def test_while_the_person_has_the_next_word_only_the_asking_is_due(database, world, case_id):
    act(database, world, lambda session, staff: moves.accept(session, case_id, staff))
    act(database, world, lambda session, staff: moves.ask_person(session, case_id, staff, "请发照片"))
    assert escalating.escalate(database, at("2026-04-10 10:00")) == 1
    assert events(database, "escalated")[0].detail["duty"] == "follow_up"


def test_a_restart_after_days_finds_what_was_missed_and_does_it_once(database, case_id):
    late = at("2026-03-09 10:00")
    assert escalating.remind(database, late) == 0  # too late to remind
    assert escalating.escalate(database, late) == 1
    assert escalating.escalate(database, late) == 0


def test_a_union_that_is_kept_out_or_closed_is_passed_over(database, world):
    with database.work() as session, clock.fixed(FILED):
        case = world.filed(session, own_union="accused")
        # The workplace's own mediators have it: the union above them is the one complained about.
        below = Organisation(code="below", name="厂内调解室", level="enterprise", parent_id=world.unions["factory"])
        session.add(below)
        session.flush()
        escalating.tree.place(session, below)
        case.organisation_id = below.id
        session.get(Organisation, world.unions["zhangjiang"]).closed = True
        session.flush()
        line = escalating.supervisors_of(session, case)
        assert [row.code for row in line if row] == ["pudong", "city"]


def test_a_case_of_the_citys_desk_is_supervised_by_the_city(database, world, monday):
    with database.work() as session, clock.fixed(FILED):
        case = world.filed(session)
        case.organisation, case.organisation_id = None, None
        session.flush()
        assert escalating.supervisors_of(session, case) == [None]
        session.commit()
    assert escalating.escalate(database, at("2026-03-05 10:00")) == 1
    with database.reading() as session:
        assert session.execute(sa.select(Case.supervised, Case.supervising_id)).one() == (True, None)


def test_a_resolved_case_closes_by_itself_and_asks_for_a_score(database, world, case_id):
    act(database, world, lambda session, staff: moves.accept(session, case_id, staff))
    act(database, world, lambda session, staff: moves.resolve(session, case_id, staff, "补发了"))
    assert escalating.close_settled(database, at("2026-03-09 17:29")) == 0
    assert escalating.close_settled(database, at("2026-03-09 17:30")) == 1
    assert escalating.close_settled(database, at("2026-03-09 17:31")) == 0
    with database.reading() as session:
        last = session.execute(sa.select(Message).order_by(Message.id.desc()).limit(1)).scalar_one()
        assert len(last.data["options"]) == 5
        assert session.get(Case, case_id).state == "closed"


@pytest.mark.parametrize("spoke", [True, False])
def test_a_resolved_case_is_taken_up_again_when_the_person_adds_something_to_it(database, world, case_id, spoke):
    def add(session, staff):
        actor = {"actor": PERSON, "conversation_id": world.conversation} if spoke else {"actor": STAFF, "staff": staff}
        notes.note(session, case_id, "钱只到了一半", **actor)

    act(database, world, lambda session, staff: moves.accept(session, case_id, staff))
    act(database, world, lambda session, staff: moves.resolve(session, case_id, staff, "补发了"))
    act(database, world, add, now=at("2026-03-03 09:00"))
    assert escalating.close_settled(database, at("2026-03-09 17:30")) == (0 if spoke else 1)
    # What they said has taken it up again; a new result counts anew.
    if spoke:
        later = at("2026-03-10 10:00")
        act(database, world, lambda session, staff: moves.accept(session, case_id, staff), now=later)
        act(database, world, lambda session, staff: moves.resolve(session, case_id, staff, "付清了"), now=later)
        assert escalating.close_settled(database, at("2026-03-20 17:30")) == 1


def test_one_broken_row_stops_no_other(database, world, case_id, caplog, monkeypatch):
    with database.work() as session, clock.fixed(FILED):
        world.filed(session, "message:2")
        session.commit()
    real = escalating.supervisors_of

    def broken(session, case):
        if case.id == case_id:
            raise ZeroDivisionError
        return real(session, case)

    monkeypatch.setattr(escalating, "supervisors_of", broken)
    assert escalating.escalate(database, at("2026-03-05 10:00")) == 1
    assert "failed" in caplog.text and "拖欠" not in caplog.text


def at_once(*calls):
    """Run calls in threads that start together; return what they returned or raised."""
    barrier, outcomes = threading.Barrier(len(calls)), []

    def run(call):
        barrier.wait()
        try:
            outcomes.append(call())
        except CaseError as error:
            outcomes.append(error)

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.fixture
def other(database):
    """A second process's connections to the same database."""
    second = Database(str(database.engine.url), KEY)
    second.vault = second.engine.dialect.vault = database.vault
    yield second
    second.close()


def test_two_processes_that_escalate_at_once_escalate_once(database, other, world, case_id):
    with database.work() as session, clock.fixed(FILED):
        for n in range(2, 12):
            world.filed(session, f"message:{n}")
        session.commit()
    late = at("2026-03-05 10:00")
    done = at_once(*(lambda d=d: escalating.escalate(d, late) for d in (database, other)))
    assert sum(done) + escalating.escalate(database, late) == 11  # what one was at, the other left to it
    assert len(events(database, "escalated")) == 11
    with database.reading() as session:
        assert set(session.execute(sa.select(CaseDeadline.escalations)).scalars()) == {0, 1}


def test_two_processes_that_accept_at_once_accept_once(database, other, world, case_id):
    def accept(of, name):
        with of.work() as session, clock.fixed(FILED):
            moves.accept(session, case_id, session.get(Staff, world.staff[name]))
            session.commit()
        return name

    outcomes = at_once(lambda: accept(database, "zhangjiang"), lambda: accept(other, "colleague"))
    (winner,) = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert len(events(database, "accepted")) == 1
    with database.reading() as session:
        assert session.get(Case, case_id).assignee_id == world.staff[winner]
        assert session.execute(sa.select(sa.func.count(Outbox.id))).scalar_one() == 2


def test_two_who_assign_what_they_both_saw_assign_once(database, other, world, case_id):
    with database.reading() as session:
        seen = moves.trail.last_event_id(session, case_id)

    def assign(of, name):
        with of.work() as session, clock.fixed(FILED):
            chief = session.get(Staff, world.staff["chief"])
            moves.assign(session, case_id, chief, world.staff[name], seen=seen)
            session.commit()

    outcomes = at_once(lambda: assign(database, "zhangjiang"), lambda: assign(other, "colleague"))
    assert sum(isinstance(outcome, CaseError) for outcome in outcomes) == 1
    assert len(events(database, "assigned")) == 1


def test_escalating_assigning_filing_and_merging_at_once_lose_nothing(database, other, world, case_id):
    from bot.employers.merging import merge
    from bot.employers.model import Employer

    with database.work() as session, clock.fixed(FILED):
        second = world.filed(session, "message:2", employer="上海辰星光电科技有限公司", street="花木街道")
        session.commit()
        assert second.employer_id != session.get(Case, case_id).employer_id
    late = at("2026-03-05 10:00")

    def assign():
        with other.work() as session, clock.fixed(late):
            moves.assign(session, case_id, session.get(Staff, world.staff["chief"]), world.staff["colleague"])
            session.commit()

    def join():
        with database.work() as session, clock.fixed(late):
            keep, gone = session.execute(sa.select(Employer.id).order_by(Employer.id)).scalars().all()[:2]
            merge(session, keep, gone, session.get(Staff, world.staff["admin"]))
            session.commit()

    def file_another():
        with other.work() as session, clock.fixed(late):
            told = Filing(summary="也欠我的", district="浦东新区", street="张江镇", employer="上海晨星电子有限公司")
            file(session, told, world.conversation, None, "message:3")
            session.commit()

    at_once(assign, join, file_another, lambda: escalating.escalate(database, late))
    escalating.escalate(database, late)  # what was being assigned at that moment
    assert len(events(database, "escalated")) == 2 and len(events(database, "assigned")) == 1
    with database.reading() as session:
        assert len(set(session.execute(sa.select(Case.employer_id)).scalars())) == 1
        assert len(events(database, "filed")) == 3


def test_a_year_that_becomes_known_is_counted_anew_though_the_next_one_is_not(database, world, monkeypatch):
    for key, day in (("a", "2040-12-28"), ("b", "2040-12-28"), ("c", "2039-12-28")):
        with database.work() as session, clock.fixed(at(f"{day} 10:00")):
            world.filed(session, f"message:{key}")
            session.commit()
    # The notice for 2040 comes in January of it; nobody knows 2041 yet, and its rows fill no batch.
    known = calendar.WorkCalendar({"hours": {"opens": "09:00", "closes": "17:30"}, "years": {2039: {}, 2040: {}}})
    for module in (escalating, deadlines):
        monkeypatch.setattr(module, "work_calendar", lambda: known)
    monkeypatch.setattr(escalating, "BATCH", 2)
    assert escalating.recount(database, at("2040-01-15 10:00")) == 2
    with database.reading() as session:
        rows = session.execute(sa.select(CaseDeadline).where(CaseDeadline.provisional)).scalars()
        assert [clock.local(row.due_at).year for row in rows] == [2041] * 4
    assert escalating.recount(database, at("2040-01-15 11:00")) == 0
