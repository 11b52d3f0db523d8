from datetime import datetime

import pytest

from bot import clock
from bot.hours import OfficeHours, OfficeHoursError

HOURS = OfficeHours.parse("1-5 09:00-17:30")


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=clock.SHANGHAI)  # the 23rd is a Monday


@pytest.mark.parametrize(("moment", "open_"), [(at(23, 9), True), (at(23, 8, 59), False), (at(23, 17, 30), False)])
def test_the_desk_opens_and_closes_on_the_minute(moment, open_):
    assert HOURS.is_open(moment) is open_


def test_it_is_closed_on_sunday_and_opens_on_monday():
    assert not HOURS.is_open(at(22, 10))
    assert HOURS.next_opening(at(22, 10)) == at(23, 9)


def test_on_friday_evening_the_next_opening_is_monday():
    assert HOURS.next_opening(at(27, 18)) == at(30, 9)


def test_the_hour_is_counted_in_shanghai_wherever_the_server_stands():
    assert HOURS.is_open(datetime(2026, 11, 23, 1, 30, tzinfo=clock.timezone.utc))


@pytest.mark.parametrize(
    ("setting", "words"),
    [("1-5 09:00-17:30", "周一至周五 9:00–17:30"), ("1,3 08:30-12:00", "周一、周三 8:30–12:00")],
)
def test_hours_are_said_as_people_say_them(setting, words):
    assert OfficeHours.parse(setting).as_text() == words


BAD = ["", "1-5", "0-5 09:00-17:30", "1-5 09:00-25:00", "1-5 17:00-09:00", "5-1 09:00-10:00"]


@pytest.mark.parametrize("text", BAD)
def test_hours_that_make_no_sense_are_refused(text):
    with pytest.raises(OfficeHoursError):
        OfficeHours.parse(text)
