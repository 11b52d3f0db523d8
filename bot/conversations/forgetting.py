"""What is deleted when a person leaves the account, and what a case keeps (PIPL §47; the platform's terms)."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.cases.model import Case
from bot.conversations import dialogue_log
from bot.conversations.model import Conversation, Message


def sender_of(conversation_id: int) -> str:
    """Return the name under which the dialogue model knows a conversation."""
    return f"conversation-{conversation_id}"


def forget(session: Session, conversation_id: int) -> None:
    """Delete what a person said and what was said to them, except where a case has its own legal ground to keep it.

    The dialogue model's memory and the consent go at once in any case. The messages' words go too, unless the
    conversation has a case: then they are part of its record and stay as long as it does.
    """
    dialogue_log.forget(session, sender_of(conversation_id))
    conversation = session.get(Conversation, conversation_id)
    conversation.consent_at = None
    has_case = session.execute(sa.select(sa.exists().where(Case.conversation_id == conversation_id))).scalar_one()
    if not has_case:
        session.execute(
            sa.update(Message)
            .where(Message.conversation_id == conversation_id)
            .values(text="", data={}, passive_text=None)
            .execution_options(synchronize_session=False)
        )
