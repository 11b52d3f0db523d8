"""The monthly wage that severance is counted by.

It is never below the minimum wage (劳动合同法实施条例 第二十七条) and never above three times the city's average of
the year before (劳动合同法 第四十七条), which also brings the limit of twelve years.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.money import yuan
from bot.rates import Standing, rate, standing


@dataclass(frozen=True)
class Base:
    """The wage to count by.

    Attributes:
        amount: In yuan; None where the wage, or the cap of the year, is not known.
        is_capped: Whether the cap holds, and with it the limit of twelve years.
        step: How it came about.
        assumption: What was taken for granted.
        open: What is not known here, and who knows.
        hint: What to ask whom, where it keeps the answer from being an amount.
    """

    amount: Decimal | None
    is_capped: bool = False
    step: str = ""
    assumption: str = ""
    open: str = ""
    hint: str = ""


def base_for(wage: Decimal | None, day: date) -> Base:
    """Return the wage to count by for an employment that ends on `day`.

    Args:
        wage: The average monthly wage of the last twelve months, in yuan; None where it is not known.
        day: The last day of the employment.
    """
    if wage is None:
        return Base(None)
    minimum, average = standing("minimum_wage", day), standing("average_monthly_wage", day)
    if minimum and wage < minimum.amount:
        return _below(wage, minimum)
    if average is None:
        return Base(
            wage,
            open="月工资超过上年度全市平均工资三倍的，只按三倍、最多12年算；那一年的平均工资我这里没有，打12333问。",
        )
    cap = average.amount * rate("severance_cap_factor", day)
    if wage > cap:
        return _above(cap, average)
    if average.is_current:
        return Base(wage)
    return Base(wage, assumption=f"工资没超过三倍，按没封顶算（{since(average)}）。")


def since(known: Standing) -> str:
    """Return what is known of a yearly figure, with the month it holds from."""
    return f"{known.figure.title}，最近能查到的是{known.start:%Y年%-m月}起的{yuan(known.amount)}"


def _below(wage: Decimal, minimum: Standing) -> Base:
    if minimum.is_current:
        return Base(minimum.amount, step=f"您的月工资低于最低工资，按最低工资{yuan(minimum.amount)}算。")
    return Base(wage, open=f"低于最低工资的要按最低工资算，实际会比上面多：{since(minimum)}，当期的打12333问。")


def _above(cap: Decimal, average: Standing) -> Base:
    if average.is_current:
        step = f"您的月工资超过了全市平均工资{yuan(average.amount)}的三倍，按三倍{yuan(cap)}算，最多算12年。"
        return Base(cap, True, step)
    open_ = f"您的工资超过了最近能查到的三倍，很可能要封顶；离职时该用哪个数，{average.figure.publisher}。"
    return Base(
        None,
        True,
        "月工资超过上年度全市平均工资三倍的，每月只按三倍算，最多12年。",
        open=open_,
        hint=f"三倍是多少打12333问；按{average.start:%Y年%-m月}起的{yuan(average.amount)}，三倍是{yuan(cap)}。",
    )
