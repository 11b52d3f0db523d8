"""What has to come first in a reply, whatever the message was taken for: safety, a plain answer, the help at hand."""

from dataclasses import replace

from bot.forms.questions import is_question
from bot.knowledge.brief import shorten
from bot.knowledge.entries import load_entries
from bot.knowledge.render import ANSWER_BYTES
from bot.nlu.lexicon import patterns
from bot.nlu.normalize import plain
from bot.offering import service_option, topic_options
from bot.reply import Audience, Reply
from bot.understanding import Understanding
from bot.wording import say

# Whoever was struck and asks about injury or harassment is told there to call the police, in its place.
_TELLS_ITSELF = ("injury", "women")
_INJURY = "injury.recognition"
_ABOUT_DISPUTES, _ASSISTANCE = "dispute.options", "benefit.hardship"
# Share of that topic from which the words alone are enough: they name no other matter.
_LIKELY = 0.5
# Where an illness may be spoken of without its cost being the matter: how long one may be ill, sick pay, insurance.
_HELP_FOR = ("benefit", "card", "leave", "insurance")
_MOST_OPTIONS = 4
# Areas of matters at work: a service that is named beside one of them is wanted for it. The other areas are about the
# services themselves and the union, and lead to them.
_MATTERS = ("wage", "termination", "contract", "hours", "leave", "injury", "insurance", "gig", "safety", "women")
_NAMED = ("mediation", "legal_aid", "hardship", "join")
# Share from which a topic is still worth offering beside the union's help.
_WORTH_OFFERING = 0.4
_SHORTEST_COMPLAINT = 20  # characters of what is told with a name or a phone number


def certain(said: Understanding) -> Understanding:
    """Return a message as the question that its words show, where the classifier only leans to it.

    Args:
        said: 能不能赢 names neither work nor union, and 得了重病没钱治 is said to anybody.
    """
    if said.intent not in ("unclear", "out_of_scope") or not said.topics:
        return said
    words, best = plain(said.text), said.topics[0]
    for section, topic in (("winning", _ABOUT_DISPUTES), ("illness", _ASSISTANCE)):
        if best.id == topic and best.confidence >= _LIKELY and patterns("first", section).search(words):
            return replace(said, intent="ask")
    return said


def put_first(reply: Reply, said: Understanding, audience: Audience = "worker") -> Reply:
    """Return the reply with that in front which has to come first.

    - Struck at work: the police and a doctor, then the answer; where there is none, who can help. No topic of the list
      is about it.
    - Struck by a neighbour or at home: the police and a doctor too, but it stays outside, and nobody is called.
    - Whether a dispute can be won: what it depends on, then the ways there are.
    - An illness that nobody can pay for: the union's assistance is the first option.
    - Something wrong at work that no answer is about: the union's help is the first option.
    - A matter told with one's own phone number, or with a service named beside it: that service is the first option.

    Args:
        reply: The reply so far.
        said: The message.
        audience: Whose wording is shown.
    """
    if said.intent not in ("ask", "unclear", "out_of_scope") or len(said.questions) > 0:
        return reply
    words = plain(said.text)
    if reply.outcome == "out_of_scope" and patterns("first", "struck_elsewhere").search(words):
        return replace(reply, text=say("first_struck_elsewhere"))
    if patterns("first", "struck").search(words):
        return _struck(reply, audience)
    if reply.topic == _ABOUT_DISPUTES and not said.detail and patterns("first", "winning").search(words):
        return _led(reply, say("first_winning"), audience)
    if patterns("first", "illness").search(words) and (reply.topic or "").partition(".")[0] in _HELP_FOR:
        return _offered_first(reply, "hardship")
    if reply.outcome in ("clarify", "out_of_scope") and not is_question(said):
        return _troubled(said) if patterns("first", "trouble").search(words) else reply
    service = _wanted_beside(said, words) if reply.outcome == "answer" else None
    is_matter = (reply.topic or "").partition(".")[0] in _MATTERS
    return _offered_first(reply, service) if service and is_matter else reply


def _wanted_beside(said: Understanding, words: str) -> str | None:
    """Return the service that a message names first, or the grievance of who tells a matter and how to be reached."""
    found = {service: match.start() for service in _NAMED if (match := patterns("first", service).search(words))}
    if found:
        return min(found, key=lambda service: found[service])
    complains = "phone" in said.entities and len(words) >= _SHORTEST_COMPLAINT and not is_question(said)
    return "grievance" if complains else None


def _offered_first(reply: Reply, service: str) -> Reply:
    """Return a reply with `service` as its first option."""
    first = service_option(service)
    others = tuple(option for option in reply.options if option != first)
    return replace(reply, options=(first, *others)[:_MOST_OPTIONS])


def _troubled(said: Understanding) -> Reply:
    """Offer the union's help with what is wrong at work, and only such topics as it may really be about."""
    entries = load_entries()
    near = tuple(t.id for t in said.topics if t.confidence >= _WORTH_OFFERING and t.id in entries)[:2]
    options = (service_option("grievance"), *topic_options(near), service_option("human"))
    return Reply(say("first_trouble"), "clarify", options=options, suggestions=near)


def _struck(reply: Reply, audience: Audience) -> Reply:
    if reply.outcome != "answer" or reply.topic is None:
        offered = (service_option("grievance"), service_option("human"), *topic_options((_INJURY,)))
        return Reply(say("first_struck"), "clarify", options=offered, suggestions=(_INJURY,))
    if reply.topic.partition(".")[0] in _TELLS_ITSELF:
        return reply
    return _led(reply, say("first_struck_lead"), audience)


def _led(reply: Reply, lead: str, audience: Audience) -> Reply:
    """Return an answer with a sentence in front; what does not fit any more is cut from its end."""
    rest, _ = shorten(load_entries()[str(reply.topic)], ANSWER_BYTES - len(lead.encode()) - 2, audience)
    return replace(reply, text=f"{lead}\n\n{rest}")
