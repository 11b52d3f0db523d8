"""Danger to life told in a conversation, marked on the cases that were filed in it."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.cases import trail
from bot.cases.model import CLOSED, WITHDRAWN, Case, CaseEvent
from bot.conversations.model import SYSTEM
from bot.wording import say


def mark(session: Session, conversation_id: int, at: datetime) -> list[CaseEvent]:
    """Write the danger into the record of every case of a conversation that is not over; the person sees nothing of it.

    Args:
        session: A unit of work that has locked the conversation; the caller commits.
        conversation_id: The conversation.
        at: When it was told.

    Returns:
        The events, one a case.
    """
    wanted = sa.select(Case.id).where(Case.conversation_id == conversation_id, Case.state.not_in((CLOSED, WITHDRAWN)))
    keys = session.execute(wanted.order_by(Case.id)).scalars().all()
    cases = (trail.lock(session, key) for key in keys)
    text = say("crisis_case")
    return [trail.record(session, case, trail.DANGER, SYSTEM, at=at, text=text) for case in cases if case is not None]
