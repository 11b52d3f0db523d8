"""Spans of time as labour law counts them: whole years and months of service, and the last day of a time limit."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Service:
    """A length of service.

    Attributes:
        months: The whole months of it.
        days: The days beyond the last whole month.
    """

    months: int
    days: int = 0

    @property
    def years(self) -> int:
        """The whole years of it."""
        return self.months // 12

    def __str__(self) -> str:
        years, months = divmod(self.months, 12)
        parts = [f"{years}年" if years else "", f"{months}个月" if months else ""]
        if self.days:
            parts.append(f"{'零' if parts[0] or parts[1] else ''}{self.days}天")
        return "".join(parts) or "0天"


def months_after(day: date, months: int) -> date:
    """Return the day on which `months` whole months from `day` (counted in) are over.

    Where the month has no such day, they are over on the first of the next: a year from 29 February ends with
    28 February, so it is over on 1 March.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year, month + 2, 1)  # December, which has no next month in its year, lacks no day


def last_day_of_limit(day: date, months: int) -> date:
    """Return the last day of a time limit of `months` that something on `day` set going.

    The day itself is not counted in; where the last month has no such day, its last day is the one (民法典
    第201、202条): a year from 29 February 2024 ends on 28 February 2025.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year, month + 2, 1) - _DAY


def service_between(start: date, end: date) -> Service:
    """Return the length of service from `start` to `end`, both days counted in; `end` is not before `start`."""
    behind = end + _DAY
    months = (behind.year - start.year) * 12 + behind.month - start.month
    while months_after(start, months) > behind:
        months -= 1
    return Service(months, (behind - months_after(start, months)).days)


def service_of(months: Decimal) -> Service:
    """Return a length of service told in months; a fraction of a month becomes days of a month of thirty."""
    whole = int(months)
    return Service(whole, int(((months - whole) * 30).to_integral_value(ROUND_HALF_UP)))


def months_before(day: date, months: int) -> date:
    """Return the first day of a service of whole `months` that includes `day` as its last."""
    behind = day + _DAY
    year, month = divmod(behind.year * 12 + behind.month - 1 - months, 12)
    for number in range(behind.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, behind.day)
