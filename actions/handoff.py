"""Handing the conversation to a person, outside a form."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import not_understood
from actions.base import FAILURES, LEFT, THREAD, TurnAction, call_person
from actions.context import Turn
from actions.left import Left
from bot import clock
from bot.conversations.holding import ASKED, DANGER
from bot.conversations.holding import FAILURES as NOT_UNDERSTOOD
from bot.wording import say


class ActionHandoff(TurnAction):
    """Calls a person; what the person in the conversation is told is owed with the request."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_handoff"

    def take(self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn) -> list[EventType]:
        """Put the conversation into the queue, in front when somebody is in danger."""
        wanted = NOT_UNDERSTOOD if not_understood(tracker) else ASKED
        danger = turn.said.intent == "crisis"
        left = Left.from_json(tracker.get_slot(LEFT)).latest(None, clock.now()) if danger else None
        call_person(turn, DANGER if danger else wanted, say("danger_form_left") if left else "")
        return [SlotSet(FAILURES, 0), SlotSet(THREAD, None)]
