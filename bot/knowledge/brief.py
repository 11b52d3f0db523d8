"""A shorter form of an answer, for when several share one message: its beginning, which is the answer itself."""

import re

from bot.knowledge.entries import Entry
from bot.knowledge.render import sources_line, text_for
from bot.reply import Audience

# The line of sources gets no more than this part of the room: the answer matters more.
_FOR_SOURCES = 4

# Behind a sentence or a line; the marks and the line's end stay with it.
_UNIT = re.compile(r"[^。！？；\n]*(?:[。！？；]+[”’）》]*\n*|\n+|$)")
_MORE = "……"


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with what stands behind it; put together they are the text."""
    return [unit for unit in _UNIT.findall(text) if unit]


def shorten(entry: Entry, room: int, audience: Audience = "worker") -> tuple[str, bool]:
    """Return the answer with its sources in at most `room` bytes of UTF-8, and whether it is the whole answer.

    Whole sentences are kept from the beginning, as many as fit, and …… says that there is more. A paragraph that
    only announces a list (您可以这样做：) does not stay behind at the end.
    """
    text = text_for(entry, audience)
    citations = entry.citations_for(audience)
    line = sources_line(citations, room - _size(text) - 2)
    if line:
        return f"{text}\n\n{line}", True
    # A source with a long title may take more: no answer goes out without one.
    line = sources_line(citations, room // _FOR_SOURCES) or sources_line(citations, room // 2)
    left = room - _size(line) - 2 - _size(_MORE)
    kept = ""
    for sentence in sentences(text):
        if _size((kept + sentence).rstrip()) > left:
            break
        kept += sentence
    kept = _without_announcement(kept.rstrip())
    whole = kept == text
    return "\n\n".join(filter(None, (kept if whole else kept + _MORE, line))), whole


def _without_announcement(text: str) -> str:
    """Return a text without a last line that ends in a colon."""
    lines = text.split("\n")
    while len(lines) > 1 and (not lines[-1] or lines[-1].endswith(("：", ":"))):
        lines.pop()
    return "\n".join(lines)


def _size(text: str) -> int:
    return len(text.encode())
