"""Working days in China: public holidays, the Saturdays and Sundays made up for them, and hours of work.

Known years come from the chinesecalendar library, changed and extended by data/calendar.yml. A year that neither
knows has its Mondays to Fridays without the holidays of a fixed date, and says that it is not known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import chinese_calendar
import yaml

from bot import clock
from bot.paths import DATA

_FILE = DATA / "calendar.yml"
_DAY = timedelta(days=1)
# Longer than any holiday: a file that leaves no working day in so many is wrong.
_LONGEST_BREAK = 60


class CalendarError(Exception):
    """The file of the calendar cannot be used; the message is one line that says where and why."""


@dataclass(frozen=True)
class Span:
    """A length of working time.

    Attributes:
        days: Whole working days; they end when unions close.
        hours: Working hours.
    """

    days: int = 0
    hours: float = 0


class WorkCalendar:
    """Which days are worked, and counting along them; moments are aware, days those of Shanghai.

    Args:
        content: What data/calendar.yml says.

    Raises:
        CalendarError: It cannot be used.
    """

    def __init__(self, content: dict[str, Any]) -> None:
        try:
            hours = content["hours"]
            self.opens, self.closes = time.fromisoformat(hours["opens"]), time.fromisoformat(hours["closes"])
            self._fixed = {tuple(int(part) for part in text.split("-")) for text in content.get("fixed", ())}
            self._years = {int(year): values for year, values in (content.get("years") or {}).items()}
            self._holidays = {day for values in self._years.values() for day in _days(values, "holidays")}
            self._workdays = {day for values in self._years.values() for day in _days(values, "workdays")}
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise CalendarError(f"data/calendar.yml 写法不对：{error}") from error
        if self.opens >= self.closes:
            raise CalendarError("data/calendar.yml 写法不对：closes 要晚于 opens")
        if both := self._holidays & self._workdays:
            raise CalendarError(f"data/calendar.yml 写法不对：{min(both)} 既放假又上班")

    def is_known(self, year: int) -> bool:
        """Return whether a year's holidays are known, by the library or by the file."""
        return year in self._years or _in_library(year)

    def is_workday(self, day: date) -> bool:
        """Return whether people work on a day."""
        if day in self._workdays:
            return True
        if day in self._holidays:
            return False
        if _in_library(day.year):
            return chinese_calendar.is_workday(day)
        return day.isoweekday() <= 5 and (day.year in self._years or (day.month, day.day) not in self._fixed)

    def start(self, moment: datetime) -> datetime:
        """Return the first moment of working time at or after `moment`."""
        here = clock.local(moment)
        if self.is_workday(here.date()):
            if here.time() < self.opens:
                return self._at(here.date(), self.opens)
            if here.time() < self.closes:
                return here
        return self._at(next(self._workdays_after(here.date())), self.opens)

    def after(self, moment: datetime, span: Span) -> datetime:
        """Return when a span of working time that begins at `moment` is over, in Shanghai time.

        Days: the day on which it starts is not counted, and the last one ends when unions close (Civil Code 201, 203).
        What comes in outside working time starts on the next working day.
        """
        end = self.start(moment)
        if span.days:
            days = self._workdays_after(end.date())
            end = self._at([next(days) for _ in range(span.days)][-1], self.closes)
        return self._plus(end, timedelta(hours=span.hours)) if span.hours else end

    def before(self, moment: datetime, span: Span) -> datetime:
        """Return the moment from which a span of working time leads to `moment`."""
        here = clock.local(moment)
        for _ in range(span.days):
            here = datetime.combine(next(self._workdays_before(here.date())), here.timetz())
        left = timedelta(hours=span.hours)
        while left:
            opening = self._at(here.date(), self.opens)
            worked = max(min(here, self._at(here.date(), self.closes)) - opening, timedelta())
            if self.is_workday(here.date()) and worked >= left:
                return min(here, self._at(here.date(), self.closes)) - left
            left -= worked if self.is_workday(here.date()) else timedelta()
            here = self._at(next(self._workdays_before(here.date())), self.closes)
        return here

    def between(self, begin: datetime, end: datetime) -> timedelta:
        """Return how much working time lies between two moments; none when the second is not later."""
        total = timedelta()
        day, last = clock.local(begin).date(), clock.local(end).date()
        while day <= last:
            if self.is_workday(day):
                worked = min(end, self._at(day, self.closes)) - max(begin, self._at(day, self.opens))
                total += max(worked, timedelta())
            day += _DAY
        return total

    def shifted(self, moment: datetime, time_left: timedelta) -> datetime:
        """Return when `time_left` of working time that goes on at `moment` is over."""
        return self._plus(self.start(moment), time_left)

    def is_provisional(self, begin: datetime, end: datetime) -> bool:
        """Return whether a stretch of time touches a year whose holidays are not known yet."""
        return not all(map(self.is_known, range(clock.local(begin).year, clock.local(end).year + 1)))

    def _plus(self, begin: datetime, left: timedelta) -> datetime:
        """Add working time to a moment of working time."""
        while (closing := self._at(begin.date(), self.closes)) - begin < left:
            left -= closing - begin
            begin = self._at(next(self._workdays_after(begin.date())), self.opens)
        return begin + left

    def _workdays_after(self, day: date) -> Iterator[date]:
        return self._run(day, _DAY)

    def _workdays_before(self, day: date) -> Iterator[date]:
        return self._run(day, -_DAY)

    def _run(self, day: date, step: timedelta) -> Iterator[date]:
        idle = 0
        while idle < _LONGEST_BREAK:
            day += step
            if self.is_workday(day):
                idle = 0
                yield day
            else:
                idle += 1
        raise CalendarError(f"data/calendar.yml 写法不对：{day} 前后 {_LONGEST_BREAK} 天都不上班")

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, tzinfo=clock.SHANGHAI)


def read(path: Path) -> WorkCalendar:
    """Return the calendar of a file like data/calendar.yml.

    Raises:
        CalendarError: It cannot be used.
    """
    return WorkCalendar(yaml.safe_load(path.read_text(encoding="utf-8")))


def work_calendar() -> WorkCalendar:
    """Return the calendar of data/calendar.yml, as the file is now: a changed one needs no restart."""
    return _read(_FILE, _FILE.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> WorkCalendar:
    return read(path)


def _days(values: dict[str, Any], name: str) -> list[date]:
    days = values.get(name) or []
    if not all(type(day) is date for day in days):
        raise ValueError(f"{name} 要写成 2027-01-01 这样的日期")
    return list(days)


@lru_cache(maxsize=32)
def _in_library(year: int) -> bool:
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True
