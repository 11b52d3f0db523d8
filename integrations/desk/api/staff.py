"""Accounts: who I am; for administrators all of them."""

from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session

from bot.staff import service
from bot.staff.model import ADMIN, AGENT, Staff
from bot.staff.service import StaffError
from bot.staff.sessions import SignedIn
from integrations.desk import auth, unions
from integrations.desk.api.values import answer, body_of, text_in
from integrations.desk.context import desk_of
from integrations.desk.errors import Refused, not_found
from integrations.desk.present import staff as present

staff = Blueprint("api-staff", url_prefix="/staff")


@staff.get("/me", name="me")
@auth.requires(AGENT)
async def me(request: Request, who: SignedIn) -> HTTPResponse:
    """Return who is signed in, with the token that writes must carry."""
    body = {"id": who.staff_id, "username": who.username, "name": who.name, "role": who.role}
    return answer({**body, "organisation": who.organisation, "csrf": request.ctx.csrf})


@staff.get("/", name="list", strict_slashes=False)
@auth.requires(ADMIN)
async def list_staff(request: Request, who: SignedIn) -> HTTPResponse:
    """List the accounts of the administrator's branch; the city's administrator sees every one."""

    def look(session: Session) -> list[dict[str, object]]:
        return [present.staff(row) for row in service.list_all(session, who.organisation_id)]

    return answer({"staff": await desk_of(request).read(look)})


@staff.post("/", name="add", strict_slashes=False)
@auth.requires(ADMIN)
async def add(request: Request, who: SignedIn) -> HTTPResponse:
    """Make an account, in the administrator's own branch."""
    body, address = body_of(request), auth.address_of(request)
    username, name, role, password = (text_in(body, key) for key in ("username", "name", "role", "password"))

    def change(session: Session) -> dict[str, object]:
        made = service.add(session, username, name, role, password, _union_in(session, who, body.get("organisation")))
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
        row = _account(session, who, staff_id)
        service.disable(session, row.username)
        service.audit(session, who.staff_id, "staff_disabled", "staff", staff_id, address=address)
        return present.staff(row)

    try:
        return answer(await desk_of(request).write(change, wakes=("desk",)))
    except StaffError as error:
        raise Refused(409, "last_admin", str(error)) from None


@staff.post("/<staff_id:int>/organisation", name="assign")
@auth.requires(ADMIN)
async def assign(request: Request, who: SignedIn, staff_id: int) -> HTTPResponse:
    """Let an account work for a union of the administrator's branch, or for the city."""
    text, address = text_in(body_of(request), "organisation"), auth.address_of(request)
    if staff_id == who.staff_id:
        raise Refused(409, "own_account", "不能给自己换工会：请别的管理员来改")

    def change(session: Session) -> dict[str, object]:
        row = _account(session, who, staff_id)
        service.assign(session, row.username, _union_in(session, who, text))
        code = row.organisation.code if row.organisation else "city"
        service.audit(session, who.staff_id, "staff_assigned", "staff", staff_id, code, address)
        return present.staff(row)

    try:
        return answer(await desk_of(request).write(change, wakes=("desk", "outbox")))
    except StaffError as error:
        raise Refused(409, "last_admin", str(error)) from None


def _account(session: Session, who: SignedIn, staff_id: int) -> Staff:
    row = session.get(Staff, staff_id)
    if row is None or not service.works_within(session, row, who.organisation_id):
        raise not_found("账号")
    return row


def _union_in(session: Session, who: SignedIn, text: object) -> int | None:
    """Return the union that an administrator means, in their own branch; None is the city, for its own only.

    Raises:
        Refused: There is no such union in their branch, or none is given where one is needed.
    """
    if text is None or text == "":
        if who.organisation_id is None:
            return None
        raise Refused(422, "invalid", "请选账号所属的工会")
    if not isinstance(text, str):
        raise Refused(422, "invalid", "organisation 应为工会的名称或编码")
    try:
        return unions.chosen(session, text, within=who).id
    except unions.NotChosen as error:
        raise Refused(422, "invalid", str(error)) from None
