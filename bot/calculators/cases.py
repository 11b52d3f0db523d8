"""Which calculator a message calls for, and the inputs that the message itself gave, topic by topic."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bot.calculators import told, told_lengths
from bot.calculators.field import Inputs
from bot.calculators.severance import NAME as SEVERANCE
from bot.calculators.spans import service_of
from bot.calculators.told_lengths import Length
from bot.money import plain, yuan


@dataclass(frozen=True)
class Case:
    """One reading of a message's numbers.

    Attributes:
        words: What it takes for granted, as people say it: 两年半, 工资8000元.
        inputs: For the calculator.
    """

    words: str
    inputs: Inputs


@dataclass(frozen=True)
class Guess:
    """The calculator that a message calls for.

    Attributes:
        calculator: Its name.
        cases: What the message told; two where the words leave room and the answer may differ (两年多).
        words: What the message told, in its own words.
        note: A sentence to put behind the answer.
        only: The one line of the result that was asked for; empty for all.
        first: What the line that is told first has in its label; empty for the calculator's order.
    """

    calculator: str
    cases: tuple[Case, ...]
    words: str
    note: str = ""
    only: str = ""
    first: str = ""


@dataclass(frozen=True)
class Message:
    """A message, normalised, with what the model found in it."""

    topic: str
    text: str
    entities: Mapping[str, Any]
    today: date


def _cases(length: Length, name: str, others: Inputs) -> tuple[Case, ...]:
    """Return one case for an exact length, two for a loose one."""
    bounds = (length.low,) if length.low == length.high else (length.low, length.high)
    return tuple(Case(str(service_of(bound)), {name: bound, **others}) for bound in bounds)


def _one(calculator: str, words: str, inputs: Inputs) -> Guess:
    """Return a guess with a single reading."""
    return Guess(calculator, (Case(words, inputs),), words)


def _with_wage(text: str) -> tuple[dict[str, Any], str]:
    """Return the wage that a message told as an input, and in words."""
    pay = told.wage(text)
    return ({"wage": pay}, f"、月工资{yuan(pay)}") if pay is not None else ({}, "")


#: How the employment ended, by the topic that was understood.
SITUATIONS = {
    "termination.n_plus_1": "without_fault",
    "termination.expiry": "expiry",
    "termination.layoff": "layoff",
    "termination.mutual": "agreed",
    "termination.forced": "forced",
    # Who asks about being dismissed while pregnant asks about what the law forbids.
    "women.dismissal": "illegal",
}
_BY_WORDS = (
    (("违法辞退", "违法解除", "违法裁", "2N", "2n"), "illegal"),
    (("裁员",), "layoff"),
    (("到期",), "expiry"),
    (("协商", "谈好"), "agreed"),
    (("欠薪", "拖欠", "没交社保", "不交社保", "没缴社保", "不缴社保", "被迫"), "forced"),
)
_OWN_WILL = ("自己辞职", "主动辞职", "我辞职", "想辞职", "自己走", "主动离职", "自己离职")
_NO_NOTICE = ("没提前", "没有提前", "当天", "马上", "立刻", "突然", "N+1", "n+1")


def first_line(topic: str) -> str:
    """Return what the first line of the result has in its label: who asks about unlawful dismissal asks about 2N."""
    return "2N" if topic == "termination.illegal" else ""


def _severance(message: Message) -> Guess | None:
    text = message.text
    situation = SITUATIONS.get(message.topic) or next(
        (name for words, name in _BY_WORDS if any(word in text for word in words)), "unsure"
    )
    if any(word in text for word in _OWN_WILL) and situation != "forced":
        return None
    pay, words = _with_wage(text)
    others: dict[str, Any] = {"situation": situation, **pay}
    if situation == "without_fault" and any(word in text for word in _NO_NOTICE):
        others["notice"] = False
    note = "公司能证明您不符合录用条件的，可以不给。" if message.topic == "termination.probation" else ""
    note += "裁员的人数、理由或者程序不合法的，可以要双倍（2N）。" if situation == "layoff" else ""
    length, first = told_lengths.worked(text), first_line(message.topic)
    if length is not None:
        if length.low == length.high and not length.low % 12:
            note += "这是按正好整年算的，多出几天就多半个月，多出半年就多一个月。"
        cases = _cases(length, "service_months", others)
        return Guess(SEVERANCE, cases, length.words + words, note, first=first)
    start, end = told.joined(text, message.today), told.gone(text, message.today)
    if start is None or (end is not None and end.low != end.high):
        return None
    last = end.low if end else message.today
    if last < start.high:
        return None
    days = (start.low,) if start.low == start.high else (start.high, start.low)
    cases = tuple(Case(f"{day:%-m月%-d日}入职", {"start": day, "end": last, **others}) for day in days)
    return Guess(SEVERANCE, cases, f"{start.words}入职、到{last:%Y年%-m月%-d日}{words}", note, first=first)


_KINDS_OF_HOURS = {"workday_hours": "平时加班", "rest_day_hours": "周末加班", "holiday_hours": "法定节假日上班"}

_KINDS_OF_DAYS = {"workday_hours": "工作日", "rest_day_hours": "休息日", "holiday_hours": "法定节假日"}


def _overtime(message: Message) -> Guess | None:
    base = told.base_wage(message.text)
    pay, words = ({"wage": base}, f"、月工资{yuan(base)}") if base is not None else ({}, "")
    hours = told.overtime_hours(message.text)
    if not pay:
        return None
    counted = "".join(f"、{_KINDS_OF_HOURS[kind]}{plain(number)}小时" for kind, number in hours.items())
    any_day = None if hours else told.hours_of_any_kind(message.text)
    if any_day is not None:
        cases = tuple(Case(f"是{day}", {**pay, kind: any_day}) for kind, day in _KINDS_OF_DAYS.items())
        return Guess("overtime", cases, f"{words}、加班{plain(any_day)}小时".lstrip("、"))
    note = told.days_as_hours(message.text) if hours else ""
    return Guess("overtime", (Case("", {**pay, **hours}),), (words + counted).lstrip("、"), note)


def _annual_leave(message: Message) -> Guess | None:
    pay, words = _with_wage(message.text)
    days = told.untaken_leave(message.text)
    if days is not None:
        return _one("annual_leave", f"{plain(days)}天没休{words}", {"untaken": days, **pay})
    length = told_lengths.working_life(message.text)
    if length is None:
        return _joined_this_year(message, pay, words)
    # Less than a year here says nothing about the years before.
    if length is None or length.low < 12:
        return None
    others: dict[str, Any] = dict(pay)
    began, ended = told.joined(message.text, message.today), told.gone(message.text, message.today)
    for name, word, day in (("joined", "入职", began), ("left", "离职", ended)):
        if day is not None and day.low == day.high and day.low.year == message.today.year:
            others[name] = day.low
            words = f"、{day.words}{word}{words}"
    asks_for_days = message.topic == "leave.annual_days" or "joined" in others or "left" in others
    if not asks_for_days:
        return None
    return Guess("annual_leave", _cases(length, "total_months", others), f"累计工龄{length.words}{words}")


_WORKING_LIVES = {"满1年不满10年": 12, "满10年不满20年": 120, "满20年": 240}


def _joined_this_year(message: Message, pay: Inputs, words: str) -> Guess | None:
    """Read the day of joining where nothing tells the whole working life: one reading for each length that counts."""
    began = told.joined(message.text, message.today)
    if began is None or began.low.year != message.today.year or told.gone(message.text, message.today):
        return None
    first = "" if began.low == began.high else "（按1日）"
    cases = tuple(
        Case(f"累计工龄{life}", {"total_months": Decimal(months), "joined": began.low, **pay})
        for life, months in _WORKING_LIVES.items()
    )
    note = "参加工作以来连续干满12个月才有年假，以前单位的也算。"
    return Guess("annual_leave", cases, f"{began.words}入职{first}{words}", note)


def _unsigned_contract(message: Message) -> Guess | None:
    length = told_lengths.unsigned(message.text)
    pay, words = _with_wage(message.text)
    if length is None:
        return _unsigned_since(message, pay, words)
    return Guess("unsigned_contract", _cases(length, "unsigned_months", pay), f"{length.words}没签合同{words}")


def _unsigned_since(message: Message, pay: Inputs, words: str) -> Guess | None:
    """Read the day of joining: the months without a contract run from it to the last day, or to this day."""
    began, gone = told.joined(message.text, message.today), told.gone(message.text, message.today)
    if began is None or not told_lengths.is_unsigned(message.text) or (gone and gone.low != gone.high):
        return None
    left: dict[str, Any] = {"left": gone.low} if gone else {}
    days = (began.low,) if began.low == began.high else (began.high, began.low)
    cases = tuple(Case(f"{day:%-m月%-d日}入职", {"start": day, **left, **pay}) for day in days)
    return Guess("unsigned_contract", cases, f"{began.words}入职、没签合同{words}")


def _sick_pay(message: Message) -> Guess | None:
    served = told_lengths.worked(message.text)
    if served is None:
        return None
    pay, words = _with_wage(message.text)
    leave = told_lengths.sick(message.text)
    others: dict[str, Any] = dict(pay)
    if leave is not None and leave.low == leave.high:
        others["sick_months"] = leave.low
        words = f"、病假{leave.words}{words}"
    days = told_lengths.sick_days(message.text) if leave is None else None
    if days is not None:
        others["sick_days"] = days[0]
        words = f"、病假{plain(days[0])}个工作日{words}"
    only = "" if message.topic == "wage.sick_pay" else "医疗期"
    cases = _cases(served, "service_months", others)
    return Guess("sick_pay", cases, f"工龄{served.words}{words}", only=only)


_ASKS_HOW_MUCH = re.compile(r"多少|几|哪|什么|赔|补|拿")


def _injury_benefit(message: Message) -> Guess | None:
    grade = told.grade(message.text)
    if grade is None or (message.topic == "injury.leaving" and not _ASKS_HOW_MUCH.search(message.text)):
        return None
    pay, words = _with_wage(message.text)
    inputs: dict[str, Any] = {"grade": grade, **pay}
    if message.topic == "injury.uninsured":
        inputs["insured"] = False
    return _one("injury_benefit", f"{grade}级{words}", inputs)


def _arbitration_deadline(message: Message) -> Guess | None:
    """Read the day of leaving: the year runs from it for arrears, and as a rule for what the leaving brings."""
    day = told.gone(message.text, message.today)
    if day is None or day.low > message.today:
        return None
    bounds = (day.low,) if day.low == day.high else (day.low, min(day.high, message.today))
    cases = tuple(Case(f"{one:%-m月%-d日}离开", {"matter": "arrears", "ended": one}) for one in bounds)
    return Guess("arbitration_deadline", cases, f"{day.words}离职")


def _union_dues(message: Message) -> Guess | None:
    pay = told.wage(message.text)
    if pay is None or (message.topic != "join.dues" and "会费" not in message.text):
        return None
    return _one("union_dues", f"月基本工资{yuan(pay)}", {"wage": pay})


def _union_funds(message: Message) -> Guess | None:
    people = message.entities.get("people")
    total = told.payroll(message.text, people if isinstance(people, int) else None)
    if total is None:
        return None
    return _one("union_funds", f"工资总额{yuan(total)}", {"payroll": total})


#: The readers of messages, by topic.
READERS: dict[str, Callable[[Message], Guess | None]] = {
    **dict.fromkeys(
        (
            "termination.severance",
            "termination.illegal",
            "termination.probation",
            *SITUATIONS,
        ),
        _severance,
    ),
    **dict.fromkeys(("hours.overtime_pay", "hours.holiday_pay"), _overtime),
    **dict.fromkeys(("leave.annual_days", "leave.annual_prorate", "leave.annual_unused"), _annual_leave),
    **dict.fromkeys(("contract.double_pay", "contract.written"), _unsigned_contract),
    **dict.fromkeys(("wage.sick_pay", "leave.sick", "termination.medical_period"), _sick_pay),
    **dict.fromkeys(("injury.disability", "injury.leaving", "injury.uninsured"), _injury_benefit),
    **dict.fromkeys(("dispute.limitation", "dispute.arbitration"), _arbitration_deadline),
    **dict.fromkeys(("join.dues", "join.cost", "fund.dues_vs_funds"), _union_dues),
    **dict.fromkeys(("fund.two_percent", "fund.split"), _union_funds),
}
