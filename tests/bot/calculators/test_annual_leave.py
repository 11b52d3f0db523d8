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


@pytest.mark.parametrize(
    ("months", "crosses"),
    [
        # On 22 November: ten years were full on 22 October of this year, will be on 22 December, were last year.
        (121, True), (119, True), (131, False), (118, False),
        # The first year and the twentieth are crossed in the same way.
        (12, True), (24, False), (240, True), (300, False), (60, False),
    ],
)  # fmt: skip
def test_a_step_reached_within_the_year_is_left_to_those_who_know(months: int, crosses: bool) -> None:
    assert ("正好满" in leave(total_months=Decimal(months)).text()) is crosses


def test_a_last_day_before_the_first_is_refused() -> None:
    with pytest.raises(WrongOrder):
        leave(total_months=Decimal(60), joined=date(2026, 3, 1), left=date(2026, 2, 1))


def test_who_joined_in_an_earlier_year_has_the_whole_year() -> None:
    """第五条 is for the year of joining only: joined in 2020, the five days of 2026 are whole."""
    assert leave(total_months=Decimal(90), joined=date(2020, 3, 1)).lines[0].value == 5
    # Left on 30 June 2025: 181 days of that year, 181 ÷ 365 × 5 = 2.47.
    last_year = leave(total_months=Decimal(90), joined=date(2020, 3, 1), left=date(2025, 6, 30))
    assert last_year.lines[0].value == 2 and "181天" in last_year.text()


def test_half_days_of_a_whole_year_are_not_cut() -> None:
    """第五条 and 第十二条 cut what a part year gives; 5 - 2.5 of a whole year are 2.5: 2.5 × 400 × 2 = 2000."""
    whole = leave(total_months=Decimal(60), taken=Decimal("2.5"), wage=Decimal(8700))
    assert [line.value for line in whole.lines] == [2000, 5, Decimal("2.5")]
    # Who joined on 1 July has 2.52, cut to 2 at once; half a day taken leaves 1.5.
    joined = leave(total_months=Decimal(60), joined=date(2026, 7, 1), taken=Decimal("0.5"))
    assert [line.value for line in joined.lines] == [2, Decimal("1.5")]


@pytest.mark.parametrize(
    ("joined", "left", "days"),
    [
        # 第五条: 2 January to 31 December are 364 days: 364 ÷ 365 × 10 = 9.97.
        (date(2026, 1, 2), None, 9),
        # 1 January: the whole year.
        (date(2026, 1, 1), None, 10),
        # 26 November to 31 December are 36 days: 36 ÷ 365 × 10 = 0.99; with the day before it is 1.01.
        (date(2026, 11, 26), None, 0),
        (date(2026, 11, 25), None, 1),
        # 第十二条: 1 January to 5 February are 36 days, to 6 February 37.
        (None, date(2026, 2, 5), 0),
        (None, date(2026, 2, 6), 1),
        # 1 March to 31 August are 184 days: 5.04.
        (date(2026, 3, 1), date(2026, 8, 31), 5),
        # The whole year up to its last day.
        (None, date(2026, 12, 31), 10),
        # 2024 up to 31 December has 366 days, and no more than the ten.
        (None, date(2024, 12, 31), 10),
    ],
)
def test_part_years_are_counted_by_days_and_cut(joined: date | None, left: date | None, days: int) -> None:
    assert leave(total_months=Decimal(180), joined=joined, left=left).lines[0].value == days


def test_before_the_year_is_over_leave_may_still_be_taken() -> None:
    given: dict[str, Any] = {"total_months": Decimal(60), "taken": Decimal(2), "wage": Decimal(8700)}
    assert "没安排的才补" in leave(**given).text()
    assert "没安排的才补" not in leave(**given, left=date(2026, 11, 20)).text()


@given(st.decimals(1, 200_000, places=2), st.decimals(1, 200_000, places=2), st.integers(1, 15))
def test_more_wage_never_brings_less_for_the_same_days(one: Decimal, two: Decimal, days: int) -> None:
    less, more = (leave(untaken=Decimal(days), wage=wage).lines[0].value for wage in sorted((one, two)))
    assert Decimal(0) < less <= more  # type: ignore[operator]


@given(st.integers(0, 600), st.integers(0, 600), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_a_longer_working_life_never_gives_fewer_days(one: int, two: int, left: date) -> None:
    days = [leave(total_months=Decimal(months), left=left).lines[0].value for months in sorted((one, two))]
    assert Decimal(0) <= days[0] <= days[1] <= 15  # type: ignore[operator]
