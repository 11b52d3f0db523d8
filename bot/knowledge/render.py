"""How an entry becomes what a person reads: the text, and the line of sources under it."""

import re
from collections.abc import Iterable
from datetime import date

from bot import clock, rates
from bot.knowledge.entries import Entry
from bot.money import plain
from bot.reply import Audience, Citation

# WeChat takes 2,048 bytes of UTF-8 in one text; the rest is for the numbered options under the answer
# (three of 20 characters with their numbers).
MESSAGE_BYTES = 2048
ANSWER_BYTES = MESSAGE_BYTES - 248
LABEL_CHARS = 20

# What makes a title a document that is written in 《》; a hotline or a web service is named without.
_DOCUMENT = re.compile(r"法|条例|办法|规定|意见|通知|解释|章程|决定|规则|批复|公约")

# Where a yearly figure of data/rates.yml goes: {rate:minimum_wage}.
FIGURE = re.compile(r"\{rate:(\w+)\}")
# The room that a figure takes at most, with the month it holds from and a note that it may be out of date.
FIGURE_CHARS = 32

# An article put in later: 276之一 is written 第276条之一.
_INSERTED = re.compile(r"^(\d+)(之.+)$")


def merge_articles(citations: Iterable[Citation]) -> list[str]:
    """Return one phrase per document, articles merged: 《劳动合同法》第30、85条."""
    articles: dict[str, list[str]] = {}
    for citation in citations:
        known = articles.setdefault(citation.title, [])
        if citation.article and citation.article not in known:
            known.append(citation.article)
    phrases = []
    for title, marks in articles.items():
        # A title inside a title takes the single marks.
        inner = title.replace("《", "〈").replace("》", "〉")
        name = f"《{inner}》" if marks or _DOCUMENT.search(title) else title
        numbers = [mark for mark in marks if mark.isdigit()]
        others = [_INSERTED.sub(r"第\1条\2", mark) for mark in marks if not mark.isdigit()]
        parts = [f"第{'、'.join(numbers)}条"] if numbers else []
        phrases.append(name + "、".join(parts + others))
    return phrases


def sources_line(citations: Iterable[Citation], room: int) -> str:
    """Return 依据：… in at most `room` bytes of UTF-8; what does not fit becomes 等. Empty without sources."""
    phrases = merge_articles(citations)
    for count in range(len(phrases), 0, -1):
        line = "依据：" + "；".join(phrases[:count]) + ("等。" if count < len(phrases) else "。")
        if len(line.encode()) <= room:
            return line
    return ""


def filled(text: str, day: date) -> str:
    """Return a text with its yearly figures, each with the month it holds from: 2740元（2025年7月起）.

    A figure that nobody has confirmed for `day` says so; one that is not known at all gives way to who announces it.

    Raises:
        RatesError: There is no such figure (`validate` finds this before), or the file cannot be read.
    """
    return FIGURE.sub(lambda place: _figure(place[1], day), text)


def _figure(name: str, day: date) -> str:
    known = rates.standing(name, day)
    if known is None:
        return rates.load()[name].publisher
    since = f"{known.start.year}年{known.start.month}月起"
    note = since if known.is_current else f"{since}的数，现在多少看最新公布"
    return f"{plain(known.amount)}{known.figure.unit}（{note}）"


def text_for(entry: Entry, audience: Audience) -> str:
    """Return the entry's own text for `audience`, as of today; a cadre gets the worker's where there is no other."""
    text = entry.cadre if audience == "cadre" and entry.cadre else entry.answer
    return filled(text, clock.today())


def render(entry: Entry, audience: Audience = "worker") -> str:
    """Return the answer with its sources under it, at most ANSWER_BYTES of UTF-8.

    The sources give way to the answer, never the other way round; `validate` refuses an answer that would
    not fit by itself.
    """
    text = text_for(entry, audience)
    line = sources_line(entry.citations_for(audience), ANSWER_BYTES - len(text.encode()) - 2)
    return f"{text}\n\n{line}" if line else text
