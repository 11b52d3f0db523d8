"""Leaving a form for a while: for another service, or until the person comes back."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot import clock
from bot.forms import moves, questions
from bot.forms.asking import StepResult, begin, question, resume
from bot.forms.draft import SWITCH
from bot.forms.facts import Facts
from bot.forms.field import CONSENT, Field, Form, Values
from bot.forms.filling import at_field
from bot.forms.turn import Turn
from bot.services import CALCULATE, SERVICES
from bot.understanding import TopicGuess, Understanding
from bot.wording import say

_LONGEST_WISH = 30  # characters of a message that asks for another service and tells nothing
_LOOKS_FOR = re.compile(r"站|驿|哪|附近|最近|怎么|找|歇|休息|[?？吗]")
_KEEP = re.compile(r"留|存|保留|放着|先办|先去|去办(?!完)")
_DROP = re.compile(r"不要了|不填了|不办了|取消|删|丢|作废|算了")
_STAY = re.compile(r"接着|继续|这个|原来|刚才|先填|先办完|不(?:想|要|用)?(?:取消|退出|换)")


def wants_other(turn: Turn) -> bool:
    """Tell whether the message asks for another service than the one that is open."""
    said = turn.said
    if said.intent not in SERVICES or said.intent == turn.form.service or turn.draft.at == SWITCH:
        return False
    if said.text.startswith("/"):
        return True
    words = moves.plain(said)
    if said.intent == "station" and _is_place(said):
        return False  # 普陀区长寿路街道 answers, or tells where it is
    is_wish = len(words) <= _LONGEST_WISH and bool(re.search(r"[\u4e00-\u9fff]{2}", words))  # digits alone are none
    return is_wish and moves.is_certain(said) and not turn.is_attempt()


def _is_place(said: Understanding) -> bool:
    """Tell whether a message names a place and asks for nothing."""
    return bool({"district", "street"} & said.entities.keys()) and not _LOOKS_FOR.search(moves.plain(said))


def ask_what_becomes_of_it(turn: Turn) -> StepResult:
    """Ask whether the form that is open is kept, dropped or gone on with."""
    draft = replace(turn.draft, at=SWITCH, stood_at=turn.draft.at, wanted=wish(turn.said))
    return StepResult(draft, (question(turn.form, draft),))


def at_switch(turn: Turn) -> StepResult:
    """Take the answer to what becomes of the form."""
    words, said = moves.plain(turn.said), turn.said
    back = replace(turn.draft, at=turn.draft.stood_at, wanted=None, stood_at="")
    if _STAY.search(words) or moves.is_no(said) or moves.says_back(said):
        return turn.again(say("form_resumed"), back)
    if moves.is_retry(said):
        return turn.again(say("form_retry"), replace(turn.draft, failures=0))
    if _DROP.search(words):
        return StepResult(None, (), "switch", turn.draft.wanted)
    if _KEEP.search(words) or moves.is_yes(said):
        left = replace(back, paused=True, touched_at=clock.now().isoformat())
        return StepResult(left, (), "switch", turn.draft.wanted)
    if questions.is_known_question(said):
        return turn.answered()
    answering = replace(turn, draft=back)
    # 8000 typed here may as well be a number of the calculation that is wanted.
    if (turn.draft.wanted or {}).get("service") != CALCULATE and answering.is_answer():
        return at_field(answering, turn.form.field(back.at))
    return turn.failed(say("form_switch_unclear"), None)


def at_pause(turn: Turn) -> StepResult:
    """Take the answer to whether the form goes on where it was left."""
    if moves.wants_anew(turn.said):
        known = {CONSENT: turn.draft.values[CONSENT]} if CONSENT in turn.draft.values else {}
        return begin(turn.form, turn.said, Facts(), known)
    if moves.says_cancel(turn.said):
        return turn.cancelled()
    if moves.says_later(turn.said):
        return turn.later()
    if questions.is_known_question(turn.said):
        return turn.answered()
    if moves.wants_on(turn.said) or moves.is_here_again(turn.said):
        return turn.again(say("form_resumed"), replace(turn.draft, paused=False, failures=0), whole=True)
    return resume(turn.form, turn.draft)


def carried(left: Form, values: Values, wanted: Form) -> dict[str, Any]:
    """Return what a form took down that another one asks for in the same way, so that it is not asked again.

    Args:
        left: The form that is left.
        values: What it knows.
        wanted: The form that is begun instead. What it has to know is asked again where it was not known.
    """
    theirs = {field.name: field for field in left.fields if field.name != CONSENT and field.name in values}
    return {
        field.name: values[field.name]
        for field in wanted.fields
        if field.name in theirs
        and _asks_alike(theirs[field.name], field)
        and (field.optional or values[field.name] is not None)
    }


def _asks_alike(one: Field, other: Field) -> bool:
    """Tell whether two forms take the same down: they read it, or find it in running text, in the same way."""
    return one.read is other.read or (one.gather is other.gather and one.gather is not Field.gather)


def wish(said: Understanding) -> dict[str, Any]:
    """Return a message that asks for a service as JSON types, to begin that service with later."""
    topics = [[topic.id, topic.confidence] for topic in said.topics[:1]]
    return {"service": said.intent, "text": said.text, "topics": topics, "entities": dict(said.entities)}


def wished(wanted: Mapping[str, Any]) -> Understanding:
    """Return the message that `wish` kept."""
    topics = tuple(TopicGuess(name, confidence) for name, confidence in wanted["topics"])
    return Understanding(wanted["text"], wanted["service"], 1.0, topics, wanted["entities"])
