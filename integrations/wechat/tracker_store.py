"""Rasa's tracker store on our own database: encrypted, of the present session what is needed, nothing in memory."""

import asyncio
from collections.abc import Iterable
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

from bot.conversations import dialogue_log
from bot.storage.engine import Database
from integrations.wechat.shortening import shortened


class DatabaseTrackerStore(TrackerStore):
    """Keeps each conversation's tracker events in `dialogue_events`.

    Args:
        database: Where.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(domain=None)
        self._database = database

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker of the sender's present session, or None for a sender never seen."""
        events = await asyncio.to_thread(self._load, sender_id)
        if not events:
            return None
        if shorter := shortened(sender_id, events, self.domain.slots):
            events = shorter
            await asyncio.to_thread(self._replace, sender_id, events)
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the tracker's events that are not written yet."""
        await asyncio.to_thread(self._save, tracker)

    async def keys(self) -> Iterable[str]:
        """Return every sender's id."""
        return await asyncio.to_thread(self._keys)

    def _load(self, sender: str) -> list[dict[str, Any]]:
        with self._database.reading() as session:
            return dialogue_log.load(session, sender)

    def _replace(self, sender: str, events: list[dict[str, Any]]) -> None:
        with self._database.work() as session:
            dialogue_log.append(session, sender, events)
            session.commit()

    def _save(self, tracker: DialogueStateTracker) -> None:
        with self._database.work() as session:
            stored = dialogue_log.count(session, tracker.sender_id)
            new = [event.as_dict() for event in list(tracker.events)[stored:]]
            dialogue_log.append(session, tracker.sender_id, new)
            session.commit()

    def _keys(self) -> list[str]:
        with self._database.reading() as session:
            return dialogue_log.senders(session)
