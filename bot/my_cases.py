"""What a cadre has to do, for reading in chat: which cases, the soonest due first, and one of them in a few lines.

A telephone lies about on tables: what the desk masks is masked here too, and names with it.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from bot import clock
from bot.cases import deadlines, states
from bot.cases.labels import KINDS, MATTERS
from bot.cases.model import ACCEPTED, RESOLVED, Case, CaseDeadline
from bot.cases.rights import own, rights_of
from bot.cases.visibility import visible_to
from bot.conversations.model import STAFF
from bot.privacy import mask_name, mask_phone, mask_text
from bot.staff.model import Staff
from bot.wording import say

AT_ONCE = 5  # shown in one message
_SUMMARY = 120  # characters


def to_do(session: Session, staff: Staff, shown: Collection[int] = ()) -> list[Case]:
    """Return what a member of staff has to do: the soonest due first, then what has no deadline.

    That is every open case that they have, and those of their union and its service points that nobody has: a
    union above that accepts one has not made it anybody's.

    Args:
        session: Any session.
        staff: The member of staff.
        shown: Cases that they have been shown already, by their ids.

    Returns:
        At most one case more than `AT_ONCE`: then there is more.
    """
    running = (CaseDeadline.met_at.is_(None), CaseDeadline.paused_at.is_(None))
    soonest = sa.select(sa.func.min(CaseDeadline.due_at)).where(CaseDeadline.case_id == Case.id, *running)
    nobodys = sa.and_(Case.assignee_id.is_(None), own(Case.organisation_id, staff))
    wanted = sa.select(Case.id).where(
        Case.state.in_(states.OPEN),
        sa.or_(Case.assignee_id == staff.id, nobodys),
        visible_to(staff),
        Case.id.not_in(set(shown)),
    )
    ordered = wanted.order_by(soonest.scalar_subquery().asc().nulls_last(), Case.id).limit(AT_ONCE + 1)
    # The rows are wide with what is encrypted: only those shown are read.
    ids = list(session.execute(ordered).scalars())
    rows = session.execute(sa.select(Case).where(Case.id.in_(ids)).options(selectinload(Case.deadlines))).scalars()
    return sorted(rows, key=lambda row: ids.index(row.id))


def line(case: Case) -> str:
    """Return a case as a line of the list: number, kind, matter, state, what is due."""
    return "，".join(filter(None, [f"{case.number} {_about(case)}", states.LABELS[case.state], due(case)]))


def brief(case: Case) -> str:
    """Return a case as a button, at most 20 characters: 诉求 00012."""
    return f"{KINDS[case.kind]} {case.number[-5:]}"


def told(case: Case) -> str:
    """Return a case in a few lines, personal data masked and the summary shortened."""
    day = f"{clock.local(case.created_at):%-m月%-d日}"
    head = say("my_cases_head", number=case.number, about=_about(case), day=day, state=states.LABELS[case.state])
    summary = mask_text(case.summary)
    values = {
        "due": due(case),
        "employer": case.employer,
        "place": f"{case.district or ''}{case.street or ''}",
        "people": case.people,
        "amount": case.amount,
        "person": mask_name(case.person_name) if case.person_name else None,
        "phone": mask_phone(case.phone) if case.phone else None,
        "assignee": case.assignee.name if case.assignee else None,
        "summary": summary if len(summary) <= _SUMMARY else f"{summary[:_SUMMARY]}……",
    }
    return "\n".join([head, *(say(f"my_cases_{name}", value=value) for name, value in values.items() if value)])


def due(case: Case) -> str:
    """Return in plain words by when what is due; empty where nothing is, or the clock rests."""
    running = [row for row in case.deadlines if row.met_at is None and row.paused_at is None]
    if not running:
        return ""
    first, now = min(running, key=lambda row: row.due_at), clock.now()
    duty = deadlines.LABELS[first.duty]
    if first.due_at < now:
        return say("my_cases_overdue", duty=duty, late=_how_long(now - first.due_at))
    return say("my_cases_due_by", duty=duty, moment=_moment(first.due_at))


def may(session: Session, case: Case, staff: Staff) -> list[str]:
    """Return what a member of staff may do in chat with a case that they see: accept, note, resolve.

    Raises:
        UnknownCase: They do not see it.
    """
    rights = rights_of(session, case, STAFF, staff)
    moves = (("accept", ACCEPTED), ("note", None), ("resolve", RESOLVED))
    return [name for name, state in moves if state is None or states.allowed(case.state, state, rights)]


def loaded(session: Session, staff: Staff, number: str) -> Case | None:
    """Return the case of a number with what `told` reads, where a member of staff sees it."""
    wanted = sa.select(Case).where(Case.number == number, visible_to(staff))
    related = (selectinload(Case.deadlines), joinedload(Case.assignee))
    return session.execute(wanted.options(*related)).scalar_one_or_none()


def _about(case: Case) -> str:
    matter = MATTERS.get(case.matter or "")
    return f"{KINDS[case.kind]}·{matter}" if matter else KINDS[case.kind]


def _moment(due_at: datetime) -> str:
    here = clock.local(due_at)
    names = {0: "今天", 1: "明天", 2: "后天"}
    day = names.get((here.date() - clock.today()).days, f"{here:%-m月%-d日}")
    return f"{day}{here:%H:%M}"


def _how_long(late: timedelta) -> str:
    hours = int(late.total_seconds() // 3600)
    if hours >= 24:
        return f"{hours // 24} 天"
    return f"{hours} 小时" if hours else "不到 1 小时"
