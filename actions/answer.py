"""Answering what is said outside a service."""

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import FACTS, FAILURES, THREAD, TurnAction, call_person, utter
from actions.context import Turn, resources
from bot.answering import respond
from bot.conversations.holding import FAILURES as NOT_UNDERSTOOD
from bot.followup import Thread, complete
from bot.forms.facts import Facts
from bot.library.answering import consult
from bot.several import answer_again

# After this many messages in a row that were not understood, a person takes over.
FAILURES_ALLOWED = 3


class ActionAnswer(TurnAction):
    """Answers one message, remembers what it said, and calls a person when it understands nothing."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_answer"

    def take(self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn) -> list[EventType]:
        """Answer the latest message."""
        return answer(dispatcher, tracker, turn)


class ActionBack(TurnAction):
    """One step back.

    Rasa ties an intent of the name `back` to an action of this name, before any form, and its own takes the last
    message out of the conversation. This one gives the message to the form, if there is one open.
    """

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_back"

    def take(self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn) -> list[EventType]:
        """Let the open form take the message, or answer it."""
        form = tracker.active_loop.get("name")
        return [FollowupAction(form)] if form else answer(dispatcher, tracker, turn)


class ActionDefaultFallback(TurnAction):
    """Answers what no rule knows (an intent of an older model, an empty message) as unclear."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_default_fallback"

    def take(self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn) -> list[EventType]:
        """Ask what was meant."""
        return answer(dispatcher, tracker, replace(turn, said=replace(turn.said, intent="unclear")))


def answer(dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn) -> list[EventType]:
    """Answer a message after what was said before; the third in a row that was not understood goes to a person."""
    thread = Thread.from_json(tracker.get_slot(THREAD))
    said = complete(turn.said, thread)
    with resources().database.reading() as session:
        reply = consult(session, said, turn.audience, respond(said, turn.audience))
    thread, repeated = thread.after(reply), thread.is_repeated(reply)
    reply = answer_again(reply) if repeated else reply
    facts = Facts.from_json(tracker.get_slot(FACTS)).with_message(turn.said)
    failures = (tracker.get_slot(FAILURES) or 0) + 1 if reply.outcome == "clarify" else 0
    if failures >= FAILURES_ALLOWED:
        call_person(turn, NOT_UNDERSTOOD)
        failures = 0
    else:
        utter(dispatcher, reply)
    return [SlotSet(FAILURES, failures), SlotSet(FACTS, facts.to_json()), SlotSet(THREAD, thread.to_json())]
