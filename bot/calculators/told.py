"""What a message says about somebody's own case: pay, days, the grade of an injury, hours of overtime.

Strict on purpose: a number is taken only where the words around it say what it counts, and only where there is one
such number. Nothing found is None; a wrong number would be worse. All take a message that went through `normalise`.
"""

import re
from decimal import Decimal
from itertools import pairwise

from bot.calculators.told_days import Day, gone, joined
from bot.entities import amounts
from bot.entities.numerals import NUMBER, whole
from bot.money import LIKELY_PAYROLL, LIKELY_WAGE

__all__ = ["Day", "gone", "joined"]

# People write a space for a comma: 干了8年 一个月一万二. A number that follows belongs to the words before it.
_CLAUSE_ENDS = re.compile(
    r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])(?![零一二两三四五六七八九十百千万半](?!个?月))"
    r"|(?<=\d)\s+(?=[\u4e00-\u9fff])(?![元块万千百十年月日号天个小钟周多左一二两三四五六七八九几半每的人级点])"
)
_PAY_BEFORE = re.compile(
    r"(?:月薪|工资|薪水|薪资|月工资|每个?月|一个月|月收入|月入|应发|税前)"
    r"(?:平均|平时|税前|应发|工资|收入|能|可以|是|有|发|给|拿|挣|大概|大约|差不多|就|才|只有|，|,|:|：|\s)*$"
)
_PAY_BEHIND = re.compile(r"^\s?(?:多|左右|上下)?(?:一个?月|每个?月|/月|的?月薪|的?工资|月薪)(?!没|不|未|都没)")
_NOT_PAY = re.compile(
    r"(?:欠|拖|押|扣|罚|没发|未发|少发|不发|补|赔|总额|到手|实发|底薪|年薪|日薪|时薪|一天|每天|小时|加班费|奖金|提成|最低工资"
    r"|个月的?工资|涨|降|减|\d年)[^，。,；;]{0,7}$"
)
# 月薪 right in front is a wage whatever stands before it: 加班4小时月薪8000.
_SURELY_PAY = re.compile(r"(?<![欠扣涨降减])月薪(?:是|有|，|,|:|：|\s)*$")
_NOT_PAY_BEHIND = re.compile(r"^\s?(?:一天|/天|每天|一小时|/小时|每小时|一年|/年|的?底薪|的?年薪|到手)")

# 干了8个月工资5000 tells two things, three months' pay of 15000 is one.
_MONTHS_WORKED = re.compile(rf"(?:干|做|工作|上班|入职|待|呆)(?:了|满|过|有)*{NUMBER}个半?月(?=的?(?:工资|月薪|薪))")


def wage(text: str) -> Decimal | None:
    """Return what somebody earns a month before tax: 一个月8000, 工资六千. 到手 and 底薪 are other numbers.

    A wage that is hardly one (月薪8块, 月薪80万) is none: `wage_as_told` has it, for asking back.
    """
    return _likely(wage_as_told(text), LIKELY_WAGE)


def _likely(value: Decimal | None, bounds: tuple[Decimal, Decimal]) -> Decimal | None:
    return value if value is not None and bounds[0] <= value <= bounds[1] else None


def wage_as_told(text: str) -> Decimal | None:
    """Return the wage of a month that a message tells, however unlikely it is."""
    text, found = _MONTHS_WORKED.sub(r"\g<0>，", _CLAUSE_ENDS.sub("，", text)), set()
    for entity in amounts.find(text):
        left, right = text[max(0, entity.start - 14) : entity.start], text[entity.end :]
        is_other = _NOT_PAY.search(left) and not _SURELY_PAY.search(left)
        if is_other or _NOT_PAY_BEHIND.match(right):
            continue
        if _PAY_BEFORE.search(left) or _PAY_BEHIND.match(right):
            found.add(Decimal(entity.value))
    return found.pop() if len(found) == 1 else None


_BASE_PAY = re.compile(r"(?:底薪|基本工资)")


def base_wage(text: str) -> Decimal | None:
    """Return the wage that overtime is counted by: that of a month, or where only a 底薪 is told, that one."""
    told = wage(text)
    return told if told is not None or "底薪" not in text else wage(_BASE_PAY.sub("月薪", text))


