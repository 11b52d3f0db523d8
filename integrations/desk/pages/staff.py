"""Accounts: those of the administrator's branch, and one's own WeChat."""

from typing import Any

import sqlalchemy as sa
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect
from sqlalchemy.orm import Session

from bot.conversations.model import Conversation
from bot.staff import binding, service
from bot.staff.model import ADMIN, AGENT
from bot.staff.sessions import SignedIn
from integrations.desk import auth, unions
from integrations.desk.context import desk_of
from integrations.desk.pages.rendering import page
from integrations.desk.present import labels
from integrations.desk.present import staff as present

staff = Blueprint("desk-staff")


@staff.get("/desk/staff", name="staff")
@auth.requires(ADMIN)
async def accounts(request: Request, who: SignedIn) -> HTTPResponse:
    """Show the accounts, to add one, give one to a union, or disable one."""

    def look(session: Session) -> dict[str, Any]:
        rows = service.list_all(session, who.organisation_id)
        return {"accounts": [present.staff(row) for row in rows], "unions": unions.offered(session, None, who)}

    return page(request, who, "staff.html", roles=labels.ROLES, **await desk_of(request).read(look))


@staff.get("/desk/my-wechat", name="my_wechat")
@auth.requires(AGENT)
async def my_wechat(request: Request, who: SignedIn) -> HTTPResponse:
    """Show whether one's WeChat is tied to one's account."""
    return await _my_wechat(request, who)


@staff.post("/desk/my-wechat/code", name="binding_code")
@auth.requires(AGENT)
async def binding_code(request: Request, who: SignedIn) -> HTTPResponse:
    """Make a code to tie one's WeChat with, and show it once."""
    address = auth.address_of(request)
    code = await desk_of(request).write(lambda session: binding.new_code(session, who.staff_id, address))
    return await _my_wechat(request, who, code)


@staff.post("/desk/my-wechat/untie", name="untie")
@auth.requires(AGENT)
async def untie(request: Request, who: SignedIn) -> HTTPResponse:
    """Untie one's WeChat."""

    def change(session: Session) -> None:
        for conversation_id in _tied(session, who.staff_id):
            binding.unbind(session, conversation_id)

    await desk_of(request).write(change)
    return redirect("/desk/my-wechat", status=303)


async def _my_wechat(request: Request, who: SignedIn, code: str = "") -> HTTPResponse:
    tied = await desk_of(request).read(lambda session: bool(_tied(session, who.staff_id)))
    minutes = int(binding.CODE_LASTS.total_seconds() // 60)
    return page(request, who, "my_wechat.html", tied=tied, code=code, minutes=minutes)


def _tied(session: Session, staff_id: int) -> list[int]:
    return list(session.execute(sa.select(Conversation.id).where(Conversation.cadre_id == staff_id)).scalars())
