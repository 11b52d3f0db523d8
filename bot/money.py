"""Amounts in yuan: exact while being computed, rounded to the 分 once, when they are told."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

_CENT = Decimal("0.01")


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
