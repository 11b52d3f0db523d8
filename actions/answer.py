"""Answering what is said outside a service."""

import json
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.base import FACTS, FAILURES, LEFT, THREAD, TurnAction, call_person, offered_before, utter
from actions.context import Turn, resources
from actions.leading import asks_which, led_to
from actions.left import Left
from actions.progress import meant_for
from actions.registry import asks_of_case
from bot import clock, progress
from bot.answering import respond
from bot.cases import own
from bot.conversations import holding
from bot.conversations.comfort import comfort
from bot.conversations.holding import FAILURES as NOT_UNDERSTOOD
from bot.conversations.options import number_alone
from bot.followup import Thread, complete
from bot.forms.facts import Facts
from bot.forms.moves import is_no, is_yes, says_on, wants_on
from bot.library.answering import consult
from bot.offering import service_option
from bot.reply import Option, Reply
from bot.several import answer_again
from bot.wording import say

# After this many messages in a row that were not understood, a person is offered.
FAILURES_ALLOWED = 3
# What somebody in danger may say that has an answer of its own; to anything else they hear that a person comes.
_ANSWERED_IN_DANGER = ("ask", "choose", "greet", "about_bot")
SERVICE_FORM = "service_form"


class ActionAnswer(TurnAction):
    """Answers one message, remembers what it said, and offers a person when it understands nothing."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "action_answer"

    def take(self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn) -> list[EventType]:
        """Answer the latest message, or go on with a form that was left."""
        if _needs_comfort(turn):
            utter(dispatcher, Reply(comfort(turn.said.text), "handoff", service="human"))
            return []
        left = Left.from_json(tracker.get_slot(LEFT)).latest(None, clock.now())
        goes_on = left is not None and turn.said.intent not in ("ask", "choose") and wants_on(turn.said)
        led = led_to(turn.said, Thread.from_json(tracker.get_slot(THREAD)), offered_before(turn))
        if goes_on or led or meant_for(turn) or (asks_of_case(turn.said) and _has_filed(turn)):
            return [FollowupAction(SERVICE_FORM)]
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
    """Answer a message after what was said before; a person is offered with the third that was not understood."""
    if not_understood(tracker) and is_yes(turn.said):
        call_person(turn, NOT_UNDERSTOOD)
        return [SlotSet(FAILURES, 0)]
    if not_understood(tracker) and (is_no(turn.said) or turn.said.text == say("failures_no")):
        utter(dispatcher, Reply(say("clarify_open"), "clarify", options=(service_option("human"),)))
        return [SlotSet(FAILURES, 0)]
    thread = Thread.from_json(tracker.get_slot(THREAD))
    said = complete(turn.said, thread)
    with resources().database.reading() as session:
        if number_alone(said.text):
            reply = respond(said, turn.audience, offered_before(turn))
        else:
            which = asks_which(turn.said, thread)
            reply = which or consult(session, said, turn.audience, respond(said, turn.audience))
    thread, repeated = thread.after(reply, said), thread.is_repeated(reply)
    reply = answer_again(reply) if repeated else reply
    facts = Facts.from_json(tracker.get_slot(FACTS)).with_message(turn.said)
    failures = (tracker.get_slot(FAILURES) or 0) + 1 if reply.outcome == "clarify" else 0
    utter(dispatcher, _person_offered() if failures >= FAILURES_ALLOWED else _for_waiting_case(turn, reply))
    offer = Left.from_json(tracker.get_slot(LEFT)).offer(clock.now()) if turn.said.intent == "greet" else None
    if offer:
        utter(dispatcher, offer)
    return [SlotSet(FAILURES, failures), SlotSet(FACTS, facts.to_json()), SlotSet(THREAD, thread.to_json())]


def not_understood(tracker: Tracker) -> bool:
    """Tell whether so little was understood that a person is offered, and the person in the conversation is asked."""
    return (tracker.get_slot(FAILURES) or 0) >= FAILURES_ALLOWED


def _person_offered() -> Reply:
    """Ask whether a person shall come, and say when that would be where nobody is there now."""
    hours, now = resources().office_hours, clock.now()
    if hours.is_open(now):
        text = say("failures_offer")
    else:
        opening = hours.next_opening(now)
        text = say("failures_offer_closed", hours=hours.as_text(), opening=f"{opening:%-m月%-d日 %-H:%M}")
    no = say("failures_no")
    return Reply(text, "clarify", options=(service_option("human"), Option(no, no)))


def _needs_comfort(turn: Turn) -> bool:
    """Tell whether somebody who spoke of danger to life waits for a person and says nothing that has an answer."""
    if turn.said.intent in _ANSWERED_IN_DANGER or says_on(turn.said):
        return False
    with resources().database.reading() as session:
        return holding.is_danger(session, turn.conversation_id)


def _has_filed(turn: Turn) -> bool:
    with resources().database.reading() as session:
        return progress.has_filed(session, turn.conversation_id)


def _for_waiting_case(turn: Turn, reply: Reply) -> Reply:
    """Let the words reach a case of the person's that waits for them, whatever else they were understood as.

    Under an answer that is offered last; where they were understood as nothing, it is asked.
    """
    number = waiting_number(turn)
    if number is None:
        return reply
    if reply.outcome != "clarify":
        return replace(reply, options=(*reply.options, _adding(turn, number, say("progress_option_waiting"))))
    yes, no = say("progress_options_waiting").splitlines()
    text = say("progress_waiting", number=number)
    return Reply(text, "clarify", service="progress", options=(_adding(turn, number, yes), Option(no, no)))


def asked_before(turn: Turn, service: str) -> Reply | None:
    """Ask whether words that would open a form are what a case of the person's waits for; None where none waits."""
    number = waiting_number(turn)
    if number is None:
        return None
    yes, no = say("progress_options_waiting_or_new").splitlines()
    text = say("progress_waiting_or_new", number=number)
    offered = (_adding(turn, number, yes), Option(no, f"/{service}"))
    return Reply(text, "clarify", service="progress", options=offered)


def waiting_number(turn: Turn) -> str | None:
    """Return the number of the case that waits for what the person writes; None for what was tapped, and danger."""
    if turn.said.text.startswith("/") or not turn.said.text.strip() or turn.said.intent == "crisis":
        return None
    with resources().database.reading() as session:
        case = own.waiting(session, turn.conversation_id)
        return case.number if case is not None else None


def _adding(turn: Turn, number: str, label: str) -> Option:
    return Option(label, "/progress" + json.dumps({"note": turn.message_id, "case": number}))
