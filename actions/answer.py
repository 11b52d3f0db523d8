"""Answering what is said outside a service."""

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.adding import agreed, asked_of
from actions.base import FACTS, FAILURES, LEFT, THREAD, TurnAction, call_person, offered_before, utter
from actions.context import Turn, resources
from actions.leading import asks_which, led_to
from actions.left import Left
from actions.progress import meant_for
from actions.registry import asks_of_case
from bot import clock, progress
from bot.answering import respond
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
        forms = Left.from_json(tracker.get_slot(LEFT))
        left = forms.latest(None, clock.now())
        if _needs_comfort(turn):
            if forms.answered_by(turn, clock.now()):
                return [FollowupAction(SERVICE_FORM)]
            utter(dispatcher, Reply(comfort(turn.said.text, left is not None), "handoff", service="human"))
            return []
        goes_on = left is not None and turn.said.intent not in ("ask", "choose") and wants_on(turn.said)
        thread = Thread.from_json(tracker.get_slot(THREAD))
        led = led_to(turn.said, thread, offered_before(turn), turn.audience)
        offered_person = not_understood(tracker) and is_yes(turn.said)
        tapped = None if offered_person else agreed(turn)
        if goes_on or led or tapped or meant_for(turn) or (asks_of_case(turn.said) and _has_filed(turn)):
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
    asked = asked_of(turn, reply)
    failures = (tracker.get_slot(FAILURES) or 0) + 1 if asked.outcome == "clarify" else 0
    utter(dispatcher, _person_offered() if failures >= FAILURES_ALLOWED else asked)
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
    return turn.said.intent not in _ANSWERED_IN_DANGER and not says_on(turn.said) and in_danger(turn)


def in_danger(turn: Turn) -> bool:
    """Tell whether a person was called for somebody in danger, and has not come yet or not ended it."""
    with resources().database.reading() as session:
        return holding.is_danger(session, turn.conversation_id)


def _has_filed(turn: Turn) -> bool:
    with resources().database.reading() as session:
        return progress.has_filed(session, turn.conversation_id)
