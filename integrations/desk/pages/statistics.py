"""The page of statistics: a table, each figure of which leads to its rows, and the same as files."""

from typing import Any
from urllib.parse import urlencode

from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session

from bot.staff.model import AGENT, Staff
from bot.staff.sessions import SignedIn
from bot.statistics.table import COUNT, HOURS, SCORE, Column, Row, Table, Value
from integrations.desk import auth, tables
from integrations.desk.context import desk_of
from integrations.desk.errors import Refused
from integrations.desk.pages.rendering import page

statistics = Blueprint("desk-statistics")

_DIGITS = {HOURS: 1, SCORE: 2}


@statistics.get("/desk/statistics", name="statistics")
@auth.requires(AGENT)
async def show(request: Request, who: SignedIn) -> HTTPResponse:
    """Show the figures on cases, members or warnings; `about`, `by`, `from` and `to` choose them."""
    about = request.args.get("about") or "cases"
    if about not in tables.ABOUT:
        raise Refused(422, "invalid", "没有这样的统计")
    asked = tables.read(request, about)

    def look(session: Session) -> Table:
        return tables.build(request, session, session.get(Staff, who.staff_id), asked)

    table = await desk_of(request).read(look)
    query = {name: values[0] for name, values in request.args.items() if name != "about"} | {"by": asked.by}
    values: dict[str, Any] = {
        "table": table,
        "lines": [_line(asked, table.columns, row) for row in (*table.rows, table.total)],
        "asked": asked,
        "abouts": tables.ABOUT,
        "by": tables.BY[about],
        "files": f"/api/v1/statistics/{about}?{urlencode(query)}",
    }
    return page(request, who, "statistics.html", **values)


def _line(asked: tables.Asked, columns: tuple[Column, ...], row: Row) -> dict[str, Any]:
    cells = [
        {
            "label": column.label,
            "text": _text(row.values.get(column.name), column.unit),
            "address": tables.address(asked, row, column.name)
            if column.unit == COUNT and row.values.get(column.name)
            else None,
        }
        for column in columns
    ]
    return {"label": row.label, "cells": cells}


def _text(value: Value, unit: str) -> str:
    if value is None:
        return "—"
    return f"{value:,.{_DIGITS[unit]}f}" if unit in _DIGITS else f"{value:,}"
