"""The employer's two percent and its split, worked out by hand from 工会法 第四十三条."""

from datetime import date
from decimal import Decimal

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
    assert not calculation.judgement


@given(st.decimals(1, 10_000_000_000, places=2), st.integers(0, 100))
def test_the_parts_always_make_the_whole(payroll: Decimal, kept: int) -> None:
    total, own, passed = (line.value for line in union_funds(today=TODAY, payroll=payroll, kept_percent=kept).lines)
    assert own + passed == total  # type: ignore[operator]
    assert Decimal(0) <= own <= total  # type: ignore[operator]
