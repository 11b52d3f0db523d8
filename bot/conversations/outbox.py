"""The outbox: what is owed to people, delivered in order, by the passive reply or by the sender."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from bot import clock
from bot.conversations.locking import lock, lock_of_message
from bot.conversations.model import (
    BOT,
    FAILED,
    HELD,
    OUT,
    OWED,
    SENDING,
    SENT,
    STAFF,
    WITHHELD,
    Conversation,
    Message,
    Outbox,
)
from bot.reply import Option

# Longer than the slowest part of a delivery takes; each part that goes out renews it.
CLAIM_SECONDS = 120
_UNSENT = (OWED, SENDING, HELD)

Render = Callable[[str, tuple[Option, ...]], list[str]]


@dataclass(frozen=True)
class Draft:
    """Something to say.

    Attributes:
        text: The words.
        options: Options under it.
        author: bot, system or staff. The bot's own words are withheld while a person holds the conversation;
            the system's (a case number, a person has taken over) are delivered in any case.
        staff_id: Who wrote it, when the author is staff.
        data: The machine-readable side (JSON types).
    """

    text: str
    options: tuple[Option, ...] = ()
    author: str = BOT
    staff_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Delivery:
    """An outbox row that this process has claimed for sending; `attempts` tells its claim from a later one."""

    id: int
    conversation_id: int
    openid: str
    text: str
    options: tuple[Option, ...]
    parts_sent: int
    attempts: int


def owe(session: Session, conversation_id: int, draft: Draft, key: str, reply_to: int | None = None) -> Message:
    """Write down that `draft` is owed to a person; the same `key` is owed once only.

    While the push that it answers is still open, the sender leaves it to the passive reply.
    """
    existing = session.execute(
        sa.select(Message).join(Outbox, Outbox.message_id == Message.id).where(Outbox.key == key)
    ).scalar_one_or_none()
    if existing is not None:
        return existing
    data = dict(draft.data)
    if draft.options:
        data["options"] = [{"label": o.label, "payload": o.payload} for o in draft.options]
    message = Message(
        conversation_id=conversation_id,
        direction=OUT,
        author=draft.author,
        staff_id=draft.staff_id,
        text=draft.text,
        data=data,
        reply_to=reply_to,
    )
    session.add(message)
    session.flush()
    awaited = session.get(Message, reply_to).awaited_until if reply_to else None
    now = clock.now()
    session.add(
        Outbox(
            message_id=message.id,
            conversation_id=conversation_id,
            key=key,
            not_before=max(awaited, now) if awaited else now,
        )
    )
    session.flush()
    return message


def take_passive(session: Session, message_id: int, render: Render, limit: int) -> str | None:
    """Take what is owed into the passive reply to an incoming message.

    Everything owed in the conversation goes along, oldest first, as far as it fits: so an earlier reply that could
    not be sent is not overtaken by a later one. A repeat of the push gets what the first one got.

    Args:
        session: Its unit of work; the caller commits before it answers the push.
        message_id: The incoming message.
        render: Turns text and options into parts of plain text that each fit into one message.
        limit: Bytes of UTF-8 in one message.

    Returns:
        The text of the passive reply, or None when nothing is owed or the sender is at work already.
    """
    conversation = lock_of_message(session, message_id)
    incoming = session.get(Message, message_id, with_for_update=True, populate_existing=True)
    if incoming.passive_text is not None:
        return incoming.passive_text
    rows = (
        session.execute(
            sa.select(Outbox)
            .where(Outbox.conversation_id == conversation.id, Outbox.state.in_(_UNSENT))
            .order_by(Outbox.id)
            .options(joinedload(Outbox.message, innerjoin=True))
            .with_for_update(of=Outbox)
        )
        .scalars()
        .all()
    )
    if any(row.state == SENDING for row in rows):
        return None
    said = ""
    for row in rows:
        if _must_not_speak(row, conversation):
            row.state = WITHHELD
            continue
        parts = render(row.message.text, _options(row.message))[row.parts_sent :]
        joined = "\n\n".join(([said] if said else []) + parts)
        if len(joined.encode("utf-8")) <= limit:
            said = joined
            row.parts_sent += len(parts)
            row.state, row.via, row.sent_at = SENT, "passive", clock.now()
            continue
        if not said:
            said = parts[0]
            row.parts_sent += 1
        row.not_before = clock.now()  # the rest is the sender's
        break
    incoming.passive_text = said or None
    return incoming.passive_text


def is_due(session: Session) -> bool:
    """Return whether there may be something to claim; it only reads, so looking often costs nothing."""
    now = clock.now()
    return session.execute(sa.select(sa.exists().where(_due(now)))).scalar_one()


def claim(session: Session, limit: int = 20) -> list[Delivery]:
    """Claim deliveries that are due: at most one for each conversation, its oldest, so that order is kept.

    A row whose sender died while sending is claimed again: a reply may then reach a person twice, but is never lost.
    """
    now = clock.now()
    earlier = aliased(Outbox)
    rows = (
        session.execute(
            sa.select(Outbox)
            .join(Outbox.message)
            .join(Conversation, Conversation.id == Outbox.conversation_id)
            .where(
                _due(now),
                ~sa.exists().where(
                    earlier.conversation_id == Outbox.conversation_id,
                    earlier.id < Outbox.id,
                    earlier.state.in_(_UNSENT),
                ),
            )
            .order_by(Outbox.id)
            .limit(limit)
            .options(contains_eager(Outbox.message), joinedload(Outbox.conversation, innerjoin=True))
            .with_for_update(of=Outbox, skip_locked=True)
        )
        .scalars()
        .all()
    )
    claimed = []
    for row in rows:
        if _must_not_speak(row, row.conversation):
            row.state = WITHHELD
            continue
        row.state = SENDING
        row.claimed_until = now + timedelta(seconds=CLAIM_SECONDS)
        row.attempts += 1
        claimed.append(
            Delivery(
                id=row.id,
                conversation_id=row.conversation_id,
                openid=row.conversation.openid,
                text=row.message.text,
                options=_options(row.message),
                parts_sent=row.parts_sent,
                attempts=row.attempts,
            )
        )
    return claimed


def spend(session: Session, conversation_id: int) -> bool:
    """Use one of the customer-service messages that the platform allows now; false when there is none left."""
    result = session.execute(
        sa.update(Conversation)
        .where(
            Conversation.id == conversation_id,
            Conversation.allowance > 0,
            Conversation.allowance_until > clock.now(),
        )
        .values(allowance=Conversation.allowance - 1)
        .execution_options(synchronize_session=False)
    )
    return result.rowcount == 1


def refund(session: Session, conversation_id: int) -> None:
    """Give back one customer-service message that was not delivered after all."""
    session.execute(
        sa.update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(allowance=Conversation.allowance + 1)
        .execution_options(synchronize_session=False)
    )


def part_sent(session: Session, delivery: Delivery, last: bool) -> bool:
    """Note that one part of a delivery has gone out; after the last one it is delivered.

    Returns:
        Whether to go on: false when the claim has run out, and another sender has it.
    """
    row = _lock(session, delivery)
    if row is None:
        return False
    row.parts_sent += 1
    row.claimed_until = clock.now() + timedelta(seconds=CLAIM_SECONDS)
    if last:
        row.state, row.via, row.sent_at, row.problem = SENT, "service", clock.now(), None
    return True


def retry(session: Session, delivery: Delivery, seconds: float, problem: str) -> None:
    """Try a delivery again later, as long as the platform lets us write to the person at all."""
    row = _lock(session, delivery)
    if row is None:
        return
    conversation = session.get(Conversation, delivery.conversation_id)
    later = clock.now() + timedelta(seconds=seconds)
    if conversation.allowance_until is None or conversation.allowance_until < later:
        row.state = HELD
    else:
        row.state, row.not_before = OWED, later
    row.problem = problem


def hold(session: Session, delivery: Delivery, problem: str) -> None:
    """Keep a delivery until the person writes again (the platform allows no more messages before)."""
    if row := _lock(session, delivery):
        row.state, row.problem = HELD, problem


def fail(session: Session, delivery: Delivery, problem: str) -> None:
    """Give a delivery up and say why."""
    if row := _lock(session, delivery):
        row.state, row.problem = FAILED, problem


def release_held(session: Session, conversation_id: int) -> None:
    """Owe again what was held: the person has written, so it can be delivered."""
    session.execute(
        sa.update(Outbox)
        .where(Outbox.conversation_id == conversation_id, Outbox.state == HELD)
        .values(state=OWED, problem=None, attempts=0)
        .execution_options(synchronize_session=False)
    )


def fail_all(session: Session, conversation_id: int, problem: str) -> None:
    """Give up everything still owed in a conversation."""
    session.execute(
        sa.update(Outbox)
        .where(Outbox.conversation_id == conversation_id, Outbox.state.in_(_UNSENT))
        .values(state=FAILED, problem=problem)
        .execution_options(synchronize_session=False)
    )


def _due(now: datetime) -> sa.sql.ColumnElement:
    return sa.or_(
        sa.and_(Outbox.state == OWED, Outbox.not_before <= now),
        sa.and_(Outbox.state == SENDING, Outbox.claimed_until < now),
    )


def _must_not_speak(row: Outbox, conversation: Conversation) -> bool:
    return row.message.author == BOT and conversation.holder == STAFF


def _options(message: Message) -> tuple[Option, ...]:
    return tuple(Option(o["label"], o["payload"]) for o in message.data.get("options", ()))


def _lock(session: Session, delivery: Delivery) -> Outbox | None:
    """Lock what a delivery is about; None when its claim has run out and it is somebody else's now, or settled."""
    conversation = lock(session, delivery.conversation_id)
    row = session.get(Outbox, delivery.id, with_for_update=True, populate_existing=True)
    if row.state != SENDING or row.attempts != delivery.attempts:
        return None
    conversation.changed_at = clock.now()
    return row
