"""One spelling for what means the same, before the classifier looks at a message.

Only the classifier and the word lists see the normalised text; the message itself stays as written.
"""

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

from bot.nlu.lexicon import replacements

_NUMBER = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千半几]+)"
# How much or how long decides no topic, but 二倍 and 三倍, 12351 and 12348 do: only numbers with a unit of
# time, money or age lose their value.
_QUANTITY = re.compile(
    rf"{_NUMBER}\s*(个多月|个月|个小时|个钟头|个星期|个礼拜|年多|多年|年(?![休假终])|小时|星期|周|天|号|块钱|块|万块|万元|万|千块|千|元|岁|w|k)"
)
# Whose number it is, decides nothing: an ID number or a phone number is one sign, a case's number (13 digits from the
# year on) a word. A rare letter, because letters survive all that follows.
LONG_NUMBER = "ξ"
_CASE = re.compile(r"(?:工单号?[:： ]?)?(?<!\d)20\d{11}(?!\d)")
_LONG = re.compile(r"(?<!\d)1[3-9]\d[ .·-]?\d{4}[ .·-]?\d{4}(?!\d)|\d{11,}[xX]?")
_MARKS = re.compile(r"[^\w%+]+|_")
_REPEATED = re.compile(r"(.)\1{2,}")


@lru_cache(maxsize=1)
def _to_simplified() -> OpenCC:
    """Return the converter from traditional to simplified characters (its tables load once)."""
    return OpenCC("t2s")


def _replace(text: str, name: str) -> str:
    """Return `text` with every variant of the list `name` replaced by the word it stands for."""
    pattern, wanted = replacements(name)
    return pattern.sub(lambda match: wanted[match.group()], text)


def plain(text: str) -> str:
    """Return `text` in simplified, half-width, lower-case characters without marks or doubled-up letters.

    What a word list written in ordinary words can be matched against: 转人工！！！ → 转人工.
    """
    text = _to_simplified().convert(unicodedata.normalize("NFKC", text)).lower()
    return _REPEATED.sub(r"\1\1", _MARKS.sub(" ", text)).strip()


def without_long_numbers(text: str) -> str:
    """Return `text` in half width with ξ for every phone number, ID number or other run of 11 digits or more.

    The number of a case (2026112200012) becomes the word 工单号.
    """
    return _LONG.sub(LONG_NUMBER, _CASE.sub("工单号", unicodedata.normalize("NFKC", text)))


def normalize(text: str) -> str:
    """Return `text` as the classifier sees it: plain, spelling mended, synonyms joined, amounts as 0, long numbers ξ.

    Example:
        農名工，老闆拖了3個月薪水 → 农民工 老板拖了0个月工资
    """
    mended = _replace(plain(without_long_numbers(text)), "misspellings")
    return _QUANTITY.sub(r"0\1", _replace(mended, "synonyms"))
