"""From one understood message to a reply, without the state of a dialogue.

Used by `actions/answer.py` inside a conversation and by `assistant ask` outside one. What is said stands in
data/responses/ and data/knowledge/; here is only which of it, and what is offered under it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.calculators.from_message import personal_answer
from bot.calculators.known import exact, known_answer
from bot.calculators.wanted import PREFIX, TOPICS, calculator_of, inputs_of, packed, topic_of_numbers, unpacked
from bot.conversations.options import number_alone
from bot.first import certain, put_first
from bot.knowledge.brief import shorten
from bot.knowledge.entries import load_entries
from bot.knowledge.render import render
from bot.offering import leading_options, no_such_option, service_option, topic_options
from bot.reply import Audience, Option, Reply
from bot.services import CALCULATE, SERVICES
from bot.several import answer_detail, answer_several
from bot.understanding import Understanding
from bot.wording import say

# Offered to someone who has not asked anything yet: the matters that people come with most.
STARTERS = ("wage.arrears", "termination.illegal", "injury.recognition", "join.online")

# A topic below this share of the knowledge probability is not worth offering in a clarification; with none
# above it the message was too vague, and an open question helps more than three odd guesses. From the
# held-out clarifications, see docs/understanding.md.
OFFER_FROM = 0.08

# Share of a topic from which a grievance is said to be about it: 我要投诉 alone stays below 0.3 for every topic,
# one that names its matter is above 0.6.
MATTER_FROM = 0.5

# An answer to somebody's own numbers is short (bytes of UTF-8): the sum was asked for, the rule stands behind it.
OWN_BYTES = 1200

_SMALLTALK = {
    "thanks": "thanks",
    "bye": "bye",
    "affirm": "affirm_idle",
    "deny": "deny_idle",
    "cancel": "cancel_idle",
    "back": "step_idle",
    "skip": "step_idle",
}


def answer(topic: str, audience: Audience = "worker") -> Reply:
    """Return the answer to `topic`, with the service it leads to and two related questions under it.

    A topic without an entry (an old button, a model older than the content) gets a sentence that says so.
    """
    entry = load_entries().get(topic)
    if entry is None:
        return Reply(say("answer_gone"), "clarify", options=(service_option("human"),))
    return Reply(
        text=render(entry, audience),
        outcome="answer",
        topic=entry.id,
        options=leading_options(entry) + topic_options(entry.related[:2]),
        citations=entry.citations_for(audience),
        suggestions=entry.related,
    )


def _answer_best(understanding: Understanding, audience: Audience) -> Reply:
    """Answer what was asked: several topics, the one that was tapped, or the most probable one."""
    several = [topic for topic in understanding.questions if topic in load_entries()]
    if len(several) > 1 or (several and understanding.unsure):
        return answer_several(several, audience, understanding.unsure)
    chosen = understanding.entities.get("topic") if understanding.intent == "choose" else None
    if chosen is None and not understanding.topics:
        return _clarify(understanding, audience)
    topic = chosen or topic_of_numbers(understanding.topics[0].id, understanding.text, understanding.entities)
    if understanding.detail and topic in load_entries():
        return answer_detail(topic, understanding.detail, understanding.text, audience)
    return _with_own_numbers(answer(topic, audience), understanding, audience)


def _with_own_numbers(reply: Reply, understanding: Understanding, audience: Audience) -> Reply:
    """Return an answer with the result of the person's own numbers in front, where the message gave any."""
    text, topic = understanding.text, reply.topic or ""
    entry = load_entries().get(topic)
    if understanding.intent != "ask" or entry is None:
        return reply
    # What earlier messages told, the conversation knows (bot/followup.py).
    known = unpacked(str(understanding.entities.get("told", "")))
    own = known_answer(topic, known, text) if known else personal_answer(topic, text, understanding.entities)
    if own is None and not known:
        return reply
    if entry.leads_to and entry.leads_to.startswith(PREFIX):
        told = exact(known) or inputs_of(entry.leads_to.removeprefix(PREFIX), topic, text, understanding.entities)
        reply = replace(reply, options=(service_option(entry.leads_to, packed(told)), *reply.options[1:]))
    if own is None:
        return reply
    rest, _ = shorten(entry, OWN_BYTES - len(own.encode()) - 2, audience)
    return replace(reply, text=f"{own}\n\n{rest}")


