"""Sick pay and the medical period by Shanghai's own rules.

Sick pay: 沪劳保发〔1995〕83号, with the floor of 沪劳保保发〔2000〕14号; the wage it is a share of:
上海市企业工资支付办法. Medical period: 沪府发〔2015〕40号. None of these is in the policy library; where they were
found stands in data/rates.yml. The base is never below the minimum wage (上海市企业工资支付办法 第九条).
"""

from datetime import date
from decimal import Decimal

from bot.calculators.calculation import YUAN, Calculation, Line, cite
from bot.calculators.field import Field, Kind
from bot.money import LIKELY_WAGE, plain, share, whole, yuan
from bot.rates import rate, reached, standing, table

NAME = "sick_pay"

#: Up to here it is sick pay, beyond it relief, of lower shares.
SICK_PAY_MONTHS = 6

FIELDS = (
    Field(
        "service_months",
        Kind.MONTHS,
        "在这家单位的工龄",
        "在这家单位连续干了多久？",
        "病假发几成、医疗期多长，都看工龄。",
        "3年",
        required=True,
        high=Decimal(720),
    ),
    Field(
        "sick_months",
        Kind.MONTHS,
        "连续病假多久",
        "这次连续病假一共多久？不到6个月就说不到6个月的数，比如2个月。",
        "超过6个月的，发的成数要低一些。",
        "2个月",
        high=Decimal(60),
    ),
    Field(
        "wage",
        Kind.MONEY,
        "月工资",
        "合同上约定的、正常出勤一个月的工资是多少？",
        "病假工资按它打折。",
        "6000",
        low=Decimal(1),
        likely=LIKELY_WAGE,
    ),
    Field(
        "sick_days",
        Kind.DAYS,
        "这个月的病假天数",
        "这个月病假占了几个工作日？整月都休就说不清楚也行。",
        "不满一个月的按天折。",
        "5",
        high=Decimal(31),
    ),
)


def sick_pay(
    *,
    today: date,
    service_months: Decimal,
    sick_months: Decimal | None = None,
    wage: Decimal | None = None,
    sick_days: Decimal | None = None,
) -> Calculation:
    """Return what a month of sick leave pays and how long the medical period is.

    Args:
        today: The day it is asked on.
        service_months: Continuous service with the employer, in months.
        sick_months: How long the leave lasts without a break; not more than six months where it is not known.
        wage: The agreed wage of a normal month, in yuan.
        sick_days: Working days of the month lost to sickness; None for a whole month.
    """
    years = whole(service_months / 12)
    is_relief = sick_months is not None and sick_months > SICK_PAY_MONTHS
    name = "疾病救济费" if is_relief else "病假工资"
    part = reached(table("sick_relief_shares" if is_relief else "sick_pay_shares", today), years)
    served = f"工龄满{plain(years)}年" if years else "工龄不满1年"
    length = "连续病假超过6个月" if is_relief else "连续病假6个月以内"
    steps = [f"{served}，{length}，{name}是本人工资的{share(part)}。"]
    if is_relief:
        steps.append(f"头6个月还是病假工资，本人工资的{share(reached(table('sick_pay_shares', today), years))}。")
    period = table("medical_period_months", today)
    months = min(period["most"], period["first"] + period["step"] * years)
    if wage is None:
        lines = [Line(f"{name}一个月", f"本人工资的{share(part)}")]
    else:
        lines, pay_steps = _pay(name, wage, part, sick_days, today)
        steps += pay_steps
    lines.append(Line("医疗期", months, "个月"))
    steps.append(_period_step(period["first"], period["step"] * years, months))
    return Calculation(
        NAME,
        tuple(lines),
        tuple(steps),
        cite(
            "关于加强企业职工疾病休假管理保障职工疾病休假期间生活的通知（沪劳保发〔1995〕83号）",
            "上海市企业工资支付办法",
            "关于本市劳动者在履行劳动合同期间患病或者非因工负伤的医疗期标准的规定",
            "劳动合同法#42",
        ),
        assumptions=("在上海的企业上班，不是工伤。" + ("" if sick_months is not None else "连续病假不超过6个月。"),),
        judgement=(
            *_floor(wage, part, today),
            *_ceiling(wage, part, today),
            "合同没约定月工资又定不下来的，按正常出勤月工资的70%作本人工资。",
            "以前在这家单位歇过的病假也占医疗期；完全丧失劳动能力又不能退休的，医疗期要延长。合同或单位规定更好的，按更好的。",
        ),
        wanted=() if wage is not None else ("wage",),
        hint="" if wage is not None else "告诉我合同约定的月工资，就能算出一个月多少钱。",
    )


