"""The trail: what is written down about applications, members and leads, and what their people are told."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.conversations import outbox
from bot.conversations.model import SYSTEM
from bot.membership.model import Lead, Member, MembershipApplication, MembershipEvent
from bot.staff.model import Staff
from bot.wording import say

PERSON_ACTOR, STAFF_ACTOR, SYSTEM_ACTOR = "person", "staff", "system"


def note(
    session: Session,
    action: str,
    *subjects: MembershipApplication | Member | Lead,
    staff: Staff | None = None,
    actor: str | None = None,
    **values: Any,
) -> MembershipEvent:
    """Write down that something happened.

    Args:
        session: Its unit of work.
        action: What happened, in one word.
        subjects: The rows that it happened to, one of a kind.
        staff: Who did it; without, `actor` says whether it was the person or (by default) the system.
        actor: person or system.
        values: Further columns of the event.
    """
    session.flush()  # new rows have their ids then
    ids = {_COLUMN[type(subject)]: subject.id for subject in subjects}
    event = MembershipEvent(
        action=action,
        actor=STAFF_ACTOR if staff else actor or SYSTEM_ACTOR,
        staff_id=staff.id if staff else None,
        **ids,
        **{"detail": {}, **values},
    )
    session.add(event)
    session.flush()
    return event


def tell(
    session: Session, application: MembershipApplication, event: MembershipEvent, words: str, /, **more: Any
) -> None:
    """Owe an applicant the words on what happened, once for each event; nothing where they wrote in no chat.

    Args:
        session: Its unit of work.
        application: Whose conversation it is said in.
        event: What happened.
        words: The response of data/responses/membership.yml.
        more: What the response needs beside the application's `number`.
    """
    if application.conversation_id is None:
        return
    draft = outbox.Draft(
        say(words, number=application.number, **more),
        author=SYSTEM,
        data={"outcome": "service", "service": "join", "application": application.number},
    )
    outbox.owe(session, application.conversation_id, draft, f"membership:{event.id}")


def tell_member(session: Session, member: Member, event: MembershipEvent, words: str, /, **more: Any) -> None:
    """Owe a member the words on what happened, in the chat of their latest application, where there was one."""
    latest = (
        sa.select(MembershipApplication)
        .where(MembershipApplication.member_id == member.id, MembershipApplication.conversation_id.is_not(None))
        .order_by(MembershipApplication.id.desc())
        .limit(1)
    )
    if application := session.execute(latest).scalar_one_or_none():
        tell(session, application, event, words, **more)


_COLUMN = {MembershipApplication: "application_id", Member: "member_id", Lead: "lead_id"}
