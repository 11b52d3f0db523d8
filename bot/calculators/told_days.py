"""On which days somebody began and left, as a message tells it: 2019年3月入职, 干到今年10月底.

Every day goes with the word next to it. Where two days stand side by side (2018年3月5日入职 2026年10月31日离职), a word
between them belongs to the day that the order of the message gives it to, never to both.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.entities import dates

Role = Literal["joined", "gone"]


@dataclass(frozen=True)
class Day:
    """A day as told; only a month is anything from its first day to its last."""

    low: date
    high: date
    words: str


_WORDS: dict[Role, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "joined": (
        re.compile(r"(?:入职|进厂|进公司|上班)(?:时间|日期)?(?:是|在|于|：|:|\s)*$"),
        re.compile(
            r"^(?:份|就|才|开始|[的在\s])*(?:入职|进厂|进的|进公司|进来|来的|来上班|到公司|开始上班|上班|上的班)"
        ),
    ),
    "gone": (
        re.compile(
            r"(?:(?:离职|辞职|辞退|开除|解除|离开)(?:时间|日期|是|在|于|：|:|\s)*"
            r"|(?:干|做|待|呆|上班|工作|来的?|进的?|入职的?|进厂的?)[，,\s]*(?:一直)?(?:干|做|上班)?到(?:了)?)$"
        ),
        re.compile(
            r"^(?:份|就|才|[的在\s])*(?:公司|单位|老板|厂里|我)?(?:被|把我)?(?:公司|单位|老板|厂里)?"
            r"(?:违法|无故|突然|口头)?(?:地)?(?:辞退|开除|裁|解除|离职|离开|辞职|走|不干)"
        ),
    ),
}
_EXACT = re.compile(r"[日号天]|\d[-./]\d{1,2}[-./]\d|月\d{1,2}$")
# 18年3月进来的到今年10月底: up to a day, right behind the word of joining.
_UP_TO = re.compile(r"^的?[，,\s]*(?:一直)?(?:干|做|上班)?到(?:了)?$")
# The end of a month is its last day; bot/entities leaves it open, because elsewhere 月底 is loose.
_MONTH_END = re.compile(r"(?P<month>(?:今年|去年|前年|\d{2,4}年)?\s?\d{1,2}月|上个?月)(?:份)?(?:底|末)")


def joined(text: str, today: date) -> Day | None:
    """Return the day on which somebody began here: 2019年3月入职."""
    return _only_day(text, today, "joined")


def gone(text: str, today: date) -> Day | None:
    """Return the day on which somebody left here: 去年3月15号离职, 干到今年10月底."""
    return _only_day(text, today, "gone")


def _only_day(text: str, today: date, role: Role) -> Day | None:
    found = [day for day, its in _days(text, today) if its == role]
    return found[0] if len(found) == 1 else None


def _days(text: str, today: date) -> list[tuple[Day, Role]]:
    """Return the days of a message with what they are; a word between two days is used once."""
    text = _MONTH_END.sub(lambda match: _last_of_month(match, today), text)
    entities = sorted(dates.find(text, today), key=lambda entity: entity.start)
    found: list[tuple[Day, Role]] = []
    words_first, used = False, 0
    for entity in entities:
        left, right = text[max(used, entity.start - 12) : entity.start], text[entity.end :]
        before = next((role for role, (pattern, _) in _WORDS.items() if pattern.search(left)), None)
        if before is None and found and _UP_TO.match(left):
            before = "gone"
        behind = next(
            ((role, match.end()) for role, (_, pattern) in _WORDS.items() if (match := pattern.match(right))), None
        )
        words_first = words_first or (not found and before is not None)
        if before and (words_first or not behind):
            found.append((_day(entity.value, text[entity.start : entity.end]), before))
        elif behind:
            used = entity.end + behind[1]
            found.append((_day(entity.value, text[entity.start : entity.end]), behind[0]))
    return found


def _day(value: str, words: str) -> Day:
    first = date.fromisoformat(value)
    return Day(first, first if _EXACT.search(words) else _end_of(first), words)


def _end_of(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _last_of_month(match: re.Match[str], today: date) -> str:
    """Return the last day of a month in full, or the words as they are where they name no month."""
    found = dates.find(match["month"], today)
    last = _end_of(date.fromisoformat(found[0].value)) if found else None
    return f"{last.year}年{last.month}月{last.day}日" if last else match[0]
