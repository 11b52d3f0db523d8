"""Files that people send: noted with the message, fetched at once, kept under the hash of their content."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.conversations.model import Attachment

MAX_ATTEMPTS = 10


def expect(session: Session, conversation_id: int, message_id: int, media_id: str) -> Attachment:
    """Note that a message's file has to be fetched from the platform."""
    attachment = Attachment(conversation_id=conversation_id, message_id=message_id, media_id=media_id)
    session.add(attachment)
    session.flush()
    return attachment


def missing(session: Session, limit: int = 10) -> list[Attachment]:
    """Return files that still have to be fetched, oldest first."""
    return list(
        session.execute(
            sa.select(Attachment)
            .where(Attachment.storage_key.is_(None), Attachment.attempts < MAX_ATTEMPTS)
            .order_by(Attachment.attempts, Attachment.id)
            .limit(limit)
        ).scalars()
    )


def kept(session: Session, attachment_id: int, storage_key: str, content_type: str, size: int) -> None:
    """Note where a fetched file is kept."""
    attachment = session.get(Attachment, attachment_id)
    attachment.storage_key, attachment.content_type, attachment.size = storage_key, content_type, size
    attachment.problem = None


def failed(session: Session, attachment_id: int, problem: str, final: bool = False) -> None:
    """Note why a file could not be fetched; `final` when trying again cannot help."""
    attachment = session.get(Attachment, attachment_id)
    attachment.attempts = MAX_ATTEMPTS if final else attachment.attempts + 1
    attachment.problem = problem
