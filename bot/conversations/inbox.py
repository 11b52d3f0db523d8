"""The inbox: every message is written down under its unique key before anything is done about it.

A repeat finds the first one; a message whose process died is found again by its expired lease; the messages of one
conversation are worked on one after the other, by the one process that holds the conversation's lease.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import clock
from bot.conversations import holding, outbox
from bot.conversations.locking import lock, lock_of_message
from bot.conversations.model import BOT, DONE, IN, PERSON, QUEUE, RECEIVED, STAFF, Conversation, Message
from bot.reply import Option

# How soon a message is taken up again after its process died; a living one renews the lease meanwhile.
LEASE_SECONDS = 10
# A message on which the process dies this often is answered with an apology instead of being tried for ever.
MAX_ATTEMPTS = 3
# More messages in a row than this are never one offer.
_LOOK_BACK = 6


@dataclass(frozen=True)
class Allowance:
    """How many customer-service messages an incoming message allows, and for how long (wechat.md, Sends from us)."""

    count: int
    seconds: float


@dataclass(frozen=True)
class Incoming:
    """A verified message from a person.

    Attributes:
        account: The official account it was sent to.
        openid: The person's id with that account.
        dedup_key: Unique key of the message; a repeat carries the same.
        kind: text, voice, image, location, event, other.
        text: What it says, empty for kinds without words.
        data: Everything else that is kept with it (JSON types).
        allowance: The sends it allows us; None when the person has left and allows none.
    """

    account: str
    openid: str
    dedup_key: str
    kind: str
    text: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    allowance: Allowance | None = None


@dataclass(frozen=True)
class Accepted:
    """Where an incoming message went: `fresh` is false for a repeat, `done` true when it is answered already."""

    message_id: int
    conversation_id: int
    fresh: bool
    done: bool


@dataclass(frozen=True)
class Work:
    """The next message to work on, with what has to be known first.

    Attributes:
        holder: Who holds the conversation: bot, queue or staff.
        options: What the person was offered last, for choosing by number or label.
        attempts: How often it was begun, this time included; more than once means that a process died over it.
    """

    message_id: int
    conversation_id: int
    openid: str
    audience: str
    holder: str
    kind: str
    text: str
    data: dict[str, Any]
    options: tuple[Option, ...]
    attempts: int

    @property
    def given_up(self) -> bool:
        """Whether it was tried too often to be tried again."""
        return self.attempts > MAX_ATTEMPTS


def accept(session: Session, incoming: Incoming, awaited_seconds: float) -> Accepted:
    """Write an incoming message down, or find the one that it repeats.

    Args:
        session: Its unit of work; the caller commits.
        incoming: The message.
        awaited_seconds: How long the push stays open for a passive reply.
    """
    conversation = _conversation(session, incoming.account, incoming.openid)
    now = clock.now()
    message = Message(
        conversation_id=conversation.id,
        direction=IN,
        author=PERSON,
        kind=incoming.kind,
        text=incoming.text,
        data=incoming.data,
        dedup_key=incoming.dedup_key,
        state=RECEIVED,
    )
    fresh = _insert(session, message)
    if not fresh:
        message = session.execute(
            sa.select(Message).where(Message.dedup_key == incoming.dedup_key).with_for_update()
        ).scalar_one()
    message.awaited_until = now + timedelta(seconds=awaited_seconds)
    if fresh and incoming.allowance:
        conversation.last_seen_at = now
        conversation.followed = True
        _allow(conversation, incoming.allowance, now)
        outbox.release_held(session, conversation.id)
    return Accepted(message.id, message.conversation_id, fresh, message.state == DONE)


def claim(session: Session, conversation_id: int, owner: str) -> bool:
    """Take or renew the lease on a conversation's messages; false while another process holds it."""
    now = clock.now()
    free = sa.or_(Conversation.turn_until.is_(None), Conversation.turn_until < now, Conversation.turn_owner == owner)
    result = session.execute(
        sa.update(Conversation)
        .where(Conversation.id == conversation_id, free)
        .values(
            turn_owner=owner,
            turn_until=now + timedelta(seconds=LEASE_SECONDS),
            changed_at=Conversation.changed_at,  # a lease is nothing that the desk should hear of
        )
        .execution_options(synchronize_session=False)
    )
    return result.rowcount == 1


def release(session: Session, conversation_id: int, owner: str) -> None:
    """Give the lease back, if it is still `owner`'s."""
    session.execute(
        sa.update(Conversation)
        .where(Conversation.id == conversation_id, Conversation.turn_owner == owner)
        .values(turn_owner=None, turn_until=None, changed_at=Conversation.changed_at)
        .execution_options(synchronize_session=False)
    )


