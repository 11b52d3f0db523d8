"""Who holds a conversation: the bot, the queue for a person, or a member of staff. Asked before anything is said."""

import uuid
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from bot import clock
from bot.cases import danger
from bot.conversations import outbox
from bot.conversations.locking import lock
from bot.conversations.model import BOT, OUT, QUEUE, STAFF, SYSTEM, Conversation, Handover, Message
from bot.conversations.outbox import Draft
from bot.hours import OfficeHours
from bot.staff.model import Staff
from bot.wording import say

ASKED, FAILURES, DANGER, BY_STAFF = "asked", "failures", "danger", "staff"
DANGER_PRIORITY = 9
_ACKNOWLEDGE_AGAIN = timedelta(minutes=3)


class HeldByOther(Exception):
    """Another member of staff holds the conversation; carries that person's name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NotHolder(Exception):
    """Whoever wanted to write or hand back does not hold the conversation."""


def request(
    session: Session,
    conversation_id: int,
    reason: str,
    office_hours: OfficeHours,
    reply_to: int | None = None,
    more: str = "",
    of_others: bool = False,
) -> Handover | None:
    """Put a conversation into the queue for a person, and owe the person the word on what happens now.

    A conversation that waits already stays where it is; danger moves it to the front, and is marked on the person's
    cases.

    Args:
        session: Its unit of work; the caller commits.
        conversation_id: The conversation.
        reason: asked, failures or danger.
        office_hours: When the desk is staffed, for what the person is told.
        reply_to: The incoming message that led here; asking twice for one message is one request.
        more: What the person is told besides.
        of_others: Whether the danger is somebody else's: then they are sent for help, not consoled.
    """
    conversation = lock(session, conversation_id)
    if conversation.holder == STAFF:
        return _open(session, conversation_id)  # somebody is there already, and reads it
    priority = DANGER_PRIORITY if reason == DANGER else 0
    handover = _open(session, conversation_id)
    if priority and (handover is None or handover.priority < priority):
        danger.mark(session, conversation_id, clock.now())
    if handover is None:
        handover = Handover(conversation_id=conversation_id, reason=reason, priority=priority)
        session.add(handover)
    elif priority > handover.priority:
        handover.reason, handover.priority = reason, priority
    if conversation.holder == BOT:
        conversation.holder = QUEUE
    conversation.changed_at = clock.now()
    session.flush()
    key = f"handover:{handover.id}:{reason}:{reply_to or 0}"
    outbox.owe(session, conversation_id, _what_happens_now(reason, office_hours, more, of_others), key, reply_to)
    return handover


def leave_queue(session: Session, conversation_id: int, reply_to: int) -> None:
    """Take a conversation out of the queue because the person no longer wants to wait.

    Somebody in danger stays in it whatever they say: 算了 may be the worst of signs, and only staff can tell.
    """
    conversation = lock(session, conversation_id)
    if conversation.holder != QUEUE or is_danger(session, conversation_id):
        return
    conversation.holder = BOT
    end(session, conversation_id, "person")
    draft = Draft(say("handover_left"), author=SYSTEM)
    outbox.owe(session, conversation_id, draft, f"left:{reply_to}", reply_to)


def is_danger(session: Session, conversation_id: int) -> bool:
    """Return whether a conversation waits for a person because of danger to life."""
    handover = _open(session, conversation_id)
    return handover is not None and handover.priority >= DANGER_PRIORITY


def queue(session: Session) -> list[Handover]:
    """Return who waits for a person: danger first, then in the order they came."""
    return list(
        session.execute(
            sa.select(Handover)
            .join(Handover.conversation)
            .where(Handover.ended_at.is_(None), Conversation.holder == QUEUE)
            .order_by(Handover.priority.desc(), Handover.requested_at, Handover.id)
            .options(joinedload(Handover.conversation))
        ).scalars()
    )


def take(session: Session, conversation_id: int, staff_id: int) -> Handover:
    """Give a conversation to a member of staff; from then on the bot is silent.

    Raises:
        HeldByOther: Somebody else holds it.
    """
    conversation = lock(session, conversation_id)
    if conversation.holder == STAFF and conversation.staff_id != staff_id:
        raise HeldByOther(session.get(Staff, conversation.staff_id).name)
    handover = _open(session, conversation_id)
    if handover is None:
        handover = Handover(conversation_id=conversation_id, reason=BY_STAFF)
        session.add(handover)
    if conversation.holder != STAFF:
        handover.staff_id, handover.taken_at = staff_id, clock.now()
        conversation.holder, conversation.staff_id = STAFF, staff_id
        conversation.changed_at = clock.now()
        session.flush()
        name = session.get(Staff, staff_id).name
        draft = Draft(say("handover_taken", name=name), author=SYSTEM)
        outbox.owe(session, conversation_id, draft, f"handover:{handover.id}:taken")
    return handover


def hand_back(session: Session, conversation_id: int, staff_id: int) -> None:
    """Give a conversation back to the bot.

    Raises:
        NotHolder: `staff_id` does not hold it.
    """
    conversation = lock(session, conversation_id)
    require_holder(conversation, staff_id)
    conversation.holder, conversation.staff_id = BOT, None
    handover = end(session, conversation_id, "staff")
    if handover is not None:
        draft = Draft(say("handover_ended"), author=SYSTEM)
        outbox.owe(session, conversation_id, draft, f"handover:{handover.id}:ended")


def requeue(session: Session, conversation_id: int) -> None:
    """Put a conversation that nobody at the desk answers back into the queue, so that somebody else sees it."""
    conversation = lock(session, conversation_id)
    handover = _open(session, conversation_id)
    if conversation.holder != STAFF or handover is None:
        return
    conversation.holder, conversation.staff_id = QUEUE, None
    handover.staff_id, handover.taken_at = None, None
    conversation.changed_at = clock.now()
    outbox.owe(session, conversation_id, Draft(say("handover_requeued"), author=SYSTEM), f"requeued:{uuid.uuid4().hex}")


def held_by(session: Session, staff_id: int) -> list[int]:
    """Return the conversations that a member of staff holds."""
    held = sa.select(Conversation.id).where(Conversation.holder == STAFF, Conversation.staff_id == staff_id)
    return list(session.execute(held).scalars())


def unanswered(session: Session, minutes: float) -> list[int]:
    """Return conversations in which a person has waited for staff's answer longer than `minutes`."""
    spoke = (
        sa.select(sa.func.max(Message.created_at))
        .where(Message.conversation_id == Conversation.id, Message.author == STAFF)
        .scalar_subquery()
    )
    limit = clock.now() - timedelta(minutes=minutes)
    waiting = sa.and_(Conversation.last_seen_at < limit, Conversation.changed_at < limit)
    nobody_answered = sa.or_(spoke.is_(None), spoke < Conversation.last_seen_at)
    return list(
        session.execute(
            sa.select(Conversation.id).where(Conversation.holder == STAFF, waiting, nobody_answered)
        ).scalars()
    )


