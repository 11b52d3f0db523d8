"""Severance pay: N, N+1 and 2N (劳动合同法 第四十六、四十七、八十七条).

One month's wage for every full year, a full year for six months and more, half a month for less. Who earned more
than three times the city's average gets three times the average, for at most twelve years. Years before 2008 go by
the rules of their time (第九十七条); Shanghai's are in 上海市劳动合同条例 第四十二、四十五条.
"""

from datetime import date
from decimal import Decimal

from bot.calculators.calculation import WAGES, YUAN, Calculation, Line, cite
from bot.calculators.errors import OutOfRange, WrongOrder
from bot.calculators.field import Choice, Field, Inputs, Kind
from bot.calculators.severance_base import Base, base_for
from bot.calculators.severance_open import left_open
from bot.calculators.severance_years import LAW_BEGINS, Years, years_of
from bot.calculators.spans import Service, months_before, service_between, service_of
from bot.money import LIKELY_WAGE, plain, yuan
from bot.rates import rate
from bot.reply import Citation

NAME = "severance"

SITUATIONS = (
    Choice("illegal", "公司违法辞退我"),
    Choice("agreed", "公司提出，协商解除"),
    Choice("without_fault", "生病、不胜任或情况变化被辞"),
    Choice("layoff", "裁员"),
    Choice("forced", "公司欠薪欠保，我提出走"),
    Choice("expiry", "合同到期公司不续"),
    Choice("resigned", "我自己辞职"),
    Choice("unsure", "说不清"),
)


def _has_no_months(inputs: Inputs) -> bool:
    return inputs.get("service_months") is None


FIELDS = (
    Field(
        "situation",
        Kind.CHOICE,
        "怎么离开的",
        "您是怎么离开这家单位的？",
        "离开的原因不同，能要的钱不一样。",
        "公司违法辞退我",
        required=True,
        choices=SITUATIONS,
    ),
    Field(
        "start",
        Kind.DATE,
        "入职日期",
        "您是哪天入职的？",
        "补偿按在这家单位的工作年限算。",
        "2021-03-01",
        required=True,
        needed=_has_no_months,
        is_past=True,
    ),
    Field(
        "end",
        Kind.DATE,
        "离开日期",
        "最后一天是哪天？还没走就说今天。",
        "差几天可能差半个月工资。",
        "2026-08-31",
        required=True,
        needed=_has_no_months,
    ),
    Field(
        "wage",
        Kind.MONEY,
        "离职前12个月的平均工资",
        "离职前12个月，平均每月应发多少钱？奖金、津贴算进去，扣社保和个税之前的数。",
        "补偿按这个数乘。",
        "8000",
        low=Decimal(1),
        likely=LIKELY_WAGE,
    ),
    Field(
        "notice",
        Kind.YES_NO,
        "有没有提前30天书面通知",
        "公司提前30天书面通知您了吗？",
        "没有提前通知的，要多给一个月工资。",
        "否",
        needed=lambda inputs: inputs.get("situation") == "without_fault",
    ),
    Field(
        "last_wage",
        Kind.MONEY,
        "上一个月的工资",
        "离开前的上一个月，应发工资是多少？",
        "“+1”按上一个月的工资给。",
        "8000",
        needed=lambda inputs: inputs.get("situation") == "without_fault" and inputs.get("notice") is False,
        low=Decimal(1),
        likely=LIKELY_WAGE,
    ),
)


_LONGEST_MONTHS = 720


def severance(
    *,
    situation: str,
    today: date,
    start: date | None = None,
    end: date | None = None,
    service_months: Decimal | None = None,
    wage: Decimal | None = None,
    notice: bool | None = None,
    last_wage: Decimal | None = None,
) -> Calculation:
    """Return what is due at the end of an employment.

    Args:
        situation: One of SITUATIONS.
        today: The day it is asked on; the last day where only `service_months` is known.
        start: The first day of work.
        end: The last day of work.
        service_months: The length of service instead of the two days; 24.5 is two years and some days.
        wage: The average monthly wage of the last twelve months before tax and contributions, in yuan.
        notice: Whether notice was given thirty days ahead (only for `without_fault`).
        last_wage: The wage of the month before, for the "+1"; the average where it is not known.

    Raises:
        OutOfRange: There is no service, one longer than a working life, or it ended before 2008.
        WrongOrder: The end is before the start.
    """
    if situation == "resigned":
        return _resigned()
    last = end or today
    service, first = _service(start, last, service_months)
    base = base_for(wage, last)
    years = years_of(situation, service, first, last, base.is_capped)
    lines, sums = _lines(situation, years, wage, base)
    if situation == "without_fault" and notice is False:
        lines, sums = _with_a_month_more(lines, sums, last_wage or wage)
    return Calculation(
        NAME,
        lines,
        tuple(filter(None, (*years.steps, base.step, *sums))),
        _citations(situation, years),
        assumptions=tuple(filter(None, ("全日制用工，最后一天也算上班。", base.assumption))),
        judgement=left_open(situation, end, today, notice, base.open, years.open),
        wanted=("wage",) if wage is None else (),
        hint=_hint(service) if wage is None else base.hint,
    )


