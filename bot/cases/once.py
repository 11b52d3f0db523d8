"""Doing what a message asks of a case once, although its turn may run again.

A process that dies after the commit and before the dialogue is saved has the whole turn run anew.
"""

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.cases import trail
from bot.cases.errors import UnknownCase
from bot.cases.model import CaseEvent


def once(session: Session, case_id: int, message_id: int, write: Callable[[], CaseEvent]) -> CaseEvent:
    """Do what a message asks of a case and return the event; the second time, return the event of the first.

    A message asks for one thing of one case. Which message it was is kept in the detail of what is
    written (`message`).

    Args:
        session: Its unit of work; the caller commits.
        case_id: The case.
        message_id: The message (a row of the inbox).
        write: Does it; whatever it raises is passed on.

    Raises:
        UnknownCase: There is no such case.
    """
    if trail.lock(session, case_id) is None:
        raise UnknownCase
    # The detail is encrypted, so that the database cannot search in it; a case has some dozen events.
    events = session.execute(sa.select(CaseEvent).where(CaseEvent.case_id == case_id)).scalars()
    done = next((event for event in events if event.detail.get("message") == message_id), None)
    if done is not None:
        return done
    trail.asked_by(session, message_id)
    try:
        return write()
    finally:
        trail.asked_by(session, None)