def _pay(
    name: str, wage: Decimal, part: Decimal, sick_days: Decimal | None, today: date
) -> tuple[list[Line], list[str]]:
    """Return the pay of a whole month, or of some days of it, and how it came about."""
    minimum = standing("minimum_wage", today)
    known = minimum.amount if minimum else Decimal(0)
    is_current = minimum is not None and minimum.is_current
    base = max(wage, known)
    month, floor = base * part, known * rate("sick_pay_floor_share", today)
    last = "" if minimum is None or is_current else f"（{minimum.start:%Y年%-m月}起是{yuan(minimum.amount)}）"
    raised = "" if base == wage else f"工资低于最低工资{last}，按{yuan(base)}。"
    step = f"{raised}一整个月：{yuan(base)} × {share(part)} = {yuan(month)}。"
    is_raised = bool(raised) or month < floor
    if month < floor:
        step += f"低于最低工资{'' if raised else last}的{share(rate('sick_pay_floor_share', today))}，按{yuan(floor)}。"
        month = floor
    # The minimum wage only rises: where that of the day is not known, the last one still is the least there is.
    at_least = is_raised and not is_current
    lines, steps = [_sum(f"{name}一个月", month, at_least)], [step]
    if sick_days:
        days = rate("paid_days_a_month", today)
        pay = min(month, month / days * sick_days)
        lines.insert(0, _sum(f"{plain(sick_days)}天病假", pay, at_least))
        steps.append(f"{yuan(month)} ÷ {plain(days)} × {plain(sick_days)}天 = {yuan(pay)}。")
    return lines, steps


def _sum(label: str, amount: Decimal, at_least: bool) -> Line:
    """Return the line of a sum, or of the least that it is."""
    return Line(f"{label}不少于" if at_least else label, amount, YUAN)


def _floor(wage: Decimal | None, part: Decimal, day: date) -> tuple[str, ...]:
    """Return the rule of the floor, and what is known of it."""
    part_of = share(rate("sick_pay_floor_share", day))
    rule = f"一个月不低于最低工资的{part_of}，个人缴的社保、公积金不算在内"
    minimum = standing("minimum_wage", day)
    if minimum is None:
        return (f"{rule}；最低工资打12333问。",)
    floor = minimum.amount * rate("sick_pay_floor_share", day)
    if minimum.is_current:
        return (f"{rule}，现在是{yuan(floor)}。",)
    told = f"{minimum.start:%Y年%-m月}的最低工资{yuan(minimum.amount)}，{part_of}是{yuan(floor)}"
    low = "您按比例算下来低于这个数，不能低于当期的底线，" if wage is not None and wage * part < floor else ""
    return (f"{rule}（{told}）；{low}当期的打12333问。",)


def _ceiling(wage: Decimal | None, part: Decimal, day: date) -> tuple[str, ...]:
    """Return that the employer may stop at the city's average wage, where the pay is above what is known of it."""
    average = standing("average_monthly_wage", day)
    if wage is None or average is None or wage * part <= average.amount:
        return ()
    known = yuan(average.amount)
    told = known if average.is_current else f"最近能查到的是{average.start:%Y年%-m月}起的{known}"
    return (f"超过全市上年度月平均工资（{told}）的部分，单位可以不发。",)


def _period_step(first: Decimal, more: Decimal, months: Decimal) -> str:
    most = "，但最长" if first + more > months else ""
    sum_ = f"{plain(first)} + {plain(more)} = {plain(first + more)}个月" if more else f"是{plain(first)}个月"
    limit = f"{most}{plain(months)}个月" if most else ""
    return f"医疗期：第一年{plain(first)}个月，以后每满一年加1个月，{sum_}{limit}。"
