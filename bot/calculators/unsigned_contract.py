"""Double wage for work without a written contract (劳动合同法 第八十二条, 实施条例 第六、七条).

From the day after the first month to the day before the contract, or before the first year is over: at most eleven
months. The limit of one year is counted month by month, as is usual in Shanghai; that is a practice, not a text.
"""

from datetime import date, timedelta
from decimal import Decimal

from bot.calculators.calculation import YUAN, Calculation, Line, cite
from bot.calculators.errors import OutOfRange, WrongOrder
from bot.calculators.field import Field, Inputs, Kind
from bot.calculators.severance_years import LAW_BEGINS
from bot.calculators.spans import last_day_of_limit, months_after, service_between
from bot.money import LIKELY_WAGE, plain, yuan
from bot.rates import rate

NAME = "unsigned_contract"

_DAY = timedelta(days=1)


def _has_no_months(inputs: Inputs) -> bool:
    return inputs.get("unsigned_months") is None


FIELDS = (
    Field(
        "start",
        Kind.DATE,
        "入职日期",
        "您是哪天开始上班的？合同到期没续签的，说到期后的第二天。",
        "从上班满一个月的第二天起算。",
        "2026-01-15",
        required=True,
        needed=_has_no_months,
        is_past=True,
    ),
    Field(
        "signed",
        Kind.DATE,
        "补签合同的日子",
        "后来补签书面合同了吗？签了的话是哪天？",
        "算到补签的前一天为止。",
        "2026-06-01",
        needed=_has_no_months,
        is_past=True,
    ),
    Field(
        "left",
        Kind.DATE,
        "离开的日子",
        "还在那里上班吗？离开了的话，最后一天是哪天？",
        "只算上班的日子。",
        "2026-08-31",
        needed=_has_no_months,
    ),
    Field(
        "wage",
        Kind.MONEY,
        "月工资",
        "说好的、正常上班一个月的工资是多少？不含加班费。",
        "另外那一份按每月工资算。",
        "6000",
        low=Decimal(1),
        likely=LIKELY_WAGE,
    ),
)


def unsigned_contract(
    *,
    today: date,
    start: date | None = None,
    signed: date | None = None,
    left: date | None = None,
    unsigned_months: Decimal | None = None,
    wage: Decimal | None = None,
) -> Calculation:
    """Return the second wage for the months without a written contract.

    Args:
        today: The day it is asked on: the last day counted while the work goes on, and the day on which the
            claim would be made.
        start: The first day of work, or of going on after a contract had run out.
        signed: The day on which a written contract was made, if one was.
        left: The last day of work, if it is over.
        unsigned_months: How long the work without a contract was, instead of the days.
        wage: The monthly wage in yuan.

    Raises:
        OutOfRange: It is not known when the work began, or it has not begun.
        WrongOrder: The contract or the end is before the start.
    """
    if unsigned_months is not None:
        return _by_months(unsigned_months, wage, today)
    if start is None or start > today:
        raise OutOfRange("start", "要知道哪天开始上班，而且不晚于今天，比如2026-01-15。")
    if (signed and signed < start) or (left and left < start):
        raise WrongOrder("signed" if signed and signed < start else "left", "这个日子在入职以前了，请核对一下。")
    # Who worked there before the law came had a month from its first day on (劳动合同法 第九十七条).
    counted_from = max(start, LAW_BEGINS)
    first = months_after(counted_from, int(rate("double_wage_grace_months", today)))
    year_end = months_after(counted_from, int(rate("double_wage_end_months", today))) - _DAY
    last = min(day for day in (year_end, signed and signed - _DAY, left, today) if day)
    if last < first:
        return _nothing()
    span = service_between(first, last)
    part = _part(first, last)
    whole = Line("另外再付的一份工资", f"{span}的工资" if wage is None else wage * (span.months + part), _unit(wage))
    until = _end_reason(last, signed, left, year_end)
    law = "2008年1月1日起算，" if counted_from > start else ""
    steps = [f"{_told(start)}上班，{law}满一个月的第二天是{_told(first)}，从这天算起，{until}。"]
    if wage is not None:
        steps.append(f"{yuan(wage)} × {plain(span.months)}个月{_part_told(wage, span.days, part)} = {whole.shown}。")
    lines = [*_in_time(first, last, today, wage, whole), Line("能算的日子", f"{_told(first)}到{_told(last)}，{span}")]
    return _calculation(lines, steps, wage, year_end == last)


def _unit(wage: Decimal | None) -> str:
    return "" if wage is None else YUAN


