"""Annual leave, worked out by hand from 职工带薪年休假条例 and 企业职工带薪年休假实施办法."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calculators.annual_leave import annual_leave
from bot.calculators.calculation import Calculation
from bot.calculators.errors import WrongOrder

TODAY = date(2026, 11, 22)


def leave(**given: Any) -> Calculation:
    return annual_leave(today=TODAY, **given)


@pytest.mark.parametrize(("months", "days"), [(11, 0), (12, 5), (119, 5), (120, 10), (239, 10), (240, 15), (480, 15)])
def test_the_days_go_by_the_whole_working_life(months: int, days: int) -> None:
    assert leave(total_months=Decimal(months)).lines[0].value == days


def test_who_joins_in_the_middle_of_the_year_has_the_share_of_the_days_left() -> None:
    """1 July to 31 December are 184 days: 184 ÷ 365 × 5 = 2.52, so 2 days (实施办法 第五条)."""
    assert leave(total_months=Decimal(60), joined=date(2026, 7, 1)).lines[0].value == 2


def test_who_leaves_has_the_share_of_the_days_passed() -> None:
    """1 January to 30 September are 273 days: 273 ÷ 365 × 10 = 7.48; 3 taken, 4 left (第十二条)."""
    given: dict[str, Any] = {"total_months": Decimal(180), "left": date(2026, 9, 30)}
    assert [line.value for line in leave(**given, taken=Decimal(3)).lines] == [7, 4]


def test_half_days_taken_are_subtracted_before_the_rest_is_cut() -> None:
    """7.48 - 2.5 = 4.98: four days, as the formula subtracts first."""
    calculation = leave(total_months=Decimal(180), left=date(2026, 9, 30), taken=Decimal("2.5"))
    assert calculation.lines[-1].value == 4


def test_days_taken_too_many_are_not_claimed_back() -> None:
    calculation = leave(total_months=Decimal(180), left=date(2026, 3, 31), taken=Decimal(10))
    assert calculation.lines[-1].value == 0
    assert "不能扣回" in calculation.text()


def test_a_leap_year_gives_no_day_more_than_the_full_year() -> None:
    """366 ÷ 365 × 15 = 15.04, but nobody has more than 15; 29 February counts among the days."""
    assert leave(total_months=Decimal(300), joined=date(2024, 1, 1)).lines[0].value == 15
    # 1 January to 29 February 2024 are 60 days: 60 ÷ 365 × 15 = 2.47.
    assert "60天" in leave(total_months=Decimal(300), left=date(2024, 2, 29)).text()


def test_a_day_not_taken_brings_two_days_pay_beside_the_wage() -> None:
    """8700 ÷ 21.75 = 400 a day; 300% of which 100% is in the wage: 3 × 400 × 2 = 2400 (第十、十一条)."""
    calculation = leave(untaken=Decimal(3), wage=Decimal(8700))
    assert calculation.lines[0].value == 2400
    told = leave(total_months=Decimal(144), taken=Decimal(7), wage=Decimal(8700))
    assert [line.value for line in told.lines] == [2400, 10, 3]


def test_without_the_wage_the_answer_is_in_days_of_pay() -> None:
    calculation = leave(untaken=Decimal(5))
    assert [line.shown for line in calculation.lines] == ["10天的工资"]
    assert calculation.wanted == ("wage",)


def test_crossing_the_tenth_year_within_a_year_is_left_to_those_who_know() -> None:
    assert "跨过10年" in leave(total_months=Decimal(110)).text()
    assert "跨过10年" not in leave(total_months=Decimal(60)).text()


def test_days_of_different_years_or_in_the_wrong_order_are_refused() -> None:
    for left in (date(2026, 2, 1), date(2027, 4, 1)):
        with pytest.raises(WrongOrder):
            leave(total_months=Decimal(60), joined=date(2026, 3, 1), left=left)


@given(st.integers(0, 600), st.integers(0, 600), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_a_longer_working_life_never_gives_fewer_days(one: int, two: int, left: date) -> None:
    days = [leave(total_months=Decimal(months), left=left).lines[0].value for months in sorted((one, two))]
    assert Decimal(0) <= days[0] <= days[1] <= 15  # type: ignore[operator]
