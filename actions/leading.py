"""What a few words after an answer ask for: the service that it offers (那帮我申请吧, 好的, or a place)."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace

from actions import my_cases_words
from bot.entities.places import elsewhere
from bot.followup import Thread
from bot.forms.moves import is_yes, plain
from bot.knowledge.entries import load_entries
from bot.offering import leading_options, service_option
from bot.reply import Audience, Option, Reply
from bot.services import CALCULATE, SERVICES
from bot.understanding import Understanding
from bot.wording import say

_LONGEST_PLACE = 20  # characters
_LEAD = (
    r"(?:那|那么|好的?|行|嗯|就|请|麻烦|你|您|现在|直接|马上|我要|我想|可以|想|要)*"
    r"(?:帮|给|替)?(?:我|我们)?(?:现在|就|来)?"
)
_TAIL = r"(?:这个|那个|一下|一个|个|上|下|吧|了|啊|呗|好了)*"
# The wish to have it done, without a word of what; 登记 and 报名 say by themselves what they are for.
_DO_THAT = re.compile(rf"{_LEAD}(?:申请|办理?|弄|报){_TAIL}")
_DO_IT = re.compile(rf"{_LEAD}(?:申请|办理?|登记|报个?名|弄|报|提交|填){_TAIL}")
# What only shows that somebody listens.
_HEARD = re.compile(r"(?:嗯|哦|对|是|的|没错|正确|[，,\s])*")
_TAPPED = re.compile(r"/(\w+)(\{.*\})?")


def led_to(
    said: Understanding, thread: Thread, offered: Iterable[Option] = (), audience: Audience = "worker"
) -> Understanding | None:
    """Return a message as the wish for the service that was offered before it, or None where it asks for none.

    Args:
        said: The message.
        thread: What was said before.
        offered: What stands under the last reply: a yes takes the one service that is there.
        audience: Whose words they are: 接了 or 办结 of a cadre are meant for 我的工单, also when the list has ended.
    """
    words = plain(said)
    if audience == "cadre" and said.intent == "unclear" and my_cases_words.means_a_list(words):
        return replace(said, intent="my_cases")
    if is_yes(said) and not _HEARD.fullmatch(words):
        now = [wish for option in offered if (wish := _wish(said, option.payload))]
        return now[0] if len(now) == 1 else None
    before = [wish for payload in _offered_by(thread) if (wish := _wish(said, payload))]
    if _DO_IT.fullmatch(words):
        return next((wish for wish in before if wish.intent != CALCULATE), None)
    if said.intent == "location":  # sent right after the list of stations
        return next((wish for wish in before if wish.intent == "station"), None)
    is_place = (
        ("district" in said.entities or elsewhere(words))
        and len(words) <= _LONGEST_PLACE
        and said.intent in ("unclear", "out_of_scope", "deny")
    )
    return next((wish for wish in before if wish.intent == "station"), None) if is_place else None


def _offered_by(thread: Thread) -> tuple[str, ...]:
    """Return what the last answer's options for services send; a part of an answer offers what the whole does."""
    entry = load_entries().get(thread.topic or "")
    return thread.services or (tuple(option.payload for option in leading_options(entry)) if entry else ())


def asks_which(said: Understanding, thread: Thread) -> Reply | None:
    """Return the question what is to be done, where a message says only that it be done and nothing was offered."""
    if not _DO_THAT.fullmatch(plain(said)) or led_to(said, thread):
        return None
    options = tuple(service_option(service) for service in ("grievance", "join", "legal_aid", "human"))
    return Reply(say("which_service"), "clarify", options=options)


def _wish(said: Understanding, payload: str) -> Understanding | None:
    """Return the message with what an option asks for, or None where that is no service (a topic, a person)."""
    match = _TAPPED.fullmatch(payload)
    if match is None or match[1] not in SERVICES:
        return None
    return replace(said, intent=match[1], entities={**said.entities, **json.loads(match[2] or "{}")})
