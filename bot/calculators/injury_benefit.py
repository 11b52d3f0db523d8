"""What a work injury with a grade brings, and who pays it (工伤保险条例 第三十五至三十七、六十二、六十四条)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.calculators.calculation import YUAN, Calculation, Line, cite
from bot.calculators.field import Field, Kind
from bot.money import LIKELY_WAGE, plain, share, yuan
from bot.rates import standing, table

NAME = "injury_benefit"

_OWN_WAGES = "个月本人工资"

FIELDS = (
    Field(
        "grade",
        Kind.INT,
        "伤残等级",
        "劳动能力鉴定是几级？",
        "工伤待遇按等级给。",
        "10",
        required=True,
        low=Decimal(1),
        high=Decimal(10),
    ),
    Field(
        "wage",
        Kind.MONEY,
        "受伤前12个月的平均缴费工资",
        "受伤前12个月，社保缴费工资平均每月多少？随申办里能查。",
        "补助金按这个数乘。",
        "6000",
        low=Decimal(1),
        likely=LIKELY_WAGE,
    ),
    Field(
        "insured",
        Kind.YES_NO,
        "单位交没交工伤保险",
        "受伤的时候，单位给您交了工伤保险吗？",
        "没交的，基金那部分也由单位出。",
        "是",
    ),
    Field(
        "injured",
        Kind.DATE,
        "受伤的日子",
        "哪天受的伤？",
        "本人工资有上下限，用哪一年的平均工资看受伤的日子。",
        "2026-03-10",
        is_past=True,
    ),
)


@dataclass(frozen=True)
class _OwnWage:
    """The wage that benefits are counted by.

    Attributes:
        amount: In yuan; None where it was not told.
        bound: 不少于 or 不超过 where the year's floor or cap is not known and would change it.
        steps: How it came about.
        open: What is not known of its bounds.
    """

    amount: Decimal | None
    bound: str = ""
    steps: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


def injury_benefit(
    *,
    today: date,
    grade: int,
    wage: Decimal | None = None,
    insured: bool | None = None,
    injured: date | None = None,
) -> Calculation:
    """Return the benefits of a grade of disability, each with who pays it.

    Args:
        today: The day it is asked on.
        grade: 1 (gravest) to 10.
        wage: The average monthly wage that contributions were paid on in the twelve months before, in yuan.
        insured: Whether the employer paid for work injury insurance; taken as true where it is not known.
        injured: The day of the injury, which the bounds of the wage depend on; `today` where it is not known.
    """
    fund = "单位付，没参保" if insured is False else "基金付"
    months = table("injury_lump_sum_months", today)[grade]
    own = _own_wage(wage, injured or today, injured is not None)
    lines = [_line(f"一次性伤残补助金（{fund}）", months, own)]
    steps = [f"{grade}级是{plain(months)}个月本人工资。"]
    if own.amount is not None:
        steps = [*own.steps, f"{grade}级：{yuan(own.amount)} × {plain(months)}个月 = {yuan(own.amount * months)}。"]
    part = table("injury_allowance_shares", today).get(grade)
    if part is not None:
        label, step = _allowance(grade, fund)
        value = f"本人工资的{share(part)}" if own.amount is None else f"{own.bound}{yuan(own.amount * part)}"
        lines.append(Line(label, value))
        steps.append(f"{step}，是本人工资的{share(part)}，低于最低工资的要补足。")
    if grade >= 5:
        sum_, step = _at_leaving(grade, today)
        lines.append(Line(f"离开时的工伤医疗补助金（{fund}）、伤残就业补助金（单位付），各", sum_))
        steps.append(step)
    return Calculation(
        NAME,
        tuple(lines),
        tuple(steps),
        _citations(grade, insured),
        assumptions=() if insured is not None else ("单位交了工伤保险；没交的，这些都由单位付。",),
        judgement=(*own.open, *_leaving(grade), "医药费、停工留薪期的工资、护理费另算。"),
        wanted=() if wage is not None else ("wage",),
        hint="" if wage is not None else "告诉我受伤前12个月的平均缴费工资，就能算出多少钱。",
    )


def _own_wage(wage: Decimal | None, day: date, is_known: bool) -> _OwnWage:
    """Return the wage to count by, between its bounds; `is_known` is whether `day` is that of the injury.

    Where the year's average is not known, the last one is told with its month: the floor of a later year is no lower,
    that of an earlier one is.
    """
    if wage is None:
        return _OwnWage(None)
    bounds, average = table("injury_wage_bounds", day), standing("average_monthly_wage", day)
    rule = "工资不到全市平均工资60%的按60%，超过三倍的按三倍"
    if average is None:
        return _OwnWage(wage, open=(f"{rule}；受伤那年的平均工资我这里没有，打12333问。",))
    low, high = average.amount * bounds["low"], average.amount * bounds["high"]
    if average.is_current:
        base = max(low, min(high, wage))
        return _OwnWage(base, steps=(_bounded(wage, base),) if base != wage else ())
    told = f"{average.start:%Y年%-m月}起的{yuan(average.amount)}"
    # Whatever the year's average is: the floor only raises the wage, and the cap only lowers it.
    if wage < low:
        floor = f"{rule}；{_bounded(wage, low).removesuffix('。')}（{told}的60%），受伤那年的准数打12333问。"
        return _OwnWage(low, "不少于" if is_known else "约", (_bounded(wage, low),), (floor,))
    bound = "不超过" if wage > high else ""
    where = "在范围以外，上面只是个界限，准数打12333问" if bound else "在范围里，直接算"
    open_ = f"{rule}；最近能查到的是{told}，您的工资{where}。"
    return _OwnWage(wage, bound, open=(open_,))


def _bounded(wage: Decimal, base: Decimal) -> str:
    side = "低于下限（全市平均工资的60%）" if wage < base else "高于上限（全市平均工资的三倍）"
    return f"您的工资{side}，按{yuan(base)}算。"


def _line(label: str, months: Decimal, own: _OwnWage) -> Line:
    if own.amount is None:
        return Line(label, months, _OWN_WAGES)
    amount = own.amount * months
    return Line(label, f"{own.bound}{yuan(amount)}") if own.bound else Line(label, amount, YUAN)


def _allowance(grade: int, fund: str) -> tuple[str, str]:
    """Return how the monthly allowance is called, and when it is paid."""
    if grade <= 4:
        return f"每月伤残津贴（{fund}）", "不用上班，保留劳动关系，伤残津贴按月发到退休"
    return "难安排工作的，每月伤残津贴（单位付）", "单位要安排干得了的活，难安排的按月发津贴"


def _at_leaving(grade: int, day: date) -> tuple[str, str]:
    """Return what each of the two sums at leaving is, and how it came about (上海市工伤保险实施办法)."""
    months = plain(table("injury_leaving_months", day)[grade])
    rule = f"离开时的两笔，{grade}级各{months}个月全市平均工资，用离开时的上年度数"
    average = standing("average_monthly_wage", day)
    if average is None:
        return f"{months}个月全市平均工资", f"{rule}。"
    amount = yuan(average.amount * Decimal(months))
    if average.is_current:
        return f"{months}个月全市平均工资，现在是{amount}", f"{rule}，现在是{yuan(average.amount)}。"
    known = f"上面先按最近能查到的{yuan(average.amount)}（{average.start:%Y年%-m月}起）估"
    return f"{months}个月全市平均工资，约{amount}", f"{rule}，{known}，准数打12333问。"


def _leaving(grade: int) -> tuple[str, ...]:
    if grade <= 4:
        return ("劳动关系不能解除。",)
    who = "您本人提出离开" if grade <= 6 else "合同到期终止，或者您本人提出离开"
    return (f"那两笔{who}才有；自己提出走又离退休不到5年的会递减，办退休的没有。",)


def _citations(grade: int, insured: bool | None) -> tuple:
    article = 35 if grade <= 4 else 36 if grade <= 6 else 37
    sources = [f"工伤保险条例#{article}", "工伤保险条例#64"]
    if insured is False:
        sources.append("工伤保险条例#62")
    if grade >= 5:
        sources.append("上海市工伤保险实施办法")
    return cite(*sources)
