"""Numbers of the moment, and figures as JSON, CSV and XLSX."""

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, raw
from sqlalchemy.orm import Session

from bot import clock
from bot.cases import queries
from bot.cases.filtering import CaseFilter
from bot.staff.model import AGENT, Staff
from bot.staff.sessions import SignedIn
from bot.statistics.export import CSV_TYPE, XLSX_TYPE, as_csv, as_xlsx
from bot.statistics.table import Row, Table
from integrations.desk import auth, board, tables
from integrations.desk.api.values import answer
from integrations.desk.context import desk_of
from integrations.desk.errors import Refused, not_found

statistics = Blueprint("api-statistics", url_prefix="/statistics")


@statistics.get("/", name="now", strict_slashes=False)
@auth.requires(AGENT)
async def now(request: Request, who: SignedIn) -> HTTPResponse:
    """Return how many conversations wait and are held (for the city's staff), and how many cases were filed today."""

    def look(session: Session) -> dict[str, int | None]:
        city = who.organisation_id is None
        return {
            "waiting": board.waiting(session) if city else None,
            "held": board.held(session) if city else None,
            "cases_today": queries.search(session, wanted=CaseFilter(filed_from=clock.today()), viewer=who).total,
        }

    return answer(await desk_of(request).read(look))


@statistics.get("/<about:[a-z]+>", name="figures")
@auth.requires(AGENT)
async def figures(request: Request, who: SignedIn, about: str) -> HTTPResponse:
    """Return the figures on cases, members or warnings that the caller may see."""
    form = request.args.get("format") or "json"
    if about not in tables.ABOUT:
        raise not_found("统计")
    if form not in ("json", "csv", "xlsx"):
        raise Refused(422, "invalid", "format 应为 json、csv 或 xlsx")
    asked = tables.read(request, about)

    def look(session: Session) -> Table | bytes:
        table = tables.build(request, session, session.get(Staff, who.staff_id), asked)
        return as_csv(table) if form == "csv" else as_xlsx(table) if form == "xlsx" else table

    found = await desk_of(request).read(look)
    if isinstance(found, Table):
        return answer(_json(found))
    name = f"{about}-by-{asked.by}-{clock.today():%Y%m%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return raw(found, headers=headers, content_type=CSV_TYPE if form == "csv" else XLSX_TYPE)


def _json(table: Table) -> dict[str, object]:
    def line(row: Row) -> dict[str, object]:
        return {"key": row.key, "label": row.label, "values": row.values, "where": row.where}

    columns = [{"name": column.name, "label": column.label, "unit": column.unit} for column in table.columns]
    return {
        "title": table.title,
        "about": table.about,
        "columns": columns,
        "rows": [line(row) for row in table.rows],
        "total": line(table.total),
    }
