"""Handing the conversation to a person, outside a form."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import not_understood
from actions.base import FAILURES, THREAD, TurnAction, call_person
from actions.context import Turn
from bot.conversations.holding import ASKED, DANGER
from bot.conversations.holding import FAILURES as NOT_UNDERSTOOD


class ActionHandoff(TurnAction):
    """Calls a person; what the person in the conversation is told is owed with the request."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_handoff"

    def take(self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn) -> list[EventType]:
        """Put the conversation into the queue, in front when somebody is in danger."""
        wanted = NOT_UNDERSTOOD if not_understood(tracker) else ASKED
        call_person(turn, DANGER if turn.said.intent == "crisis" else wanted)
        return [SlotSet(FAILURES, 0), SlotSet(THREAD, None)]