def abandoned(session: Session, hours: float) -> list[tuple[int, int]]:
    """Return conversations (with who holds them) in which nobody has said anything for `hours`."""
    limit = clock.now() - timedelta(hours=hours)
    quiet = sa.select(Conversation.id, Conversation.staff_id).where(
        Conversation.holder == STAFF, Conversation.changed_at < limit
    )
    return [(row.id, row.staff_id) for row in session.execute(quiet)]


def require_holder(conversation: Conversation | None, staff_id: int) -> None:
    """Check that a member of staff holds a conversation.

    Raises:
        NotHolder: They do not, or there is no such conversation.
    """
    if conversation is None or conversation.holder != STAFF or conversation.staff_id != staff_id:
        raise NotHolder


def told_recently(session: Session, conversation_id: int) -> bool:
    """Return whether the waiting person heard from us in the last minutes, so that not every line is acknowledged."""
    since = clock.now() - _ACKNOWLEDGE_AGAIN
    latest = session.execute(
        sa.select(sa.func.max(Message.created_at)).where(
            Message.conversation_id == conversation_id, Message.direction == OUT
        )
    ).scalar_one()
    return latest is not None and latest > since


def _open(session: Session, conversation_id: int) -> Handover | None:
    return session.execute(
        sa.select(Handover).where(Handover.conversation_id == conversation_id, Handover.ended_at.is_(None))
    ).scalar_one_or_none()


def end(session: Session, conversation_id: int, by: str) -> Handover | None:
    """Close a conversation's open handover, if there is one; `by` is staff or person."""
    handover = _open(session, conversation_id)
    if handover is not None:
        handover.ended_at, handover.ended_by = clock.now(), by
    session.get(Conversation, conversation_id).changed_at = clock.now()
    session.flush()
    return handover


def _what_happens_now(reason: str, office_hours: OfficeHours, more: str, of_others: bool) -> Draft:
    now = clock.now()
    if reason == DANGER:
        wording = "handover_danger_others" if of_others else "handover_danger"
        text = say(wording if office_hours.is_open(now) else f"{wording}_closed")
    elif office_hours.is_open(now):
        text = say("handover_open")
    else:
        opening = office_hours.next_opening(now)
        text = say("handover_closed", hours=office_hours.as_text(), opening=f"{opening:%-m月%-d日 %-H:%M}")
    text = "\n".join(filter(None, (text, more)))
    return Draft(text, author=SYSTEM, data={"outcome": "handoff", "service": "human"})
