"""Chinese and mixed numerals as people write them: 一万八, 1万8, 1.8万, 18k, 两千三, 2,300, 一万零五百."""

import re
from decimal import Decimal

_DIGITS = {char: value for value, chars in enumerate(
    ("零〇", "一壹", "二两贰俩", "三叁仨", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for char in chars}  # fmt: skip
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000, "K": 1000,
          "万": 10**4, "w": 10**4, "W": 10**4, "亿": 10**8}  # fmt: skip

_WORDS = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_SCALE = "0-9十百千万亿拾佰仟kKwW"
_CHARS = _WORDS + _SCALE
#: What 一 begins that is no part of the number before it: 一万二一直不给, 三千一个月. 二十一个月 is a number.
ONE_MORE = r"一(?:直|共|起|样|拖|律|年|天|日|周|月|星期|礼拜|小时|个|次|人|家|单|毛|分(?:钱|都|也|没|不))"
_NEXT_WORD = rf"(?:(?<=[一二两三四五六七八九百千万]){ONE_MORE})"
# A numeral is taken as one whole run of characters and then understood or refused, so that no number is ever
# read out of the middle of a longer one. Points and commas belong to it only between digits, and a word for a
# digit never follows a digit (4500一个月).
_RUN = (
    rf"(?:[{_SCALE}]|(?<!\d)(?!{_NEXT_WORD})[{_WORDS}]|(?<=\d)\.(?=\d)|(?<=\d),(?=\d{{3}}(?!\d))|点(?=[0-9{_WORDS}]))*"
)
_END = rf"(?![{_SCALE}])(?:(?<=\d)|(?={_NEXT_WORD})|(?![{_WORDS}]))"
_FIRST = r"(?:[0-9一二两俩仨三四五六七八九壹贰叁肆伍陆柒捌玖]|(?<![几数好上])[十拾])"
# Not inside a word or number, not an ordinal, and not the upper end of a range (3到5千, 三、四千, 3-5个月).
_TO = "、~～到至或-"
_BEFORE = (
    rf"(?:(?<![A-Za-z第几{_CHARS}])|(?<=\d)(?=[{_WORDS}]))(?<!\d\.)(?<![{_CHARS}]点)"
    rf"(?<![{_CHARS}][{_TO}])(?<![{_CHARS}][{_TO}]{{2}})(?<![{_CHARS}][{_TO}]\s)(?<![{_CHARS}]\s[{_TO}]\s)"
)
#: A number in running text, as the group `number`. 几千, 数十, 第三 and the ends of a range are none.
NUMBER = rf"{_BEFORE}(?P<number>{_FIRST}{_RUN}){_END}(?!\s?[{_TO}]{{1,2}}\s?[{_CHARS}])"

_ARABIC = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_SPOKEN_POINT = re.compile(r"(?P<whole>[^点]+)点(?P<part>[0-9零〇一二三四五六七八九]{1,2})(?P<scale>[万千亿kKwW]?)")
_TOKEN = re.compile(r"(?P<arabic>\d+(?:\.\d+)?)|(?P<char>.)")


def number(text: str) -> Decimal | None:
    """Return the exact value of a numeral, or None where it is not one or says only roughly how much.

    A digit that ends the numeral counts in the next lower unit, as spoken: 一万八 and 1万8 are 18000, 两千三
    is 2300, 三百五 is 350. Two digits in a row (两三千, 二三十) are a guess, not a value.
    """
    if _ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if match := _SPOKEN_POINT.fullmatch(text):
        before = number(match["whole"])
        part = "".join(str(_DIGITS.get(char, char)) for char in match["part"])
        return None if before is None else (before + Decimal(f"0.{part}")) * _UNITS.get(match["scale"], 1)
    if "," in text or "点" in text:
        return None
    tokens: list[Decimal | str] = []
    for match in _TOKEN.finditer(text):
        char = match["char"]
        if char is None:
            tokens.append(Decimal(match["arabic"]))
        elif char in _UNITS:
            tokens.append(char)
        elif char in _DIGITS:
            tokens.append(Decimal(_DIGITS[char]) if _DIGITS[char] else "零")
        else:
            return None
    return _value(tokens)


def whole(text: str) -> int | None:
    """Return the value of a numeral that is a whole number, otherwise None."""
    value = number(text)
    return int(value) if value is not None and value == int(value) else None


def _value(tokens: list[Decimal | str], limit: int = 10**12) -> Decimal | None:
    """Return the value of a token list below `limit`: digits are Decimals, units and 零 are strings."""
    if not tokens:
        return None
    biggest = max((_UNITS[t] for t in tokens if isinstance(t, str) and t != "零"), default=0)
    if not biggest:
        value = tokens[0]
        return value if len(tokens) == 1 and isinstance(value, Decimal) and value < limit else None
    at = next(i for i, t in enumerate(tokens) if isinstance(t, str) and _UNITS.get(t) == biggest)
    head = _head(tokens[:at], biggest)
    if head is None or head * biggest >= limit:
        return None
    rest = tokens[at + 1 :]
    if not rest:
        return head * biggest
    tail = _tail(rest, biggest)
    return None if tail is None or head != int(head) else head * biggest + tail


def _head(tokens: list[Decimal | str], unit: int) -> Decimal | None:
    """Return how many times `unit` is counted; only ten may stand alone (十五, but not 百五)."""
    if not tokens:
        return Decimal(1) if unit == 10 else None
    head = _value(tokens)
    if head is None or head == 0:
        return None
    return head if unit >= 10**4 or len(tokens) == 1 else None


def _tail(tokens: list[Decimal | str], unit: int) -> Decimal | None:
    """Return what follows `unit`: 零五, a spoken last digit, lower units, or the lower digits in Arabic."""
    zero = tokens[0] == "零"
    lower = tokens[1:] if zero else tokens
    if len(lower) == 1 and isinstance(lower[0], Decimal):
        digit = lower[0]
        if digit != int(digit) or digit <= 0:
            return None
        if digit < 10:
            return digit if zero or unit == 10 else digit * unit / 10
        # 1万2500 is clear; 1万25 could be anything.
        return digit if len(str(digit)) >= len(str(unit)) - 2 and digit < unit and unit > 100 else None
    return _value(lower, unit)
