"""The time limits that run in a dispute, and the last day of the one that comes next.

- arbitration: a year from knowing, for arrears from leaving (劳动争议调解仲裁法 第二十七条);
- injury: a year from the accident for the worker's own application to have the injury recognised, where the employer
  does not apply (工伤保险条例 第十七条);
- suit: 15 days from receiving the award, also a final one (劳动争议调解仲裁法 第四十八、五十条);
- appeal, ruling: 15 days from the judgment, 10 from a ruling (民事诉讼法 第一百七十一条).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot import clock
from bot.calculators.arbitration_deadline import arbitration_deadline
from bot.calculators.errors import WrongOrder
from bot.calculators.spans import last_day_of_limit
from bot.cases.calendar import work_calendar
from bot.forms import due_days
from bot.forms.field import Values
from bot.wording import say

NOT_YET, MEDIATION, ARBITRATION, COURT = "not_yet", "mediation", "arbitration", "court"
STILL_THERE = "still"
URGENT_DAYS = 30  # what is due sooner is close, and urgent
_YEAR = 12  # months
_OF_PAPERS = {due_days.AWARD: ("suit", 15), due_days.JUDGMENT: ("appeal", 15), due_days.RULING: ("ruling", 10)}
_INJURY = re.compile(r"工伤|职业病")
_RECOGNISED = re.compile(
    r"(?<![没未不])(?<!没有)(?:认定|评)(?:了|过|好|下来|书下来|为工伤|成工伤)|已经?(?:认定|评|鉴定)|鉴定(?:了|过|出|下来|结论|是|为)|"
    r"[一二三四五六七八九十\d]级"
)
_ARREARS = ("欠", "拖", "没发", "不发")


@dataclass(frozen=True)
class Limit:
    """A time limit.

    Attributes:
        name: arbitration, injury, suit, appeal or ruling.
        last: Its last day.
    """

    name: str
    last: date


def before_arbitration(values: Values) -> bool:
    """Tell whether nothing was brought to arbitration yet."""
    return values.get("stage") in (NOT_YET, MEDIATION, None)


def in_arrears(values: Values) -> bool:
    """Tell whether the claim is one for wages that were not paid, whose limitation has its own beginning (§27)."""
    topic, text = _matter(values)
    if topic.startswith(("wage.arrears", "wage.final")):
        return True
    return not of_injury(values) and any(word in text for word in _ARREARS)


def of_injury(values: Values) -> bool:
    """Tell whether it is about an injury at work, by its topic or else by its words."""
    topic, text = _matter(values)
    return topic.startswith("injury.") or (not topic.startswith("wage.") and bool(_INJURY.search(text)))


def running(values: Values) -> Limit | None:
    """Return the time limit that runs, or None where none does or its beginning is not known."""
    if not before_arbitration(values):
        return _of_paper(values)
    if of_injury(values):
        return _of_injury(values)
    last = _arbitration(values)
    return Limit("arbitration", last) if last else None


def due_on(values: Values) -> date | None:
    """Return the next day on which something is due by what the person knows of, such as a hearing."""
    told = None if before_arbitration(values) else values.get("due")
    return due_days.coming(told, clock.today()) if told else None


def nearest(values: Values) -> date | None:
    """Return the first day that must not be missed, today counted in."""
    limit = running(values)
    days = (due_on(values), limit.last if limit else None)
    return min((day for day in days if day and day >= clock.today()), default=None)


def remark(values: Values) -> str:
    """Return what the person should know about the days that run; empty where nothing can be said."""
    return "\n".join(filter(None, (_said_of_limit(running(values)), _said_of_due(values))))


def _said_of_limit(limit: Limit | None) -> str:
    if limit is None:
        return ""
    left = (limit.last - clock.today()).days
    state = "past" if left < 0 else "close" if left <= URGENT_DAYS else "in_time"
    return say(f"legal_aid_{limit.name}_{state}", day=_shown(limit.last), days=abs(left))


def _said_of_due(values: Values) -> str:
    day = due_on(values)
    left = (day - clock.today()).days if day else None
    if day is None or left is None or left > URGENT_DAYS:
        return ""
    return say("legal_aid_due_today") if left == 0 else say("legal_aid_due_close", day=_shown(day), days=left)


def _of_paper(values: Values) -> Limit | None:
    """Return the limit that an award, a judgment or a ruling set going; a suit that was brought has met the first."""
    found = due_days.received(values.get("due") or "", clock.today(), about=_matter(values)[1])
    if found is None or (found.paper == due_days.AWARD and values.get("stage") == COURT):
        return None
    name, days = _OF_PAPERS[found.paper]
    return Limit(name, _last_working(found.on + timedelta(days=days)))


def _last_working(last: date) -> date:
    """Return the last day of a limit; once one on a day off is over, the next working day (民法典 第二百零三条).

    Before, the earlier day is said: nobody should wait for the later one.
    """
    if last >= clock.today():
        return last
    calendar, day = work_calendar(), last
    while not calendar.is_workday(day):
        day += timedelta(days=1)
    return day


def _of_injury(values: Values) -> Limit | None:
    """Return the last day for applying oneself; once it is recognised, what runs begins elsewhere and is not known."""
    hurt_on = values.get("happened_on")
    if hurt_on is None or _RECOGNISED.search(_matter(values)[1]):
        return None
    return Limit("injury", last_day_of_limit(date.fromisoformat(hurt_on), _YEAR))


def _arbitration(values: Values) -> date | None:
    arrears = in_arrears(values)
    ended, knew = values.get("left_on"), values.get("happened_on")
    if (arrears and ended in (None, STILL_THERE)) or (not arrears and knew is None):
        return None
    try:
        found = arbitration_deadline(
            today=clock.today(),
            matter="arrears" if arrears else "other",
            ended=date.fromisoformat(ended) if arrears and ended else None,
            knew=date.fromisoformat(knew) if not arrears and knew else None,
        )
    except WrongOrder:
        return None
    value = found.lines[0].value
    return value if isinstance(value, date) else None


def _matter(values: Values) -> tuple[str, str]:
    """Return the topic and the words of what is told."""
    matter = values.get("matter") or {}
    return matter.get("topic") or "", matter.get("text") or ""


def _shown(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"
