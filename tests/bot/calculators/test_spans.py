"""Service is counted in whole months and days; time limits end on a day that exists."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calculators.spans import (
    Service,
    last_day_of_limit,
    months_after,
    months_before,
    service_between,
    service_of,
)

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "months", "days"),
    [
        # 1 January to 30 June, both worked, are six months to the day; a day less is five months and some days.
        (date(2026, 1, 1), date(2026, 6, 30), 6, 0),
        (date(2026, 1, 1), date(2026, 6, 29), 5, 29),
        (date(2026, 1, 1), date(2026, 7, 1), 6, 1),
        # A single day.
        (date(2026, 1, 1), date(2026, 1, 1), 0, 1),
        # A year from 29 February is over with 28 February; in the next leap year with 28 February as well.
        (date(2024, 2, 29), date(2025, 2, 28), 12, 0),
        (date(2024, 2, 29), date(2025, 2, 27), 11, 30),
        (date(2024, 2, 29), date(2028, 2, 28), 48, 0),
        # A year that holds 29 February needs that day too.
        (date(2023, 3, 1), date(2024, 2, 29), 12, 0),
        (date(2023, 3, 1), date(2024, 2, 28), 11, 28),
        # From the 31st, a month without one is over with its last day.
        (date(2026, 1, 31), date(2026, 2, 28), 1, 0),
        (date(2026, 3, 31), date(2026, 9, 30), 6, 0),
    ],
)
def test_service_counts_both_ends(start: date, end: date, months: int, days: int) -> None:
    assert service_between(start, end) == Service(months, days)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 28)),
        (date(2025, 12, 31), date(2026, 12, 31)),
        (date(2026, 3, 10), date(2027, 3, 10)),
    ],
)
def test_a_limit_of_a_year_ends_on_the_same_day_or_the_last_of_the_month(day: date, last: date) -> None:
    assert last_day_of_limit(day, 12) == last


def test_a_limit_that_ends_on_29_february_ends_there() -> None:
    assert last_day_of_limit(date(2023, 8, 29), 6) == date(2024, 2, 29)
    assert last_day_of_limit(date(2022, 8, 31), 6) == date(2023, 2, 28)


@given(DAYS, st.integers(0, 600))
def test_whole_months_are_whole_months(start: date, months: int) -> None:
    end = months_after(start, months) - timedelta(days=1)
    if end >= start:
        assert service_between(start, end) == Service(months)


@given(DAYS, st.integers(1, 20000))
def test_a_day_more_never_shortens_the_service(start: date, days: int) -> None:
    one = service_between(start, start + timedelta(days=days - 1))
    two = service_between(start, start + timedelta(days=days))
    assert (one.months, one.days) < (two.months, two.days)
    assert 0 <= one.days <= 31


@given(DAYS, st.integers(1, 600))
def test_counting_back_gives_a_service_of_that_length(end: date, months: int) -> None:
    service = service_between(months_before(end, months), end)
    assert service.months == months or (service.months == months - 1 and service.days >= 27)


def test_a_told_length_may_have_part_of_a_month() -> None:
    assert service_of(Decimal("24.5")) == Service(24, 15)
    assert service_of(Decimal(10) / 30) == Service(0, 10)
    assert str(service_of(Decimal("24.5"))) == "2年零15天"
    assert (str(Service(30)), str(Service(0, 10)), str(Service(0))) == ("2年6个月", "10天", "0天")
