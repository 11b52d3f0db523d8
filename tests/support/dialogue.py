"""A conversation with the actions as Rasa leads it: slots, the form that is open, the rules, and a real database."""

import json
import re
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import ActionAnswer, ActionBack
from actions.handoff import ActionHandoff
from actions.received import ActionReceived
from actions.serving import ServiceForm
from actions.session import ActionSessionStart
from bot import clock
from bot.conversations import outbox
from bot.conversations.inbox import Allowance, Incoming, accept, finish
from bot.conversations.model import OUT, Conversation, Message
from bot.conversations.options import chosen
from bot.entities.extract import extract
from bot.reply import Option
from bot.services import SERVICES
from bot.storage.engine import Database

SESSION = timedelta(hours=12)  # domain.yml

_keys = count(1)


class Talk:
    """One person's conversation.

    Attributes:
        slots: What the dialogue model remembers.
        form: The form that is open, for a tracker made by hand.
        options: What was offered last.
    """

    def __init__(self, database: Database, openid: str = "openid-zhang") -> None:
        self.database = database
        self.openid = openid
        self.slots: dict[str, Any] = {}
        self.form: str | None = None
        self.conversation_id = self.message_id = 0
        self.followup: str | None = None
        self.options: tuple[Option, ...] = ()
        self.last: datetime | None = None

    async def tell(self, text: str, intent: str = "unclear", **more: Any) -> list[dict[str, Any]]:
        """Say something, and have it taken by what data/rules gives it to; return all that is said to it."""
        now = clock.now()
        if self.last is not None and now - self.last > SESSION:
            await self._new_session()
        self.last = now
        option = chosen(text, self.options)
        text = option.payload if option else text
        if match := re.fullmatch(r"/(\w+)(\{.*\})?", text):  # as Rasa reads what is tapped
            intent = match[1]
            values = json.loads(match[2] or "{}")
            more.setdefault("entities", [{"entity": kind, "value": value} for kind, value in values.items()])
        said = await self.say(self._action(intent), text, intent, **more)
        while self.followup:
            self.followup = None
            said += await self.again(ServiceForm(), text, intent, **more)
        owed = self.owed(Message.reply_to == self.message_id)
        self._finish(said)
        said = owed + said
        self.offered(said)
        return said

    def _finish(self, said: list[dict[str, Any]]) -> None:
        """Owe what the actions said, as the channel does: what was offered is read from there."""
        drafts = [
            outbox.Draft(m["text"], tuple(Option(b["title"], b["payload"]) for b in m["buttons"] or ())) for m in said
        ]
        with self.database.work() as session:
            finish(session, self.message_id, drafts)
            session.commit()

    def hear(self) -> None:
        """Read what came since the last message: options under it count."""
        since = self.owed(Message.id > self.message_id, Message.reply_to.is_(None))
        if since:
            self.offered(since)

    def offered(self, said: list[dict[str, Any]]) -> None:
        """Take note of the options under the last message that has any."""
        offered = [message["buttons"] for message in said if message["buttons"]]
        self.options = tuple(Option(b["title"], b["payload"]) for b in offered[-1]) if offered else ()

    async def say(self, action: Any, text: str, intent: str = "unclear", **more: Any) -> list[dict[str, Any]]:
        """Send a message to an action; return what it says."""
        kind = intent if intent in ("image", "location") else "text"
        with self.database.work() as session:
            incoming = Incoming(
                "gh_test", self.openid, f"key-{next(_keys)}", kind, text, more.get("data", {}), Allowance(5, 9e4)
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
                "audience": self._audience(),
            },
        }
        loop = {"name": self.form} if self.form else {}
        tracker = Tracker("someone", dict(self.slots), message, [], False, None, loop, "action_listen")
        dispatcher = CollectingDispatcher()
        events = await action.run(dispatcher, tracker, {})
        set_ = {event["name"] for event in events if event["event"] == "slot"}
        if isinstance(action, ServiceForm) and self.slots.get("requested_slot"):
            assert set_ - {"requested_slot"}, "Rasa takes the form's turn for a refusal, and the conversation is stuck"
        for event in events:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            else:
                self.followup = event["name"]
        return dispatcher.messages

    def _audience(self) -> str:
        with self.database.reading() as session:
            return session.get(Conversation, self.conversation_id).audience

    def _action(self, intent: str) -> Any:
        if self.slots.get("requested_slot") or intent in (*SERVICES, "score"):
            return ServiceForm()
        if intent in ("human", "crisis"):
            return ActionHandoff()
        if intent in ("image", "location"):
            return ActionReceived()
        return ActionBack() if intent == "back" else ActionAnswer()

    async def _new_session(self) -> None:
        tracker = Tracker("someone", dict(self.slots), {}, [], False, None, {}, "action_listen")
        events = await ActionSessionStart().run(CollectingDispatcher(), tracker, {})
        self.slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}

    def owed(self, *conditions: Any) -> list[dict[str, Any]]:
        """Return what is owed to the person, beside what the actions say themselves."""
        mine = (Message.direction == OUT, Message.conversation_id == self.conversation_id)
        with self.database.reading() as session:
            wanted = sa.select(Message).where(*mine, *conditions).order_by(Message.id)
            return [
                {"text": row.text, "buttons": _buttons(row), "custom": row.data}
                for row in session.execute(wanted).scalars()
            ]


def _buttons(row: Message) -> list[dict[str, str]]:
    return [{"title": o["label"], "payload": o["payload"]} for o in row.data.get("options", ())]
