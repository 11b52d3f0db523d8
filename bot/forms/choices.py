"""Readers of an answer in its general shapes: agreement, yes or no, one of several things, free words."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.forms import bare
from bot.forms.field import Reader
from bot.forms.moves import is_courtesy, is_no, is_yes, plain, says_skip
from bot.forms.questions import is_question
from bot.privacy import mask_text
from bot.services import SERVICES
from bot.understanding import Understanding
from bot.wording import say

LONGEST_TEXT = 1000  # characters
_FEWEST = 2  # characters of a text that is put in the place of another
_SHOWN_TEXT = 80  # characters in the summary
_LONGEST_WISH = 14  # characters of a message that wants another service and tells nothing
_AGREES = re.compile(
    r"(?:(?:我|那|就|都|当然|嗯|完全|愿意)*(?:同意|愿意|可以|好|行|是|嗯|对|没(?:有)?(?:问题|意见)|成|要得|ok|okay|yes)"
    r"(?:的|了|吧|啊|呀|呢|提供|登记|你们|收集|使用)*[，,。！!、\s]*)+",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"(?:我|这个|那|还是|算了|真的|[，,\s])*(?:不同意|拒绝|不愿意|不乐意|不(?:太|大|是很)?(?:想|方便|能|敢|肯|愿|要|打算)?(?:给|填|提供|留|说|写|登记|透露|报)(?!错))"
)
_NOTHING = ("没有", "没有了", "没有人")  # an answer where things are counted up
_UNSURE = re.compile(r"好像|可能|也许|大概|记得|应该")
_WISH = re.compile(
    r"(?:(?:我|我们|帮我|给我|请|麻烦)*(?:要|想|想要)|帮我|给我)?(?:申请|办理?|入会|加入|查|找|投诉|登记|转|上报)"
)


def agreement(said: Understanding) -> Any:
    """Read whether the person agrees: true, false, or None.

    Agreement is said in so many words; 继续 or 提交 is none (个人信息保护法 第十四条).
    """
    words = plain(said)
    if is_question(said):
        return None
    if is_no(said) or _REFUSES.match(words):
        return False
    return True if _AGREES.fullmatch(words) else None


@dataclass(frozen=True)
class OneOf:
    """A reader of one of several things.

    Attributes:
        patterns: The values, each with the pattern of the words that mean it; the first that matches wins.
    """

    patterns: Mapping[str, re.Pattern[str]]

    def __call__(self, said: Understanding) -> str | None:
        """Return the value, or None where the words mean none."""
        words = plain(said)
        if is_question(said) and not re.search(r"[吗么]$", words):
            return None
        return next((value for value, pattern in self.patterns.items() if pattern.search(words)), None)


def choice(patterns: Mapping[str, str]) -> OneOf:
    """Return a reader of one of several things.

    Args:
        patterns: The values, each with the regular expression of the words that mean it; the first that matches wins.
    """
    return OneOf({value: re.compile(pattern) for value, pattern in patterns.items()})


def is_unsure(said: Understanding) -> bool:
    """Tell whether the words leave it open: 好像是, 应该入过."""
    return bool(_UNSURE.search(plain(said)))


def yes_or_no(yes: str, no: str) -> Reader:
    """Return a reader of yes or no.

    Args:
        yes: The words that say yes in this matter, as a regular expression.
        no: Those that say no.
    """
    says_no, says_yes = re.compile(no), re.compile(yes)

    def read(said: Understanding) -> Any:
        words = plain(said)
        if is_question(said):
            return None
        if is_no(said) or says_no.search(words):
            return False
        return True if is_yes(said) or says_yes.search(words) else None

    return read


@dataclass(frozen=True)
class FreeWords:
    """A reader that takes what was written in free words, unless it asks something or wants another service.

    Attributes:
        least: How many characters it needs.
        also: The kinds (bare.py) that are enough by themselves; a place, a time or a name alone is none otherwise.
        others: What tells another item, as a regular expression; a message with nothing but such clauses is none.
    """

    least: int
    also: Collection[str]
    others: str = "(?!)"

    def __call__(self, said: Understanding) -> Any:
        """Return the words, or None where they are no answer."""
        words = plain(said)
        if is_yes(said) or is_no(said) or is_question(said) or is_courtesy(said):
            return None
        if says_skip(said) and words not in _NOTHING:
            return None
        kind = bare.kind_of(words)
        if kind is not None:
            return said.text.strip() if kind in self.also else None
        if all(re.search(self.others, clause) for clause in re.split(r"[，,。；;！!\s]+", words)):
            return None
        if len(words) < self.least or not re.search(r"[\u4e00-\u9fff]{2}", words):
            return None
        if said.intent in (*SERVICES, "human") and len(words) <= _LONGEST_WISH and _WISH.match(words):
            return None
        return said.text.strip()[:LONGEST_TEXT]

    def as_told(self, said: Understanding) -> Any:
        """Return the words behind 第③项不对，是……, which are the value, however few they are."""
        words = plain(said)
        is_none = is_question(said) or is_yes(said) or is_no(said) or says_skip(said) or bare.is_command(words)
        return None if is_none or len(words) < _FEWEST else said.text.strip()[:LONGEST_TEXT]


def text(least: int = 4, also: Collection[str] = (), others: str = "(?!)") -> FreeWords:
    """Return a reader of free words.

    Args:
        least: How many characters it needs.
        also: The kinds (bare.py) that are enough by themselves.
        others: What tells another item, as a regular expression.
    """
    return FreeWords(least, also, others)


def shown_text(value: str) -> str:
    """Return a text as the summary shows it: shortened, numbers of people masked."""
    masked = mask_text(value)
    return masked if len(masked) <= _SHOWN_TEXT else masked[:_SHOWN_TEXT] + "……"


def joined_text(known: str, more: str) -> str:
    """Return a text with more of it behind, unless it says that already."""
    return known if more in known else f"{known}；{more}"[:LONGEST_TEXT]


def shown_choice(wording: str) -> Any:
    """Return a function that shows a chosen value by the response `WORDING_VALUE`."""
    return lambda value: say(f"{wording}_{value}")


def show_yes_no(value: bool) -> str:
    """Return 是 or 否."""
    return "是" if value else "否"
