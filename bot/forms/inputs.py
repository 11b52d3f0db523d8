"""Readers of a calculator's inputs by what they are: a sum, a day, a length, a count, one of several, yes or no.

Strict: a number is taken only where it can be no other; what is vague (两年多, 七八千) or of another kind (年薪, 到手)
is asked back, because a wrong number gives a wrong answer that looks right.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from bot import clock
from bot.calculators import told, told_lengths
from bot.calculators.errors import InputError
from bot.calculators.field import Field, Kind
from bot.calculators.spans import service_of
from bot.entities import amounts, dates
from bot.entities.extract import extract
from bot.entities.numerals import NUMBER, number
from bot.forms.field import Problem, Reader
from bot.forms.input_words import CHOICES, NO_DAYS, WHOLE_MONTH, YES_OR_NO
from bot.forms.moves import is_no, is_yes, plain
from bot.forms.questions import is_question
from bot.money import plain as plain_number
from bot.money import yuan
from bot.understanding import Understanding
from bot.wording import say

# Said where a day is asked that there may not be: it was asked, and there is none.
NONE = "none"

# Who says of an unlikely sum that it is so is believed.
_CERTAIN = re.compile(r"确实|没(?:有)?(?:写|说|弄)?错|真的")
_HALF = Decimal("0.5")
# Which days of the end and of the beginning of a job are answers; told at another question they are none.
_LEAVING = ("end", "left", "ended", "knew")
_JOINING = ("start", "joined")
# 2024年5月受的伤: the bounds of the wage change on the first of a month, so its first day does for all of it.
_MONTH_WILL_DO = ("injured",)
_ONE_YUAN = re.compile(r"(?:就|只有?|才|是)*[1一]\s?(?:块钱?|元)")
# Overtime on these is whole days as a rule; three evenings after work are not three days of eight hours.
_WHOLE_DAYS = ("rest_day_hours", "holiday_hours")
_COUNTED = (Kind.HOURS, Kind.DAYS, Kind.INT)
_LONGEST_COUNT = 20  # characters
_FILL = (
    r"(?:一共|总共|合计|大概|大约|差不多|左右|加班|加了|上了|休了|休过|病了|病假|请了|已经|"
    r"加|上|休|还|剩|有|是|就|只|才|了|吧|的|我|，|,|\s)*"
)
_HALF_WORD = r"(?P<half>半)?"

_OTHER_PAY = re.compile(r"年薪|日薪|时薪|一天|每天|[/一每]?小时|一年|每年|/年|/天")
_NET = re.compile(r"到手|实发|税后|拿到手")
_WITH_CENTS = re.compile(r"(?<![\d.])(?P<sum>\d[\d,]*\.\d{1,2})(?![\d.万千百wWkK])")
_VAGUE_SUM = re.compile(r"[几千百万wWkK\d二两三四五六七八九]|一(?![下点会般直])")
_EXACT_DAY = re.compile(
    r"[日号天]|周|星期|礼拜|今|昨|前天|(?<!\d)20\d{6}(?!\d)|\d[-./]\d{1,2}[-./]\d|月\d{1,2}(?![\d月])"
)
_NO_DAY = re.compile(r"没|未|不是|不离|不走|不辞|还在|在职|一直在|否|从来")
_DOUBT = re.compile(r"不知道|不清楚|不确定|有没有|是不是|忘")
_STILL_THERE = re.compile(r"还在|没走|没离|没有走|没有离|在职|还没")
_DAYS_BEHIND = re.compile(r"[年月半](?:零|又|加|外加|还有)?(?:\d{1,2}|[一二两三四五六七八九十]{1,3})[天日]$")
_VAGUE_LENGTH = re.compile(r"多|快|左右|差不多|将近|不到|来[个年]|几|大概|大约")
_LENGTH_EDGES = re.compile(r"^(?:我|一共|总共|连续|已经|到现在|干了?|做了?|工作了?|上班|工龄|是|有|了)+")
_SICK_EDGES = re.compile(r"^(?:我|一共|总共|连续|已经|到现在|病假|休了?|请了?|是|有|了)+")
_RATE = re.compile(r"每|天天|一周|一个?星期|一天\d|一天[一二两三四五六七八九十]|平均")

_HOURS = re.compile(rf"{_FILL}(?:{NUMBER})?个?{_HALF_WORD}个?(?:小时|钟头|h|H)?{_FILL}")
_DAYS = re.compile(rf"{_FILL}(?:{NUMBER})?个?(?:天|日)?{_HALF_WORD}(?:天|日|个工作日)?{_FILL}")
_NOUGHT = re.compile(
    r"(?:都|还|也|一次|一天|一个小时|平时|周末|假期)*(?:没|没有|零|0|〇|未)(?:有|休|加|上|过|加班|加过|上过|休过|请|用|小时|天|个)*(?:班)?(?:了)?"
)
_COUNT = re.compile(
    rf"(?:鉴定|评定?|定|结果|为|的|是|了|百分之|伤残|工伤|大概|就|留成|给|区里|，|,|\s)*{NUMBER}(?:级|%|％|个点)?(?:伤残|工伤|的|了|吧)*"
)

_UNITS = {Kind.HOURS: "小时", Kind.DAYS: "天"}
_COUNTED_UNITS = {"grade": "级", "kept_percent": "%"}


def reader(field: Field) -> Reader:
    """Return the reader of a calculator's field: JSON types, numbers and days as text."""
    read = _READERS[field.kind]

    def checked(said: Understanding) -> Any:
        words = plain(said)
        # The patterns of counts would take a long text long; no count is one.
        if field.kind in _COUNTED and len(words) > _LONGEST_COUNT:
            return None
        if not words or (is_question(said) and field.kind is not Kind.CHOICE):
            return None
        value = read(field, words, said)
        if value is None or value == NONE or isinstance(value, Problem):
            return value
        try:
            field.read(value, clock.today())
        except InputError as error:
            return Problem(sentence=error.sentence)
        return value

    return checked


