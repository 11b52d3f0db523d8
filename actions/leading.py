"""What a few words after an answer ask for: the service that the answer leads to (那帮我申请吧, or a place)."""

import re

from bot.followup import Thread
from bot.forms.moves import plain
from bot.knowledge.entries import load_entries
from bot.services import AVAILABLE_SERVICES, SERVICES
from bot.understanding import Understanding

_LONGEST_PLACE = 20  # characters
# The wish to have it done, without a word of what.
_DO_IT = re.compile(
    r"(?:那|那么|好的?|行|嗯|就|请|麻烦|你|您|现在|直接|马上|我要|我想)*(?:帮|给|替)?(?:我|我们)?(?:现在|就)?"
    r"(?:申请|办|办理|登记|报名|弄|报|提交|填)(?:一下|一个|个|吧|了|啊|这个|呗|好了)*"
)


def led_to(said: Understanding, thread: Thread) -> str | None:
    """Return the service that a message asks for after the last answer, or None where it asks for none.

    Args:
        said: The message.
        thread: What was said before.
    """
    entry = load_entries().get(thread.topic or "")
    service = entry.leads_to if entry else None
    if service not in SERVICES or service not in AVAILABLE_SERVICES:
        return None
    words = plain(said)
    if _DO_IT.fullmatch(words):
        return service
    is_place = (
        "district" in said.entities
        and len(words) <= _LONGEST_PLACE
        and said.intent in ("unclear", "out_of_scope", "deny")
    )
    return service if service == "station" and is_place else None
