"""The one place that knows what time it is, so that tests and `assistant ask --today` can fix it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timezone
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _fixed.get() or datetime.now(timezone.utc)


def today() -> date:
    """Return today's date in Shanghai, which is what 上个月 or 昨天 in a message counts from."""
    return now().astimezone(SHANGHAI).date()


def local(moment: datetime) -> datetime:
    """Return an aware `moment` in Shanghai time, for showing to people."""
    return moment.astimezone(SHANGHAI)


def midnight(day: date) -> datetime:
    """Return the moment at which `day` begins in Shanghai."""
    return datetime.combine(day, time.min, tzinfo=SHANGHAI)


@contextmanager
def fixed(moment: datetime | date) -> Iterator[None]:
    """Hold the clock at `moment` (a date means its noon in Shanghai) inside the `with` block."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, 12, tzinfo=SHANGHAI)
    token = _fixed.set(moment.astimezone(timezone.utc))
    try:
        yield
    finally:
        _fixed.reset(token)