def _clarify(understanding: Understanding, _audience: Audience) -> Reply:
    """Ask which of the best three topics was meant, or openly what it is about."""
    entries = load_entries()
    likely = [t.id for t in understanding.topics if t.confidence >= OFFER_FROM and t.id in entries][:3]
    text = say("clarify") if likely else say("clarify_open")
    shown = likely or [topic for topic in STARTERS if topic in entries]
    return Reply(text, "clarify", options=(*topic_options(shown), service_option("human")), suggestions=tuple(shown))


def _out_of_scope(_understanding: Understanding, _audience: Audience) -> Reply:
    """Say that it is outside, and who can help instead."""
    return Reply(say("out_of_scope"), "out_of_scope", options=topic_options(STARTERS[:3]))


def _introduce(understanding: Understanding, _audience: Audience) -> Reply:
    """Greet or explain, and show what people usually ask."""
    return Reply(say(understanding.intent), "smalltalk", options=topic_options(STARTERS))


def _smalltalk(understanding: Understanding, _audience: Audience) -> Reply:
    """Answer a dialogue move that has no dialogue to move, or a courtesy."""
    return Reply(say(_SMALLTALK[understanding.intent]), "smalltalk")


def _human(_understanding: Understanding, _audience: Audience) -> Reply:
    """Hand over to a person."""
    return Reply(say("handoff_human"), "handoff", service="human")


def _crisis(_understanding: Understanding, _audience: Audience) -> Reply:
    """Emergency numbers first, and a person as well."""
    return Reply(say("crisis"), "handoff", service="human")


def _service(understanding: Understanding, _audience: Audience) -> Reply:
    """Open a service; what it asks is its own."""
    best = understanding.topics[0] if understanding.topics else None
    topic = best.id if best and best.confidence >= MATTER_FROM else None
    service = understanding.intent
    return Reply(say(f"{service}_opening"), "service", topic=topic, service=service)


def _calculate(understanding: Understanding, _audience: Audience) -> Reply:
    """Open the calculator that is wanted; where several could be meant, what it asks first is which."""
    name = calculator_of(understanding)
    service = f"{PREFIX}{name}" if name else None
    return Reply(say("calculate_opening"), "service", topic=TOPICS.get(name or ""), service=service)


_RESPONDERS: dict[str, Callable[[Understanding, Audience], Reply]] = {
    "ask": _answer_best,
    "choose": _answer_best,
    **dict.fromkeys(SERVICES, _service),
    CALCULATE: _calculate,
    "human": _human,
    "crisis": _crisis,
    "greet": _introduce,
    "about_bot": _introduce,
    "opinion": _introduce,
    "out_of_scope": _out_of_scope,
    **dict.fromkeys(_SMALLTALK, _smalltalk),
}


# What a number alone may be taken for by itself; after a topic that asks for numbers it is a question of that.
_MAY_BE_NUMBER = ("ask", "unclear", "out_of_scope", "affirm", "deny", "skip", "back", "bye", "thanks", "greet")


def respond(understanding: Understanding, audience: Audience = "worker", offered: Sequence[Option] = ()) -> Reply:
    """Return the reply to one message on its own.

    Args:
        understanding: What was understood of it. Intents that need a dialogue (an image, a location) and
            unknown ones are treated as unclear.
        audience: Whose wording to use.
        offered: What was offered last; a number that chose none of it belongs to nothing.

    Returns:
        The reply; its options are at most four, each label at most 20 characters.

    Raises:
        WordingError: A response is missing from data/responses/.
        KnowledgeError: The entries cannot be read.
    """
    number = number_alone(understanding.text)
    if number and understanding.intent in _MAY_BE_NUMBER and "told" not in understanding.entities:
        return no_such_option(number, offered)
    understanding = certain(understanding)
    reply = _RESPONDERS.get(understanding.intent, _clarify)(understanding, audience)
    return put_first(reply, understanding, audience)
