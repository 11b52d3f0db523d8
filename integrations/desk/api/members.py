"""Personal values of members and applicants behind their masks; every look is written down."""

from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session

from bot.membership import lists, register
from bot.membership.access import NotFound
from bot.membership.register import Personal
from bot.staff.model import AGENT, Staff
from bot.staff.sessions import SignedIn
from integrations.desk import auth
from integrations.desk.api.values import answer
from integrations.desk.context import desk_of
from integrations.desk.errors import not_found

members = Blueprint("api-members")

_PERSONAL: dict[str, Personal] = {"name": "name", "phone": "phone", "id_number": "id_number"}


@members.post("/members/<member_id:int>/reveal/<what:[a-z_]+>", name="reveal")
@auth.requires(AGENT)
async def reveal_member(request: Request, who: SignedIn, member_id: int, what: str) -> HTTPResponse:
    """Return one personal value of a member."""
    address = auth.address_of(request)
    if what not in _PERSONAL:
        raise not_found("资料")

    def view(session: Session) -> str | None:
        return register.reveal(session, session.get(Staff, who.staff_id), member_id, _PERSONAL[what], address)

    try:
        return answer({what: await desk_of(request).write(view)})
    except NotFound:
        raise not_found("会员") from None


@members.post("/applications/<application_id:int>/reveal/<what:[a-z_]+>", name="reveal_applicant")
@auth.requires(AGENT)
async def reveal_applicant(request: Request, who: SignedIn, application_id: int, what: str) -> HTTPResponse:
    """Return one personal value of an application."""
    address = auth.address_of(request)
    if what not in _PERSONAL:
        raise not_found("资料")

    def view(session: Session) -> str:
        return lists.reveal(session, session.get(Staff, who.staff_id), application_id, _PERSONAL[what], address)

    try:
        return answer({what: await desk_of(request).write(view)})
    except NotFound:
        raise not_found("申请") from None
