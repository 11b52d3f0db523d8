"""A picture or a place that arrives outside a form."""

import json

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import FACTS, TurnAction, utter
from actions.context import Turn, resources
from bot import progress
from bot.cases import notes
from bot.conversations.model import PERSON
from bot.forms.facts import Facts
from bot.offering import service_option
from bot.reply import Option, Reply
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
            number = _into_waiting_case(turn)
            text = say("progress_waiting_file", number=number) if number else say("image_received")
        else:
            text = say("location_received_district", district=district) if district else say("location_received")
        options: tuple[Option, ...] = (service_option("grievance"), service_option("human"))
        if said.intent == "location":
            near = Option(say("option_station"), "/station" + json.dumps({"message": turn.message_id}))
            options = (near, *options)
        utter(dispatcher, Reply(text, "clarify", options=options))
        if district is None:
            return []
        facts = Facts.from_json(tracker.get_slot(FACTS))
        places = {kind: said.entities[kind] for kind in ("district", "street") if kind in said.entities}
        return [SlotSet(FACTS, facts.with_entities(places).to_json())]


def _into_waiting_case(turn: Turn) -> str | None:
    """Put a picture into the person's case that waits for it; its number, or None where there is none."""
    with resources().database.work() as session:
        case = progress.waiting_case(session, turn.conversation_id)
        files = progress.files_of(session, turn.message_id)
        if case is None or not files:
            return None
        number = str(case.number)
        notes.evidence(session, case.id, files, PERSON, conversation_id=turn.conversation_id)
        session.commit()
    return number
