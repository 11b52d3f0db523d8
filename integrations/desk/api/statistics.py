"""Numbers of the moment, and the organisations that cases go to."""

from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session

from bot.cases import queries
from bot.staff.model import AGENT
from bot.staff.sessions import SignedIn
from integrations.desk import auth, board, present
from integrations.desk.api.values import answer
from integrations.desk.context import desk_of

statistics = Blueprint("api-statistics")


@statistics.get("/statistics", name="statistics")
@auth.requires(AGENT)
async def now(request: Request, who: SignedIn) -> HTTPResponse:
    """Return how many conversations wait and are held, and how many cases were filed today."""

    def look(session: Session) -> dict[str, int]:
        return {
            "waiting": board.waiting(session),
            "held": board.held(session),
            "cases_today": queries.filed_today(session),
        }

    return answer(await desk_of(request).read(look))


@statistics.get("/organisations", name="organisations")
@auth.requires(AGENT)
async def organisations(request: Request, who: SignedIn) -> HTTPResponse:
    """List the union organisations."""
    rows = await desk_of(request).read(
        lambda session: [present.organisation(row) for row in queries.organisations(session)]
    )
    return answer({"organisations": rows})
