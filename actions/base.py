"""What actions share: saying a reply, calling a person, and running a service's form."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT
from sqlalchemy.orm import Session

from actions.context import Turn, resources
from bot.cases.consent import give_consent, has_consented
from bot.conversations import holding
from bot.forms import engine
from bot.forms.asking import question
from bot.forms.draft import Draft
from bot.forms.facts import Facts
from bot.forms.field import Form, Values
from bot.library.answering import requested
from bot.reply import Reply
from bot.wording import say

DRAFT, FACTS, FAILURES, THREAD = "draft", "facts", "failures", "thread"
CONSENT = "consent"

_REASONS = {"human": holding.ASKED, "crisis": holding.DANGER}


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


def call_person(turn: Turn, reason: str) -> None:
    """Put the conversation into the queue; what the person is told is owed with it."""
    shared = resources()
    with shared.database.work() as session:
        holding.request(session, turn.conversation_id, reason, shared.office_hours, turn.message_id)
        session.commit()


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


class ServiceForm(TurnAction, ABC):
    """A service's form inside Rasa: translates between the tracker and the engine (bot/forms/engine.py).

    Rasa gives every message to the form while it is open, and this action, as the form's validation, takes
    the whole turn: it says what is to be said and sets `requested_slot` to the field that was asked. An empty
    `requested_slot` ends the form. A service adds its form and what filing it means.
    """

    form: Form

    @abstractmethod
    def file(self, session: Session, values: Values, draft: Draft, turn: Turn) -> None:
        """File what was taken down and owe the person the word on it; the caller commits."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return f"validate_{self.form.name}_form"

    def take(self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn) -> list[EventType]:
        """Take one message into the form; 查条款 is answered beside it."""
        with resources().database.reading() as session:
            clauses = requested(session, turn.said)
        if clauses:
            return self._aside(dispatcher, tracker, clauses)
        result = self._step(tracker, turn)
        for reply in result.replies:
            utter(dispatcher, reply, result.asks)
        draft = result.draft
        if result.status in _REASONS:
            call_person(turn, _REASONS[result.status])
        elif result.status == "confirmed" and draft is not None:
            with resources().database.work() as session:
                self.file(session, draft.values, draft, turn)
                session.commit()
            draft = None
        elif draft is not None and draft.values.get(CONSENT):
            self._keep_consent(tracker, turn)
        events = [SlotSet(DRAFT, draft.to_json() if draft else None), SlotSet(REQUESTED_SLOT, result.asks)]
        events.append(SlotSet(THREAD, None))  # what is said after a form leans on the form, not on an answer before it
        if result.status != "asking":
            # What was told belongs to what has just ended; a paused draft holds it itself.
            events.append(SlotSet(FACTS, None))
        return events

    def _aside(self, dispatcher: CollectingDispatcher, tracker: Tracker, reply: Reply) -> list[EventType]:
        """Say what is no part of the form, and ask again what was asked; a form that has not begun does not."""
        stored, asked = tracker.get_slot(DRAFT), tracker.get_slot(REQUESTED_SLOT)
        if stored and asked and stored["form"] == self.form.name:
            again = question(self.form, Draft.from_json(stored))
            text = f"{reply.text}\n\n{say('form_go_on')}{again.text}"
            reply = replace(reply, text=text, options=again.options)
        utter(dispatcher, reply, asked)
        return [SlotSet(REQUESTED_SLOT, asked)]

    def _step(self, tracker: Tracker, turn: Turn) -> engine.StepResult:
        stored = tracker.get_slot(DRAFT)
        draft = Draft.from_json(stored) if stored and stored["form"] == self.form.name else None
        if draft is None:
            facts = Facts.from_json(tracker.get_slot(FACTS))
            return engine.begin(self.form, turn.said, facts, self._consent(turn))
        if tracker.get_slot(REQUESTED_SLOT) is None:
            return engine.resume(self.form, draft)
        return engine.step(self.form, draft, turn.said, turn.audience)

    def _consent(self, turn: Turn) -> dict[str, Any]:
        with resources().database.reading() as session:
            return {CONSENT: True} if has_consented(session, turn.conversation_id) else {}

    def _keep_consent(self, tracker: Tracker, turn: Turn) -> None:
        before = tracker.get_slot(DRAFT)
        if before is None or CONSENT in before["values"]:
            return
        with resources().database.work() as session:
            give_consent(session, turn.conversation_id)
            session.commit()