def unlikely(field: Field, value: Decimal | None) -> Problem | None:
    """Return why a sum is asked back before it is used: it is of another order than such sums are."""
    if value is None or field.likely is None or field.is_likely(value):
        return None
    wording = "calculate_wrong_small_sum" if value < field.likely[0] else "calculate_wrong_large_sum"
    return Problem(sentence=say(wording, title=field.title, sum=yuan(value), example=field.example))


def wrong(field: Field) -> str:
    """Return what is said to an answer that is none, with an example."""
    if field.kind is Kind.MONTHS:
        return say("calculate_wrong_length", title=field.title, example=field.example)
    try:
        field.read("？")
    except InputError as error:
        return error.sentence
    return say("calculate_wrong_other", title=field.title, example=field.example)


def shown(field: Field, value: Any) -> str:
    """Return a value as people read it: 8000元, 2021年3月1日, 2年6个月."""
    if value == NONE:
        return NO_DAYS.get(field.name, WHOLE_MONTH)
    known = field.read(value)
    if field.kind is Kind.CHOICE:
        return next(choice.label for choice in field.choices if choice.value == known)
    if field.kind is Kind.DATE:
        return f"{known:%Y年%-m月%-d日}"
    if field.kind is Kind.YES_NO:
        return "是" if known else "否"
    if field.kind is Kind.MONEY:
        return yuan(known)
    if field.kind is Kind.MONTHS:
        return str(service_of(known))
    return plain_number(known) + _UNITS.get(field.kind, _COUNTED_UNITS.get(field.name, ""))


def _money(field: Field, words: str, said: Understanding) -> Any:
    if _OTHER_PAY.search(words):
        return Problem("calculate_wrong_month_wage")
    if _NET.search(words):
        return Problem("calculate_wrong_net_wage")
    if field.name == "payroll" and (each := _payroll_of_each(field, words)) is not None:
        return each
    value, exact = amounts.amount(words), _WITH_CENTS.search(words)
    value = 1 if value is None and _ONE_YUAN.fullmatch(words) else value
    cents = number(exact["sum"]) if exact else None
    if value is None:
        return Problem("calculate_wrong_vague_sum") if _VAGUE_SUM.search(words) and not is_no(said) else None
    sum_ = cents if cents is not None and abs(cents - value) < 1 else Decimal(value)
    return (None if _CERTAIN.search(words) else unlikely(field, sum_)) or format(sum_, "f")


def _payroll_of_each(field: Field, words: str) -> Any:
    """Return the payroll of so many people at so much each; what one has is none without their number."""
    if not told.EACH.search(words):
        return None
    people = next((int(entity.value) for entity in extract(words) if entity.kind == "people"), None)
    total = told.payroll_as_told(words, people)
    if total is None:
        return Problem("calculate_wrong_each")
    return unlikely(field, total) or format(total, "f")


