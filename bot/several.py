"""Replies that are not one whole answer: several answers at once, one detail of an answer, the same a third time."""

from collections.abc import Sequence
from dataclasses import replace

from bot import details
from bot.knowledge.brief import shorten
from bot.knowledge.entries import Entry, load_entries
from bot.knowledge.render import ANSWER_BYTES, sources_line
from bot.offering import leading_options, service_option, topic_option, topic_options
from bot.privacy import mask_text
from bot.reply import Audience, Option, Reply
from bot.services import AVAILABLE_SERVICES
from bot.understanding import Unsure
from bot.wording import say

# More at once would leave too few words for each.
MOST_ANSWERS = 3
_SOURCES_BYTES = 300
_WORDS = 24  # characters of a question that are said again
_MOST_OPTIONS = 4


def answer_several(topics: Sequence[str], audience: Audience = "worker", unsure: Sequence[Unsure] = ()) -> Reply:
    """Return the answers to several questions, in the order asked, in one message.

    All of it fits into ANSWER_BYTES; an answer that is cut short for that can be had in full by its button.

    Args:
        topics: The topics, each with an entry; those after the third are offered as buttons.
        audience: Whose wording to use.
        unsure: Questions of the message that were not surely understood: each is named, and offered where it may be
            about something.
    """
    entries = [load_entries()[topic] for topic in topics]
    answered, rest = entries[:MOST_ANSWERS], entries[MOST_ANSWERS:]
    intro, more = say("several_intro", count=len(entries) + len(unsure)), say("several_more")
    named = "、".join(f"“{mask_text(part.text)[:_WORDS]}”" for part in unsure)
    end = "\n".join(
        [*([say("several_rest")] if rest else []), *([say("several_unsure", questions=named)] if unsure else [])]
    )
    frame = "\n\n".join([intro, *(_heading(entry) for entry in answered), more, end])
    room = (ANSWER_BYTES - len(frame.encode())) // len(answered)
    shown = {entry: shorten(entry, room - 1, audience) for entry in answered}
    cut = [entry for entry, (_, whole) in shown.items() if not whole]
    blocks = [f"{_heading(entry)}\n{text}" for entry, (text, _) in shown.items()]
    related = [topic for entry in answered for topic in entry.related]
    offered = [*_offered(unsure), *map(topic_option, rest + cut)]
    if not offered:
        offered = list(topic_options([topic for topic in related if topic not in topics][:2]))
    leading = () if len(offered) >= _MOST_OPTIONS else leading_options(answered[0])
    return Reply(
        text="\n\n".join(filter(None, [intro, *blocks, more if cut else "", end])),
        outcome="answer",
        topic=answered[0].id,
        options=tuple(dict.fromkeys((*offered, *leading)))[:_MOST_OPTIONS],
        citations=tuple(dict.fromkeys(citation for entry in answered for citation in entry.citations_for(audience))),
        suggestions=tuple(dict.fromkeys([*topics[1:], *(t for t in related if t not in topics)])),
    )


def _offered(unsure: Sequence[Unsure]) -> list[Option]:
    """Return the options for what was not surely understood, each by its name."""
    offers = [offer for part in unsure for offer in part.offers]
    options = [*topic_options(offers), *(service_option(offer) for offer in offers if offer in AVAILABLE_SERVICES)]
    return list(dict.fromkeys(options))


def _heading(entry: Entry) -> str:
    return f"【{entry.title}】"


def answer_detail(topic: str, detail: str, text: str, audience: Audience = "worker") -> Reply:
    """Return what the answer to `topic` says about one detail, without the rest; or that it says nothing of it.

    Args:
        topic: A topic with an entry.
        detail: See `bot.details.told`.
        text: The message.
        audience: Whose wording is quoted.
    """
    entry = load_entries()[topic]
    told = details.told(entry, detail, text, audience)
    if not told:
        options = (*topic_options(entry.related[:2]), service_option("human"))
        missing = say("detail_missing", title=entry.title)
        return Reply(missing, "clarify", topic=topic, options=options, suggestions=entry.related)
    words = "\n".join([say("detail_intro", title=entry.title), *told])
    return Reply(
        text="\n\n".join(filter(None, (words, sources_line(entry.citations_for(audience), _SOURCES_BYTES)))),
        outcome="answer",
        topic=topic,
        options=(topic_option(entry), *topic_options(entry.related[:2]), service_option("human")),
        citations=entry.citations_for(audience),
        suggestions=entry.related,
    )


def answer_again(reply: Reply) -> Reply:
    """Return what is said in place of a reply that was said twice in a row: that a person can be had."""
    others = tuple(option for option in reply.options if option.payload != "/human")
    options = (service_option("human"), *others[:3])
    return replace(reply, text=say("again"), outcome="clarify", options=options, citations=())
