"""Functions of time in SQL, on both kinds of database."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class month(FunctionElement):
    """The month of a date, or of a moment as it is in Shanghai: 2026-11; null where the column is."""

    type = sa.String(7)
    inherit_cache = True


@compiles(month, "sqlite")
def _month_sqlite(element: month, compiler: Any, **options: Any) -> str:
    (column,) = element.clauses
    # Moments are kept in UTC; Shanghai is eight hours ahead all year round.
    ahead = "" if _is_day(column) else ", '+8 hours'"
    return f"strftime('%Y-%m', {compiler.process(column, **options)}{ahead})"


@compiles(month, "postgresql")
def _month_postgresql(element: month, compiler: Any, **options: Any) -> str:
    (column,) = element.clauses
    moment = compiler.process(column, **options)
    return f"to_char({moment if _is_day(column) else _local(moment)}, 'YYYY-MM')"


def _local(moment: str) -> str:
    return f"timezone('Asia/Shanghai', {moment})"


def _is_day(column: Any) -> bool:
    return isinstance(column.type, sa.Date)


class hours_between(FunctionElement):
    """`hours_between(start, end)`: decimal hours; NULL where one of the moments is."""

    type = sa.Float()
    inherit_cache = True


@compiles(hours_between, "postgresql")
def _hours_postgresql(element: hours_between, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(clause, **options) for clause in element.clauses)
    return f"(EXTRACT(EPOCH FROM ({end} - {start})) / 3600.0)"


@compiles(hours_between, "sqlite")
def _hours_sqlite(element: hours_between, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(clause, **options) for clause in element.clauses)
    return f"((julianday({end}) - julianday({start})) * 24.0)"
