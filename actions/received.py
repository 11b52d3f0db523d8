"""A picture or a place that arrives outside a form."""

import json

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import FACTS, THREAD, TurnAction, utter
from actions.context import Turn, resources
from actions.leading import led_to
from bot import progress
from bot.cases import own
from bot.conversations import files
from bot.followup import Thread
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
            utter(dispatcher, _picture(turn))
            return []
        if led_to(said, Thread.from_json(tracker.get_slot(THREAD))):
            return [FollowupAction("service_form")]
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


def _picture(turn: Turn) -> Reply:
    """Return what is said to a picture: it goes into the case that waits for one, or it is asked what it is for."""
    with resources().database.work() as session:
        sent = files.sent_with(session, turn.conversation_id, turn.message_id)
        waiting = own.waiting(session, turn.conversation_id)
        if waiting is not None and sent:
            number = waiting.number
            waiting.once(turn.message_id, lambda: waiting.evidence(sent))
            session.commit()
            return Reply(say("progress_waiting_file", number=number), "service", service="progress")
        filed = [one for one in progress.filed_by(session, turn.conversation_id) if one.takes_more]
        if filed and sent:
            return _asked_what_for(turn, filed)
    return Reply(say("image_received"), "clarify", options=(service_option("grievance"), service_option("human")))


def _asked_what_for(turn: Turn, filed: list[progress.Filed]) -> Reply:
    """Ask which of what the person filed a picture is for."""
    if len(filed) == 1:
        yes, no = say("progress_options_file_one").splitlines()
        text = say("progress_file_one", standing=filed[0].standing())
        offered: tuple[Option, ...] = (_into(turn, filed[0].number, yes), Option(no, no))
    else:
        text, no = say("progress_file_which"), say("progress_option_no_file")
        offered = (*(_into(turn, one.number, one.brief()) for one in filed), Option(no, no))
    return Reply(text, "clarify", service="progress", options=offered)


def _into(turn: Turn, number: str, label: str) -> Option:
    return Option(label, "/progress" + json.dumps({"file": turn.message_id, "case": number}))
