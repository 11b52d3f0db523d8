"""How many months of wage a length of service gives (劳动合同法 第四十七、九十七条)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.calculators.calculation import WAGES, Line
from bot.calculators.spans import Service, service_between
from bot.money import plain
from bot.rates import rate

#: The day on which the labour contract law came into force.
LAW_BEGINS = date(2008, 1, 1)

_HALF_A_YEAR = 6
# Before 2008 the total of these was limited, as a rule (上海市劳动合同条例 第四十二条), and a term's end gave none.
_LIMITED = frozenset({"agreed", "forced"})
# What each ending brought at that time beyond the months counted here.
_OPEN = {
    "expiry": "当时合同到期一般没有补偿",
    "agreed": "当时协商解除的一般最多12个月",
    "forced": "当时被迫解除的一般最多12个月",
    "without_fault": "当时不胜任的一般最多12个月",
    "unsure": "当时合同到期的一般没有，协商的一般最多12个月",
}
_OPEN_REST = "不满半年的零头当时没写，以仲裁认定为准。"


@dataclass(frozen=True)
class Years:
    """The months of wage that a service gives.

    Attributes:
        months: For the years since 2008.
        old_months: For the years before.
        whole_months: For the whole service in one piece, which an unlawful dismissal counts by
            (劳动合同法实施条例 第二十五条).
        steps: How they came about.
        open: What the rules of before 2008 leave open; empty where they do not matter.
    """

    months: Decimal
    old_months: Decimal
    whole_months: Decimal
    steps: tuple[str, ...]
    open: str = ""


def counted_years(service: Service) -> Decimal:
    """Return the years that a service counts for: a whole one from six months, half a one below."""
    rest = service.months % 12
    if rest >= _HALF_A_YEAR:
        return Decimal(service.years + 1)
    return service.years + (Decimal("0.5") if rest or service.days else Decimal(0))


def counted_years_before_2008(service: Service) -> Decimal:
    """Return the years that count by 上海市劳动合同条例 第四十五条, which says nothing of less than six months."""
    return Decimal(service.years + (service.months % 12 >= _HALF_A_YEAR))


def years_of(situation: str, service: Service, first: date, last: date, is_capped: bool) -> Years:
    """Return the months of wage for a service from `first` to `last`.

    Args:
        situation: How it ended (severance.SITUATIONS).
        service: Its length.
        first: Its first day.
        last: Its last day, not before 2008.
        is_capped: Whether the wage is above the cap, so that at most twelve years count.
    """
    most = rate("severance_cap_years", last) if is_capped else None
    whole = _limited(counted_years(service), most)
    if first >= LAW_BEGINS:
        return Years(whole, Decimal(0), whole, (_step(service, whole),))
    if situation == "illegal":
        step = f"赔偿金从入职那天算起，2008年前后不分段。{_step(service, whole)}"
        return Years(whole, Decimal(0), whole, (step,))
    recent, before = service_between(LAW_BEGINS, last), service_between(first, LAW_BEGINS - timedelta(days=1))
    months = _limited(counted_years(recent), most)
    old = Decimal(0) if situation == "expiry" else counted_years_before_2008(before)
    if situation in _LIMITED:
        old = min(old, rate("severance_old_limit", last))
    steps = (
        f"2008年起：{_step(recent, months)}",
        f"2008年以前有{before}，按当时上海的规定算{plain(old)}个月工资。",
    )
    then = f"{_OPEN[situation]}，" if situation in _OPEN else ""
    return Years(months, old, whole, steps, f"2008年以前那段，{then}{_OPEN_REST}")


def _limited(years: Decimal, most: Decimal | None) -> Decimal:
    return years if most is None else min(years, most)


def _step(service: Service, months: Decimal) -> str:
    """Return how a service became months of wage, in words."""
    years, rest = service.years, Service(service.months % 12, service.days)
    if rest.months >= _HALF_A_YEAR:
        end = "满半年按一年，算1个月"
    elif rest.months or rest.days:
        end = "不满半年，算半个月"
    else:
        end = ""
    if not years:
        return f"工作{service}，{end}工资。"
    parts = [f"满{years}年算{years}个月", *([f"余下{rest}，{end}"] if end else [])]
    total = "最多算" if months < counted_years(service) else "一共"
    return f"工作{service}：{'；'.join(parts)}。{total}{Line('', months, WAGES).shown}。"
