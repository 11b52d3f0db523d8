"""By when what is due on a case: set, met, paused and moved as the case moves. Watching them is escalating.py's."""

import logging
from datetime import datetime, timedelta
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import clock
from bot.cases.calendar import WorkCalendar, work_calendar
from bot.cases.model import ASSIGNED, REOPENED, Case, CaseDeadline
from bot.cases.states import ELSEWHERE, NOT_ACCEPTED, OVER
from bot.cases.terms import Terms, terms

logger = logging.getLogger(__name__)

ACCEPT, RESOLVE, FOLLOW_UP = "accept", "resolve", "follow_up"
LABELS = {ACCEPT: "受理", RESOLVE: "办结", FOLLOW_UP: "跟进"}


def begin(session: Session, case: Case, now: datetime) -> None:
    """Set what is due on a case that has just been filed."""
    for duty in (ACCEPT, RESOLVE):
        _set(session, case, duty, now)


def follow_move(session: Session, case: Case, before: str, handed_over: bool, now: datetime) -> None:
    """Bring the deadlines of a case in line with the state that it is in now.

    Args:
        session: Its unit of work; the case is locked.
        case: The case, in its new state.
        before: The state that it came from.
        handed_over: Whether another union has it from now on, and has to accept it anew.
        now: The moment of the move.
    """
    after = case.state
    still_open = open_deadlines(session, case.id)
    if after in OVER:
        for deadline in still_open.values():
            deadline.met_at = now
        return
    if after == REOPENED:
        begin(session, case, now)
        return
    accept = still_open.get(ACCEPT)
    if after not in NOT_ACCEPTED or handed_over:
        _meet(accept, now)
    if after == ASSIGNED and (handed_over or accept is None):
        _set(session, case, ACCEPT, now)
    if before in ELSEWHERE:
        _meet(still_open.get(FOLLOW_UP), now)
    if after in ELSEWHERE:
        _set(session, case, FOLLOW_UP, now)
    resolve = still_open.get(RESOLVE)
    if resolve is not None and after in ELSEWHERE and before not in ELSEWHERE:
        _pause(resolve, now)
    elif resolve is not None and before in ELSEWHERE and after not in ELSEWHERE:
        _go_on(resolve, now)


def open_deadlines(session: Session, case_id: int) -> dict[str, CaseDeadline]:
    """Return what is still due on a case, by duty; there is one of each at the most."""
    wanted = sa.select(CaseDeadline).where(CaseDeadline.case_id == case_id, CaseDeadline.met_at.is_(None))
    return {row.duty: row for row in session.execute(wanted.order_by(CaseDeadline.id)).scalars()}


def shown(moment: datetime) -> str:
    """Return a moment as people read it, in Shanghai time: 11月24日（周二）17:30."""
    here = clock.local(moment)
    return f"{here:%-m月%-d日}（周{'一二三四五六日'[here.weekday()]}）{here:%-H:%M}"


def recount(session: Session, deadline: CaseDeadline, case: Case) -> bool:
    """Count a provisional deadline anew if the years it touches are known by now; tell whether they are.

    What was already reminded of or escalated stays as it was told.
    """
    calendar = work_calendar()
    if deadline.counted_from is None:  # A pause has moved it: what is left of it is not known by days any more.
        known = not calendar.is_provisional(deadline.remind_at, deadline.due_at)
    else:
        due = _due(calendar, case, deadline.duty, deadline.counted_from)
        known = not calendar.is_provisional(deadline.counted_from, due)
        if known and not deadline.escalations:
            _put(calendar, deadline, terms(case.kind, case.urgency), due)
    if known:
        deadline.provisional = False
    return known


def _set(session: Session, case: Case, duty: str, now: datetime) -> None:
    calendar = work_calendar()
    due = _due(calendar, case, duty, now)
    deadline = CaseDeadline(case_id=case.id, duty=duty, counted_from=now)
    deadline.provisional = calendar.is_provisional(now, due)
    if deadline.provisional:
        _warn(due.year)
    _put(calendar, deadline, terms(case.kind, case.urgency), due)
    session.add(deadline)
    session.flush()


@lru_cache(maxsize=16)
def _warn(year: int) -> None:
    """Say once for each year, not with every case, that its deadlines are provisional."""
    logger.warning("deadlines in %d are provisional: its holidays are not in data/calendar.yml yet", year)


def _due(calendar: WorkCalendar, case: Case, duty: str, begin: datetime) -> datetime:
    return calendar.after(begin, getattr(terms(case.kind, case.urgency), duty))


def _put(calendar: WorkCalendar, deadline: CaseDeadline, of: Terms, due: datetime) -> None:
    deadline.due_at = deadline.escalate_at = due
    deadline.remind_at = calendar.before(due, of.remind)


def _meet(deadline: CaseDeadline | None, now: datetime) -> None:
    if deadline is not None:
        deadline.met_at = now


def _pause(deadline: CaseDeadline, now: datetime) -> None:
    """Let a deadline rest; one that is missed already is not saved by it."""
    if deadline.due_at > now:
        deadline.paused_at = now


def _go_on(deadline: CaseDeadline, now: datetime) -> None:
    """Give a deadline that rested what was left of it."""
    if deadline.paused_at is None:
        return
    calendar = work_calendar()
    left = calendar.between(deadline.paused_at, deadline.due_at)
    reminder = calendar.between(deadline.remind_at, deadline.due_at)
    deadline.due_at = deadline.escalate_at = calendar.shifted(now, left)
    deadline.remind_at = calendar.shifted(now, max(left - reminder, timedelta()))
    deadline.provisional = deadline.provisional or calendar.is_provisional(now, deadline.due_at)
    deadline.paused_at = deadline.counted_from = None
