"""The consent to have personal data taken down (PIPL §13): asked once, kept with the time."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import clock
from bot.conversations.locking import lock
from bot.conversations.model import Conversation


def give_consent(session: Session, conversation_id: int) -> None:
    """Note that a person has agreed to have what they tell taken down; the first time counts."""
    conversation = lock(session, conversation_id)
    if conversation.consent_at is None:
        conversation.consent_at = clock.now()


def has_consented(session: Session, conversation_id: int) -> bool:
    """Return whether a person has agreed before."""
    found = session.execute(sa.select(Conversation.consent_at).where(Conversation.id == conversation_id))
    return found.scalar_one() is not None
