"""The services inside Rasa: one form, `service_form`, in which each of them runs.

Rasa gives every message to the form while it is open, and this action, as the form's validation, takes the whole
turn: it says what is to be said and sets `requested_slot` to what was asked. An empty `requested_slot` ends the form.
One form for all services, because going from one to another in the middle is a matter of the services, not of Rasa.
"""

from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT

from actions.adding import agreed, asked_before
from actions.answer import in_danger
from actions.base import DRAFT, FACTS, LEFT, THREAD, TurnAction, call_person, offered_before, utter
from actions.context import Turn, resources
from actions.leading import asks_which, led_to
from actions.left import Left
from actions.my_cases import service_for
from actions.outside import outside
from actions.progress import ProgressService, meant_for
from actions.progress_wish import looks_up, wish_of
from actions.progress_words import does_something
from actions.registry import SERVICES, asks_of_case, service_of
from actions.service import FormService
from bot import clock
from bot.cases.consent import give_consent, has_consented
from bot.conversations import holding
from bot.conversations.options import number_alone
from bot.followup import Thread, complete
from bot.forms.asking import StepResult
from bot.forms.bare import is_command
from bot.forms.draft import RESULT, SWITCH, Draft
from bot.forms.facts import Facts
from bot.forms.field import CONSENT
from bot.forms.grievance import GRIEVANCE
from bot.forms.leaving import carried, wished
from bot.forms.moves import is_certain, is_said_outright, plain, says_on
from bot.forms.turn import Turn as FormTurn
from bot.library.answering import requested
from bot.progress import NUMBER, find, has_filed, overview
from bot.reply import Reply
from bot.wording import say

_ENDED = (SlotSet(DRAFT, None), SlotSet(REQUESTED_SLOT, None))
_REASONS = {"human": holding.ASKED, "crisis": holding.DANGER}


