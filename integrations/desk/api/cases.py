"""Cases: a list, one, and the phone number behind the mask."""

from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session

from bot.cases import queries
from bot.staff import service
from bot.staff.model import AGENT
from bot.staff.sessions import SignedIn
from integrations.desk import auth, present
from integrations.desk.api.values import MAX_PAGE, answer, number_in
from integrations.desk.context import desk_of
from integrations.desk.errors import not_found

cases = Blueprint("api-cases", url_prefix="/cases")


@cases.get("/", name="list", strict_slashes=False)
@auth.requires(AGENT)
async def list_cases(request: Request, who: SignedIn) -> HTTPResponse:
    """List cases, newest first; `q` is part of a number."""
    number = (request.args.get("q") or "")[:50].replace("\0", "")
    page = number_in(request, "page", 1, 1, MAX_PAGE)

    def look(session: Session) -> dict[str, Any]:
        found = queries.search(session, number, page)
        rows = [present.case_line(row) for row in found.cases]
        return {"cases": rows, "page": found.page, "pages": found.pages, "total": found.total}

    return answer(await desk_of(request).read(look))


@cases.get("/<number:[A-Za-z0-9-]+>", name="one")
@auth.requires(AGENT)
async def one(request: Request, who: SignedIn, number: str) -> HTTPResponse:
    """Return a case with its events."""

    def look(session: Session) -> dict[str, Any] | None:
        row = queries.by_number(session, number)
        return present.case(row) if row else None

    found = await desk_of(request).read(look)
    if found is None:
        raise not_found("工单")
    return answer(found)


@cases.post("/<number:[A-Za-z0-9-]+>/phone", name="phone")
@auth.requires(AGENT)
async def phone(request: Request, who: SignedIn, number: str) -> HTTPResponse:
    """Return the person's phone number; who has seen it is written down."""
    address = auth.address_of(request)

    def view(session: Session) -> str:
        row = queries.by_number(session, number)
        if row is None or not row.phone:
            raise not_found("工单" if row is None else "电话")
        service.audit(session, who.staff_id, "view_phone", "case", row.id, address=address)
        return row.phone

    return answer({"phone": await desk_of(request).write(view)})