def next_work(session: Session, conversation_id: int) -> Work | None:
    """Return the oldest message of a conversation that is not worked off, and count the attempt."""
    message = session.execute(
        sa.select(Message)
        .where(Message.conversation_id == conversation_id, Message.state == RECEIVED)
        .order_by(Message.id)
        .limit(1)
    ).scalar_one_or_none()
    if message is None:
        return None
    message.attempts += 1
    conversation = session.get(Conversation, conversation_id)
    return Work(
        message_id=message.id,
        conversation_id=conversation_id,
        openid=conversation.openid,
        audience=conversation.audience,
        holder=conversation.holder,
        kind=message.kind,
        text=message.text,
        data=message.data,
        options=last_options(session, conversation_id, message.id),
        attempts=message.attempts,
    )


def finish(session: Session, message_id: int, replies: Sequence[outbox.Draft]) -> None:
    """Mark a message worked off and owe its replies, in one transaction.

    The bot's replies are left out when a person has taken the conversation meanwhile: it must not talk over them.
    """
    conversation = lock_of_message(session, message_id)
    message = session.get(Message, message_id)
    if conversation.holder != STAFF:
        for number, draft in enumerate(replies):
            outbox.owe(session, message.conversation_id, draft, f"turn:{message_id}:{number}", message_id)
    message.state = DONE
    conversation.changed_at = clock.now()


def is_answered(session: Session, message_id: int) -> bool:
    """Return whether anything is owed in answer to a message already."""
    return session.execute(sa.select(sa.exists().where(Message.reply_to == message_id))).scalar_one()


def is_done(session: Session, message_id: int) -> bool:
    """Return whether a message is worked off."""
    state = session.execute(sa.select(Message.state).where(Message.id == message_id)).scalar_one()
    return state == DONE


def abandoned(session: Session) -> list[int]:
    """Return the conversations with messages waiting that no living process works on."""
    return list(
        session.execute(
            sa.select(Conversation.id)
            .join(Message, Message.conversation_id == Conversation.id)
            .where(
                Message.state == RECEIVED,
                sa.or_(Conversation.turn_until.is_(None), Conversation.turn_until < clock.now()),
            )
            .distinct()
        ).scalars()
    )


def last_options(session: Session, conversation_id: int, before_id: int) -> tuple[Option, ...]:
    """Return what the person was offered since they last wrote: numbers refer to nothing older.

    Args:
        session: A reading session or a unit of work.
        conversation_id: The conversation.
        before_id: The message that may choose one of them.
    """
    rows = session.execute(
        sa.select(Message.direction, Message.data)
        .where(Message.conversation_id == conversation_id, Message.id < before_id)
        .order_by(Message.id.desc())
        .limit(_LOOK_BACK)
    )
    for direction, data in rows:
        if direction == IN:
            break
        if "options" in data:
            return tuple(Option(o["label"], o["payload"]) for o in data["options"])
    return ()


def unfollow(session: Session, account: str, openid: str) -> int | None:
    """Note that a person has left the account; return their conversation, if there ever was one."""
    conversation_id = session.execute(
        sa.select(Conversation.id).where(Conversation.account == account, Conversation.openid == openid)
    ).scalar_one_or_none()
    if conversation_id is not None:
        unreachable(session, conversation_id, "对方已取消关注")
    return conversation_id


def unreachable(session: Session, conversation_id: int, problem: str) -> None:
    """Note that nothing can be sent to a person any more, until they write again: nothing owed is tried again."""
    conversation = lock(session, conversation_id)
    conversation.followed = False
    conversation.allowance = 0
    if conversation.holder == QUEUE:
        conversation.holder = BOT
        holding.end(session, conversation_id, PERSON)
    outbox.fail_all(session, conversation_id, problem)


def _conversation(session: Session, account: str, openid: str) -> Conversation:
    wanted = (
        sa.select(Conversation).where(Conversation.account == account, Conversation.openid == openid).with_for_update()
    )
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        _insert(session, Conversation(account=account, openid=openid))
        found = session.execute(wanted).scalar_one()
    return found


def _insert(session: Session, row: Any) -> bool:
    """Insert a row; false when another transaction has written the same key first."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


def _allow(conversation: Conversation, allowance: Allowance, now: datetime) -> None:
    until = now + timedelta(seconds=allowance.seconds)
    left = conversation.allowance if conversation.allowance_until and conversation.allowance_until > now else 0
    # A menu click allows little and for a short time: it must not shorten what a message has allowed.
    if not left or until >= conversation.allowance_until:
        conversation.allowance, conversation.allowance_until = allowance.count, until
