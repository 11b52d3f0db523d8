"""Counting working time along the real calendar of 2025 and 2026, and along what a file says."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import clock
from bot.cases.calendar import CalendarError, Span, WorkCalendar, read, work_calendar
from bot.paths import DATA

HOURS = {"hours": {"opens": "09:00", "closes": "17:30"}, "fixed": ["01-01", "10-01"]}


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)


def test_the_year_2025_has_the_days_of_its_notice():
    calendar = work_calendar()
    # New Year's Day; Spring Festival with its two made-up days; the National Day week with its two.
    off = [
        "2025-01-01",
        "2025-01-28",
        "2025-02-04",
        "2025-04-04",
        "2025-05-05",
        "2025-06-02",
        "2025-10-01",
        "2025-10-08",
    ]
    made_up = ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"]
    assert not any(calendar.is_workday(date.fromisoformat(day)) for day in off)
    assert all(calendar.is_workday(date.fromisoformat(day)) for day in made_up)


@pytest.mark.parametrize(
    ("filed", "days", "due"),
    [
        # An ordinary Monday: the day itself is not counted.
        ("2026-11-23 10:00", 2, "2026-11-25 17:30"),
        # Over New Year: 1 to 3 January are off, Sunday the 4th is made up.
        ("2025-12-31 16:00", 1, "2026-01-04 17:30"),
        ("2025-12-31 16:00", 2, "2026-01-05 17:30"),
        # In the evening of the last day: it starts on the next working day, a Sunday.
        ("2025-12-31 18:00", 1, "2026-01-05 17:30"),
        # Before the Spring Festival of 2026: Saturday the 14th is worked, 15 to 23 are off.
        ("2026-02-13 10:00", 1, "2026-02-14 17:30"),
        ("2026-02-13 10:00", 2, "2026-02-24 17:30"),
        # On a made-up Saturday.
        ("2026-02-28 09:30", 1, "2026-03-02 17:30"),
        # Over the National Day weeks: 2025 with the Mid-Autumn Festival, 1 to 8; 2026, 1 to 7.
        ("2025-09-30 10:00", 1, "2025-10-09 17:30"),
        ("2025-09-30 10:00", 3, "2025-10-11 17:30"),
        ("2026-09-30 10:00", 1, "2026-10-08 17:30"),
        ("2026-09-30 10:00", 3, "2026-10-10 17:30"),
        ("2026-10-03 10:00", 1, "2026-10-09 17:30"),
    ],
)
def test_working_days_are_counted_over_holidays_and_made_up_days(filed, days, due):
    assert work_calendar().after(at(filed), Span(days=days)) == at(due)


@pytest.mark.parametrize(
    ("begin", "hours", "due"),
    [
        ("2026-11-23 10:00", 4, "2026-11-23 14:00"),
        ("2026-11-23 16:00", 4, "2026-11-24 11:30"),
        ("2026-11-22 12:00", 4, "2026-11-23 13:00"),
        ("2026-11-23 07:00", 1, "2026-11-23 10:00"),
        ("2026-09-30 17:00", 1, "2026-10-08 09:30"),
        ("2026-11-23 09:00", 8.5, "2026-11-23 17:30"),
    ],
)
def test_working_hours_are_counted_over_nights_and_holidays(begin, hours, due):
    assert work_calendar().after(at(begin), Span(hours=hours)) == at(due)


def test_every_day_of_two_years_has_its_deadline_on_a_later_working_day():
    calendar = work_calendar()
    moment, last = at("2025-01-01 12:00"), at("2025-01-01 00:00")
    while moment.year < 2026 or moment.month < 11:
        due = calendar.after(moment, Span(days=2))
        assert calendar.is_workday(due.date()) and due > moment and due >= last
        worked = sum(calendar.is_workday(moment.date() + timedelta(days=n)) for n in range(1, (due - moment).days + 1))
        assert worked == 2 + (not calendar.is_workday(moment.date())), moment
        moment, last = moment + timedelta(days=1), due


moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 10, 30)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=clock.SHANGHAI, second=0, microsecond=0)
)


@given(moments, st.integers(1, 60))
def test_going_back_undoes_going_on(moment, hours):
    calendar = work_calendar()
    start, span = calendar.start(moment), Span(hours=hours)
    due = calendar.after(moment, span)
    assert calendar.between(start, due) == timedelta(hours=hours)
    assert calendar.between(calendar.before(due, span), due) == timedelta(hours=hours)
    assert calendar.shifted(moment, timedelta(hours=hours)) == due


def test_nothing_is_worked_between_a_moment_and_an_earlier_one():
    assert work_calendar().between(at("2026-11-23 12:00"), at("2026-11-23 11:00")) == timedelta()


def test_a_year_that_nobody_knows_counts_mondays_to_fridays_without_fixed_holidays_and_says_so():
    calendar = WorkCalendar(HOURS)
    assert calendar.is_known(2026) and not calendar.is_known(2031)
    assert not calendar.is_workday(date(2031, 1, 1)) and calendar.is_workday(date(2031, 1, 2))
    assert not calendar.is_workday(date(2031, 1, 4))
    assert calendar.is_provisional(at("2030-12-30 10:00"), at("2031-01-03 10:00"))
    assert not calendar.is_provisional(at("2026-11-23 10:00"), at("2026-12-30 10:00"))


def test_a_file_tells_a_new_year_and_wins_over_the_library(tmp_path):
    path = tmp_path / "calendar.yml"
    path.write_text(
        "hours: {opens: '09:00', closes: '17:30'}\n"
        "years:\n"
        "  2031: {holidays: [2031-01-02], workdays: [2031-01-04]}\n"
        "  2026: {holidays: [2026-11-23]}\n"
    )
    calendar = read(path)
    assert calendar.is_known(2031)
    assert not calendar.is_workday(date(2031, 1, 2)) and calendar.is_workday(date(2031, 1, 4))
    assert not calendar.is_workday(date(2026, 11, 23)) and calendar.is_workday(date(2026, 11, 24))


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"hours": {"opens": "17:30", "closes": "09:00"}},
        {"hours": {"opens": "nine", "closes": "17:30"}},
        {**HOURS, "years": {"next": {}}},
        {**HOURS, "years": {2031: {"holidays": ["soon"]}}},
        {**HOURS, "years": {2031: {"holidays": [date(2031, 1, 2)], "workdays": [date(2031, 1, 2)]}}},
    ],
)
def test_a_broken_file_is_refused_in_one_line(content):
    with pytest.raises(CalendarError, match=r"calendar\.yml") as error:
        WorkCalendar(content)
    assert "\n" not in str(error.value)


def test_a_file_that_leaves_no_working_day_is_refused_instead_of_searched_for_ever():
    holidays = [date(2031, 1, 1) + timedelta(days=n) for n in range(120)]
    calendar = WorkCalendar({**HOURS, "years": {2031: {"holidays": holidays}}})
    with pytest.raises(CalendarError, match="都不上班"):
        calendar.after(at("2031-01-10 10:00"), Span(days=1))


def test_the_shipped_file_can_be_used():
    assert read(DATA / "calendar.yml").opens.hour == 9
