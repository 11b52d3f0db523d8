"""Actions called as rasa_sdk calls them, on a real database."""

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.context import Resources, using
from bot import clock
from bot.conversations.inbox import Allowance, Incoming, accept
from bot.entities.extract import extract
from bot.hours import OfficeHours
from bot.storage.engine import Database

_keys = count(1)


class Talk:
    """One person's conversation as the dialogue model holds it: slots, and the form that is open."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.slots: dict[str, Any] = {}
        self.form: str | None = None
        self.conversation_id = self.message_id = 0
        self.followup: str | None = None

    async def say(self, action: Any, text: str, intent: str = "unclear", **more: Any) -> list[dict[str, Any]]:
        """Send a message to an action; return what it says."""
        with self.database.work() as session:
            incoming = Incoming(
                "gh_test", "openid-zhang", f"key-{next(_keys)}", "text", text, allowance=Allowance(5, 9e4)
            )
            accepted = accept(session, incoming, 4.5)
            session.commit()
        self.conversation_id, self.message_id = accepted.conversation_id, accepted.message_id
        return await self.again(action, text, intent, **more)

    async def again(self, action: Any, text: str, intent: str = "unclear", **more: Any) -> list[dict[str, Any]]:
        """Run an action on the latest message (once more)."""
        entities = more.get("entities")
        found = [{"entity": e.kind, "value": e.value} for e in extract(text)] if entities is None else entities
        message = {
            "text": text,
            "intent": {"name": intent, "confidence": more.get("confidence", 1.0)},
            "entities": found,
            "topics": [{"id": more["topic"], "confidence": 0.9}] if "topic" in more else [],
            "metadata": {
                "conversation_id": self.conversation_id,
                "message_id": self.message_id,
                "audience": "worker",
            },
        }
        loop = {"name": self.form} if self.form else {}
        tracker = Tracker("someone", dict(self.slots), message, [], False, None, loop, "action_listen")
        dispatcher = CollectingDispatcher()
        for event in await action.run(dispatcher, tracker, {}):
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            else:
                self.followup = event["name"]
        return dispatcher.messages


@pytest.fixture
def talk(database: Database) -> Iterator[Talk]:
    """A conversation outside office hours, on a day that stands still."""
    with using(Resources(database, OfficeHours.parse("1-5 09:00-17:30"))), clock.fixed(date(2026, 11, 22)):
        yield Talk(database)
