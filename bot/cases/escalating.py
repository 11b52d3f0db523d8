"""Watching the deadlines: reminders before them, escalation after them, and closing what nobody objects to.

Everything done is written on the row that asked for it, under the lock of its case: however many processes look, and
whenever one of them dies, it happens once.
"""

import logging
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot import clock
from bot.cases import deadlines, trail
from bot.cases.calendar import work_calendar
from bot.cases.model import CLOSED, RESOLVED, Case, CaseDeadline
from bot.cases.moves import move
from bot.cases.terms import close_after, terms
from bot.conversations.model import SYSTEM
from bot.organisations import tree
from bot.organisations.model import CITY, Organisation
from bot.storage.engine import Database

logger = logging.getLogger(__name__)

BATCH = 200  # at most so many at once; the next round takes the rest
_DUE = (CaseDeadline.met_at.is_(None), CaseDeadline.paused_at.is_(None))


def remind(database: Database, now: datetime) -> int:
    """Note reminders that are due on their cases, for the desk to show; return how many."""
    soon = (CaseDeadline.reminded_at.is_(None), CaseDeadline.remind_at <= now, CaseDeadline.due_at > now)
    wanted = sa.select(CaseDeadline.id).where(*_DUE, *soon).order_by(CaseDeadline.remind_at)
    return _each(database, wanted, _remind, now)


def escalate(database: Database, now: datetime) -> int:
    """Escalate missed deadlines to the union above, and once more after each further term; return how many."""
    # `due_at` is what the index is on, and never later than `escalate_at`.
    missed = (CaseDeadline.due_at <= now, CaseDeadline.escalate_at <= now)
    wanted = sa.select(CaseDeadline.id).where(*_DUE, *missed).order_by(CaseDeadline.due_at)
    return _each(database, wanted, _escalate, now)


def close_settled(database: Database, now: datetime) -> int:
    """Close resolved cases to which the person has not said anything in time; return how many.

    Whatever they add takes the case up again (notes.go_on), so that the ones that are still resolved are these.
    """
    limit = work_calendar().before(now, close_after())
    wanted = sa.select(Case.id).where(Case.state == RESOLVED, Case.resolved_at <= limit)
    wanted = wanted.order_by(Case.resolved_at)
    return _each(database, wanted, _close, now)


def recount(database: Database, now: datetime) -> int:
    """Count provisional deadlines anew whose year's holidays are known by now; return how many."""
    unknown = clock.local(now).year
    while work_calendar().is_known(unknown):
        unknown += 1
    # What is due later cannot be counted yet; the soonest first, so that what touches that year holds up nothing.
    in_time = CaseDeadline.due_at < datetime(unknown, 1, 1, tzinfo=clock.SHANGHAI)
    wanted = sa.select(CaseDeadline.id).where(*_DUE, CaseDeadline.provisional, in_time).order_by(CaseDeadline.due_at)
    return _each(database, wanted, _recount, now)


def _each(database: Database, wanted: Select, act: Callable[[Session, int, datetime], bool], now: datetime) -> int:
    """Do something to each of the rows, each in a transaction of its own; what goes wrong with one stops no other."""
    with database.reading() as session:
        ids = list(session.execute(wanted.limit(BATCH)).scalars())
    done = 0
    for key in ids:
        try:
            with database.work() as session:
                if act(session, key, now):
                    session.commit()
                    done += 1
        except DBAPIError:
            raise
        except Exception:
            logger.exception("%s of row %d failed", act.__name__, key)
    return done


def _locked(session: Session, deadline_id: int) -> tuple[CaseDeadline, Case] | None:
    """Lock the case of a deadline and return both as they are now; None while somebody else is at it."""
    case_id = session.execute(sa.select(CaseDeadline.case_id).where(CaseDeadline.id == deadline_id)).scalar_one()
    case = trail.lock_if_free(session, case_id)
    if case is None:
        return None
    deadline = session.get(CaseDeadline, deadline_id, populate_existing=True)
    return None if deadline.met_at or deadline.paused_at else (deadline, case)


def _remind(session: Session, deadline_id: int, now: datetime) -> bool:
    found = _locked(session, deadline_id)
    if found is None:
        return False
    deadline, case = found
    if deadline.reminded_at is not None or deadline.remind_at > now:
        return False
    deadline.reminded_at = now
    trail.record(session, case, trail.REMINDED, SYSTEM, at=now, duty=deadline.duty, due=deadline.due_at.isoformat())
    return True


def _escalate(session: Session, deadline_id: int, now: datetime) -> bool:
    found = _locked(session, deadline_id)
    if found is None:
        return False
    deadline, case = found
    if deadline.escalate_at is None or deadline.escalate_at > now:
        return False
    line = supervisors_of(session, case)
    step = min(deadline.escalations, len(line) - 1)
    union = line[step]
    deadline.escalations += 1
    deadline.escalated_at = now
    again = work_calendar().after(now, terms(case.kind, case.urgency).escalate_again)
    deadline.escalate_at = again if step + 1 < len(line) else None
    if not case.supervised or _stands_above(session, union, case.supervising_id):
        case.supervising_id = union.id if union else None
    case.supervised = True
    trail.record(
        session,
        case,
        trail.ESCALATED,
        SYSTEM,
        at=now,
        duty=deadline.duty,
        due=deadline.due_at.isoformat(),
        organisation=union.code if union else None,
        name=union.name if union else None,
    )
    return True


def supervisors_of(session: Session, case: Case) -> list[Organisation | None]:
    """Return whom missed deadlines of a case are escalated to, one after the other; None is the city's desk.

    A union that is kept out of the case, or is closed, is passed over; the last one is always the city's.
    """
    above = tree.line_above(session, case.organisation_id) if case.organisation_id is not None else []
    line: list[Organisation | None] = [row for row in above if not row.closed and row.id != case.hidden_from_id]
    if not line or line[-1] is None or line[-1].level != CITY:
        line.append(None)
    return line


def _stands_above(session: Session, union: Organisation | None, other_id: int | None) -> bool:
    """Return whether a union stands above another; None is the city's desk, above all."""
    return other_id is not None and (union is None or tree.covers(session, union.id, other_id))


def _close(session: Session, case_id: int, now: datetime) -> bool:
    case = trail.lock(session, case_id)
    if case is None or case.state != RESOLVED or work_calendar().after(case.resolved_at, close_after()) > now:
        return False
    move(session, case_id, CLOSED, SYSTEM, now=now)
    return True


def _recount(session: Session, deadline_id: int, now: datetime) -> bool:
    found = _locked(session, deadline_id)
    return found is not None and deadlines.recount(session, *found)
