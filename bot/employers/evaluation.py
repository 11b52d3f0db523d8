"""How well employers are told apart: `python -m bot.employers.evaluation [--misses]` (docs/early_warning.md)."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from bot.employers.core import core_of
from bot.employers.matching import THRESHOLD, district_of, likeness, same
from bot.paths import ROOT

PAIRS = ROOT / "tests" / "employers" / "pairs.yml"
TUNING, HELD_OUT = "tuning", "held_out"
_STEPS = tuple(step / 100 for step in range(66, 96, 4))


@dataclass(frozen=True)
class Pair:
    """Two names with their districts (full names, or None), and whether they mean one employer."""

    first: str
    second: str
    first_district: str | None
    second_district: str | None
    same: bool


@dataclass(frozen=True)
class Figures:
    """How a set of pairs came out.

    Attributes:
        right: Pairs rightly found to be one employer.
        wrong: Pairs wrongly found to be one.
        missed: Pairs of one employer that were not found.
        total: All pairs.
    """

    right: int
    wrong: int
    missed: int
    total: int

    @property
    def precision(self) -> float:
        """Return which part of the pairs found to be one really are (1 of none)."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Return which part of the pairs that are one was found (1 of none)."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def read_pairs(half: str) -> list[Pair]:
    """Return the pairs of a half (TUNING or HELD_OUT) of tests/employers/pairs.yml."""
    sets = yaml.safe_load(PAIRS.read_text(encoding="utf-8"))[half]
    return [_pair(names, label == "same") for label in ("same", "different") for names in sets[label]]


def judged_same(pair: Pair, threshold: float = THRESHOLD) -> bool:
    """Return whether a pair is found to be one employer; a name that names nobody is no employer's."""
    a, b = core_of(pair.first), core_of(pair.second)
    if a is None or b is None:
        return False
    at_a, at_b = district_of(a, pair.first_district), district_of(b, pair.second_district)
    if at_a and at_b and at_a != at_b:
        return same(a, b, pair.first_district, pair.second_district)
    return likeness(a, b) >= threshold


def measure(half: str, threshold: float = THRESHOLD) -> Figures:
    """Return how a half comes out at a threshold."""
    outcomes = [(pair.same, judged_same(pair, threshold)) for pair in read_pairs(half)]
    return Figures(
        right=outcomes.count((True, True)),
        wrong=outcomes.count((False, True)),
        missed=outcomes.count((True, False)),
        total=len(outcomes),
    )


def report(misses: bool = False) -> Iterator[str]:
    """Give the lines of the report; with `misses`, also the pairs of the tuning half that came out wrong."""
    for half in (TUNING, HELD_OUT):
        found = measure(half)
        yield (
            f"{half}: {found.total} pairs, threshold {THRESHOLD}: precision {found.precision:.1%}, "
            f"recall {found.recall:.1%} (right {found.right}, wrong {found.wrong}, missed {found.missed})"
        )
    yield "thresholds on the tuning half:"
    for step in _STEPS:
        found = measure(TUNING, step)
        yield f"  {step:.2f}: precision {found.precision:.1%}, recall {found.recall:.1%}"
    if misses:
        for pair in read_pairs(TUNING):
            if judged_same(pair) != pair.same:
                a, b = core_of(pair.first), core_of(pair.second)
                score = likeness(a, b) if a and b else 0.0
                yield f"  {'missed' if pair.same else 'wrong '} {pair.first} {pair.second} {score:.2f} {a} {b}"


def _pair(names: list[str], is_same: bool) -> Pair:
    (first, at_first), (second, at_second) = ((n, d or None) for n, _, d in (name.partition("@") for name in names))
    return Pair(first, second, at_first, at_second, is_same)


if __name__ == "__main__":
    sys.stdout.write("\n".join(report("--misses" in sys.argv)) + "\n")
