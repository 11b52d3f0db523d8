"""Paid annual leave: days by the whole working life, part years, and pay for days not taken.

职工带薪年休假条例 第三、五条; 企业职工带薪年休假实施办法 第五、十、十一、十二条.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.calculators.calculation import YUAN, Calculation, Line, cite
from bot.calculators.errors import WrongOrder
from bot.calculators.field import Field, Inputs, Kind
from bot.money import plain, whole, yuan
from bot.rates import rate, reached, table

NAME = "annual_leave"

_YEAR = Decimal(366)


def _is_not_told(inputs: Inputs) -> bool:
    return inputs.get("untaken") is None


FIELDS = (
    Field(
        "total_months",
        Kind.MONTHS,
        "累计工龄",
        "从参加工作到现在，一共工作多久了？以前单位的也算。",
        "年休假几天看一辈子累计的工龄。",
        "12年",
        required=True,
        needed=_is_not_told,
        high=Decimal(720),
    ),
    Field(
        "joined",
        Kind.DATE,
        "今年入职的日子",
        "是今年才进这家单位的吗？是的话，哪天入职？",
        "年中进来的，按剩下的天数折算。",
        "2026-07-01",
        needed=_is_not_told,
    ),
    Field(
        "left",
        Kind.DATE,
        "今年离职的日子",
        "今年要离职吗？是的话，最后一天是哪天？",
        "年中离开的，按过了的天数折算。",
        "2026-09-30",
        needed=_is_not_told,
    ),
    Field(
        "taken",
        Kind.DAYS,
        "今年已经休了几天",
        "今年的年休假已经休了几天？没休就说0。",
        "没休的才补钱。",
        "2",
        needed=_is_not_told,
        high=_YEAR,
    ),
    Field(
        "untaken",
        Kind.DAYS,
        "没休的天数",
        "还有几天年休假没休？",
        "没休的按天补钱。",
        "5",
        needed=lambda inputs: inputs.get("untaken") is not None,
        high=_YEAR,
    ),
    Field(
        "wage",
        Kind.MONEY,
        "前12个月的平均工资",
        "最近12个月平均每月多少工资？去掉加班费。",
        "没休的一天补多少，按这个数折。",
        "8700",
        low=Decimal(1),
    ),
)


@dataclass(frozen=True)
class _Days:
    """Days of leave, how they came about and what they rest on."""

    lines: tuple[Line, ...]
    steps: tuple[str, ...]
    untaken: Decimal | None


def annual_leave(
    *,
    today: date,
    total_months: Decimal | None = None,
    joined: date | None = None,
    left: date | None = None,
    taken: Decimal | None = None,
    untaken: Decimal | None = None,
    wage: Decimal | None = None,
) -> Calculation:
    """Return the days of annual leave of one calendar year and the pay for those not taken.

    Args:
        today: The day it is asked on.
        total_months: The whole working life, all employers together, in months.
        joined: The day of joining, where it was in the year in question.
        left: The last day, where the employment ended in the year in question.
        taken: Days taken in that year.
        untaken: Days not taken, where they are known already; nothing else is then counted.
        wage: The average monthly wage of twelve months without overtime pay, in yuan.

    Raises:
        WrongOrder: The last day is before the first, or both are of different years.
    """
    if joined and left and (left < joined or left.year != joined.year):
        raise WrongOrder("left", "离职要在入职以后，而且是同一年，比如2026-03-01入职，2026-09-30离职。")
    if untaken is not None:
        days = _Days((), (), untaken)
    else:
        days = _entitled(total_months or Decimal(0), joined, left, taken, today)
    lines, steps = [*days.lines], [*days.steps]
    if days.untaken and wage is not None:
        line, step = _pay(days.untaken, wage, today)
        lines.insert(0, line)
        steps.append(step)
    elif days.untaken and untaken is not None:
        extra = rate("annual_leave_pay_factor", today) - 1
        lines.append(Line(f"{plain(untaken)}天没休，另外再补", untaken * extra, "天的工资"))
        steps.append("没安排休的，一天给三天的工资，其中一天已经在平时工资里，再补两天。")
    wanted, hint = _wanted(days.untaken, taken if untaken is None else untaken, wage)
    return Calculation(
        NAME,
        tuple(lines),
        tuple(steps),
        _citations(joined, left, days.untaken),
        assumptions=("已经连续工作满12个月，病假、事假没有多到当年不能休。",) if untaken is None else (),
        judgement=(*_threshold(total_months), *_JUDGEMENT),
        wanted=wanted,
        hint=hint,
    )


_JUDGEMENT = ("合同或单位规定更好的，按更好的。单位安排了、你自己书面说不休的，只发平时工资。",)


def _entitled(
    total_months: Decimal, joined: date | None, left: date | None, taken: Decimal | None, today: date
) -> _Days:
    """Return the days of a year, those of a part year, and those not taken."""
    full = reached(table("annual_leave_days", today), total_months / 12)
    years = f"累计工作{plain(whole(total_months / 12))}年"
    if not full:
        return _Days((Line("年休假", Decimal(0), "天"),), (f"{years}，不满1年的还没有年休假。",), Decimal(0))
    steps = [f"{years}，全年是{plain(full)}天。"]
    right = full
    if joined or left:
        start = joined or date((left or today).year, 1, 1)
        end = left or date(start.year, 12, 31)
        calendar_days = Decimal((end - start).days + 1)
        year = rate("annual_leave_year_days", today)
        # In a leap year the formula can give more than the full year's days; nobody has more than those.
        right = min(full, calendar_days / year * full)
        sum_ = f"{plain(calendar_days)}天 ÷ {plain(year)} × {plain(full)} = {plain(right.quantize(Decimal('0.01')))}天"
        steps.append(f"{start:%-m月%-d日}到{end:%-m月%-d日}，{sum_}，不满一天的不算。")
    label = "今年的年休假" if not (joined or left) else "今年折算的年休假"
    lines = [Line(label, whole(right), "天")]
    if taken is None:
        return _Days(tuple(lines), tuple(steps), None)
    rest = whole(max(Decimal(0), right - taken))
    lines.append(Line("还没休的", rest, "天"))
    steps.append(f"休过{plain(taken)}天，还剩{plain(rest)}天。" + ("多休的，单位不能扣回去。" if taken > right else ""))
    return _Days(tuple(lines), tuple(steps), rest)


def _pay(days: Decimal, wage: Decimal, today: date) -> tuple[Line, str]:
    """Return the pay for days not taken beyond the normal wage."""
    month, factor = rate("paid_days_a_month", today), rate("annual_leave_pay_factor", today)
    extra = factor - 1
    amount = wage / month * days * extra
    step = (
        f"没休的一天给日工资的{plain(factor)}倍，平时工资里已有1倍，再补{plain(extra)}倍："
        f"{yuan(wage)} ÷ {plain(month)} × {plain(days)}天 × {plain(extra)} = {yuan(amount)}。"
    )
    return Line(f"没休的{plain(days)}天，另外再补", amount, YUAN), step


def _wanted(untaken: Decimal | None, told: Decimal | None, wage: Decimal | None) -> tuple[tuple[str, ...], str]:
    if told is None:
        return ("taken",), "告诉我今年休过几天，就知道还剩几天。"
    if untaken and wage is None:
        return ("wage",), "告诉我前12个月的平均工资（去掉加班费），就能算出补多少钱。"
    return (), ""


def _threshold(total_months: Decimal | None) -> tuple[str, ...]:
    """Return a word where the tenth or twentieth year is completed within a year."""
    if total_months is None or total_months >= 240 or total_months % 120 < 108:
        return ()
    return ("今年里正好跨过10年或20年的，那一年怎么折，国家没有写细，问单位或12333。",)


def _citations(joined: date | None, left: date | None, untaken: Decimal | None) -> tuple:
    sources = ["职工带薪年休假条例#2", "职工带薪年休假条例#3", "职工带薪年休假条例#4"]
    if joined:
        sources.append("企业职工带薪年休假实施办法#5")
    if left:
        sources.append("企业职工带薪年休假实施办法#12")
    if untaken:
        sources += ["职工带薪年休假条例#5", "企业职工带薪年休假实施办法#10", "企业职工带薪年休假实施办法#11"]
    return cite(*sources)
