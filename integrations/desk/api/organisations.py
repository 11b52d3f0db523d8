"""The union organisations that cases go to, and whom to turn to there."""

from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session

from bot.cases import queries
from bot.organisations.model import Organisation
from bot.staff import service
from bot.staff.model import AGENT
from bot.staff.sessions import SignedIn
from integrations.desk import auth
from integrations.desk.api.values import answer
from integrations.desk.context import desk_of
from integrations.desk.errors import not_found
from integrations.desk.present import organisations as present

organisations = Blueprint("api-organisations", url_prefix="/organisations")


@organisations.get("/", name="list", strict_slashes=False)
@auth.requires(AGENT)
async def list_organisations(request: Request, who: SignedIn) -> HTTPResponse:
    """List the union organisations."""
    rows = await desk_of(request).read(lambda session: [present.line(row) for row in queries.organisations(session)])
    return answer({"organisations": rows})


@organisations.get("/<organisation_id:int>", name="one")
@auth.requires(AGENT)
async def one(request: Request, who: SignedIn, organisation_id: int) -> HTTPResponse:
    """Return an organisation with all that is public of it."""

    def look(session: Session) -> dict[str, Any]:
        return present.whole(_found(session, organisation_id))

    return answer(await desk_of(request).read(look))


@organisations.post("/<organisation_id:int>/contacts", name="contacts")
@auth.requires(AGENT)
async def contacts(request: Request, who: SignedIn, organisation_id: int) -> HTTPResponse:
    """Return the people to turn to in an organisation, who are not public; who has seen them is written down."""
    address = auth.address_of(request)

    def view(session: Session) -> list[dict[str, Any]]:
        row = _found(session, organisation_id)
        service.audit(session, who.staff_id, "view_contacts", "organisation", row.id, address=address)
        return list(row.contacts or ())

    people = await desk_of(request).write(view)
    words = "；".join(" ".join(str(part) for part in person.values() if part) for person in people)
    return answer({"contacts": words})


def _found(session: Session, organisation_id: int) -> Organisation:
    row = session.get(Organisation, organisation_id)
    if row is None:
        raise not_found("组织")
    return row
