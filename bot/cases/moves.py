"""Moves: the one way in which a case's state, its holder or its assignee changes.

A move locks the case, checks it against the table (states.py), writes the event, brings the deadlines in line and owes
the person the word, all in the caller's transaction.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from bot import clock
from bot.cases import checks, deadlines, notifying, trail
from bot.cases.errors import ChangedMeanwhile, MoveNotAllowed, UnknownCase
from bot.cases.model import (
    ACCEPTED,
    ASSIGNED,
    CLOSED,
    IN_PROGRESS,
    REFERRED,
    REOPENED,
    RESOLVED,
    WAITING,
    WITHDRAWN,
    Case,
    CaseEvent,
)
from bot.cases.rights import rights_of
from bot.cases.states import Right
from bot.conversations.model import STAFF
from bot.staff.model import Staff


def move(
    session: Session,
    case_id: int,
    to_state: str,
    actor: str,
    staff: Staff | None = None,
    reason: str = "",
    organisation_id: int | None = None,
    now: datetime | None = None,
    *,
    assignee_id: int | None = None,
    conversation_id: int | None = None,
    seen: int | None = None,
    office: str | None = None,
) -> CaseEvent:
    """Move a case to another state and return the event that says so.

    Args:
        session: Its unit of work; the caller commits.
        case_id: The case.
        to_state: The state it shall have (model.py).
        actor: person, staff or system.
        staff: Who, when it is staff.
        reason: Why. The person reads it where they are asked for something (waiting), get the result (resolved), or
            learn that there will be none (closed before that); elsewhere it stays inside.
        organisation_id: The union that shall have it from now on (checks.CITY_DESK for the city's); only with
            `assigned`.
        now: The moment; the present one by default.
        assignee_id: The member of staff who shall have it; only with `assigned`.
        conversation_id: Where the person says it, when the actor is the person.
        seen: The last event of the case that the actor saw, to be refused when something has happened since.
        office: The office outside that it goes to, with `referred` (see referrals.refer).

    Raises:
        UnknownCase: There is no such case, or it is none of theirs.
        MoveNotAllowed: The case cannot go from its state to this one.
        NotCompetent: It can, but not by them, or not to this union or member of staff.
        ReasonMissing: A reason is needed and there is none, or it is longer than 500 characters.
        ChangedMeanwhile: Something has happened to the case since they looked at it.
    """
    now = now or clock.now()
    reason = reason.strip()
    case = trail.lock(session, case_id)
    if case is None:
        raise UnknownCase
    rights = rights_of(session, case, actor, staff, conversation_id)
    if seen is not None and seen != trail.last_event_id(session, case_id):
        raise ChangedMeanwhile
    before = case.state
    checks.check_state(before, to_state, rights)
    handed_over = organisation_id is not None
    if to_state != ASSIGNED and (handed_over or assignee_id is not None):
        raise MoveNotAllowed("只有派单和转办可以换办理的工会或人")
    if (to_state == REFERRED) != (office is not None):
        raise MoveNotAllowed("转外单位要写明是哪个单位")
    checks.check_reason(to_state, actor, before, reason, handed_over)

    # Everything is checked before anything changes: a refused move leaves no trace.
    holder = checks.holder_after(session, case, organisation_id)
    checks.check_assignee(session, assignee_id, holder)

    handed_from = case.organisation_id
    if handed_over:
        case.organisation, case.organisation_id = holder, holder.id if holder else None
    if to_state == ASSIGNED:
        case.assignee_id = assignee_id
    elif to_state == ACCEPTED and staff is not None and Right.HOLDER in rights:
        case.assignee_id = staff.id  # a union above that steps in does not become a colleague
    elif to_state == REOPENED and not checks.may_have(case.assignee, holder):
        case.assignee_id = None
    case.state = to_state
    _stamp(case, to_state, now)
    deadlines.follow_move(session, case, before, handed_over, now)
    event = trail.record(
        session,
        case,
        trail.HANDED_OVER if handed_over else to_state,
        actor,
        staff,
        at=now,
        before=before,
        handed_from=handed_from if handed_over else None,
        handed_to=case.organisation_id if handed_over else None,
        text=reason,
        assignee=assignee_id,
        office=office,
    )
    notifying.tell(session, case, event)
    return event


def assign(
    session: Session,
    case_id: int,
    staff: Staff,
    assignee_id: int,
    reason: str = "",
    now: datetime | None = None,
    seen: int | None = None,
) -> CaseEvent:
    """Give a case to a member of staff of the union that has it; see `move` for what is raised."""
    return move(session, case_id, ASSIGNED, STAFF, staff, reason, now=now, assignee_id=assignee_id, seen=seen)


def hand_over(
    session: Session,
    case_id: int,
    staff: Staff,
    organisation_id: int | None,
    reason: str,
    now: datetime | None = None,
    seen: int | None = None,
) -> CaseEvent:
    """Hand a case to the union that is competent for it; None is the city's desk. See `move` for what is raised."""
    target = organisation_id or checks.CITY_DESK
    return move(session, case_id, ASSIGNED, STAFF, staff, reason, organisation_id=target, now=now, seen=seen)


def accept(
    session: Session, case_id: int, staff: Staff, now: datetime | None = None, seen: int | None = None
) -> CaseEvent:
    """Take a case on; see `move` for what is raised."""
    return move(session, case_id, ACCEPTED, STAFF, staff, now=now, seen=seen)


def start(session: Session, case_id: int, staff: Staff, reason: str = "", now: datetime | None = None) -> CaseEvent:
    """Begin to work on a case, or go on with it; see `move` for what is raised."""
    return move(session, case_id, IN_PROGRESS, STAFF, staff, reason, now=now)


def ask_person(session: Session, case_id: int, staff: Staff, what: str, now: datetime | None = None) -> CaseEvent:
    """Ask the person for something and wait for it; they read `what`. See `move` for what is raised."""
    return move(session, case_id, WAITING, STAFF, staff, what, now=now)


def resolve(
    session: Session, case_id: int, staff: Staff, result: str, now: datetime | None = None, seen: int | None = None
) -> CaseEvent:
    """Resolve a case; the person reads `result`. See `move` for what is raised."""
    return move(session, case_id, RESOLVED, STAFF, staff, result, now=now, seen=seen)


def close(
    session: Session,
    case_id: int,
    actor: str,
    staff: Staff | None = None,
    reason: str = "",
    now: datetime | None = None,
    conversation_id: int | None = None,
) -> CaseEvent:
    """Close a case; the person is asked for a score. See `move` for what is raised."""
    return move(session, case_id, CLOSED, actor, staff, reason, now=now, conversation_id=conversation_id)


def withdraw(
    session: Session,
    case_id: int,
    actor: str,
    staff: Staff | None = None,
    reason: str = "",
    now: datetime | None = None,
    conversation_id: int | None = None,
) -> CaseEvent:
    """Withdraw a case, by the person or by staff at their wish; see `move` for what is raised."""
    return move(session, case_id, WITHDRAWN, actor, staff, reason, now=now, conversation_id=conversation_id)


def reopen(
    session: Session,
    case_id: int,
    actor: str,
    reason: str,
    staff: Staff | None = None,
    now: datetime | None = None,
    conversation_id: int | None = None,
) -> CaseEvent:
    """Take a finished case up again; see `move` for what is raised."""
    return move(session, case_id, REOPENED, actor, staff, reason, now=now, conversation_id=conversation_id)


def _stamp(case: Case, state: str, now: datetime) -> None:
    if state == ACCEPTED and case.accepted_at is None:
        case.accepted_at = now
    elif state == RESOLVED:
        case.resolved_at = now
    elif state == CLOSED:
        case.closed_at = now
    elif state == REOPENED:
        case.reopened += 1
        case.resolved_at = case.closed_at = None
        case.supervised, case.supervising_id = False, None
    case.changed_at = now
