"""Overtime pay: one and a half, two and three times the hourly wage (劳动法 第四十四条).

The hour is the month's wage over 21.75 days of eight hours (关于职工全年月平均工作时间和工资折算问题的通知).
"""

from datetime import date
from decimal import Decimal

from bot.calculators.calculation import YUAN, Calculation, Line, cite
from bot.calculators.field import Field, Kind
from bot.money import LIKELY_WAGE, cents, plain, yuan
from bot.rates import rate, standing, table

NAME = "overtime"

_MONTH_HOURS = Decimal(744)  # thirty-one days round the clock
_WHY_HOURS = "三种加班的倍数不一样，分开算。"

FIELDS = (
    Field(
        "wage",
        Kind.MONEY,
        "月工资",
        "合同上约定的、正常上班一个月的工资是多少？不含加班费。",
        "先要折成一小时多少钱。",
        "8000",
        low=Decimal(1),
        likely=LIKELY_WAGE,
    ),
    Field(
        "workday_hours",
        Kind.HOURS,
        "平时加班的小时数",
        "工作日下班以后一共加了几个小时？没有就说0。",
        _WHY_HOURS,
        "10",
        high=_MONTH_HOURS,
    ),
    Field(
        "rest_day_hours",
        Kind.HOURS,
        "休息日加班的小时数",
        "周末或轮休的日子一共加了几个小时？补休过的不算，没有就说0。",
        _WHY_HOURS,
        "16",
        high=_MONTH_HOURS,
    ),
    Field(
        "holiday_hours",
        Kind.HOURS,
        "法定节假日上班的小时数",
        "法定节假日（像国庆头三天）一共上了几个小时？没有就说0。",
        _WHY_HOURS,
        "8",
        high=_MONTH_HOURS,
    ),
)

_KINDS = (("workday", "平时加班"), ("rest_day", "休息日加班"), ("holiday", "法定节假日上班"))


def overtime(
    *,
    today: date,
    wage: Decimal | None = None,
    workday_hours: Decimal | None = None,
    rest_day_hours: Decimal | None = None,
    holiday_hours: Decimal | None = None,
) -> Calculation:
    """Return what overtime pays: an hour of each kind, and the sum where hours are given.

    Args:
        today: The day it is asked on.
        wage: The agreed wage of a normal month in yuan; None gives the answer in hours' pay.
        workday_hours: Hours beyond the working day.
        rest_day_hours: Hours on days of rest that were not made up for.
        holiday_hours: Hours on statutory holidays.
    """
    days, hours = rate("paid_days_a_month", today), rate("hours_a_day", today)
    factors = table("overtime_factors", today)
    given = {"workday": workday_hours, "rest_day": rest_day_hours, "holiday": holiday_hours}
    counted = {kind: number for kind, number in given.items() if number}
    base, steps = _base(wage, today)
    hourly = None if base is None else base / days / hours
    hour = "" if base is None else f"{yuan(base)} ÷ {plain(days * hours)}"
    if hourly is not None:
        month = f"一个月{plain(days)}天 × {plain(hours)}小时 = {plain(days * hours)}小时"
        steps.append(f"{month}，一小时{hour} = {yuan(hourly)}。")
    lines = []
    total = Decimal(0)
    for kind, label in _KINDS:
        factor = factors[kind]
        if not counted:
            value = f"{plain(factor)}倍工资" if hourly is None else yuan(hourly * factor)
            lines.append(Line(f"{label}一小时", value))
        elif kind in counted and hourly is None:
            lines.append(Line(label, counted[kind] * factor, "个小时的工资"))
        elif kind in counted and hourly is not None:
            pay = cents(hourly * factor * counted[kind])
            total += pay
            lines.append(Line(label, pay, YUAN))
            steps.append(f"{label}：{hour} × {plain(factor)}倍 × {plain(counted[kind])}小时 = {yuan(pay)}。")
    if len(counted) > 1 and hourly is not None:
        lines.insert(0, Line("加班费一共", total, YUAN))
    wanted, hint = _wanted(wage, any(number is not None for number in given.values()))
    return Calculation(
        NAME,
        tuple(lines),
        tuple(steps),
        cite(
            "劳动法#44",
            "工资支付暂行规定#13",
            "关于职工全年月平均工作时间和工资折算问题的通知#二",
            "上海市企业工资支付办法",
        ),
        assumptions=("标准工时（一天8小时、周末双休），休息日加的班没有补休。",),
        judgement=(*_minimum(wage, today), *_JUDGEMENT, *_too_much(workday_hours, rest_day_hours, today)),
        wanted=wanted,
        hint=hint,
    )


_JUDGEMENT = (
    "加班费在平时工资以外另给，节假日的3倍也是。",
    "合同没约定月工资又定不下来的，上海按正常出勤月工资的70%算，不低于最低工资。",
    "批准了不定时、综合计算工时的，平时和周末不这样算。",
)


def _base(wage: Decimal | None, day: date) -> tuple[Decimal | None, list[str]]:
    """Return the wage that the hour is taken from, and a step where it is the minimum wage.

    It is never below a minimum that is known for the day (上海市企业工资支付办法 第九条).
    """
    minimum = standing("minimum_wage", day)
    if wage is None or minimum is None or not minimum.is_current or wage >= minimum.amount:
        return wage, []
    return minimum.amount, [f"工资低于最低工资，按最低工资{yuan(minimum.amount)}算。"]


def _wanted(wage: Decimal | None, has_hours: bool) -> tuple[tuple[str, ...], str]:
    if wage is None:
        return ("wage",), "告诉我合同约定的月工资，就能算出多少钱。"
    if not has_hours:
        hours = ("workday_hours", "rest_day_hours", "holiday_hours")
        return hours, "告诉我平时、周末、法定节假日各加了几小时，就能算出总数。"
    return (), ""


def _minimum(wage: Decimal | None, day: date) -> tuple[str, ...]:
    minimum = standing("minimum_wage", day)
    if wage is None or minimum is None or wage >= minimum.amount:
        return ()
    if minimum.is_current:
        return ("工资低于最低工资的，差的部分单位也要补。",)
    told = f"{minimum.start:%Y年%-m月}起是{yuan(minimum.amount)}"
    return (f"您的工资低于最低工资（{told}，当期的打12333问），工资和加班费都要补到最低工资，实际比上面多。",)


def _too_much(workday: Decimal | None, rest_day: Decimal | None, day: date) -> tuple[str, ...]:
    most = rate("overtime_hours_a_month", day)
    if (workday or 0) + (rest_day or 0) <= most:
        return ()
    return (f"一个月加班超过{plain(most)}小时，单位违反规定，钱照样要付；分几个月加的不算超。",)
