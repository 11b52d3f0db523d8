"""The buttons under a reply: a topic to ask for, a service to start; and the word on a number that none of them has."""

import json
from collections.abc import Iterable, Sequence

from bot.knowledge.entries import Entry, load_entries
from bot.reply import Option, Reply
from bot.services import AVAILABLE_SERVICES, CALCULATE
from bot.wording import say


def topic_option(entry: Entry) -> Option:
    """Return the button that asks for `entry`'s answer."""
    return Option(entry.title, "/choose" + json.dumps({"topic": entry.id}))


def topic_options(ids: Iterable[str]) -> tuple[Option, ...]:
    """Return buttons for those of `ids` that have an entry."""
    entries = load_entries()
    return tuple(topic_option(entries[topic]) for topic in ids if topic in entries)


def service_option(service: str, told: str = "") -> Option:
    """Return the button that starts `service`; its label is the response `option_<service>`.

    Args:
        service: Its id.
        told: What a calculator need not ask any more (bot/calculators/wanted.py: packed).
    """
    if not service.startswith("calculator."):
        return Option(say(f"option_{service}"), f"/{service}")
    values = {"service": service, **({"told": told} if told else {})}
    return Option(say(f"option_{service}"), f"/{CALCULATE}" + json.dumps(values))


def leading_options(entry: Entry) -> tuple[Option, ...]:
    """Return the button for the service that `entry` leads to, if it is there."""
    return (service_option(entry.leads_to),) if entry.leads_to in AVAILABLE_SERVICES else ()


def no_such_option(number: str, offered: Sequence[Option]) -> Reply:
    """Return what is said to a number that no option has: that there is none, with the options once more.

    Args:
        number: The number, as written.
        offered: What was offered last; where there is nothing, a person is.
    """
    if not offered:
        return Reply(say("option_none", number=number), "clarify", options=(service_option("human"),))
    text = say("option_missing", number=number, count=len(offered))
    return Reply(text, "clarify", options=tuple(offered))