def _hint(service: Service) -> str:
    """Ask for the wage; who worked for less than a year has fewer months to average."""
    months = "离职前12个月" if service.years else "上班以来"
    return f"告诉我{months}平均每月应发多少，就能算出多少钱。"


def _service(start: date | None, last: date, months: Decimal | None) -> tuple[Service, date]:
    """Return the length of service and its first day."""
    if last < LAW_BEGINS:
        raise OutOfRange("end", "2008年以前离开的，早过了申请仲裁的期限，这里不算。离开日期比如2026-08-31。")
    if months is not None:
        service, first = service_of(months), months_before(last, int(months))
    elif start is None:
        raise OutOfRange("start", "要知道哪天入职，才能算年限，比如2021-03-01。")
    elif last < start:
        raise WrongOrder("end", "离开的日子在入职以前了，请核对，比如入职2021-03-01，离开2026-08-31。")
    else:
        service, first = service_between(start, last), start
    if service.months > _LONGEST_MONTHS:
        raise OutOfRange("start", "这样算要干了六十多年，请看看入职的年份对不对，比如2021-03-01。")
    if not service.months and not service.days:
        raise OutOfRange("service_months", "要上过班才有补偿，工作时间比如两年半。")
    return service, first


def _lines(situation: str, years: Years, wage: Decimal | None, base: Base) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """Return the result and how its amounts came about: N, 2N or both."""
    factor = rate("unlawful_dismissal_factor", LAW_BEGINS)
    plain_label, double_label = "经济补偿（N）", "赔偿金（2N）"
    if situation == "unsure":
        double_label = "公司违法辞退的，赔偿金（2N，不再另给N）"
    single = Line(plain_label, years.months + years.old_months, WAGES)
    double = Line(double_label, years.whole_months * factor, WAGES)
    sums: tuple[str, ...] = ()
    if wage is not None and base.amount is None:
        old = f"，另加2008年以前的{plain(years.old_months)}个月工资" if years.old_months else ""
        tripled = "个月，每月按全市平均工资的三倍算"
        single = Line(plain_label, f"封顶是{plain(years.months)}{tripled}{old}")
        double = Line(double_label, f"封顶是{plain(years.whole_months * factor)}{tripled}")
    if base.amount is not None and wage is not None:
        # The cap is younger than the years before 2008: they go by the worker's own wage.
        one = base.amount * years.months + wage * years.old_months
        two = base.amount * years.whole_months * factor
        old = f" + {yuan(wage)} × {plain(years.old_months)}" if years.old_months else ""
        single, double = Line(plain_label, one, YUAN), Line(double_label, two, YUAN)
        sums = (
            f"N：{yuan(base.amount)} × {plain(years.months)}{old} = {yuan(one)}。",
            f"2N：{yuan(base.amount)} × {plain(years.whole_months)} × {plain(factor)} = {yuan(two)}。",
        )
    if situation == "illegal":
        return (double,), sums[1:]
    return ((single, double), sums) if situation == "unsure" else ((single,), sums[:1])


def _with_a_month_more(
    lines: tuple[Line, ...], sums: tuple[str, ...], last_wage: Decimal | None
) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """Add the month's wage that stands in for the missing notice (劳动合同法实施条例 第二十条: never capped)."""
    severance_pay, extra = lines[0], "没提前30天通知，再加上一个月工资"
    if not isinstance(severance_pay.value, Decimal):
        # How much the capped part is nobody knows yet; the month beside it is never capped.
        return (*lines, Line("没提前通知，另加（+1）", last_wage or Decimal(1), YUAN if last_wage else WAGES)), sums
    if severance_pay.unit == WAGES or last_wage is None:
        return (Line("一共（N+1）", severance_pay.value + 1, WAGES), severance_pay), sums
    total = Line("一共（N+1）", severance_pay.value + last_wage, YUAN)
    return (total, severance_pay), (*sums, f"{extra}{yuan(last_wage)}。")


def _citations(situation: str, years: Years) -> tuple[Citation, ...]:
    sources = ["劳动合同法#46", "劳动合同法#47", "劳动合同法实施条例#27"]
    if situation in ("illegal", "unsure"):
        sources += ["劳动合同法#48", "劳动合同法#87", "劳动合同法实施条例#25"]
    if situation == "without_fault":
        sources += ["劳动合同法#40", "劳动合同法实施条例#20"]
    if years.open:
        sources += ["劳动合同法#97", "上海市劳动合同条例#42", "上海市劳动合同条例#45"]
    return cite(*sources)


def _resigned() -> Calculation:
    return Calculation(
        NAME,
        (Line("经济补偿", Decimal(0), YUAN),),
        ("自己辞职、公司又没有过错的，没有经济补偿。",),
        cite("劳动合同法#37", "劳动合同法#38", "劳动合同法#46"),
        judgement=("公司欠薪、不缴社保、不给说好的劳动条件，您因此提出走的，可以要经济补偿；工资、加班费照样要结清。",),
    )
