"""Every rate and yearly figure that the calculators use, read from data/rates.yml, with the day it holds from.

A figure that nobody has confirmed for a day is not known for that day: it is never carried on silently. What was
known last is offered as a reference, marked as such.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from bot.paths import DATA

RATES = DATA / "rates.yml"

Table = Mapping[int | str, Decimal]


class RatesError(Exception):
    """The file of rates cannot be used; the message says which figure, what is wrong and what to do."""


class UnknownRate(Exception):
    """A figure is not known for a day, although the law calls for it."""


@dataclass(frozen=True)
class Value:
    """What a figure was from one day on.

    Attributes:
        start: The first day it holds.
        until: The last day it is confirmed for; None where it holds until another takes its place.
        value: The figure, or a table of figures.
        source: Who published it, and in which document.
        checked: The day on which somebody last compared it with its source.
    """

    start: date
    until: date | None
    value: Decimal | Table
    source: str
    checked: date


@dataclass(frozen=True)
class Figure:
    """One figure with all its values, the earliest first.

    Attributes:
        name: Its name in the file.
        title: What it is, for people.
        unit: What it counts.
        publisher: Who announces it, for people.
        values: Its values; every one ends where the next begins.
    """

    name: str
    title: str
    unit: str
    publisher: str
    values: tuple[Value, ...]

    def begun(self, day: date) -> Value | None:
        """Return the latest value that had begun by `day`, also where it is no longer confirmed."""
        return next((value for value in reversed(self.values) if value.start <= day), None)

    def on(self, day: date) -> Value | None:
        """Return the value valid on `day`, or None where none is known for it."""
        value = self.begun(day)
        return value if value and (value.until is None or day <= value.until) else None


@dataclass(frozen=True)
class Standing:
    """A yearly figure as far as it is known on a day.

    Attributes:
        figure: The figure.
        amount: Its value, in yuan; the last known one where none is known for the day.
        start: The first day of that value.
        is_current: Whether it is known to hold on the day.
    """

    figure: Figure
    amount: Decimal
    start: date
    is_current: bool


def rate(name: str, day: date) -> Decimal:
    """Return the figure `name` on `day`.

    Raises:
        UnknownRate: It is not known for that day.
        RatesError: There is no such figure, or it is a table.
    """
    value = _valid(name, day).value
    if not isinstance(value, Decimal):
        raise RatesError(f"data/rates.yml: {name} is a table; read it with table()")
    return value


def table(name: str, day: date) -> Table:
    """Return the table `name` on `day`.

    Raises:
        UnknownRate: It is not known for that day.
        RatesError: There is no such figure, or it is a single number.
    """
    value = _valid(name, day).value
    if isinstance(value, Decimal):
        raise RatesError(f"data/rates.yml: {name} is a number; read it with rate()")
    return value


def standing(name: str, day: date) -> Standing | None:
    """Return what is known of a yearly figure on `day`; None where nothing had begun by then.

    Raises:
        RatesError: There is no such figure, or it is a table.
    """
    figure = _figure(name)
    value = figure.begun(day)
    if value is None:
        return None
    if not isinstance(value.value, Decimal):
        raise RatesError(f"data/rates.yml: {name} is a table; it has no yearly value")
    return Standing(figure, value.value, value.start, figure.on(day) is not None)


def reached(steps: Table, count: Decimal) -> Decimal:
    """Return the entry of the highest step of a table that `count` reaches; 0 below the first.

    Example:
        {1: 5, 10: 10, 20: 15} and 12 → 10
    """
    return max((value for step, value in steps.items() if Decimal(step) <= count), default=Decimal(0))


def _figure(name: str) -> Figure:
    figures = load()
    if name not in figures:
        raise RatesError(f"data/rates.yml: there is no figure {name}; known are {'、'.join(figures)}")
    return figures[name]


def _valid(name: str, day: date) -> Value:
    figure = _figure(name)
    value = figure.on(day)
    if value is None:
        raise UnknownRate(f"{figure.title}（{name}）没有{day}这天的数；{figure.publisher}")
    return value


@lru_cache(maxsize=4)
def load(path: Path = RATES) -> Mapping[str, Figure]:
    """Return all figures of the file by name; read once per process.

    Raises:
        RatesError: The file is missing, no YAML, or a figure in it lacks something or contradicts itself.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise RatesError(f"{path.name}: cannot be read: {error}") from error
    if not isinstance(content, dict) or not content:
        raise RatesError(f"{path.name}: should be a mapping of figures, such as minimum_wage: …")
    return MappingProxyType({name: _read_figure(str(name), item, path.name) for name, item in content.items()})


def _read_figure(name: str, item: Any, file: str) -> Figure:
    where = f"{file}: {name}"
    if not isinstance(item, dict):
        raise RatesError(f"{where}: should have title, unit, publisher and values")
    for key in ("title", "unit", "publisher"):
        if not isinstance(item.get(key), str) or not item[key].strip():
            raise RatesError(f"{where}: {key} is missing")
    rows = item.get("values")
    if not isinstance(rows, list) or not rows:
        raise RatesError(f"{where}: values is a list with at least one value")
    values = tuple(_read_value(row, f"{where}, value {count}") for count, row in enumerate(rows, start=1))
    for earlier, later in pairwise(values):
        if later.start <= earlier.start:
            raise RatesError(f"{where}: the value from {later.start} stands behind the one from {earlier.start}")
        if earlier.until and earlier.until >= later.start:
            raise RatesError(f"{where}: the value until {earlier.until} overlaps the one from {later.start}")
    return Figure(name, item["title"], item["unit"], item["publisher"], values)


def _read_value(row: Any, where: str) -> Value:
    if not isinstance(row, dict):
        raise RatesError(f"{where}: should have from, value, source and checked")
    unknown = row.keys() - {"from", "until", "value", "source", "checked"}
    if unknown:
        raise RatesError(f"{where}: unknown key {sorted(map(str, unknown))[0]}")
    for key in ("from", "checked"):
        if type(row.get(key)) is not date:
            raise RatesError(f"{where}: {key} is a day, such as 2026-07-01")
    until = row.get("until")
    if until is not None and (type(until) is not date or until < row["from"]):
        raise RatesError(f"{where}: until is a day not before from, such as 2027-06-30")
    if not isinstance(row.get("source"), str) or not row["source"].strip():
        raise RatesError(f"{where}: source is missing: who published it, in which document")
    value = row.get("value")
    if isinstance(value, dict) and value:
        entries = {key: _number(number, f"{where}, {key}") for key, number in value.items()}
        return Value(row["from"], until, MappingProxyType(entries), row["source"], row["checked"])
    return Value(row["from"], until, _number(value, where), row["source"], row["checked"])


def _number(value: Any, where: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        raise RatesError(f"{where}: the value is a number without its unit, such as 2740 or 0.005")
    return Decimal(str(value))
