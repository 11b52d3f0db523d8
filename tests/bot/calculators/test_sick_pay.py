"""Sick pay and the medical period by Shanghai's rules, worked out by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calculators.calculation import Calculation
from bot.calculators.sick_pay import sick_pay

# The minimum wage is known for this day (2740, four fifths are 2192), for the other not yet.
KNOWN = date(2026, 3, 31)
LATER = date(2026, 11, 22)


def pay(**given: Any) -> Calculation:
    return sick_pay(today=given.pop("today", KNOWN), **given)


@pytest.mark.parametrize(
    ("years", "sick", "share"),
    [
        ("0", "6", "60%"), ("1.9", "6", "60%"), ("2", "6", "70%"), ("4", "6", "80%"),
        ("6", "6", "90%"), ("8", "6", "100%"), ("0.9", "6.1", "40%"), ("1", "7", "50%"),
        ("2.9", "7", "50%"), ("3", "7", "60%"), ("30", "7", "60%"),
    ],
)  # fmt: skip
def test_the_share_goes_by_service_and_by_how_long_the_leave_lasts(years: str, sick: str, share: str) -> None:
    calculation = pay(service_months=Decimal(years) * 12, sick_months=Decimal(sick))
    assert calculation.lines[0].shown == f"本人工资的{share}"


@pytest.mark.parametrize(("months", "period"), [(0, 3), (11, 3), (12, 4), (48, 7), (251, 23), (252, 24), (480, 24)])
def test_the_medical_period_is_three_months_and_one_for_every_year(months: int, period: int) -> None:
    assert pay(service_months=Decimal(months)).lines[-1].value == period


def test_a_whole_month_and_some_days_of_it() -> None:
    """Three years, 70% of 6000 is 4200; five days are 4200 ÷ 21.75 × 5 = 965.52."""
    calculation = pay(service_months=Decimal(36), sick_months=Decimal(2), wage=Decimal(6000), sick_days=Decimal(5))
    assert [line.shown for line in calculation.lines] == ["965.52元", "4200元", "6个月"]


def test_the_floor_is_four_fifths_of_the_minimum_wage_where_that_is_known() -> None:
    """60% of 3000 is 1800, below 2740 × 0.8 = 2192."""
    assert pay(service_months=Decimal(6), wage=Decimal(3000)).lines[0].value == 2192


def test_where_the_minimum_wage_is_not_known_the_rule_is_told_and_no_floor_invented() -> None:
    calculation = pay(today=LATER, service_months=Decimal(6), wage=Decimal(3000))
    assert calculation.lines[0].value == 1800
    assert "至少要补到当期的底线" in calculation.text()
    assert "12333" in calculation.text()


def test_without_a_length_of_the_leave_six_months_are_assumed_and_told() -> None:
    assert any("6个月以内" in text for text in pay(service_months=Decimal(6)).assumptions)


@given(st.integers(0, 600), st.integers(0, 600), st.decimals(1, 100_000, places=2))
def test_longer_service_never_pays_less(one: int, two: int, wage: Decimal) -> None:
    less, more = sorted((one, two))
    pays = [pay(service_months=Decimal(months), wage=wage).lines[0].value for months in (less, more)]
    assert Decimal(0) <= pays[0] <= pays[1]  # type: ignore[operator]
