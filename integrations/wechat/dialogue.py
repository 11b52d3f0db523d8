"""What a message gets: who holds the conversation is asked first, then the dialogue model is."""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.events import BotUttered, UserUttered

from bot import clock
from bot.answering import respond
from bot.conversations import forgetting, holding, inbox
from bot.conversations.endangered import is_of_others
from bot.conversations.forgetting import sender_of
from bot.conversations.model import QUEUE, STAFF
from bot.conversations.options import chosen
from bot.conversations.outbox import Draft
from bot.entities.extract import extract
from bot.hours import OfficeHours
from bot.reply import Option
from bot.storage.engine import Database
from bot.storage.media_store import MediaStore
from bot.understanding import Understanding
from bot.wording import say
from integrations.wechat.recovering import recover

logger = logging.getLogger(__name__)

_NO_LONGER_WAITING = {"返回", "不等了", "不用了", "取消", "取消排队", "算了", "退出"}


class Collector(OutputChannel):
    """Collects what the model says in one turn."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []

    @classmethod
    def name(cls) -> str:
        """Return the channel's name."""
        return "wechat"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Take one utterance whole: its text, options and machine-readable side belong together."""
        self.drafts.append(_draft(message.get("text"), message.get("buttons"), message.get("custom")))


class Dialogue:
    """Answers messages through the dialogue model.

    Args:
        agent: Rasa's agent, with the model loaded.
        database: Where conversations are.
        office_hours: When the desk is staffed.
        store: Where the files are that people sent.
    """

    def __init__(self, agent: Agent, database: Database, office_hours: OfficeHours, store: MediaStore) -> None:
        self._agent = agent
        self._store = store
        self._database = database
        self._office_hours = office_hours

    async def answer(self, work: inbox.Work) -> list[Draft]:
        """Return what is to be said to a message; nothing while a person holds the conversation."""
        if work.data.get("event") == "unsubscribe":
            await asyncio.to_thread(self._forget, work)
            return []
        if work.holder == STAFF:
            return []
        # Whoever is in danger is answered by the model, as out of hours: it comforts them, and lets a form go on.
        waits = work.holder == QUEUE and self._office_hours.is_open(clock.now())
        if waits and not await asyncio.to_thread(self._is_danger, work):
            return await self._while_waiting(work)
        if work.kind == "event":
            return [_welcome()] if work.data.get("event") == "subscribe" else []
        if work.kind == "other":
            return [Draft(say("kind_unsupported"))]
        if work.kind == "voice" and not work.text.strip():
            return [Draft(say("voice_unclear"))]
        return await self._through_the_model(work)

    async def _while_waiting(self, work: inbox.Work) -> list[Draft]:
        if work.text.strip(" 。.!！") in _NO_LONGER_WAITING:
            await asyncio.to_thread(self._leave_queue, work)
            return []
        understood = await self._agent.parse_message(as_model_text(work))
        if understood["intent"]["name"] == "crisis":
            await asyncio.to_thread(self._raise_danger, work)
            return []
        return [] if await asyncio.to_thread(self._told_to_wait, work) else [Draft(say("waiting_ack"))]

    async def _through_the_model(self, work: inbox.Work) -> list[Draft]:
        sender = sender_of(work.conversation_id)
        if work.attempts > 1 and (said := await self._said_already(sender, work.message_id)) is not None:
            return said
        collector = Collector()
        await self._agent.handle_message(
            UserMessage(
                as_model_text(work),
                collector,
                sender,
                input_channel=Collector.name(),
                message_id=str(work.message_id),
                metadata={
                    "conversation_id": work.conversation_id,
                    "message_id": work.message_id,
                    "audience": work.audience,
                },
            )
        )
        if not collector.drafts and not await asyncio.to_thread(self._is_answered, work.message_id):
            # Rasa logs a failing action and goes on in silence; the person must not be left with that.
            logger.error("message %d: the dialogue model said nothing", work.message_id)
            if await recover(self._agent, sender):
                logger.error("message %d: the conversation begins anew", work.message_id)
            return [Draft(say("apology"))]
        return _offered_once(collector.drafts)

    async def _said_already(self, sender: str, message_id: int) -> list[Draft] | None:
        """Return what the model said to a message before its process died; None when it never got that far."""
        tracker = await self._agent.tracker_store.retrieve(sender)
        said: list[Draft] = []
        for event in reversed(tracker.events if tracker else ()):
            if isinstance(event, BotUttered):
                said.insert(0, _draft(event.text, event.data.get("buttons"), event.data.get("custom")))
            if isinstance(event, UserUttered):
                return said if event.message_id == str(message_id) else None
        return None

    def _forget(self, work: inbox.Work) -> None:
        with self._database.work() as session:
            loose = forgetting.forget(session, work.conversation_id)
            session.commit()
        for key in loose:
            self._store.delete(key)

    def _leave_queue(self, work: inbox.Work) -> None:
        with self._database.work() as session:
            holding.leave_queue(session, work.conversation_id, work.message_id)
            session.commit()

    def _raise_danger(self, work: inbox.Work) -> None:
        with self._database.work() as session:
            holding.request(
                session,
                work.conversation_id,
                holding.DANGER,
                self._office_hours,
                work.message_id,
                of_others=is_of_others(work.text),
            )
            session.commit()

    def _is_danger(self, work: inbox.Work) -> bool:
        with self._database.reading() as session:
            return holding.is_danger(session, work.conversation_id)

    def _told_to_wait(self, work: inbox.Work) -> bool:
        with self._database.reading() as session:
            return holding.told_recently(session, work.conversation_id)

    def _is_answered(self, message_id: int) -> bool:
        with self._database.reading() as session:
            return inbox.is_answered(session, message_id)


def as_model_text(work: inbox.Work) -> str:
    """Return a message as the model takes it: words as they are, what was chosen or sent as an intent with values."""
    if work.kind == "image":
        return "/image" + json.dumps({"attachment": work.message_id})
    if work.kind == "location":
        label = work.data.get("label", "")
        places = {e.kind: e.value for e in extract(label) if e.kind in ("district", "street")}
        return "/location" + json.dumps(places, ensure_ascii=False)
    option = chosen(work.text, work.options)
    if option is not None:
        return option.payload
    # A slash in front makes Rasa take a text for a command (/restart): only options may give commands.
    text = work.text.strip()
    return "／" + text[1:] if text.startswith("/") else text


def _offered_once(drafts: list[Draft]) -> list[Draft]:
    """Leave options only under the last draft that has any: a number must not mean two things."""
    last = max((index for index, draft in enumerate(drafts) if draft.options), default=-1)
    return [draft if index == last else replace(draft, options=()) for index, draft in enumerate(drafts)]


def _welcome() -> Draft:
    starters = respond(Understanding("", "greet")).options
    return Draft(say("welcome"), starters)


def _draft(text: str | None, buttons: list[Mapping[str, str]] | None, custom: dict[str, Any] | None) -> Draft:
    options = tuple(Option(button["title"], button["payload"]) for button in buttons or ())
    return Draft(text or "", options, data=custom or {})
