"""Overtime pay, worked out by hand from 劳动法 第四十四条 and the 21.75 days of a paid month."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.calculators.overtime import overtime

TODAY = date(2026, 11, 22)


def test_an_hour_of_each_kind() -> None:
    """8700 ÷ 21.75 ÷ 8 = 50 an hour: 75, 100 and 150."""
    assert [line.shown for line in overtime(today=TODAY, wage=Decimal(8700)).lines] == ["75元", "100元", "150元"]


def test_an_uneven_hour_is_rounded_only_at_the_end() -> None:
    """8000 ÷ 174 = 45.977…: ×1.5 = 68.9655… → 68.97; ×2 = 91.95; ×3 = 137.93."""
    shown = [line.shown for line in overtime(today=TODAY, wage=Decimal(8000)).lines]
    assert shown == ["68.97元", "91.95元", "137.93元"]


def test_hours_of_several_kinds_are_added_up() -> None:
    """50 × 1.5 × 10 = 750, 50 × 2 × 8 = 800, 50 × 3 × 8 = 1200: 2750."""
    calculation = overtime(
        today=TODAY,
        wage=Decimal(8700),
        workday_hours=Decimal(10),
        rest_day_hours=Decimal(8),
        holiday_hours=Decimal(8),
    )
    assert [line.value for line in calculation.lines] == [2750, 750, 800, 1200]
    assert not calculation.wanted


def test_without_the_wage_the_answer_is_in_hours_of_pay() -> None:
    """16 hours at twice the wage are the pay of 32 hours."""
    calculation = overtime(today=TODAY, rest_day_hours=Decimal(16))
    assert [line.shown for line in calculation.lines] == ["32个小时的工资"]
    assert calculation.wanted == ("wage",)


def test_without_wage_and_hours_the_multiples_are_told() -> None:
    assert [line.shown for line in overtime(today=TODAY).lines] == ["1.5倍工资", "2倍工资", "3倍工资"]


def test_more_than_36_hours_and_a_wage_below_the_minimum_are_remarked() -> None:
    text = overtime(today=TODAY, wage=Decimal(2000), workday_hours=Decimal(37)).text()
    assert "超过36小时" in text
    assert "低于最低工资" in text
    assert "超过36小时" not in overtime(today=TODAY, wage=Decimal(8000), workday_hours=Decimal(36)).text()


@given(st.decimals(1, 200_000, places=2), st.decimals(0, 300, places=1), st.decimals(0, 300, places=1))
def test_more_hours_never_pay_less(wage: Decimal, one: Decimal, two: Decimal) -> None:
    less, more = sorted((one + 1, two + 1))
    pays = [overtime(today=TODAY, wage=wage, rest_day_hours=hours).lines[0].value for hours in (less, more)]
    assert Decimal(0) <= pays[0] <= pays[1]  # type: ignore[operator]