def _in_time(first: date, last: date, today: date, wage: Decimal | None, whole: Line) -> list[Line]:
    """Return what a claim of today reaches, before what all the months would bring.

    The two differ as soon as the year of the first month has passed.
    """
    begun = _first_in_time(first, last, today)
    if begun == first:
        return [whole]
    everything = Line("没过期限的话一共", whole.value, whole.unit)
    if begun is None:
        return [Line("现在去申请", "一年的期限都过了，除非中间要过、投诉过"), everything]
    span = service_between(begun, last)
    reached = f"{span}的工资" if wage is None else wage * (span.months + _part(begun, last))
    return [Line(f"今天去申请还来得及的（{_told(begun)}起）", reached, _unit(wage)), everything]


def _by_months(months: Decimal, wage: Decimal | None, today: date) -> Calculation:
    """Return the second wage where only the length of the work without a contract is known."""
    grace, end = rate("double_wage_grace_months", today), rate("double_wage_end_months", today)
    counted = max(Decimal(0), min(months, end) - grace)
    if not counted:
        return _nothing()
    label = "另外再付的一份工资"
    sure = Decimal(int(counted))
    more = "（多出来的天数另算）" if counted > sure else ""
    if wage is None:
        line = Line(label, f"{plain(sure)}个月的工资{more}" if sure else "满一个月以后的那些天的工资")
    elif sure:
        line = Line(label, f"{yuan(wage * sure)}{more}")
    else:
        line = Line(label, f"满一个月以后的那些天，一个月按{yuan(wage)}折")
    steps = ["头一个月是签合同的期限，不算；从第二个月起算，最多算到满一年，一共11个月。"]
    if sure:
        steps.append(f"{plain(min(months, end) - (counted - sure))}个月 - {plain(grace)}个月 = {plain(sure)}个月。")
    return _calculation([line, *_months_in_time(months, wage, today)], steps, wage, months >= end)


def _months_in_time(months: Decimal, wage: Decimal | None, today: date) -> list[Line]:
    """Return how many months a claim of today still reaches, for work that goes on; nothing where it is all."""
    grace, end = rate("double_wage_grace_months", today), rate("double_wage_end_months", today)
    gone = max(grace, months - rate("limitation_months", today))
    if gone <= grace:
        return []
    left = int(max(Decimal(0), end - gone))
    amount = f"，{yuan(wage * left)}" if wage is not None else ""
    told = f"大约{left}个月{amount}" if left else "一年都过了，除非中间要过、投诉过"
    return [Line("还在上班的，现在去申请还来得及的", told)]


def _calculation(lines: list[Line], steps: list[str], wage: Decimal | None, is_year: bool) -> Calculation:
    sources = ["劳动合同法#10", "劳动合同法#82", "劳动合同法实施条例#6", "劳动合同法实施条例#7"]
    if is_year:
        sources.append("劳动合同法#14")
        steps.append("满一年还没签的，当作已经有了无固定期限合同，后面不再付两倍。")
    return Calculation(
        NAME,
        tuple(lines),
        tuple(steps),
        cite(*sources, "劳动争议调解仲裁法#27"),
        assumptions=("平时的那一份工资已经发了；每月工资一样，零头按那个月的天数折。",),
        judgement=(
            "要在一年里申请仲裁，上海常见的是一个月一个月分开算，拖一个月就可能少一个月。"
            "您自己不肯签的，单位可以不付。都由仲裁委认定。",
        ),
        wanted=() if wage is not None else ("wage",),
        hint="" if wage is not None else "告诉我每月工资，就能算出多少钱。",
    )


def _nothing() -> Calculation:
    return Calculation(
        NAME,
        (Line("两倍工资", "现在还没有"),),
        ("上班头一个月是签合同的期限，超过一个月还没签，才要付两倍。",),
        cite("劳动合同法#10", "劳动合同法#82", "劳动合同法实施条例#5", "劳动合同法实施条例#6"),
    )


def _part(first: date, last: date) -> Decimal:
    """Return the days beyond the last whole month as a share of the month they lie in."""
    span = service_between(first, last)
    begun, over = months_after(first, span.months), months_after(first, span.months + 1)
    return Decimal(span.days) / Decimal((over - begun).days)


def _part_told(wage: Decimal, days: int, part: Decimal) -> str:
    return f" + {days}天折{yuan(wage * part)}" if days else ""


def _end_reason(last: date, signed: date | None, left: date | None, year_end: date) -> str:
    if signed and last == signed - _DAY:
        return f"到补签的前一天{_told(last)}"
    if last == year_end:
        return f"到满一年的前一天{_told(last)}，最多11个月"
    return f"到离开的{_told(last)}" if left and last == left else "先算到今天"


def _first_in_time(first: date, last: date, today: date) -> date | None:
    """Return the first day of the earliest month of wage whose limit of a year has not passed by `today`."""
    limit = int(rate("limitation_months", today))
    count = 0
    while (begun := months_after(first, count)) <= last:
        over = min(months_after(first, count + 1) - _DAY, last)
        if last_day_of_limit(over + _DAY, limit) >= today:
            return begun
        count += 1
    return None


def _told(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"
