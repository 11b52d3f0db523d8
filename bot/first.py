"""What has to come first in a reply, whatever the message was taken for: safety, a plain answer, the help at hand."""

from dataclasses import replace

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
    - Whether a dispute can be won: what it depends on, then the ways there are.
    - An illness that nobody can pay for: the union's assistance is the first option.

    Args:
        reply: The reply so far.
        said: The message.
        audience: Whose wording is shown.
    """
    if said.intent not in ("ask", "unclear", "out_of_scope") or len(said.questions) > 0:
        return reply
    words = plain(said.text)
    if patterns("first", "struck").search(words):
        return _struck(reply, audience)
    if reply.topic == _ABOUT_DISPUTES and not said.detail and patterns("first", "winning").search(words):
        return _led(reply, say("first_winning"), audience)
    if patterns("first", "illness").search(words) and (reply.topic or "").partition(".")[0] in _HELP_FOR:
        hardship = service_option("hardship")
        others = tuple(option for option in reply.options if option != hardship)
        return replace(reply, options=(hardship, *others)[:_MOST_OPTIONS])
    return reply


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
