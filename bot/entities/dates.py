"""Days and months, counted from a given today.

A month gives its first day. A day or month without its year is the latest one that has begun, unless the words
around it look ahead (到期, 开庭). One that is only intended (3月8号想请假), and one that is about to come and of which
nothing tells that it is past (12月25号结婚, on 22 November), may be either and gives nothing. Years alone, 年初,
去年底, 国庆前, 前阵子 and birthdays give nothing.
"""

import re
from datetime import date, timedelta

from bot.entities.date_forms import DAY, DAYS, FORMS, calendar_day, latest_day
from bot.entities.entity import Entity
from bot.entities.festivals import FESTIVAL, latest_festival
from bot.entities.normalise import normalise

_RECURRENT = re.compile(r"(?:每|每个|逢)$")
_BIRTH = re.compile(r"^[^，。,；;!！?？]{0,3}(?:出生|生日|生人|生的|生，|的人|的?[男女])|^生")
_ENTRY = re.compile(
    r"^[^，。,；;!！?？\d]{0,4}(?:入职|进厂|进的|进公司|进来|来的|来公司|到公司|开始上班|上班|签|参加工作|到厂|就开始)"
)
# How soon a day without its year has to come for it to be in doubt which year is meant, and what settles that doubt.
_SOON = timedelta(days=62)
_PAST = re.compile(r"^[^，。,；;!！?？]{0,12}(?:[了过没未被受摔]|离职|通知|发生|出的|[进来走签摔伤]的)")
# What is still intended is not past, though told of the past it may be: 3月8号想请假, 打算3月8号请假.
_INTENDED = re.compile(r"^(?:我|我们|就|再|才)*(?:想(?![起到])|打算|准备|计划|预计)")
_INTENDED_BEFORE = re.compile(r"(?:[我们]想|打算|准备|计划|预计)(?:在|从|于)?$")
_PAST_BEFORE = re.compile(r"(?:从|自从?|[了过])$")


def find(text: str, today: date) -> list[Entity]:
    """Return the days in a normalised message as ISO strings: events first, starts of a job next, 今天 last."""
    taken = [False] * len(text)
    ranked: list[tuple[int, int, Entity]] = []
    for pattern, make in FORMS:
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            # A span is settled by its longest reading, also when that gives no day: 2月30日 is not 2月.
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
            before, behind = text[max(0, match.start() - 4) : match.start()], text[match.end() : match.end() + 14]
            if _RECURRENT.search(before) or _BIRTH.search(behind):
                continue
            found = make(match, behind, today)
            if found and _in_doubt(match, found, before, behind, today):
                continue
            if found is not None and 1950 <= found.year <= today.year + 10:
                entity = Entity("date", found.isoformat(), match.start(), match.end())
                ranked.append((_rank(match, behind), match.start(), entity))
    return [entity for _, _, entity in sorted(ranked, key=lambda item: item[:2])]


def day(text: str, today: date) -> date | None:
    """Return the day that an answer gives (a month gives its first), or None where it gives none.

    What would be too little inside a sentence counts here: 15号, 国庆, 20250601.
    """
    plain = normalise(text).strip(" 。.!！,，")
    found = find(plain, today)
    if found:
        return date.fromisoformat(found[0].value)
    if re.fullmatch(r"20\d{6}", plain):
        return calendar_day(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
    if match := re.fullmatch(rf"{DAY}[日号]", plain):
        return latest_day(match, "", today)
    if match := re.fullmatch(FESTIVAL + "(?:期间|那天|当天|的时候)?", plain):
        return latest_festival(match["festival"], today)
    return None


def _in_doubt(match: re.Match[str], found: date, before: str, behind: str, today: date) -> bool:
    """Say whether a day without its year may as well be the one that is about to come."""
    if "month" not in match.groupdict() or match.groupdict().get("year") or found > today:
        return False
    if _INTENDED_BEFORE.search(before) or _INTENDED.search(behind):
        return True
    coming = calendar_day(found.year + 1, found.month, found.day) if behind else None
    if coming is None or not today < coming <= today + _SOON:
        return False
    return not (_PAST.search(behind) or _ENTRY.search(behind) or _PAST_BEFORE.search(before))


def _rank(match: re.Match[str], behind: str) -> int:
    if DAYS.get(match[0], -1) >= 0:
        return 2
    return 1 if _ENTRY.search(behind) else 0
