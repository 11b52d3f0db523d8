"""The dialogue model's memory of a conversation: its tracker's events, kept encrypted and bounded."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.conversations.model import DialogueEvent


def load(session: Session, sender: str) -> list[dict[str, Any]]:
    """Return the events since the latest session of `sender` began, oldest first."""
    rows = session.execute(sa.select(DialogueEvent.data).where(*_present(sender)).order_by(DialogueEvent.id)).scalars()
    return list(rows)


def count(session: Session, sender: str) -> int:
    """Return how many events `load` would return."""
    return session.execute(sa.select(sa.func.count(DialogueEvent.id)).where(*_present(sender))).scalar_one()


def append(session: Session, sender: str, events: list[dict[str, Any]]) -> None:
    """Write further events of `sender`; the events of finished sessions are dropped when a new one begins.

    What was said stays in the transcript; the model itself never looks back beyond its session.
    """
    if any(event["event"] == "session_started" for event in events):
        session.execute(sa.delete(DialogueEvent).where(DialogueEvent.sender == sender))
    session.add_all(
        DialogueEvent(sender=sender, starts_session=event["event"] == "session_started", data=event) for event in events
    )


def senders(session: Session) -> list[str]:
    """Return every sender with events."""
    return list(session.execute(sa.select(DialogueEvent.sender).distinct()).scalars())


def forget(session: Session, sender: str) -> None:
    """Delete all events of `sender`."""
    session.execute(sa.delete(DialogueEvent).where(DialogueEvent.sender == sender))


def _present(sender: str) -> tuple[Any, Any]:
    start = (
        sa.select(sa.func.max(DialogueEvent.id))
        .where(DialogueEvent.sender == sender, DialogueEvent.starts_session)
        .scalar_subquery()
    )
    return DialogueEvent.sender == sender, DialogueEvent.id >= sa.func.coalesce(start, 0)
