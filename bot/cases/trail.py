"""The trail of a case: writing its events, and reading who had it when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.cases.model import Case, CaseEvent
from bot.conversations.locking import lock as lock_conversation
from bot.organisations.model import Organisation
from bot.staff.model import Staff

# What an event is, beside the states that a move names (its action is then the state it leads to).
(
    FILED,
    HANDED_OVER,
    RELEASED,
    NOTE,
    EVIDENCE,
    LINKED,
    HELP,
    REFERRAL_BACK,
    REMINDED,
    ESCALATED,
    SUPERVISED,
    SCORED,
    DANGER,
) = (
    "filed",
    "handed_over",
    "released",
    "note",
    "evidence",
    "linked",
    "help",
    "referral_back",
    "reminded",
    "escalated",
    "supervised",
    "scored",
    "danger",
)
CORRECTED = "corrected"  # by the person: how they are reached, or their name
LABELS = {
    FILED: "登记",
    HANDED_OVER: "转办",
    RELEASED: "待重新派单",
    NOTE: "补充说明",
    EVIDENCE: "补充材料",
    LINKED: "关联工单",
    HELP: "维权方式",
    REFERRAL_BACK: "外单位反馈",
    REMINDED: "到期提醒",
    ESCALATED: "超时上报",
    SUPERVISED: "督办",
    SCORED: "评价",
    DANGER: "生命安全",
    CORRECTED: "本人更正",
}


@dataclass(frozen=True)
class Held:
    """A stretch of time in which one union had a case.

    Attributes:
        organisation: The union; None is the city's desk.
        since: When it got the case.
        until: When it handed the case over; None while it has it.
        reason: Why it got it.
    """

    organisation: Organisation | None
    since: datetime
    until: datetime | None
    reason: str


def lock(session: Session, case_id: int, owes: bool = True) -> Case | None:
    """Lock a case and return it as it is now; None when there is no such case.

    Args:
        session: A unit of work.
        case_id: The case.
        owes: Whether something may be owed to the person; then its conversation is locked first, as everywhere
            (bot/conversations/locking.py).
    """
    if owes:
        conversation = sa.select(Case.conversation_id).where(Case.id == case_id)
        if (conversation_id := session.execute(conversation).scalar_one_or_none()) is not None:
            lock_conversation(session, conversation_id)
    return session.get(Case, case_id, with_for_update=True, populate_existing=True)


def lock_if_free(session: Session, case_id: int) -> Case | None:
    """Lock a case that nobody else works on at this moment and return it as it is now; None otherwise.

    Nothing may be owed to the person in the same unit of work, because the conversation is not locked.
    """
    wanted = sa.select(Case).where(Case.id == case_id).with_for_update(skip_locked=True)
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def record(
    session: Session,
    case: Case,
    action: str,
    actor: str,
    staff: Staff | None = None,
    *,
    at: datetime,
    before: str | None = None,
    handed_from: int | None = None,
    handed_to: int | None = None,
    **detail: Any,
) -> CaseEvent:
    """Write an event of a case and return it with its id; empty details are left out.

    Args:
        session: Its unit of work.
        case: The case, as it is after the event.
        action: One of the names above, or the state that a move leads to.
        actor: person, staff, system or bot.
        staff: Who, when it is staff.
        at: When.
        before: The state before, for a move.
        handed_from: The union that had it, when it changed hands.
        handed_to: The union that has it from now on, when it changed hands.
        detail: What else there is to say (JSON types); `text` is what people wrote.
    """
    event = CaseEvent(
        case_id=case.id,
        at=at,
        actor=actor,
        staff_id=staff.id if staff else None,
        action=action,
        from_state=before,
        to_state=case.state if before is not None or action == FILED else None,
        from_organisation_id=handed_from,
        to_organisation_id=handed_to,
        detail={name: value for name, value in {**detail, **_asked_by(session)}.items() if value not in (None, "")},
    )
    session.add(event)
    session.flush()
    return event


def asked_by(session: Session, message_id: int | None) -> None:
    """Have every event that a session writes from now on say which message asked for it (see once.py); None ends it."""
    session.info["message"] = message_id


def _asked_by(session: Session) -> dict[str, int | None]:
    return {"message": session.info.get("message")}


def last_event_id(session: Session, case_id: int) -> int:
    """Return the id of the last event of a case: whoever acts on what they saw, says what they saw."""
    return session.execute(sa.select(sa.func.max(CaseEvent.id)).where(CaseEvent.case_id == case_id)).scalar_one() or 0


def held_by(events: list[CaseEvent]) -> list[Held]:
    """Return who had a case when, the first first.

    Args:
        events: The case's events in their order, with `to_organisation`.
    """
    turns = [event for event in events if event.action in (FILED, HANDED_OVER)]
    ends: list[datetime | None] = [event.at for event in turns[1:]]
    return [
        Held(event.to_organisation, event.at, end, str(event.detail.get("text", "")))
        for event, end in zip(turns, [*ends, None], strict=True)
    ]
