"""What is deleted when a person leaves the account, and what a case keeps (PIPL §47; the platform's terms)."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.cases.model import Case
from bot.conversations import dialogue_log, files
from bot.conversations.locking import lock
from bot.conversations.model import Attachment, Message


def sender_of(conversation_id: int) -> str:
    """Return the name under which the dialogue model knows a conversation."""
    return f"conversation-{conversation_id}"


def forget(session: Session, conversation_id: int) -> list[str]:
    """Delete what a person said and what was said to them, except where a case has its own legal ground to keep it.

    The dialogue model's memory, the consent, a cadre's tie to an account and files that are no evidence go at once in
    any case. The messages' words go too, unless the conversation has a case: then they are part of its record and stay
    as long as it does.

    Returns:
        Keys of files that nothing refers to any more, for the caller to delete once this is committed.
    """
    dialogue_log.forget(session, sender_of(conversation_id))
    conversation = lock(session, conversation_id)
    conversation.consent_at = None
    conversation.cadre_id, conversation.audience = None, "worker"  # an account is not left tied to who is gone
    loose = sa.and_(Attachment.conversation_id == conversation_id, files.free())
    keys = set(
        session.execute(sa.select(Attachment.storage_key).where(loose, Attachment.storage_key.isnot(None))).scalars()
    )
    session.execute(sa.delete(Attachment).where(loose).execution_options(synchronize_session=False))
    has_case = session.execute(sa.select(sa.exists().where(Case.conversation_id == conversation_id))).scalar_one()
    if not has_case:
        session.execute(
            sa.update(Message)
            .where(Message.conversation_id == conversation_id)
            .values(text="", data={}, passive_text=None)
            .execution_options(synchronize_session=False)
        )
    return sorted(key for key in keys if not files.is_kept(session, key))
