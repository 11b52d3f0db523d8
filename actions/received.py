"""A picture or a place that arrives outside a form."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import FACTS, TurnAction, utter
from actions.context import Turn
from bot.forms.facts import Facts
from bot.offering import service_option
from bot.reply import Reply
from bot.wording import say


class ActionReceived(TurnAction):
    """Says that it arrived and what can be done with it; a place is remembered for a form."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_received"

    def take(self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn) -> list[EventType]:
        """Acknowledge the latest message."""
        said = turn.said
        district = said.entities.get("district")
        if said.intent == "image":
            text = say("image_received")
        else:
            text = say("location_received_district", district=district) if district else say("location_received")
        utter(dispatcher, Reply(text, "clarify", options=(service_option("grievance"), service_option("human"))))
        if district is None:
            return []
        facts = Facts.from_json(tracker.get_slot(FACTS))
        places = {kind: said.entities[kind] for kind in ("district", "street") if kind in said.entities}
        return [SlotSet(FACTS, facts.with_entities(places).to_json())]