_GRADES = {char: number for number, char in enumerate("一二三四五六七八九十", start=1)} | {"10": 10}
_GRADE = re.compile(
    r"(?<![\d一二三四五六七八九十第到至~-])(10|[1-9]|[一二三四五六七八九十])\s?级(?!医|甲|以上|以下|职|工(?!伤))"
)
_ANY_GRADE = re.compile(r"(?:10|[1-9]|[一二三四五六七八九十])\s?级")
_INJURED = re.compile(r"伤残|工伤|残|鉴定|评|定级")


def grade(text: str) -> int | None:
    """Return the one grade of disability that a message names: 十级伤残, 工伤鉴定9级."""
    found = _GRADE.findall(text)
    if not _INJURED.search(text) or len(found) != 1 or len(_ANY_GRADE.findall(text)) != 1:
        return None
    return _GRADES.get(found[0]) or int(found[0])


_DAYS_LEFT = re.compile(
    rf"(?:还?剩下?|没休完?|未休|没有休|欠我|没让我休|不让我?休)[^，。,；;\d一二两三四五六七八九十]{{0,6}}{NUMBER}\s?天(?!半)"
    rf"|(?:还)?有{NUMBER.replace('<number>', '<other>')}\s?天(?:的)?(?:年假|年休假|带薪年假)?(?:都)?(?:没|未|不让)休"
)


def untaken_leave(text: str) -> Decimal | None:
    """Return the days of annual leave that were not taken: 还有5天年假没休."""
    found = [match["number"] or match["other"] for match in _DAYS_LEFT.finditer(text)]
    count = whole(found[0]) if len(found) == 1 and re.search("年假|年休", text) else None
    return Decimal(count) if count and count <= 30 else None


_KINDS = {
    "workday_hours": re.compile(r"平[时日]|工作日|下班后?|延时"),
    "rest_day_hours": re.compile(r"周末|周[六日天]|星期[六日天]|礼拜[六日天]|双休|休息日"),
    "holiday_hours": re.compile(r"法定|国庆|元旦|春节|过年|除夕|清明|端午|中秋|五一|劳动节"),
}
_OVERTIME = re.compile(rf"{NUMBER}\s?(?:个)?(?P<unit>小时|钟头|天)(?!半)")
# 周六两天, 五一三天: the name of the day ends before the number.
_DAY_NAME = re.compile(r"(?:周|星期|礼拜)[一二三四五六日天]|五一")
_REPEATED = re.compile(
    r"每|(?<!加班)(?<!加了)(?<!上班)(?<![庆旦节明午秋一六日天末的])一天|一周|天天|都要|经常|周周|单休|一个星期"
)
# 每个月8000 is a wage and no overtime again and again.
_MONTHLY_PAY = re.compile(
    r"每个?月(?:工资|薪水|收入|应发|税前|能|可以|拿|发|挣|有|是|大概|就)*"
    r"[\d一二两三四五六七八九][\d,.]*[\d千万百kKwW]"
)
# 国庆三天上了两天班: how long the holiday is, and then how long somebody worked.
_HOLIDAY_LENGTH = re.compile(
    r"(国庆|元旦|春节|过年|清明|端午|中秋|五一|劳动节)(?:假期|放假|长假|头|前)?"
    rf"{NUMBER}天(?=[^，。,]{{0,4}}(?:上|加|干|值)了?班?{NUMBER.replace('<number>', '<worked>')}天)"
)
#: More hours than this in one message are no month's overtime.
_MONTH_OF_OVERTIME = 300
#: Hours of a day of work, by which days of overtime are counted.
HOURS_A_DAY = 8
#: The most statutory days that one holiday brings (春节, four); more are not all paid threefold.
_HOLIDAY_DAYS = {"国庆": 3, "春节": 4, "过年": 4, "五一": 2, "劳动节": 2}


