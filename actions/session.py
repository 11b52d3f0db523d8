"""The beginning of a session, twelve hours after the last word (domain.yml)."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, EventType, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DRAFT, LEFT
from actions.left import Left
from actions.registry import SERVICES
from bot import clock
from bot.forms.draft import Draft


class ActionSessionStart(Action):
    """Begins a session without what was said in the last one, but with the forms that were left half filled."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_session_start"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """Carry the forms over; the one that stood open has been left too."""
        left, stored = Left.from_json(tracker.get_slot(LEFT)), tracker.get_slot(DRAFT)
        if stored and stored["form"] in SERVICES and SERVICES[stored["form"]].kept:
            left = left.with_draft(Draft.from_json(stored))
        kept = Left(tuple(draft for draft in left.drafts if draft.is_kept(clock.now())))
        carried = [SlotSet(LEFT, kept.to_json())] if kept.drafts else []
        return [SessionStarted(), *carried, ActionExecuted("action_listen")]
