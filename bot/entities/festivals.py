"""Festivals and the days of the New Year, which fall on other days each year (data/lexicon/festivals.yml)."""

from datetime import date, timedelta

from bot.entities.lexicon import lexicon
from bot.entities.numerals import whole

_FIXED = {
    "国庆": (10, 1), "十一": (10, 1), "五一": (5, 1), "劳动节": (5, 1), "元旦": (1, 1), "三八": (3, 8),
    "妇女节": (3, 8), "六一": (6, 1), "圣诞": (12, 25), "双十一": (11, 11), "双11": (11, 11),
}  # fmt: skip
_LUNAR = {"春节": "春节", "大年初一": "春节", "元宵": "元宵", "清明": "清明", "端午": "端午", "中秋": "中秋"}
#: A festival in running text, as the group `festival`; 国庆前 and 五一路 are none.
FESTIVAL = "(?P<festival>" + "|".join([*_FIXED, *_LUNAR]) + ")节?(?!路|月|个|万|天|[前后]|之前|之后|以前|以后|左右)"
#: 大年初三, 正月初八, 年初八开工, as the group `nth`; 年初八月 is the beginning of a year.
NEW_YEAR = r"(?:大年|正月|年)初(?P<nth>[一二三四五六七八九十])(?!月|个|天)"


def festival(word: str, year: int) -> date | None:
    """Return the day of a festival in `year`; None beyond the table of lunar festivals."""
    if word in _FIXED:
        return date(year, *_FIXED[word])
    return next((day for day in lexicon("festivals")[_LUNAR[word]] if day.year == year), None)


def latest_festival(word: str, today: date) -> date | None:
    """Return the last day of a festival that is not after today."""
    days = (festival(word, today.year), festival(word, today.year - 1))
    return next((found for found in days if found is not None and found <= today), None)


def new_year(nth: str, year: int) -> date | None:
    """Return the nth day (八) of the New Year that begins in `year`."""
    first = festival("春节", year)
    return first + timedelta(days=(whole(nth) or 1) - 1) if first else None
