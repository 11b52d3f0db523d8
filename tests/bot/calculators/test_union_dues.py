"""A member's dues, worked out by hand: 0.5% of the basic wage without the odd yuan below ten."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calculators.union_dues import union_dues

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("wage", "dues"),
    [("6285", "31.4"), ("6000", "30"), ("6289.99", "31.4"), ("6290", "31.45"), ("2743", "13.7"), ("9", "0")],
)
def test_the_odd_yuan_below_ten_are_left_out(wage: str, dues: str) -> None:
    """6285 counts as 6280: 6280 × 0.005 = 31.40."""
    assert union_dues(today=TODAY, wage=Decimal(wage)).lines[0].value == Decimal(dues)


def test_a_year_is_twelve_months() -> None:
    assert union_dues(today=TODAY, wage=Decimal(6285)).lines[1].shown == "376.8元"


@given(st.decimals(1, 200_000, places=2), st.decimals(1, 200_000, places=2))
def test_who_earns_more_never_pays_less(one: Decimal, two: Decimal) -> None:
    less, more = (union_dues(today=TODAY, wage=wage).lines[0].value for wage in sorted((one, two)))
    assert Decimal(0) <= less <= more  # type: ignore[operator]