def _day(field: Field, words: str, said: Understanding) -> Any:
    today = clock.today()
    began, left = told.joined(words, today), told.gone(words, today)
    own = began if field.name in _JOINING else left if field.name in _LEAVING else None
    if own is not None and own.low == own.high:
        return own.low.isoformat()
    if own is None and (began or left):
        return None  # 今年8月31走的 is no day of signing
    found = dates.day(words, today)
    if found is not None:
        if len({entity.value for entity in dates.find(words, today)}) > 1:
            return Problem("calculate_wrong_one_day")
        is_exact = _EXACT_DAY.search(words) or field.name in _MONTH_WILL_DO
        return found.isoformat() if is_exact else Problem("calculate_wrong_day_of_month")
    if _DOUBT.search(words):
        return None
    if field.required:
        return today.isoformat() if field.name == "end" and _STILL_THERE.search(words) else None
    return NONE if _NO_DAY.search(words) or is_no(said) else None


def _months(field: Field, words: str, said: Understanding) -> Any:
    # 休了5天 is no time of work.
    edges = _SICK_EDGES if field.name == "sick_months" else _LENGTH_EDGES
    bare = edges.sub("", words).rstrip("了吧的")
    length = told_lengths.worked(f"干了{bare}")
    if length is None:
        return None
    extra = _DAYS_BEHIND.search(bare)
    if length.low != length.high or (_VAGUE_LENGTH.search(bare) and not extra):
        return Problem("calculate_wrong_vague_length")
    return format(length.low + (_HALF if extra else 0), "f")


def _hours(field: Field, words: str, said: Understanding) -> Any:
    if _NOUGHT.fullmatch(words) or is_no(said):
        return "0"
    told_hours = told.overtime_hours(words) or told.overtime_hours(f"{words}加班")
    if field.name in told_hours:
        return format(told_hours[field.name], "f")  # 周末加班两天, 国庆一天
    if told_hours:
        return None  # those of another kind of day
    if _RATE.search(words):
        return Problem("calculate_wrong_hours_rate")
    if hours := _counted(_HOURS, words):
        return hours
    if (days := _counted(_DAYS, words)) and field.name in _WHOLE_DAYS:
        return plain_number(Decimal(days) * told.HOURS_A_DAY)
    return Problem("calculate_wrong_hours_days") if re.search(r"\d?[天日]", words) else None


def _days(field: Field, words: str, said: Understanding) -> Any:
    if field.name == "sick_days" and re.search(r"整个?月|全月|一整个月|都(?:休|请)", words):
        return NONE
    if _NOUGHT.fullmatch(words) or is_no(said):
        return "0"
    return _counted(_DAYS, words)


def _counted(pattern: re.Pattern[str], words: str) -> str | None:
    """Return a number that may end in a half (两天半, 2.5小时), or None."""
    match = pattern.fullmatch(words)
    if match is None or not (match["number"] or match["half"]):
        return None
    value = number(match["number"]) if match["number"] else Decimal(0)
    return None if value is None else format(value + (_HALF if match["half"] else 0), "f")


def _count(field: Field, words: str, said: Understanding) -> Any:
    match = _COUNT.fullmatch(words)
    value = number(match["number"]) if match else None
    return None if value is None else format(value, "f")


def _choice(field: Field, words: str, said: Understanding) -> Any:
    labelled = next((choice.value for choice in field.choices if choice.label == words), None)
    if labelled or is_question(said):
        return labelled
    patterns = CHOICES[field.name]
    return next((value for value, pattern in patterns.items() if re.search(pattern, words)), None)


def _yes_no(field: Field, words: str, said: Understanding) -> Any:
    yes, no = YES_OR_NO[field.name]
    if _DOUBT.search(words):
        return None
    if words == "否" or is_no(said) or re.search(no, words):
        return False
    return True if is_yes(said) or re.search(yes, words) else None


_READERS: Mapping[Kind, Callable[[Field, str, Understanding], Any]] = {
    Kind.MONEY: _money,
    Kind.DATE: _day,
    Kind.MONTHS: _months,
    Kind.DAYS: _days,
    Kind.HOURS: _hours,
    Kind.INT: _count,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _yes_no,
}
