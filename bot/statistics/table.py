"""A table of figures: what every statistic returns, and what the desk shows and files carry."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

# How a value is shown.
COUNT, HOURS, SCORE = "count", "hours", "score"

Value = int | float | None


@dataclass(frozen=True)
class Column:
    """One figure of every row.

    Attributes:
        name: Its name in the API.
        label: What people read above it.
        unit: COUNT (whole), HOURS (decimal hours) or SCORE (1 to 5, two decimals).
    """

    name: str
    label: str
    unit: str = COUNT


@dataclass(frozen=True)
class Row:
    """One line.

    Attributes:
        key: What the line is about: a kind, a district, an id; empty where that is not known.
        label: The same for people.
        values: The figures, by the columns' names; None where there is nothing to count from.
        where: Query of the list that shows exactly the rows behind the line: every figure can be traced.
    """

    key: str
    label: str
    values: dict[str, Value]
    where: dict[str, str] = field(default_factory=dict)


def measured(value: Any, unit: str) -> Value:
    """Return a figure as it came from the database: whole for a count, decimal for the others, None for nothing."""
    if value is None:
        return None
    return int(value) if unit == COUNT else float(value)


def values_of(row: Any, columns: Iterable[Column]) -> dict[str, Value]:
    """Return the figures of a database row that names them as the columns do."""
    return {column.name: measured(getattr(row, column.name), column.unit) for column in columns}


@dataclass(frozen=True)
class Table:
    """A statistic.

    Attributes:
        title: What it shows, with its period.
        about: The heading of the first column.
        columns: The figures.
        rows: The lines, the largest first.
        total: The line for all of them; not always the sum, a case can count in two lines.
    """

    title: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row
