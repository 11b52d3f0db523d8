"""Urgent warnings that nobody has confirmed: what every page of the desk shows at once (opinion 四, fourth duty)."""

from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session

from bot.staff.model import AGENT
from bot.staff.sessions import SignedIn
from bot.warnings import queries
from integrations.desk import auth
from integrations.desk.api.values import answer
from integrations.desk.context import desk_of
from integrations.desk.present.common import moment

warnings = Blueprint("api-warnings", url_prefix="/warnings")


@warnings.get("/alarms", name="alarms")
@auth.requires(AGENT)
async def alarms(request: Request, who: SignedIn) -> HTTPResponse:
    """Return the urgent warnings of the caller's branch that nobody has confirmed, the oldest first."""

    def look(session: Session) -> list[dict[str, str | None]]:
        return [
            {
                "number": row.number,
                "employer": row.employer.name if row.employer else None,
                "raised_at": moment(row.raised_at),
            }
            for row in queries.alarms(session, who)
        ]

    return answer({"alarms": await desk_of(request).read(look)})
