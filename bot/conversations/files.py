"""Files that people send: noted with the message, fetched at once, kept under the hash of their content."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from bot import clock
from bot.conversations import inbox, outbox
from bot.conversations.model import IN, SYSTEM, Attachment, Message

# The platform deletes what people send after three days (wechat.md, Media).
KEPT_BY_PLATFORM = timedelta(days=3)
_CLAIM = timedelta(seconds=120)
_LONGEST_WAIT = timedelta(hours=1)
_ANSWER_FIRST = timedelta(seconds=1)


@dataclass(frozen=True)
class Wanted:
    """A file that this process has taken on to fetch."""

    id: int
    media_id: str


def expect(session: Session, conversation_id: int, message_id: int, media_id: str) -> Attachment:
    """Note that a message's file has to be fetched from the platform."""
    attachment = Attachment(conversation_id=conversation_id, message_id=message_id, media_id=media_id)
    session.add(attachment)
    session.flush()
    return attachment


def claim(session: Session, limit: int = 5) -> list[Wanted]:
    """Take on files that are due; should this process die, another takes them on after a while."""
    now = clock.now()
    due = (
        sa.select(Attachment)
        .where(Attachment.fetch_at <= now)
        .order_by(Attachment.fetch_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = list(session.execute(due).scalars())
    for attachment in claimed:
        attachment.attempts += 1
        attachment.fetch_at = now + _CLAIM
    return [Wanted(attachment.id, attachment.media_id) for attachment in claimed]


def is_due(session: Session) -> bool:
    """Return whether there may be something to claim."""
    return session.execute(sa.select(sa.exists().where(Attachment.fetch_at <= clock.now()))).scalar_one()


def kept(session: Session, attachment_id: int, storage_key: str, content_type: str, size: int) -> bool:
    """Note where a fetched file is kept; false when the person has left meanwhile and it must not be kept."""
    attachment = session.get(Attachment, attachment_id)
    if attachment is None:
        return False
    attachment.storage_key, attachment.content_type, attachment.size = storage_key, content_type, size
    attachment.problem = attachment.fetch_at = None
    return True


def failed(session: Session, attachment_id: int, problem: str) -> bool:
    """Note why a file could not be fetched; it is tried again, ever more slowly, until the platform has it no more.

    Returns:
        Whether it is not tried again.
    """
    attachment = session.get(Attachment, attachment_id)
    if attachment is None:
        return False
    now = clock.now()
    attachment.problem = problem[:200]
    over = now - attachment.created_at > KEPT_BY_PLATFORM
    attachment.fetch_at = None if over else now + min(timedelta(seconds=2**attachment.attempts), _LONGEST_WAIT)
    return over


def lost(session: Session, attachment_id: int, problem: str, words: str) -> None:
    """Give a file up, and owe the person the word on it: they have been told that it came.

    That word goes out behind the answer to their message. While there is none yet, the file stays to be fetched.

    Args:
        session: Its unit of work; the caller commits.
        attachment_id: The file.
        problem: What the desk shows in its place.
        words: What the person reads.
    """
    attachment = session.get(Attachment, attachment_id)
    if attachment is None:
        return
    if not inbox.is_done(session, attachment.message_id):
        attachment.fetch_at = clock.now() + _ANSWER_FIRST
        return
    attachment.problem, attachment.fetch_at = problem[:200], None
    draft = outbox.Draft(words, author=SYSTEM)
    outbox.owe(session, attachment.conversation_id, draft, f"file-lost:{attachment.id}")


def free() -> ColumnElement:
    """Return the condition on `Attachment` that it belongs to nothing that was filed."""
    return sa.and_(Attachment.case_id.is_(None), Attachment.application_id.is_(None))


def loose(session: Session, conversation_id: int) -> list[Attachment]:
    """Return the files of a conversation that belong to nothing that was filed, in the order sent."""
    wanted = sa.select(Attachment).where(Attachment.conversation_id == conversation_id, free())
    return list(session.execute(wanted.order_by(Attachment.id)).scalars())


def sent_with(session: Session, conversation_id: int, message_id: int) -> list[int]:
    """Return the files that came with a message, and with those around it that are files as well, free ones, by id.

    People send several pictures in a row, and are asked once for all of them which case they are for.
    """
    incoming = (Message.conversation_id == conversation_id, Message.direction == IN)
    words = (*incoming, Message.id.not_in(sa.select(Attachment.message_id)))
    after = sa.select(sa.func.max(Message.id)).where(*words, Message.id < message_id).scalar_subquery()
    before = sa.select(sa.func.min(Message.id)).where(*words, Message.id > message_id).scalar_subquery()
    wanted = sa.select(Attachment.id).where(
        Attachment.conversation_id == conversation_id,
        free(),
        sa.or_(after.is_(None), Attachment.message_id > after),
        sa.or_(before.is_(None), Attachment.message_id < before),
    )
    return list(session.execute(wanted.order_by(Attachment.id)).scalars())


def is_kept(session: Session, storage_key: str) -> bool:
    """Return whether any message still has the file."""
    return session.execute(sa.select(sa.exists().where(Attachment.storage_key == storage_key))).scalar_one()
