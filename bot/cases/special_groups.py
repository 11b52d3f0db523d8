"""Which special group of workers a person belongs to, by what they say they work as (opinion 五（二）3)."""

from functools import lru_cache

from bot.entities import occupations
from bot.entities.lexicon import lexicon
from bot.entities.normalise import normalise


def group_of(text: str) -> str | None:
    """Return the group (bot.organisations.groups) of the occupation that a text gives first, or None."""
    found = occupations.find(normalise(text))
    return _groups().get(found[0].value) if found else None


@lru_cache(maxsize=1)
def _groups() -> dict[str, str]:
    return {occupation: group for group, words in lexicon("special_groups").items() for occupation in words}
