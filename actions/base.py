"""What actions share: saying a reply, calling a person, and working on one message."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.context import Turn, resources
from bot.conversations import holding, inbox
from bot.conversations.endangered import is_beaten, is_of_others
from bot.reply import Option, Reply

# Slots (domain.yml).
DRAFT, LEFT, FACTS, FAILURES, THREAD = "draft", "left", "facts", "failures", "thread"


def utter(dispatcher: CollectingDispatcher, reply: Reply, asks: str | None = None) -> None:
    """Say a reply: text, options and the machine-readable side go out as one message.

    Args:
        dispatcher: Rasa's.
        reply: The reply.
        asks: The form's field that it asks for.
    """
    payload = reply.payload() | ({"asks": asks} if asks else {})
    buttons = [{"title": option.label, "payload": option.payload} for option in reply.options]
    dispatcher.utter_message(text=reply.text, buttons=buttons, json_message=payload)


def call_person(turn: Turn, reason: str, more: str = "") -> None:
    """Put the conversation into the queue; what the person is told is owed with it, and `more` behind it.

    Who is beaten and asks for a person (帮我转热线工作人员，老板打我) is in danger,
    whichever of the two was understood.
    """
    shared = resources()
    with shared.database.work() as session:
        reason = holding.DANGER if reason == holding.ASKED and is_beaten(turn.said.text) else reason
        of_others = is_of_others(turn.said.text)
        holding.request(
            session, turn.conversation_id, reason, shared.office_hours, turn.message_id, more, of_others=of_others
        )
        session.commit()


def offered_before(turn: Turn) -> tuple[Option, ...]:
    """Return what the person was offered when they wrote the message."""
    with resources().database.reading() as session:
        return inbox.last_options(session, turn.conversation_id, turn.message_id)


class TurnAction(Action, ABC):
    """An action that works on one message, in a thread: the database must not hold up other conversations.

    Abstract, because rasa_sdk makes an instance of every concrete action that it can import.
    """

    @abstractmethod
    def name(self) -> str:
        """Return the name under which Rasa calls it."""

    @abstractmethod
    def take(self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn) -> list[EventType]:
        """Work on the message `turn` and return what becomes of the tracker."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """Work on the latest message."""
        return await asyncio.to_thread(self.take, dispatcher, tracker, Turn.of(tracker))
