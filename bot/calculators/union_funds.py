"""What an employer pays to the union: two percent of the payroll, and how it is split (工会法 第四十三条)."""

from datetime import date
from decimal import Decimal

from bot.calculators.calculation import YUAN, Calculation, Line, cite
from bot.calculators.field import Field, Kind
from bot.money import LIKELY_PAYROLL, cents, share, yuan
from bot.rates import rate

NAME = "union_funds"

FIELDS = (
    Field(
        "payroll",
        Kind.MONEY,
        "上个月全部职工的工资总额",
        "上个月全部职工的工资总额是多少？奖金、津贴、加班工资都算，不只算会员。",
        "工会经费按它的2%拨。",
        "400000",
        required=True,
        low=Decimal(1),
        high=Decimal(10_000_000_000),
        likely=LIKELY_PAYROLL,
    ),
    Field(
        "kept_percent",
        Kind.INT,
        "基层工会的留成比例",
        "区里定的留成比例是百分之几？不知道就说不清楚。",
        "上海各区、各类单位的比例不一样。",
        "60",
        high=Decimal(100),
    ),
)

_SPLIT_VARIES = (
    "上海按企业规模、效益和工会运行情况分类定留成比例，把更多的钱留给非公企业基层；本单位适用哪一档，问街镇或区总工会。"
)
_REFUNDS = "小微企业上缴的部分有没有返还，看当年的政策。"


def union_funds(*, today: date, payroll: Decimal, kept_percent: int | None = None) -> Calculation:
    """Return the month's funds, the part that stays with the basic union and the part passed upwards.

    Args:
        today: The day it is asked on.
        payroll: All wages of all employees in the month before, in yuan.
        kept_percent: The percentage that stays, where it is known; the national rule otherwise.
    """
    part = rate("union_funds_share", today)
    kept = rate("union_funds_kept_share", today) if kept_percent is None else Decimal(kept_percent) / 100
    total = cents(payroll * part)
    own = cents(total * kept)
    told = "，按全国总工会的大口径" if kept_percent is None else ""
    return Calculation(
        NAME,
        (
            Line("这个月拨缴的工会经费", total, YUAN),
            Line(f"留在基层工会（{share(kept)}{told}）", own, YUAN),
            Line("上缴上级工会", total - own, YUAN),
        ),
        (
            f"{yuan(payroll)} × {share(part)} = {yuan(total)}，由单位出，每月15日前拨。",
            f"留成：{yuan(total)} × {share(kept)} = {yuan(own)}；其余{yuan(total - own)}上缴。",
        ),
        cite(
            "工会法#43",
            "上海市工会条例（2022年修正）#42",
            "最高人民法院关于在民事审判工作中适用工会法若干问题的解释#4",
            "关于推进上海非公有制企业工会改革工作的指导意见#五（四）2",
            "全国总工会关于工会经费收缴分成的规定",
        ),
        assumptions=("工资总额按国家统计局的口径，是全部职工的，不只是会员的。",),
        judgement=(_REFUNDS,) if kept_percent is not None else (_SPLIT_VARIES, _REFUNDS),
    )