def overtime_hours(text: str) -> dict[str, Decimal]:
    """Return the hours of overtime of each kind, where it is clear which: 周末加班2天 → 16 hours."""
    text = _HOLIDAY_LENGTH.sub(r"\1", _MONTHLY_PAY.sub("", _DAY_NAME.sub(r"\g<0>的", text)))
    numbers = list(_OVERTIME.finditer(text))
    if not numbers or _REPEATED.search(text) or not re.search("加班|上班|加了", text):
        return {}
    # One number may have its kind behind it; of several, each has its own in front.
    parts = [text]
    if len(numbers) > 1:
        ends = [0, *(match.end() for match in numbers)]
        parts = [text[start:end] for start, end in pairwise(ends)]
        if any(pattern.search(text[ends[-1] :]) for pattern in _KINDS.values()):
            return {}
    found: dict[str, Decimal] = {}
    plain_hours: list[Decimal] = []
    for part, number in zip(parts, numbers, strict=True):
        one = _hours_of(part, number)
        if one is None and (of_no_kind := _plain_hours(part, number)) is not None:
            plain_hours.append(of_no_kind)
        elif one is None or one[0] in found:
            return {}
        else:
            found[one[0]] = one[1]
    if not plain_hours:
        return found
    # 加了20个小时班，周六两天，国庆一天: fewer than the other days have are no total, so they are hours after work.
    is_rest = len(plain_hours) == 1 and "workday_hours" not in found and plain_hours[0] < sum(found.values())
    return {"workday_hours": plain_hours[0], **found} if is_rest else {}


def hours_of_any_kind(text: str) -> Decimal | None:
    """Return the hours of overtime where nothing says on which kind of day: 夜班加班4小时."""
    text = _MONTHLY_PAY.sub("", text)
    numbers = list(_OVERTIME.finditer(text))
    if len(numbers) != 1 or numbers[0]["unit"] == "天" or _REPEATED.search(text) or "加班" not in text:
        return None
    count = whole(numbers[0]["number"])
    is_placed = any(pattern.search(text) for pattern in _KINDS.values())
    return Decimal(count) if count and count <= _MONTH_OF_OVERTIME and not is_placed else None


def _hours_of(text: str, number: re.Match[str]) -> tuple[str, Decimal] | None:
    """Return the kind of overtime that words name, and its hours; None where that is not clear."""
    kinds = [name for name, pattern in _KINDS.items() if pattern.search(text)]
    count = whole(number["number"])
    if len(kinds) != 1 or not count:
        return None
    if number["unit"] != "天":
        return (kinds[0], Decimal(count)) if count <= _MONTH_OF_OVERTIME else None
    named = _KINDS["holiday_hours"].search(text)
    most = _HOLIDAY_DAYS.get(named[0], 1 if named[0] != "法定" else 13) if named else 31
    # Three evenings of work after work are not three days of eight hours.
    return (kinds[0], Decimal(count * HOURS_A_DAY)) if kinds[0] != "workday_hours" and count <= most else None


def _plain_hours(text: str, number: re.Match[str]) -> Decimal | None:
    """Return the hours of overtime of a clause that names no kind of day."""
    count = whole(number["number"])
    is_plain = number["unit"] != "天" and "加" in text and not any(kind.search(text) for kind in _KINDS.values())
    return Decimal(count) if is_plain and count and count <= _MONTH_OF_OVERTIME else None


def days_as_hours(text: str) -> str:
    """Return the sentence that says how days of overtime were counted, or nothing where no days were told."""
    text = _DAY_NAME.sub(r"\g<0>的", text)
    days = [count for match in _OVERTIME.finditer(text) if match["unit"] == "天" and (count := whole(match["number"]))]
    hours = f"按一天{HOURS_A_DAY}小时算{days[0] * HOURS_A_DAY}小时" if len(days) == 1 else f"一天按{HOURS_A_DAY}小时算"
    return f"{hours}。" if days else ""


_PAYROLL = re.compile(r"(?:工资总额|总工资|工资总共|工资一共|全部工资)(?:是|有|大概|大约|一个月|每月|为|\s)*$")
_EACH_WORDS = r"(?:人均|平均|每人|每个人)(?:工资|月薪|一个月|每月|大概|是|\s)*"
#: What says that a sum is that of one person.
EACH = re.compile(_EACH_WORDS + r"(?=\d|[一二两三四五六七八九十])|人均|每人|每个人")
_EACH = re.compile(_EACH_WORDS + "$")


def payroll(text: str, people: int | None) -> Decimal | None:
    """Return a month's payroll: 工资总额40万, 50个人人均8000; one that is hardly one is none."""
    return _likely(payroll_as_told(text, people), LIKELY_PAYROLL)


def payroll_as_told(text: str, people: int | None) -> Decimal | None:
    """Return the payroll of a month that a message tells, however unlikely it is."""
    found = set()
    for entity in amounts.find(text):
        left = text[max(0, entity.start - 12) : entity.start]
        if _PAYROLL.search(left):
            found.add(Decimal(entity.value))
        elif people and _EACH.search(left):
            found.add(Decimal(entity.value) * people)
    return found.pop() if len(found) == 1 else None
