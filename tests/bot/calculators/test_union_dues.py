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
    [
        ("6285", "31.4"),  # counts as 6280: 6280 × 0.005 = 31.40
        ("6000", "30"),  # nothing to leave out: 6000 × 0.005
        ("6289.99", "31.4"),  # a fen short of the next ten
        ("6290", "31.45"),  # the next ten itself
        ("2743", "13.7"),  # 2740 × 0.005
        ("12434", "62.15"),  # 12430 × 0.005
        ("9", "0"),  # less than ten yuan counts nothing
    ],
)
def test_the_odd_yuan_below_ten_are_left_out(wage: str, dues: str) -> None:
    """全国总工会 1978: half a percent of the basic wage; an end of less than ten yuan pays no dues."""
    assert union_dues(today=TODAY, wage=Decimal(wage)).lines[0].value == Decimal(dues)


def test_a_year_is_twelve_months() -> None:
    assert union_dues(today=TODAY, wage=Decimal(6285)).lines[1].shown == "376.8元"


@given(st.decimals(1, 200_000, places=2), st.decimals(1, 200_000, places=2))
def test_who_earns_more_never_pays_less(one: Decimal, two: Decimal) -> None:
    less, more = (union_dues(today=TODAY, wage=wage).lines[0].value for wage in sorted((one, two)))
    assert Decimal(0) <= less <= more  # type: ignore[operator]


@given(st.decimals(1, 200_000, places=2))
def test_dues_are_whole_five_fen_and_never_more_than_half_a_percent(wage: Decimal) -> None:
    """Tens of yuan times half a percent are multiples of five fen."""
    dues = union_dues(today=TODAY, wage=wage).lines[0].value
    assert isinstance(dues, Decimal)
    assert dues % Decimal("0.05") == 0
    assert dues <= wage * Decimal("0.005") < dues + Decimal("0.05")


def test_the_step_shows_how_the_wage_was_cut() -> None:
    assert "尾数不足10元的不计，按6280元" in union_dues(today=TODAY, wage=Decimal(6285)).text()
    assert "尾数" not in union_dues(today=TODAY, wage=Decimal(6280)).text()
