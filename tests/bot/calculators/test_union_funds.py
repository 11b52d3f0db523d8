"""The employer's two percent and its split, worked out by hand from 工会法 第四十三条."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calculators.union_funds import union_funds

TODAY = date(2026, 11, 22)


def test_two_percent_split_sixty_to_forty_where_the_district_is_not_known() -> None:
    """400000 × 2% = 8000; 60% are 4800."""
    calculation = union_funds(today=TODAY, payroll=Decimal(400000))
    assert [line.value for line in calculation.lines] == [8000, 4800, 3200]
    assert "问街镇或区总工会" in calculation.text()


def test_the_districts_own_share_is_used_where_it_is_told() -> None:
    calculation = union_funds(today=TODAY, payroll=Decimal(400000), kept_percent=95)
    assert [line.value for line in calculation.lines] == [8000, 7600, 400]
    assert "问街镇或区总工会" not in calculation.text()


@pytest.mark.parametrize(
    ("payroll", "kept", "parts"),
    [
        # 工会法 第四十三条: 2% of 500000 = 10000; 60% = 6000 stay.
        ("500000", 60, ("10000", "6000", "4000")),
        # 123456.78 × 2% = 2469.1356 → 2469.14; 60% = 1481.484 → 1481.48; the rest 987.66.
        ("123456.78", 60, ("2469.14", "1481.48", "987.66")),
        # All stays, and nothing does.
        ("400000", 100, ("8000", "8000", "0")),
        ("400000", 0, ("8000", "0", "8000")),
        # Half a fen goes up: 1000.25 × 2% = 20.005 → 20.01; 50% = 10.005 → 10.01; the rest 10.00.
        ("1000.25", 50, ("20.01", "10.01", "10.00")),
    ],
)
def test_each_sum_is_paid_in_whole_fen(payroll: str, kept: int, parts: tuple[str, ...]) -> None:
    lines = union_funds(today=TODAY, payroll=Decimal(payroll), kept_percent=kept).lines
    assert [line.value for line in lines] == [Decimal(part) for part in parts]


@given(st.decimals(1, 10**9, places=2), st.decimals(1, 10**9, places=2))
def test_a_larger_payroll_never_brings_less(one: Decimal, two: Decimal) -> None:
    less, more = ([line.value for line in union_funds(today=TODAY, payroll=p).lines] for p in sorted((one, two)))
    assert Decimal(0) <= less[0] <= more[0]  # type: ignore[operator]
    assert less[1] <= more[1]  # type: ignore[operator]


@given(st.decimals(1, 10_000_000_000, places=2), st.integers(0, 100))
def test_the_parts_always_make_the_whole(payroll: Decimal, kept: int) -> None:
    total, own, passed = (line.value for line in union_funds(today=TODAY, payroll=payroll, kept_percent=kept).lines)
    assert own + passed == total  # type: ignore[operator]
    assert Decimal(0) <= own <= total  # type: ignore[operator]
