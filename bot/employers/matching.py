"""Whether two written names mean one employer: how alike they are, and the threshold that evaluation set.

An employer is a brand with its trades in one district: shops and sites of one brand in a district are one employer,
because the same unions have to act there; in two districts they are two, except where both are written with the same
registered name, which only one company can have.
"""

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from bot.employers.core import Core
from bot.employers.sound import sounds
from bot.entities.lexicon import lexicon

# Set by `python -m bot.employers.evaluation` on its tuning half (docs/early_warning.md).
THRESHOLD = 0.75
# How much of a likeness the brand decides; the rest is the trades'.
_BRAND = 0.7
_ORDINALS = re.compile(r"第\d+|[零一二三四五六七八九十百]")
# A brand typed by its sound; one that leaves out the end of the other (恒昌, 恒昌隆) is often another employer.
_SAME_SOUND, _BEGINNING = 0.95, 0.78
# What trades say: nothing on one side, one side says more, they overlap, only words without a meaning differ.
_UNSAID, _PART, _OVERLAP, _ONLY_FILLERS = 0.8, 0.95, 0.75, 0.3


def same(a: Core, b: Core, district_a: str | None = None, district_b: str | None = None) -> bool:
    """Return whether two names mean one employer.

    Args:
        a: One name.
        b: The other.
        district_a: The district where the first is said to be, full name; what the name itself says otherwise.
        district_b: The same of the second.
    """
    at_a, at_b = district_of(a, district_a), district_of(b, district_b)
    if at_a and at_b and at_a != at_b:
        return a.registered and b.registered and a.text == b.text
    return likeness(a, b) >= THRESHOLD


def district_of(core: Core, said: str | None) -> str | None:
    """Return the district that counts: where the branch is; else where the employer is said to be."""
    return core.district if core.district and not core.registered else said or core.district


def likeness(a: Core, b: Core) -> float:
    """Return how surely two names of one district mean one employer, 0 to 1."""
    if sorted(_ORDINALS.findall(a.brand)) != sorted(_ORDINALS.findall(b.brand)):
        return 0.0
    return _BRAND * _brands(a, b) + (1 - _BRAND) * _trades(a.trades, b.trades)


def _brands(a: Core, b: Core) -> float:
    short, long = sorted((a.brand, b.brand), key=len)
    if short == long:
        return 1.0
    by_sound = Levenshtein.normalized_similarity(sounds(short), sounds(long))
    if by_sound == 1.0:
        return _SAME_SOUND
    shorter = a if a.brand == short else b
    if long.startswith(short) and len(long) - len(short) > 1 and not shorter.trades:
        return _BEGINNING
    return max(Levenshtein.normalized_similarity(short, long), by_sound * _SAME_SOUND)


def _trades(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Return how well the trades go together, 0 to 1."""
    real_a, real_b = _real(a), _real(b)
    if real_a and real_b:
        if real_a == real_b:
            return 1.0
        said_a, said_b = "".join(real_a), "".join(real_b)
        if said_a in said_b or said_b in said_a:
            return _PART
        return _OVERLAP if set(real_a) & set(real_b) else 0.0
    if a and b and not (real_a or real_b):
        return 1.0 if set(a) & set(b) else _ONLY_FILLERS
    return _UNSAID


def _real(trades: tuple[str, ...]) -> tuple[str, ...]:
    """Return the trades without words that mean none, those that mean the same as one word."""
    return tuple(_same_trades().get(trade, trade) for trade in trades if trade not in _fillers())


@lru_cache(maxsize=1)
def _fillers() -> frozenset[str]:
    return frozenset(lexicon("employer_names")["fillers"])


@lru_cache(maxsize=1)
def _same_trades() -> dict[str, str]:
    names = lexicon("employer_names")["same_trades"]
    return {variant: trade for trade, variants in names.items() for variant in variants}
