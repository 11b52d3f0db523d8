"""Amounts in yuan: exact while being computed, rounded to the 分 once, when they are told."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

_CENT = Decimal("0.01")

#: A month's wage of one person, and a month's wages of a whole employer, as they are likely to be. What lies outside
#: may be true, but is more often a nought too many, a yearly wage or a number of another kind: it is asked back.
LIKELY_WAGE = (Decimal(500), Decimal(200_000))
LIKELY_PAYROLL = (Decimal(2_000), Decimal(1_000_000_000))


def cents(amount: Decimal) -> Decimal:
    """Return an amount in yuan rounded to the 分, half a 分 upwards."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def plain(number: Decimal | int) -> str:
    """Return a number without superfluous zeros: 3, 2.5, 45.98."""
    value = Decimal(number)
    return format(value.to_integral() if value == value.to_integral() else value.normalize(), "f")


def yuan(amount: Decimal) -> str:
    """Return an amount as people read it, rounded to the 分: 24000元, 45.98元."""
    return f"{plain(cents(amount))}元"


def share(part: Decimal) -> str:
    """Return a share as a percentage: 0.85 → 85%."""
    return f"{plain(part * 100)}%"


def whole(number: Decimal) -> Decimal:
    """Return the whole part of a number that is not negative: 2.52 → 2."""
    return number.to_integral_value(ROUND_FLOOR)
