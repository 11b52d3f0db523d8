"""Everything that one message says, as entities: the themes put together."""

from datetime import date

from bot import clock
from bot.entities import (
    amounts,
    counts,
    dates,
    durations,
    employers,
    id_numbers,
    occupations,
    people_names,
    phones,
    places,
)
from bot.entities.entity import Entity
from bot.entities.normalise import normalise
from bot.entities.taken_back import superseded

__all__ = ["Entity", "extract", "warm_up"]

_AS_WRITTEN = frozenset({"street", "employer", "person", "occupation"})


def extract(text: str, today: date | None = None) -> list[Entity]:
    """Return what a message says, made into values (contracts.md).

    Args:
        text: The message as written; offsets count its characters.
        today: The day that 上个月 or 昨天 counts from; the clock's by default.

    Returns:
        Entities kind by kind, the best reading of a kind first, none of a kind overlapping. A kind that
        was not said, or only vaguely (好几千, 大半年), is absent, and so is what the message itself takes back
        (the 3万 of 3万 不对 是5万).
    """
    found = everything(text, today)
    taken_back = superseded(normalise(text), found)
    return [entity for entity in found if entity not in taken_back]


def everything(text: str, today: date | None = None) -> list[Entity]:
    """Return what a message says as `extract` does, and what it takes back as well."""
    plain = normalise(text)
    # Whoever comes first keeps its characters: the digits of a phone are no amount, a company's name no count.
    numbers = id_numbers.find(plain)
    numbers += _free(phones.find(plain), numbers)
    words = _free(employers.find(plain), numbers)
    for found in (
        dates.find(plain, today or clock.today()),
        durations.find(plain),
        counts.find(plain),
        amounts.find(plain),
    ):
        numbers += _free(found, [*numbers, *words])
    # A company called 上海张江… does not say where, and 我是张江的 tells no name.
    located = [entity for entity in places.find(plain) if not any(entity.overlaps(word) for word in words)]
    words += _free(occupations.find(plain, [entity.end for entity in words]), words)
    words += _free(people_names.find(plain), [*words, *located])
    return [
        Entity(e.kind, text[e.start : e.end], e.start, e.end) if e.kind in _AS_WRITTEN else e
        for e in (*located, *words, *numbers)
    ]


def warm_up() -> None:
    """Read the word lists and compile the patterns, so that the first message is as fast as any other."""
    extract("我叫张三丰，在浦东张江的上海某某有限公司做保安，去年中秋拖欠三个月工资一万八，我们12个人，电话13800000000")


def _free(found: list[Entity], taken: list[Entity]) -> list[Entity]:
    """Return those entities that overlap neither `taken` nor a better one of their own list."""
    free: list[Entity] = []
    for entity in found:
        if not any(entity.overlaps(other) for other in (*taken, *free)):
            free.append(entity)
    return free
