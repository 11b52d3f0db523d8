"""Days and months, counted from a given today.

A month gives its first day. A day or month without its year is the latest one that has begun, unless the words
around it look ahead (到期, 开庭). One that is about to come and of which nothing tells that it is past (12月25号结婚, on
22 November) may be either and gives nothing. Years alone, 年初, 去年底, 国庆前, 前阵子 and birthdays give nothing.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.entities.entity import Entity
from bot.entities.lexicon import lexicon
from bot.entities.normalise import normalise
from bot.entities.numerals import whole

_CN = "零〇一二三四五六七八九"
_YEAR = rf"(?P<year>(?:19|20)\d\d|(?<!\d)\d\d|[一二][{_CN}]{{3}}|今|去|前|大前|本|上|明|后)年?"
_MONTH = r"(?P<month>0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9]|二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_NUM = r"0-9零〇一二三四五六七八九十百千万"
# Behind a month: not the 月 of 月薪, 月嫂; not its vague parts. Behind a day: not a house, a line, a document number.
_MONTH_END = r"(?!薪|嫂|子|结|租|饼|票|考|经|供|卡|均|份?(?:[底末]|中旬|下旬))"
_NOT_NUMBERED = r"(?!楼|线|门|院|车|房|仓|厂|地块|文|令|公告|工|机|店|桌|馆|码|人)"

_FESTIVAL_WORDS = {
    "国庆": (10, 1), "十一": (10, 1), "五一": (5, 1), "劳动节": (5, 1), "元旦": (1, 1), "三八": (3, 8),
    "妇女节": (3, 8), "六一": (6, 1), "圣诞": (12, 25), "双十一": (11, 11), "双11": (11, 11),
}  # fmt: skip
_LUNAR_WORDS = {"春节": "春节", "大年初一": "春节", "元宵": "元宵", "清明": "清明", "端午": "端午", "中秋": "中秋"}
_FESTIVAL = (
    "(?P<festival>"
    + "|".join([*_FESTIVAL_WORDS, *_LUNAR_WORDS])
    + ")节?(?!路|月|个|万|天|[前后]|之前|之后|以前|以后|左右)"
)
_DAYS = {
    "大前天": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1, "昨儿": -1,
    "今天": 0, "今日": 0, "今早": 0, "今晚": 0, "今儿": 0,
    "明天": 1, "明日": 1, "明早": 1, "后天": 2, "大后天": 3,
}  # fmt: skip
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_RECURRENT = re.compile(r"(?:每|每个|逢)$")
_AHEAD = re.compile(r"^[^，。,；;!！?？]{0,8}(?:到期|期满|开庭|截止|预产期|届满|终止|才能|之前要)|^(?:要|将)")
_BIRTH = re.compile(r"^[^，。,；;!！?？]{0,3}(?:出生|生日|生人|生的|生，|的人)|^生")
_ENTRY = re.compile(
    r"^[^，。,；;!！?？\d]{0,4}(?:入职|进厂|进的|进公司|进来|来的|来公司|到公司|开始上班|上班|签|参加工作|到厂|就开始)"
)
# How soon a day without its year has to come for it to be in doubt which year is meant, and what settles that doubt.
_SOON = timedelta(days=62)
_PAST = re.compile(r"^[^，。,；;!！?？]{0,12}(?:[了过没未被受]|发生|出的|[进来走签摔伤]的)")
_PAST_BEFORE = re.compile(r"(?:从|自从?|[了过])$")
_ASKING = re.compile(r"^[^，。,；;!！?？]{0,4}(?:想问|想咨询|来问|咨询|请问|问一下|问下|想了解|特地|过来)")

_Maker = Callable[[re.Match[str], str, date], "date | None"]


def find(text: str, today: date) -> list[Entity]:
    """Return the days in a normalised message as ISO strings: events first, starts of a job next, 今天 last."""
    taken = [False] * len(text)
    ranked: list[tuple[int, int, Entity]] = []
    for pattern, make in _PATTERNS:
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            # A span is settled by its longest reading, also when that gives no day: 2月30日 is not 2月.
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
            before, behind = text[max(0, match.start() - 4) : match.start()], text[match.end() : match.end() + 14]
            if _RECURRENT.search(before) or _BIRTH.search(behind):
                continue
            found = make(match, behind, today)
            if found and behind and _in_doubt(match, found, before, behind, today):
                continue
            if found is not None and 1950 <= found.year <= today.year + 10:
                entity = Entity("date", found.isoformat(), match.start(), match.end())
                ranked.append((_rank(match, behind), match.start(), entity))
    return [entity for _, _, entity in sorted(ranked, key=lambda item: item[:2])]


def day(text: str, today: date) -> date | None:
    """Return the day that an answer gives (a month gives its first), or None where it gives none.

    What would be too little inside a sentence counts here: 15号, 国庆, 20250601.
    """
    plain = normalise(text).strip(" 。.!！,，")
    found = find(plain, today)
    if found:
        return date.fromisoformat(found[0].value)
    if re.fullmatch(r"20\d{6}", plain):
        return _day(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
    if match := re.fullmatch(rf"{_DAY}[日号]", plain):
        number = whole(match["day"]) or 0
        this = _day(today.year, today.month, number)
        return this if this and this <= today else _day(*_shift(today, -1), number)
    if match := re.fullmatch(_FESTIVAL + "(?:期间|那天|当天|的时候)?", plain):
        return _latest_festival(match, today)
    return None


def _in_doubt(match: re.Match[str], found: date, before: str, behind: str, today: date) -> bool:
    """Say whether a day without its year may as well be the one that is about to come."""
    if "month" not in match.groupdict() or match.groupdict().get("year") or found > today:
        return False
    coming = _day(found.year + 1, found.month, found.day)
    if coming is None or not today < coming <= today + _SOON:
        return False
    return not (_PAST.search(behind) or _ENTRY.search(behind) or _PAST_BEFORE.search(before))


def _rank(match: re.Match[str], behind: str) -> int:
    if _DAYS.get(match[0], -1) >= 0:
        return 2
    return 1 if _ENTRY.search(behind) else 0


def _day(year: int, month: int, number: int) -> date | None:
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
        return _day(year, month, number) if year else None
    if _AHEAD.search(behind):
        coming = _day(today.year, month, number)
        return coming if coming and coming >= today.replace(day=1) else _day(today.year + 1, month, number)
    this = _day(today.year, month, number)
    return this if this and this <= today else _day(today.year - 1, month, number)


def _relative_month(match: re.Match[str], behind: str, today: date) -> date | None:
    """Read 上个月, 本月15号."""
    word = match["which"]
    away = {"上上": -2, "大上": -2, "上": -1, "下": 1, "下下": 2}.get(word, 0)
    return _day(*_shift(today, away), (whole(match["day"]) or 0) if match["day"] else 1)


def _weekday(match: re.Match[str], behind: str, today: date) -> date | None:
    """Read 上周五: weeks begin on Monday."""
    weeks = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(match["which"], 0)
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(weeks=weeks, days=_WEEKDAYS[match["weekday"]])


def _near(match: re.Match[str], behind: str, today: date) -> date | None:
    """Read 昨天."""
    away = _DAYS[match[0]]
    return None if away == 0 and _ASKING.search(behind) else today + timedelta(days=away)


def _ago(match: re.Match[str], behind: str, today: date) -> date | None:
    """Read 三天前, 两周前."""
    count = whole(match["count"])
    return None if not count or count > 400 else today - timedelta(days=count * (1 if match["unit"] == "天" else 7))


def _festival(match: re.Match[str], year: int) -> date | None:
    """Return the day of the matched festival in `year`; None beyond the table of lunar festivals."""
    word = match["festival"]
    if word in _FESTIVAL_WORDS:
        return date(year, *_FESTIVAL_WORDS[word])
    return next((day for day in lexicon("festivals")[_LUNAR_WORDS[word]] if day.year == year), None)


def _latest_festival(match: re.Match[str], today: date) -> date | None:
    """Return the last day of the matched festival that is not after today."""
    days = (_festival(match, today.year), _festival(match, today.year - 1))
    return next((found for found in days if found is not None and found <= today), None)


def _named(match: re.Match[str], behind: str, today: date) -> date | None:
    """Read 去年国庆; a festival without its year is a kind of day, not one day."""
    year = _year(match["year"], today)
    return _festival(match, year) if year else None


def _that_day(match: re.Match[str], behind: str, today: date) -> date | None:
    """Read 清明那天: with these words a festival without its year is one day, the last."""
    return _latest_festival(match, today)


def _nothing(match: re.Match[str], behind: str, today: date) -> date | None:
    """Claim a vague span, so that no shorter pattern reads a part of it."""
    return None


_BARE_DAY = rf"(?P<day>[12]\d|3[01]|[1-9])(?![{_NUM}个人名块元天小多kKwW.%,])"
_NOT_INSIDE = rf"(?<![{_NUM}A-Za-z.])"
_LIST = r"(?:[、,，和到至~-](?:0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九]))*"
# The longest reading first; each span of a message is read once.
_PATTERNS: tuple[tuple[re.Pattern[str], _Maker], ...] = (
    (
        re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?![\d.元块万kKwW])"),
        _calendar,
    ),
    (
        re.compile(rf"{_NOT_INSIDE}(?P<year>20\d\d)[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})[日号]?(?!\d)"),
        _calendar,
    ),
    (re.compile(rf"(?<![\dA-Za-z]){_YEAR}\s?的?\s?{_MONTH}\s?月份?的?\s?{_DAY}\s?[日号]{_NOT_NUMBERED}"), _calendar),
    (re.compile(rf"(?<![\dA-Za-z]){_YEAR}\s?的?\s?{_MONTH}月{_BARE_DAY}"), _calendar),
    (re.compile(rf"(?<![\dA-Za-z]){_YEAR}\s?的?\s?{_FESTIVAL}"), _named),
    (
        re.compile(rf"(?<![\dA-Za-z]){_YEAR}\s?的?\s?{_MONTH}{_LIST}\s?(?:月份?{_MONTH_END}|月份?[初]|月上旬)"),
        _calendar,
    ),
    (re.compile(rf"{_NOT_INSIDE}{_MONTH}\s?月份?\s?{_DAY}\s?[日号]{_NOT_NUMBERED}"), _calendar),
    (re.compile(rf"{_NOT_INSIDE}{_MONTH}月{_BARE_DAY}"), _calendar),
    (
        re.compile(rf"(?<![\dA-Za-z])(?P<month>0?[1-9]|1[0-2])[./](?P<day>[12]\d|3[01]|0?[1-9])[日号]{_NOT_NUMBERED}"),
        _calendar,
    ),
    (
        re.compile(rf"(?P<which>上上|大上|上|下下|下|这|本|当)个?月(?:份)?(?:的)?{_DAY}[日号]{_NOT_NUMBERED}()"),
        _relative_month,
    ),
    (re.compile(r"(?:上上|大上|上|下下|下|这|本|当)个?月(?:份)?(?:[底末]|中旬|下旬|月底)"), _nothing),
    (re.compile(r"(?P<which>上上|大上|上|下下|下|这|本)个?月(?:份|初|上旬)?(?P<day>)"), _relative_month),
    (
        re.compile(r"(?P<which>上上|上|下下|下|这|本)个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])(?!个|天)"),
        _weekday,
    ),
    (re.compile(rf"{_FESTIVAL}\s?(?:那一?天|当[天日晚]|那晚)"), _that_day),
    (re.compile("|".join(sorted(_DAYS, key=len, reverse=True))), _near),
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
