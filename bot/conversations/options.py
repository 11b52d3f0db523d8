"""Choosing what was offered: by its number, in any way that people write it, or by its label."""

import re
import unicodedata
from collections.abc import Sequence

from bot.reply import Option

_NUMERALS = {character: number for number, character in enumerate("一二三四五六七八九十", 1)}
_CHOICE = re.compile(r"(?:我?选(?:择)?)?第?(\d{1,2}|[一二三四五六七八九十])(?:个|项|号|条)?[.、。)）]?")
# Nothing but a number, however long a list would have to be: 7, 第7个, 12.
_NUMBER = re.compile(r"(?:我?选(?:择)?)?第?(\d{1,3}|[一二三四五六七八九十])(?:个|项|号)?[.、。)）]?")
_EDGES = "。.!！?？,，、 \t\n"


def chosen(text: str, options: Sequence[Option]) -> Option | None:
    """Return the option that `text` chooses, or None when it says something else.

    Args:
        text: What the person wrote: 2, ２, 二, 第二个, 选2 or an option's label.
        options: What was offered last, in order.
    """
    said = _plain(text)
    for option in options:
        if said == _plain(option.label):
            return option
    match = _CHOICE.fullmatch(said)
    if match is None:
        return None
    number = _NUMERALS.get(match[1]) or int(match[1])
    return options[number - 1] if 1 <= number <= len(options) else None


def number_alone(text: str) -> str | None:
    """Return the number that `text` is and nothing else, as written; None when it says something else.

    Example:
        第7个 → 7
    """
    match = _NUMBER.fullmatch(_plain(text))
    return match[1] if match else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip(_EDGES)
