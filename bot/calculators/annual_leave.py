"""Paid annual leave: days by the whole working life, part years, and pay for days not taken.

职工带薪年休假条例 第三、五条; 企业职工带薪年休假实施办法 第五、十、十一、十二条.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.calculators.calculation import YUAN, Calculation, Line, cite
from bot.calculators.errors import WrongOrder
from bot.calculators.field import Field, Inputs, Kind
from bot.calculators.spans import months_after, months_before
from bot.money import LIKELY_WAGE, plain, whole, yuan
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
        is_past=True,
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
        likely=LIKELY_WAGE,
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
        joined: The day of joining; one in an earlier year changes nothing.
        left: The last day, where the employment ended in the year in question.
        taken: Days taken in that year.
        untaken: Days not taken, where they are known already; nothing else is then counted.
        wage: The average monthly wage of twelve months without overtime pay, in yuan.

    Raises:
        WrongOrder: The last day is before the first.
    """
    if joined and left and left < joined:
        raise WrongOrder("left", "离职要在入职以后，比如2026-03-01入职，2026-09-30离职。")
    year = (left or today).year
    if joined and joined.year < year:
        joined = None  # who was there already on 1 January joined in no middle of this year
    if untaken is not None:
        days = _Days((), (), untaken)
    else:
        days = _entitled(total_months or Decimal(0), joined, left, taken, year)
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
        judgement=(*_threshold(total_months, today, year), *_still_to_take(days.untaken, left, today), *_JUDGEMENT),
        wanted=wanted,
        hint=hint,
    )


_JUDGEMENT = ("单位安排了、您自己书面说不休的，只发平时工资。合同或单位规定更好的，按更好的。",)


def _entitled(total_months: Decimal, joined: date | None, left: date | None, taken: Decimal | None, year: int) -> _Days:
    """Return the days of a year, those of a part year, and those not taken."""
    begin, close = date(year, 1, 1), date(year, 12, 31)
    full = reached(table("annual_leave_days", close), total_months / 12)
    years = f"累计工作{plain(whole(total_months / 12))}年"
    if not full:
        return _Days((Line("年休假", Decimal(0), "天"),), (f"{years}，不满1年的还没有年休假。",), Decimal(0))
    steps = [f"{years}，全年是{plain(full)}天。"]
    right = full
    if joined or left:
        start, end = joined or begin, left or close
        calendar_days = Decimal((end - start).days + 1)
        year_days = rate("annual_leave_year_days", close)
        # In a leap year the formula can give more than the full year's days; nobody has more than those.
        right = min(full, calendar_days / year_days * full)
        shown = plain(right.quantize(Decimal("0.01")))
        sum_ = f"{plain(calendar_days)}天 ÷ {plain(year_days)} × {plain(full)} = {shown}天"
        steps.append(f"{start:%-m月%-d日}到{end:%-m月%-d日}，{sum_}，不满一天的不算。")
    if not left:
        right = whole(
            right
        )  # 第五条 cuts the days of who joins at once, 第十二条 those of who leaves behind the days taken
    label = f"{year}年的年休假" if not (joined or left) else f"{year}年折算的年休假"
    lines = [Line(label, whole(right), "天")]
    if taken is None:
        return _Days(tuple(lines), tuple(steps), None)
    rest = max(Decimal(0), right - taken)
    rest = whole(rest) if left else rest
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


def _threshold(total_months: Decimal | None, today: date, year: int) -> tuple[str, ...]:
    """Return a word where the first, tenth or twentieth year of work is completed within the year in question."""
    if total_months is None:
        return ()
    begun = months_before(today, int(total_months))
    for years in table("annual_leave_days", today):
        if months_after(begun, int(years) * 12).year == year:
            return (f"{year}年里工龄正好满{years}年，那一年怎么折，国家没有写细，问单位或12333。",)
    return ()


def _still_to_take(untaken: Decimal | None, left: date | None, today: date) -> tuple[str, ...]:
    """Return that leave may still be taken where the year is not over (职工带薪年休假条例 第五条)."""
    if not untaken or left:
        return ()
    return (f"{today.year}年还没过完：年底前安排您休的就休，没安排的才补这笔钱。",)


def _citations(joined: date | None, left: date | None, untaken: Decimal | None) -> tuple:
    sources = ["职工带薪年休假条例#2", "职工带薪年休假条例#3", "职工带薪年休假条例#4"]
    if joined:
        sources.append("企业职工带薪年休假实施办法#5")
    if left:
        sources.append("企业职工带薪年休假实施办法#12")
    if untaken:
        sources += ["职工带薪年休假条例#5", "企业职工带薪年休假实施办法#10", "企业职工带薪年休假实施办法#11"]
    return cite(*sources)
