"""How rightly values are found in what people write, kind by kind, in the tables of tests/bot/entities.

    python -m bench.entities [--misses] [FILE...]

Without a file, the development and the held-out half of the second table. `--misses` also prints the phrases that came
out wrong, never those of the held-out half. The figures stand in docs/understanding.md.
"""

import statistics
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import yaml

from bot.entities.extract import extract, warm_up

TABLES = Path(__file__).resolve().parent.parent / "tests" / "bot" / "entities"
HELD_OUT = TABLES / "heldout_phrases.yml"
DEFAULT = (TABLES / "second_phrases.yml", HELD_OUT)
#: The day that all tables are counted from, a Sunday.
TODAY = date(2026, 11, 22)
# An amount is wrong by an order of magnitude from this factor on, well before ten.
_FACTOR = 4


class Row(NamedTuple):
    """A phrase and, for each kind that it may say, the values that are right; None among them means absent."""

    theme: str
    said: str
    means: dict[str, list[Any]]


def rows(path: Path) -> Iterator[Row]:
    """Yield the phrases of a table."""
    for theme, phrases in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        for said, means in phrases:
            yield Row(theme, str(said), {kind: _values(value) for kind, value in means.items()})


def readings(said: str) -> dict[str, Any]:
    """Return the first reading of each kind in a message."""
    found: dict[str, Any] = {}
    for entity in extract(said, TODAY):
        found.setdefault(entity.kind, entity.value)
    return found


def wrong(row: Row, found: dict[str, Any]) -> list[str]:
    """Return the kinds that came out otherwise than the table says."""
    kinds = sorted(row.means.keys() | found.keys())
    return [kind for kind in kinds if found.get(kind) not in row.means.get(kind, [None])]


def astray(row: Row, found: dict[str, Any]) -> list[str]:
    """Return the kinds that are silently wrong by an order of magnitude: an amount, or a day in another year.

    A value where the phrase is too vague to have one counts as such.
    """
    return [
        kind for kind in ("amount", "date") if kind in found and not _near(kind, row.means.get(kind, []), found[kind])
    ]


def _near(kind: str, right: list[Any], value: Any) -> bool:
    right = [one for one in right if one is not None]
    if kind == "date":
        return any(one[:4] == value[:4] for one in right)
    return any(one / _FACTOR < value < one * _FACTOR for one in right)


def _values(value: Any) -> list[Any]:
    values = value if isinstance(value, list) else [value]
    return [one.isoformat() if isinstance(one, date) else one for one in values]


def _measure(path: Path, show: bool) -> None:
    table = list(rows(path))
    said, missed, off, times = Counter[str](), Counter[str](), Counter[str](), []
    right = 0
    for row in table:
        began = perf_counter()
        found = readings(row.said)
        times.append(perf_counter() - began)
        mistakes = wrong(row, found)
        right += not mistakes
        said.update(row.means.keys())
        missed.update(mistakes)
        off.update(astray(row, found))
        if mistakes and show and path != HELD_OUT:
            print(row.said, *(f"{kind}: {found.get(kind)} for {row.means.get(kind)}" for kind in mistakes), sep=" | ")
    print(f"{path.name}: {right} of {len(table)} phrases fully right ({right / len(table):.1%}), ", end="")
    print(f"{sum(off.values())} astray; {statistics.median(times) * 1000:.2f} ms a phrase at the median")
    for kind in sorted(said | missed):
        print(f"  {kind:<12}{said[kind]:>4} said{missed[kind]:>4} wrong{off[kind]:>4} astray")


def main(arguments: list[str]) -> None:
    """Print the figures of each table."""
    files = [Path(one) for one in arguments if not one.startswith("--")]
    warm_up()
    for path in files or DEFAULT:
        _measure(path.resolve(), "--misses" in arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
