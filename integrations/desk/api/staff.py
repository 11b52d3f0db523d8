"""Accounts: who I am; for administrators all of them."""

from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session

from bot.staff import service
from bot.staff.model import ADMIN, AGENT, Staff
from bot.staff.service import StaffError
from bot.staff.sessions import SignedIn
from integrations.desk import auth, present
from integrations.desk.api.values import answer, body_of, text_in
from integrations.desk.context import desk_of
from integrations.desk.errors import Refused, not_found

staff = Blueprint("api-staff", url_prefix="/staff")


@staff.get("/me", name="me")
@auth.requires(AGENT)
async def me(request: Request, who: SignedIn) -> HTTPResponse:
    """Return who is signed in, with the token that writes must carry."""
    body = {"id": who.staff_id, "username": who.username, "name": who.name, "role": who.role}
    return answer({**body, "csrf": request.ctx.csrf})


@staff.get("/", name="list", strict_slashes=False)
@auth.requires(ADMIN)
async def list_staff(request: Request, who: SignedIn) -> HTTPResponse:
    """List every account."""
    rows = await desk_of(request).read(lambda session: [present.staff(row) for row in service.list_all(session)])
    return answer({"staff": rows})


@staff.post("/", name="add", strict_slashes=False)
@auth.requires(ADMIN)
async def add(request: Request, who: SignedIn) -> HTTPResponse:
    """Make an account."""
    body, address = body_of(request), auth.address_of(request)
    values = [text_in(body, name) for name in ("username", "name", "role", "password")]

    def change(session: Session) -> dict[str, object]:
        made = service.add(session, *values)
        service.audit(session, who.staff_id, "staff_added", "staff", made.id, made.role, address)
        return present.staff(made)

    try:
        return answer(await desk_of(request).write(change), status=201)
    except StaffError as error:
        raise Refused(422, "invalid", str(error)) from None


@staff.post("/<staff_id:int>/disable", name="disable")
@auth.requires(ADMIN)
async def disable(request: Request, who: SignedIn, staff_id: int) -> HTTPResponse:
    """Disable an account: its sessions end at once."""
    address = auth.address_of(request)
    if staff_id == who.staff_id:
        raise Refused(409, "own_account", "不能停用自己的账号")

    def change(session: Session) -> dict[str, object]:
        row = session.get(Staff, staff_id)
        if row is None:
            raise not_found("账号")
        service.disable(session, row.username)
        service.audit(session, who.staff_id, "staff_disabled", "staff", staff_id, address=address)
        return present.staff(row)

    try:
        return answer(await desk_of(request).write(change, wakes=("desk",)))
    except StaffError as error:
        raise Refused(409, "last_admin", str(error)) from None
