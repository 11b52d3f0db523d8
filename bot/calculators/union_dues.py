"""A member's dues: half a percent of the basic wage, odd yuan below ten left out (全国总工会, 1978)."""

from datetime import date
from decimal import Decimal

from bot.calculators.calculation import YUAN, Calculation, Line, cite
from bot.calculators.field import Field, Kind
from bot.money import LIKELY_WAGE, cents, share, whole, yuan
from bot.rates import rate

NAME = "union_dues"

FIELDS = (
    Field(
        "wage",
        Kind.MONEY,
        "月基本工资",
        "您的月基本工资是多少？奖金、津贴不算。",
        "会费按基本工资的0.5%算。",
        "6285",
        required=True,
        low=Decimal(1),
        likely=LIKELY_WAGE,
    ),
)


def union_dues(*, today: date, wage: Decimal) -> Calculation:
    """Return the dues of a month and of a year.

    Args:
        today: The day it is asked on.
        wage: The basic monthly wage in yuan, without bonuses and allowances.
    """
    step, part = rate("union_dues_step", today), rate("union_dues_share", today)
    base = whole(wage / step) * step
    # What is paid is a monthly amount in whole 分, so the year is twelve of it.
    dues = cents(base * part)
    dropped = f"尾数不足{step}元的不计，按{yuan(base)}：" if base != wage else ""
    return Calculation(
        NAME,
        (Line("一个月的会费", dues, YUAN), Line("一年", dues * 12, YUAN)),
        (f"{dropped}{yuan(base)} × {share(part)} = {yuan(dues)}。",),
        cite("中国工会章程（2023）#4", "全国总工会关于收交工会会费的通知（1978）"),
        assumptions=("您说的是基本工资，奖金、津贴没有算在里面。",),
        judgement=("退休、失业这些保留会籍的期间不用交；单位交的2%是工会经费，另一回事，不能从您工资里扣。",),
    )
