"""Deadlines as a case moves, through a year with its holidays."""

from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot import clock
from bot.cases import calendar, deadlines, moves
from bot.cases.deadlines import ACCEPT, FOLLOW_UP, RESOLVE, open_deadlines
from bot.cases.filing import AT_ONCE, URGENT
from bot.cases.model import CaseDeadline
from bot.conversations.model import PERSON


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)


@pytest.fixture
def session(database, world):
    with database.work() as session:
        yield session


def due(session, case, duty):
    found = open_deadlines(session, case.id).get(duty)
    return clock.local(found.due_at).strftime("%Y-%m-%d %H:%M") if found else None


@pytest.mark.parametrize(
    ("filed", "urgency", "accept", "resolve"),
    [
        ("2026-03-02 10:00", 0, "2026-03-04 17:30", "2026-03-23 17:30"),
        ("2025-12-31 16:00", 0, "2026-01-05 17:30", "2026-01-22 17:30"),
        ("2025-12-31 16:00", URGENT, "2026-01-04 17:30", "2026-01-12 17:30"),
        ("2026-02-14 17:00", AT_ONCE, "2026-02-24 10:30", "2026-02-26 17:30"),  # a made-up Saturday
        ("2025-09-30 20:00", 0, "2025-10-11 17:30", "2025-10-29 17:30"),  # after hours, before the National Day week
        ("2026-10-10 10:00", URGENT, "2026-10-12 17:30", "2026-10-20 17:30"),
    ],
)
def test_a_filed_case_has_its_deadlines_by_kind_urgency_and_calendar(session, world, filed, urgency, accept, resolve):
    with clock.fixed(at(filed)):
        case = world.filed(session, urgency=urgency)
    assert due(session, case, ACCEPT) == accept
    assert due(session, case, RESOLVE) == resolve
    for deadline in open_deadlines(session, case.id).values():
        assert deadline.remind_at < deadline.due_at == deadline.escalate_at
        assert not deadline.provisional


def test_a_year_of_cases_one_a_day_is_never_due_on_a_day_off(session, world):
    moment, before = at("2025-10-20 15:00"), at("2025-10-20 00:00")
    work = calendar.work_calendar()
    for _ in range(365):
        with clock.fixed(moment):
            case = world.filed(session, f"day:{moment:%Y%m%d}", conversation=False, employer=None)
        for deadline in open_deadlines(session, case.id).values():
            day = clock.local(deadline.due_at).date()
            if day.year <= 2026:
                assert work.is_workday(day), f"{moment}: {deadline.duty} on {day}"
        accept = open_deadlines(session, case.id)[ACCEPT].due_at
        assert accept >= before  # who came earlier is not served later
        moment, before = moment + timedelta(days=1), accept


def test_accepting_meets_the_one_and_resolving_the_other(session, world, monday):
    case, street = world.filed(session), world.who(session, "zhangjiang")
    moves.accept(session, case.id, street)
    assert set(open_deadlines(session, case.id)) == {RESOLVE}
    moves.resolve(session, case.id, street, "补发了")
    assert open_deadlines(session, case.id) == {}
    moves.reopen(session, case.id, PERSON, "没补发", conversation_id=world.conversation)
    assert set(open_deadlines(session, case.id)) == {ACCEPT, RESOLVE}


def test_whoever_gets_a_case_handed_over_has_their_own_time_to_accept_but_the_person_waits_no_longer(session, world):
    with clock.fixed(at("2026-03-02 10:00")):
        case = world.filed(session)
        resolve = due(session, case, RESOLVE)
        moves.assign(session, case.id, world.who(session, "zhangjiang"), world.staff["colleague"])
        assert due(session, case, ACCEPT) == "2026-03-04 17:30"  # a colleague has what is left
    with clock.fixed(at("2026-03-04 10:00")):
        moves.hand_over(session, case.id, world.who(session, "zhangjiang"), world.unions["huamu"], "不归我们")
    assert due(session, case, ACCEPT) == "2026-03-06 17:30"
    assert due(session, case, RESOLVE) == resolve


def test_while_the_person_has_the_next_word_the_time_rests_and_somebody_has_to_ask_after_it(session, world):
    street = world.who(session, "zhangjiang")
    with clock.fixed(at("2026-03-02 10:00")):
        case = world.filed(session)
        moves.accept(session, case.id, street)
    with clock.fixed(at("2026-03-03 10:00")):
        moves.ask_person(session, case.id, street, "请发照片")
        assert open_deadlines(session, case.id)[RESOLVE].paused_at is not None
        assert due(session, case, FOLLOW_UP) == "2026-03-17 17:30"
    with clock.fixed(at("2026-03-06 10:00")):
        moves.start(session, case.id, street)
    assert set(open_deadlines(session, case.id)) == {RESOLVE}
    assert due(session, case, RESOLVE) == "2026-03-26 17:30"  # three working days later than it was


def test_a_missed_deadline_is_not_saved_by_asking_the_person(session, world):
    street = world.who(session, "zhangjiang")
    with clock.fixed(at("2026-03-02 10:00")):
        case = world.filed(session)
        moves.accept(session, case.id, street)
    with clock.fixed(at("2026-03-24 10:00")):
        moves.ask_person(session, case.id, street, "请发照片")
    assert open_deadlines(session, case.id)[RESOLVE].paused_at is None


def test_a_withdrawn_case_is_due_no_more(session, world, monday):
    case = world.filed(session)
    moves.withdraw(session, case.id, PERSON, conversation_id=world.conversation)
    assert open_deadlines(session, case.id) == {}


def test_a_deadline_into_a_year_that_is_not_known_is_provisional_until_the_file_tells_it(session, world, monkeypatch):
    unknown = 2041
    with clock.fixed(at(f"{unknown - 1}-12-28 10:00")):
        case = world.filed(session)
    deadline = open_deadlines(session, case.id)[ACCEPT]
    assert deadline.provisional
    assert not deadlines.recount(session, deadline, case)
    days = {"holidays": [date(unknown, 1, 2), date(unknown, 1, 3)], "workdays": []}
    content = {
        "hours": {"opens": "09:00", "closes": "17:30"},
        "years": {unknown - 1: {"holidays": [date(unknown - 1, 12, 31)]}, unknown: days},
    }
    monkeypatch.setattr(deadlines, "work_calendar", lambda: calendar.WorkCalendar(content))
    before = deadline.due_at
    assert deadlines.recount(session, deadline, case)
    assert not deadline.provisional and deadline.due_at == deadline.escalate_at > before


def test_nothing_is_left_open_twice(session, world, monday):
    case, street = world.filed(session), world.who(session, "zhangjiang")
    for _ in range(3):
        moves.accept(session, case.id, street)
        moves.assign(session, case.id, street, world.staff["colleague"])
    still_open = sa.select(CaseDeadline.duty).where(CaseDeadline.met_at.is_(None))
    assert sorted(session.execute(still_open).scalars()) == [ACCEPT, RESOLVE]
