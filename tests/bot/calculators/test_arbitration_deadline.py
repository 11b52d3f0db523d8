"""The last day for arbitration, worked out by hand from 劳动争议调解仲裁法 第二十七条."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calculators.arbitration_deadline import arbitration_deadline
from bot.calculators.calculation import Calculation
from bot.calculators.errors import WrongOrder

TODAY = date(2026, 11, 22)


def deadline(**given: Any) -> Calculation:
    return arbitration_deadline(today=TODAY, **given)


def last(**given: Any) -> Any:
    return deadline(matter="other", **given).lines[0].value


def test_a_year_from_the_day_of_knowing_that_day_not_counted() -> None:
    assert last(knew=date(2026, 3, 10)) == date(2027, 3, 10)


def test_a_year_from_29_february_ends_on_the_28th() -> None:
    assert last(knew=date(2024, 2, 29)) == date(2025, 2, 28)


def test_a_claim_in_time_starts_the_year_anew() -> None:
    assert last(knew=date(2025, 12, 1), interrupted=date(2026, 8, 1)) == date(2027, 8, 1)
    # On the last day it is still in time; a day later it is not.
    assert last(knew=date(2025, 3, 1), interrupted=date(2026, 3, 1)) == date(2027, 3, 1)
    assert last(knew=date(2025, 3, 1), interrupted=date(2026, 3, 2)) == date(2026, 3, 1)


def test_a_claim_after_the_year_is_told_to_change_nothing() -> None:
    assert "不能重新算" in deadline(matter="other", knew=date(2024, 3, 1), interrupted=date(2026, 3, 2)).text()


def test_a_year_anew_from_29_february_ends_on_the_28th_too() -> None:
    assert last(knew=date(2023, 6, 1), interrupted=date(2024, 2, 29)) == date(2025, 2, 28)


def test_a_suspension_comes_on_top() -> None:
    """1 to 20 May are twenty days: 10 March 2027 becomes 30 March."""
    given: dict[str, Any] = {"suspended_from": date(2026, 5, 1), "suspended_to": date(2026, 5, 20)}
    assert last(knew=date(2026, 3, 10), **given) == date(2027, 3, 30)
    # It also saves a claim that would have come twenty days too late: 10 March 2027 + 20 days.
    assert last(knew=date(2026, 3, 10), interrupted=date(2027, 3, 30), **given) == date(2028, 3, 30)
    # Behind the claim it prolongs the new year.
    assert last(knew=date(2026, 3, 10), interrupted=date(2026, 4, 1), **given) == date(2027, 4, 21)


@pytest.mark.parametrize(
    ("suspended", "end"),
    [
        # Two days in May: 10 March 2027 and two more.
        ((date(2026, 5, 1), date(2026, 5, 2)), date(2027, 3, 12)),
        # It began before the year and takes only the days since: 10 to 20 March are eleven.
        ((date(2026, 3, 1), date(2026, 3, 20)), date(2027, 3, 21)),
        # Over before the year began.
        ((date(2026, 2, 1), date(2026, 3, 9)), date(2027, 3, 10)),
    ],
)
def test_a_suspension_takes_the_days_it_shares_with_the_year(suspended: tuple[date, date], end: date) -> None:
    assert last(knew=date(2026, 3, 10), suspended_from=suspended[0], suspended_to=suspended[1]) == end


def test_a_suspension_over_a_claim_holds_the_new_year_back_too() -> None:
    """Claimed on 10 May in a suspension of 1 to 20 May: the new year to 10 May 2027, and the eleven days since."""
    given: dict[str, Any] = {"suspended_from": date(2026, 5, 1), "suspended_to": date(2026, 5, 20)}
    assert last(knew=date(2026, 3, 10), interrupted=date(2026, 5, 10), **given) == date(2027, 5, 21)


def test_a_suspension_without_an_end_is_said_to_be_left_out() -> None:
    calculation = deadline(matter="other", knew=date(2026, 3, 10), suspended_from=date(2026, 5, 1))
    assert calculation.lines[0].value == date(2027, 3, 10)
    assert "没有扣掉" in calculation.text()


def test_a_suspension_after_the_end_changes_nothing() -> None:
    given: dict[str, Any] = {"suspended_from": date(2026, 5, 1), "suspended_to": date(2026, 5, 20)}
    assert last(knew=date(2025, 3, 10), **given) == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("knew", "end"),
    [
        # 民法典 第二百零一、二百零二条: the day itself is not counted; the year ends on the same day.
        (date(2025, 12, 31), date(2026, 12, 31)),
        (date(2026, 1, 1), date(2027, 1, 1)),
        # A year that holds 29 February, and one that ends before it.
        (date(2023, 3, 1), date(2024, 3, 1)),
        (date(2023, 2, 28), date(2024, 2, 28)),
        # From a leap day to the last day of the February after.
        (date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_a_year_ends_on_the_same_day_of_the_next(knew: date, end: date) -> None:
    assert last(knew=knew) == end


def test_other_claims_have_their_year_also_while_the_employment_goes_on() -> None:
    """第二十七条第四款 is for arrears of pay only: double wage of somebody still there runs out all the same."""
    text = deadline(matter="other", knew=date(2025, 3, 1)).text()
    assert "已经过期" in text
    assert "不是拖欠的工资" in deadline(matter="arrears").text()


def test_arrears_have_no_limit_while_the_employment_goes_on() -> None:
    calculation = deadline(matter="arrears")
    assert "没有一年的限制" in calculation.lines[0].shown


def test_arrears_run_for_a_year_from_the_end_of_the_employment() -> None:
    calculation = deadline(matter="arrears", ended=date(2026, 3, 31), interrupted=date(2026, 1, 1))
    assert calculation.lines[0].value == date(2027, 3, 31)
    later = deadline(matter="arrears", ended=date(2026, 3, 31), interrupted=date(2026, 6, 1))
    assert later.lines[0].value == date(2027, 6, 1)


@pytest.mark.parametrize(
    ("knew", "told"),
    [
        (date(2025, 11, 22), "就是今天"),
        (date(2025, 11, 23), "还有1天，抓紧"),
        (date(2025, 11, 21), "已经过期1天"),
        (date(2026, 3, 1), "还有99天"),
    ],
)
def test_the_days_left_are_told(knew: date, told: str) -> None:
    assert deadline(matter="other", knew=knew).lines[1].shown.startswith(told)


def test_a_last_day_on_a_weekend_is_told() -> None:
    """22 November 2026 is a Sunday."""
    assert "是周日" in deadline(matter="other", knew=date(2025, 11, 22)).text()


def test_days_in_the_wrong_order_are_refused() -> None:
    wrong: list[dict[str, Any]] = [
        {"knew": date(2026, 3, 1), "interrupted": date(2026, 2, 1)},
        {"knew": date(2026, 3, 1), "suspended_from": date(2026, 5, 2), "suspended_to": date(2026, 5, 1)},
        {},
    ]
    for days in wrong:
        with pytest.raises(WrongOrder):
            deadline(matter="other", **days)


@given(st.dates(date(2009, 1, 1), TODAY), st.integers(0, 365))
def test_a_claim_never_shortens_the_limit(knew: date, days: int) -> None:
    assert last(knew=knew, interrupted=knew + timedelta(days=days)) >= last(knew=knew)