class ServiceForm(TurnAction):
    """Takes one message into the service that is open, or opens the one that it asks for."""

    def name(self) -> str:
        """Return the name under which Rasa calls it."""
        return "validate_service_form"

    def take(self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn) -> list[EventType]:
        """Take the latest message; 查条款 is answered beside it."""
        stored = tracker.get_slot(DRAFT)
        draft = Draft.from_json(stored) if stored and stored["form"] in SERVICES else None
        turn = (agreed(turn) if draft is None else None) or turn
        with resources().database.reading() as session:
            clauses = requested(session, turn.said)
        if clauses:
            return self._aside(dispatcher, tracker, clauses, draft)
        if draft is not None and (looked_up := self._looked_up(draft, turn)):
            return self._aside(dispatcher, tracker, looked_up, draft)
        left = Left.from_json(tracker.get_slot(LEFT))
        facts = Facts.from_json(tracker.get_slot(FACTS))
        thread = Thread.from_json(tracker.get_slot(THREAD))
        meant = ProgressService.name if draft is None and meant_for(turn) else None
        if draft is None and not meant and turn.said.intent in SERVICES:
            if complete(turn.said, thread).intent == "ask" or asks_which(turn.said, thread):
                return [*_ENDED, *outside(dispatcher, tracker, turn)]
        led = led_to(turn.said, thread, offered_before(turn), turn.audience) if draft is None and not meant else None
        if draft is None and not meant and not led and (asked := self._for_waiting_case(turn, facts)):
            utter(dispatcher, asked)
            return [*_ENDED, SlotSet(FACTS, facts.with_message(turn.said).to_json())]
        turn = replace(turn, said=led or (replace(turn.said, intent=meant) if meant else turn.said))
        result = self._step(draft, left, turn, facts)
        if result.status == "over":
            goes_on = says_on(turn.said) and is_command(plain(turn.said))
            waits = left.latest(None, clock.now()) if goes_on else None
            if service_of(turn.said) is None and waits is None:
                # A result stays open for a change, though something else was said in between.
                kept = result.draft.to_json() if result.draft else None
                open_ = (SlotSet(DRAFT, kept), SlotSet(REQUESTED_SLOT, RESULT if kept else None))
                return [*open_, *outside(dispatcher, tracker, turn)]
            draft = None
            result = self._step(None, left, turn, facts)
        result = _with_no_such_option(turn, draft, result)
        left = _without(left, result.draft)
        while result.status == "switch" and result.wanted:
            left = left.with_draft(result.draft) if result.draft else left
            turn = replace(turn, said=wished(result.wanted))
            # What is kept is another matter; one given up for this is the same one, and is not told twice.
            told = {} if result.draft else _carried(draft, turn)
            result = self._step(None, left, turn, Facts(carried=told))
            left = _without(left, result.draft)
        return self._done(dispatcher, turn, result, left, draft)

    def _looked_up(self, draft: Draft, turn: Turn) -> Reply | None:
        """Return where the person's cases stand, where that is all they ask in the middle of a form.

        It is a look, and the form need not be left for it; adding to a case or withdrawing it is another service.
        """
        service = SERVICES[draft.form]
        with resources().database.reading() as session:
            asks = looks_up(turn.said) and has_filed(session, turn.conversation_id)
        does = not asks and (wish_of(turn.said) is not None or does_something(turn.said))
        if not isinstance(service, FormService) or does:
            return None
        asks = asks or asks_of_case(turn.said) or (turn.said.intent == ProgressService.name and is_certain(turn.said))
        if not asks or draft.at == SWITCH or FormTurn(service.form, draft, turn.said, turn.audience).is_answer():
            return None
        if service_for(turn, ProgressService.name) != ProgressService.name:
            return None  # a cadre's are those that they work on
        found = NUMBER.search(plain(turn.said))
        with resources().database.reading() as session:
            if found and find(session, turn.conversation_id, found[0]) is None:
                return None  # a number of something else, which may be an attempt at what is asked
            text = overview(session, turn.conversation_id, found[0] if found else None, plain(turn.said))
        return Reply(text, "service", service=ProgressService.name)

    def _for_waiting_case(self, turn: Turn, facts: Facts) -> Reply | None:
        """Ask before a form opens whether its words are meant for a case that waits; the bare wish tells it nothing."""
        wanted = service_of(turn.said)
        if wanted is None or not isinstance(SERVICES[wanted], FormService):
            return None
        tells = facts.with_message(turn.said) != facts or not is_said_outright(turn.said)
        return asked_before(turn, wanted) if tells else None

    def _step(self, draft: Draft | None, left: Left, turn: Turn, facts: Facts) -> StepResult:
        if draft is not None:
            return SERVICES[draft.form].step(draft, turn)
        wanted = service_for(turn, service_of(turn.said))
        answered = left.answered_by(turn, clock.now()) if in_danger(turn) else None
        if answered is not None:
            return SERVICES[answered.form].step(answered, turn)
        kept = left.latest(wanted, clock.now())
        if kept is not None and (wanted is None or SERVICES[kept.form].goes_on(kept, turn)):
            # 接着填 asks for no service: it answers already whether the form goes on.
            return SERVICES[kept.form].resume(kept) if wanted else SERVICES[kept.form].step(kept, turn)
        with resources().database.reading() as session:
            known = {CONSENT: True} if has_consented(session, turn.conversation_id) else {}
        return SERVICES[wanted or GRIEVANCE.name].begin(turn, facts, known)

    def _done(
        self, dispatcher: CollectingDispatcher, turn: Turn, result: StepResult, left: Left, before: Draft | None
    ) -> list[EventType]:
        draft = replace(result.draft, touched_at=clock.now().isoformat()) if result.draft else None
        replies = result.replies
        if draft is not None and draft.values.get(CONSENT) and not (before and before.values.get(CONSENT)):
            _keep_consent(turn)
        if result.status == "confirmed" and draft is not None:
            with resources().database.work() as session:
                replies += SERVICES[draft.form].finish(session, draft, turn)
                session.commit()
            draft = None
        for reply in replies:
            utter(dispatcher, reply, result.asks)
        if result.status in _REASONS:
            is_kept = result.status == "crisis" and draft is not None
            call_person(turn, _REASONS[result.status], say("danger_form_left") if is_kept else "")
        told = result.asks == RESULT and not (before and before.at == RESULT)
        if result.status in ("confirmed", "cancelled") or told:
            _offer_left(dispatcher, left)
        elif result.status != "asking" and draft is not None:
            left, draft = left.with_draft(draft), None
        events = [
            SlotSet(DRAFT, draft.to_json() if draft else None),
            SlotSet(LEFT, left.to_json()),
            SlotSet(REQUESTED_SLOT, result.asks),
            SlotSet(THREAD, _thread_after(replies)),
        ]
        # What was told belongs to what has just ended; a form that was left holds it itself.
        return events if result.status == "asking" else [*events, SlotSet(FACTS, None)]

    def _aside(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, reply: Reply, draft: Draft | None
    ) -> list[EventType]:
        """Say what is no part of the service, and ask again what was asked; one that has not begun does not."""
        asked = tracker.get_slot(REQUESTED_SLOT)
        if draft is not None and asked and draft.at != RESULT:
            again = SERVICES[draft.form].question(draft)
            text = f"{reply.text}\n\n{say('form_go_on')}{again.text}"
            reply = replace(reply, text=text, options=again.options)
        utter(dispatcher, reply, asked)
        # To Rasa a form that sets nothing but what it asks for refuses the message (rasa/core/actions/forms.py).
        return [SlotSet(DRAFT, tracker.get_slot(DRAFT)), SlotSet(REQUESTED_SLOT, asked)]


def _thread_after(replies: tuple[Reply, ...]) -> dict[str, Any] | None:
    """Return what is spoken of: what is said after a form leans on the form, not on an answer before it."""
    topic = replies[-1].topic if replies and replies[-1].outcome == "service" else None
    return Thread(topic=topic).to_json() if topic else None


def _carried(before: Draft | None, turn: Turn) -> dict[str, Any]:
    """Return what the form that was left knows of what the one that is wanted asks."""
    service = SERVICES.get(before.form) if before else None
    wanted = SERVICES.get(service_for(turn, service_of(turn.said)) or "")
    if before is None or not isinstance(service, FormService) or not isinstance(wanted, FormService):
        return {}
    return carried(service.form, before.values, wanted.form)


def _without(left: Left, draft: Draft | None) -> Left:
    return left.without(draft.form) if draft else left


def _with_no_such_option(turn: Turn, before: Draft | None, result: StepResult) -> StepResult:
    """Say of a number that is no answer that there is no such option, where options were offered."""
    number = number_alone(turn.said.text)
    failed = before is not None and result.draft is not None and result.draft.failures > before.failures
    if not number or not failed or not offered_before(turn):
        return result
    first, *others = result.replies
    text = f"{say('option_missing_here', number=number)}\n{first.text}"
    return replace(result, replies=(replace(first, text=text), *others))


def _offer_left(dispatcher: CollectingDispatcher, left: Left) -> None:
    """Offer to go on with what was left before, once something else has ended."""
    offer = left.offer(clock.now())
    if offer:
        utter(dispatcher, offer)


def _keep_consent(turn: Turn) -> None:
    with resources().database.work() as session:
        give_consent(session, turn.conversation_id)
        session.commit()
