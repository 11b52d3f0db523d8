"""The forms in which days and months are written, each a pattern and what it means, counted from a given today."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.entities.festivals import FESTIVAL, NEW_YEAR, festival, latest_festival, new_year
from bot.entities.numerals import whole

_CN = "零〇一二三四五六七八九"
# 二四年六月 is June 2024; 干了二三年 is two or three years.
_SHORT_YEAR = rf"(?<![了过有干做满{_CN}])[{_CN}][{_CN}](?=年)"
_YEAR = rf"(?P<year>(?:19|20)\d\d|(?<!\d)\d\d|[一二][{_CN}]{{3}}|{_SHORT_YEAR}|今|去|前|大前|本|上|明|后)年?"
_MONTH = r"(?P<month>0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九])"
DAY = r"(?P<day>[12]\d|3[01]|0?[1-9]|二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_NUM = r"0-9零〇一二三四五六七八九十百千万"
# Behind a month: not the 月 of 月薪, 月嫂; not its vague parts. Behind a day: not a house, a line, a document number.
_MONTH_END = r"(?!薪|嫂|子|结|租|饼|票|考|经|供|卡|均|份?(?:[底末]|中旬|下旬))"
_NOT_NUMBERED = r"(?!楼|线|门|院|车|房|仓|厂|地块|文|令|公告|工|机|店|桌|馆|码|人)"

DAYS = {
    "大前天": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1, "昨儿": -1,
    "今天": 0, "今日": 0, "今早": 0, "今晚": 0, "今儿": 0,
    "明天": 1, "明日": 1, "明早": 1, "后天": 2, "大后天": 3,
}  # fmt: skip
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_AHEAD = re.compile(r"^[^，。,；;!！?？]{0,8}(?:到期|期满|开庭|截止|预产期|届满|终止|才能|之前要)|^(?:要|将)")
_ASKING = re.compile(r"^[^，。,；;!！?？]{0,4}(?:想问|想咨询|来问|咨询|请问|问一下|问下|想了解|特地|过来)")

_Maker = Callable[[re.Match[str], str, date], "date | None"]


def calendar_day(year: int, month: int, number: int) -> date | None:
    """Return the date, or None where the calendar has no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _shift(today: date, months: int) -> tuple[int, int]:
    """Return year and month, `months` away from today's."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return year, month + 1


def _year(word: str, today: date) -> int | None:
    """Return the year that 去, 2025, 25 or 二〇二五 names."""
    relative = {"今": 0, "本": 0, "去": -1, "上": -1, "前": -2, "大前": -3, "明": 1, "后": 2}
    if word in relative:
        return today.year + relative[word]
    digits = word if word.isdigit() and word.isascii() else "".join(str(max(0, _CN.index(c) - 1)) for c in word)
    if len(digits) == 4:
        return int(digits)
    short = int(digits)
    if short <= (today.year + 1) % 100:
        return 2000 + short
    return 1900 + short if short >= 60 else None


def _calendar(match: re.Match[str], behind: str, today: date) -> date | None:
    """Read a month, with its day and year where they are given."""
    groups = match.groupdict()
    month, number = whole(groups["month"]), whole(groups["day"]) if groups.get("day") else 1
    if not month or not number:
        return None
    if groups.get("year"):
        year = _year(groups["year"], today)
        return calendar_day(year, month, number) if year else None
    if _AHEAD.search(behind):
        coming = calendar_day(today.year, month, number)
        return coming if coming and coming >= today.replace(day=1) else calendar_day(today.year + 1, month, number)
    this = calendar_day(today.year, month, number)
    return this if this and this <= today else calendar_day(today.year - 1, month, number)


def _relative_month(match: re.Match[str], behind: str, today: date) -> date | None:
    """Read 上个月, 本月15号."""
    word = match["which"]
    groups = match.groupdict()
    written = groups.get("day") or groups.get("bare")
    away = {"上上": -2, "大上": -2, "上": -1, "下": 1, "下下": 2}.get(word, 0)
    return calendar_day(*_shift(today, away), whole(written) or 0 if written else 1)


def _weekday(match: re.Match[str], behind: str, today: date) -> date | None:
    """Read 上周五: weeks begin on Monday."""
    weeks = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(match["which"], 0)
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(weeks=weeks, days=_WEEKDAYS[match["weekday"]])


def _near(match: re.Match[str], behind: str, today: date) -> date | None:
    """Read 昨天."""
    away = DAYS[match[0]]
    return None if away == 0 and _ASKING.search(behind) else today + timedelta(days=away)


def _ago(match: re.Match[str], behind: str, today: date) -> date | None:
    """Read 三天前, 两周前."""
    count = whole(match["count"])
    return None if not count or count > 400 else today - timedelta(days=count * (1 if match["unit"] == "天" else 7))


def _named(match: re.Match[str], behind: str, today: date) -> date | None:
    """Read 去年国庆; a festival without its year is a kind of day, not one day."""
    year = _year(match["year"], today)
    return festival(match["festival"], year) if year else None


def _that_day(match: re.Match[str], behind: str, today: date) -> date | None:
    """Read 清明那天: with these words a festival without its year is one day, the last."""
    return latest_festival(match["festival"], today)


def _new_year(match: re.Match[str], behind: str, today: date) -> date | None:
    """Read 去年大年初三, and what happened on 正月初八; without that it is a kind of day."""
    if match["year"]:
        year = _year(match["year"], today)
        return new_year(match["nth"], year) if year else None
    days = (new_year(match["day"], today.year), new_year(match["day"], today.year - 1))
    return next((found for found in days if found and found <= today), None)


def latest_day(match: re.Match[str], behind: str, today: date) -> date | None:
    """Read 15号: the last 15th that has begun."""
    number = whole(match["day"]) or 0
    this = calendar_day(today.year, today.month, number)
    return this if this and this <= today else calendar_day(*_shift(today, -1), number)


def _nothing(match: re.Match[str], behind: str, today: date) -> date | None:
    """Claim a vague span, so that no shorter pattern reads a part of it."""
    return None


_BARE_DAY = (
    rf"(?P<day>[12]\d|3[01]|[1-9]|二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九]?)"
    rf"(?![{_NUM}个人名块元天小多来几余月次倍岁kKwW.%,])"
)
# What a day that is only a number goes on like where it is one: 10.25通知我, 20号就没去上班了.
_HAPPENED = (
    r"(?=那一?天|当[天晚]|[^，。,；;!！?？\d]{0,6}"
    r"(?:入职|进厂|进来|开工|离职|辞职|辞退|开除|通知|签|走[了的]|摔|受伤|没去|不让|被))"
)
_NOT_INSIDE = rf"(?<![{_NUM}A-Za-z.])"
_LIST = r"(?:[、,，和到至~-](?:0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九]))*"
# The longest reading first; each span of a message is read once.
FORMS: tuple[tuple[re.Pattern[str], _Maker], ...] = (
    (
        re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?![\d.元块万kKwW])"),
        _calendar,
    ),
    (
        re.compile(rf"{_NOT_INSIDE}(?P<year>20\d\d|2\d)[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})[日号]?(?!\d)"),
        _calendar,
    ),
    (re.compile(rf"(?<![\dA-Za-z]){_YEAR}\s?的?\s?{_MONTH}\s?月份?的?\s?{DAY}\s?[日号]{_NOT_NUMBERED}"), _calendar),
    (re.compile(rf"(?<![\dA-Za-z]){_YEAR}\s?的?\s?{_MONTH}月{_BARE_DAY}"), _calendar),
    (re.compile(rf"(?<![\dA-Za-z]){_YEAR}\s?的?\s?{FESTIVAL}"), _named),
    (re.compile(rf"{_YEAR}\s?的?\s?{NEW_YEAR}|{NEW_YEAR.replace('<nth>', '<day>')}{_HAPPENED}"), _new_year),
    (re.compile(rf"(?:农历|[阴旧]历)\s?(?:{_YEAR}\s?的?\s?)?{_MONTH}月(?:初?{DAY})?"), _nothing),
    (re.compile(r"八月(?:十五|半)(?![日号])"), _nothing),
    (
        re.compile(rf"(?<![\dA-Za-z]){_YEAR}\s?的?\s?{_MONTH}{_LIST}\s?(?:月份?{_MONTH_END}|月份?[初]|月上旬)"),
        _calendar,
    ),
    (re.compile(rf"{_NOT_INSIDE}{_MONTH}\s?月份?\s?{DAY}\s?[日号]{_NOT_NUMBERED}"), _calendar),
    (re.compile(rf"{_NOT_INSIDE}{_MONTH}月{_BARE_DAY}"), _calendar),
    (
        re.compile(rf"(?<![\dA-Za-z])(?P<month>0?[1-9]|1[0-2])[./](?P<day>[12]\d|3[01]|0?[1-9])[日号]{_NOT_NUMBERED}"),
        _calendar,
    ),
    (
        re.compile(
            r"(?<![\d./A-Za-z])(?P<month>0?[1-9]|1[0-2])[./](?P<day>[12]\d|3[01]|0?[1-9])"
            rf"(?![\d./元块万%倍]){_HAPPENED}"
        ),
        _calendar,
    ),
    (
        re.compile(
            rf"(?P<which>上上|大上|上|下下|下|这|本|当)个?月份?的?"
            rf"(?:{DAY}[日号]{_NOT_NUMBERED}|{_BARE_DAY.replace('<day>', '<bare>')})"
        ),
        _relative_month,
    ),
    (re.compile(r"(?:上上|大上|上|下下|下|这|本|当)个?月份?(?:[底末]|中旬|下旬)"), _nothing),
    (re.compile(r"(?P<which>上上|大上|上|下下|下|这|本)个?月(?:份|初|上旬)?"), _relative_month),
    (
        re.compile(r"(?P<which>上上|上|下下|下|这|本)个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])(?!个|天)"),
        _weekday,
    ),
    (re.compile(rf"(?:^|(?<=[，。,；;!！?？\s我从自])){DAY}号{_NOT_NUMBERED}{_HAPPENED}"), latest_day),
    (re.compile(rf"{FESTIVAL}\s?(?:那一?天|当[天日晚]|那晚)"), _that_day),
    (re.compile("|".join(sorted(DAYS, key=len, reverse=True))), _near),
    (
        re.compile(
            rf"{_NOT_INSIDE}(?P<count>\d{{1,3}}|[一二两三四五六七八九十]+)(?:个)?(?P<unit>天|周|星期|礼拜)(?:以|之)?前"
        ),
        _ago,
    ),
    (re.compile(rf"{_NOT_INSIDE}(?P<year>20\d\d)[-/](?P<month>0[1-9]|1[0-2])(?![-/\d])"), _calendar),
    (
        re.compile(
            rf"{_NOT_INSIDE}(?<![年了满过])(?!一月(?!份)){_MONTH}{_LIST}月(?:份{_MONTH_END}|{_MONTH_END}|份?初|份?上旬)"
        ),
        _calendar,
    ),
)
