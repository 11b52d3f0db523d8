"""The transcript: who said what, when, and whether it arrived."""

import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from bot.conversations import outbox
from bot.conversations.holding import require_holder
from bot.conversations.locking import lock
from bot.conversations.model import STAFF, Message

# Two messages of the platform: 2 x 2,048 bytes of UTF-8, less what a cut at a sentence leaves unused.
MAX_STAFF_TEXT = 1200  # characters
MAX_STAFF_BYTES = 3900


class EmptyText(Exception):
    """There is nothing to send."""


class TextTooLong(Exception):
    """The text is longer than two messages of the platform."""


def say_as_staff(session: Session, conversation_id: int, staff_id: int, text: str) -> Message:
    """Owe a person what a member of staff has written.

    Raises:
        NotHolder: The member of staff does not hold the conversation.
        EmptyText: The text is empty.
        TextTooLong: The text is longer than `MAX_STAFF_TEXT` characters.
    """
    text = text.strip()
    if not any(character.isprintable() and not character.isspace() for character in text):
        raise EmptyText
    if len(text) > MAX_STAFF_TEXT or len(text.encode("utf-8")) > MAX_STAFF_BYTES:
        raise TextTooLong
    conversation = lock(session, conversation_id)
    require_holder(conversation, staff_id)
    draft = outbox.Draft(text, author=STAFF, staff_id=staff_id)
    return outbox.owe(session, conversation_id, draft, f"staff:{uuid.uuid4().hex}")


def history(session: Session, conversation_id: int, before_id: int | None = None, limit: int = 50) -> list[Message]:
    """Return up to `limit` messages before `before_id` (the latest without it), oldest first, with their delivery."""
    wanted = sa.select(Message).where(Message.conversation_id == conversation_id)
    if before_id is not None:
        wanted = wanted.where(Message.id < before_id)
    rows = session.execute(
        wanted.order_by(Message.id.desc()).limit(limit).options(joinedload(Message.outbox), joinedload(Message.staff))
    ).scalars()
    return list(rows)[::-1]
