"""Locks on a conversation. Whoever needs it and rows of it locks it first, so that nobody waits in a circle."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.conversations.model import Conversation, Message


def lock(session: Session, conversation_id: int) -> Conversation:
    """Lock a conversation and return it as it is once the lock is held, whatever was loaded of it before."""
    return session.get(Conversation, conversation_id, with_for_update=True, populate_existing=True)


def lock_of_message(session: Session, message_id: int) -> Conversation:
    """Lock and return the conversation that a message belongs to."""
    conversation_id = session.execute(sa.select(Message.conversation_id).where(Message.id == message_id)).scalar_one()
    return lock(session, conversation_id)
