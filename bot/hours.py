"""When the hotline desk is staffed, and when it will be next."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot import clock

_WEEKDAYS = "一二三四五六日"


class OfficeHoursError(Exception):
    """The setting's text cannot be read."""


@dataclass(frozen=True)
class OfficeHours:
    """Weekdays and hours, in Shanghai time.

    Attributes:
        days: ISO weekdays (1 is Monday) on which the desk is open.
        opens: The time it opens.
        closes: The time it closes, later the same day.
    """

    days: frozenset[int]
    opens: time
    closes: time

    @classmethod
    def parse(cls, text: str) -> "OfficeHours":
        """Read `DAYS HH:MM-HH:MM`, days as `1-5` or `1,3,5` (1 is Monday); `1-7 00:00-23:59` is always.

        Raises:
            OfficeHoursError: The text has another form, or closes before it opens.
        """
        match = re.fullmatch(r"([1-7](?:[-,][1-7])*) (\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})", text.strip())
        if match is None:
            raise OfficeHoursError(f"{text!r}，写法应如 1-5 09:00-17:30（1 为周一）")
        days: set[int] = set()
        for part in match[1].split(","):
            first, _, last = part.partition("-")
            days |= set(range(int(first), int(last or first) + 1))
        try:
            opens, closes = time(int(match[2]), int(match[3])), time(int(match[4]), int(match[5]))
        except ValueError:
            raise OfficeHoursError(f"{text!r} 里的时间不存在") from None
        if closes <= opens or not days:
            raise OfficeHoursError(f"{text!r}：结束时间要晚于开始时间")
        return cls(frozenset(days), opens, closes)

    def is_open(self, moment: datetime) -> bool:
        """Return whether the desk is staffed at an aware `moment`."""
        here = clock.local(moment)
        return here.isoweekday() in self.days and self.opens <= here.time() < self.closes

    def next_opening(self, moment: datetime) -> datetime:
        """Return when the desk opens next after an aware `moment`, in Shanghai time."""
        here = clock.local(moment)
        for ahead in range(8):
            day = here + timedelta(days=ahead)
            opening = day.replace(hour=self.opens.hour, minute=self.opens.minute, second=0, microsecond=0)
            if opening.isoweekday() in self.days and opening > here:
                return opening
        raise AssertionError("a week holds every open day")

    def as_text(self) -> str:
        """Return the hours as people say them: 周一至周五 9:00–17:30."""
        days = sorted(self.days)
        if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
            when = f"周{_WEEKDAYS[days[0] - 1]}至周{_WEEKDAYS[days[-1] - 1]}"
        else:
            when = "、".join(f"周{_WEEKDAYS[day - 1]}" for day in days)
        return f"{when} {self.opens:%-H:%M}–{self.closes:%-H:%M}"
