"""The page to find a member by their whole ID number, wherever the membership is held, and to take them over."""

from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session

from bot.entities import places
from bot.membership import register
from bot.membership.access import NotFound
from bot.organisations.groups import GROUPS
from bot.staff.model import AGENT, Staff
from bot.staff.sessions import SignedIn
from integrations.desk import auth, unions
from integrations.desk.context import desk_of
from integrations.desk.pages.rendering import Typed, fields, page
from integrations.desk.present import members as present

finding = Blueprint("desk-finding")


@finding.get("/desk/find-member", name="find_form")
@auth.requires(AGENT)
async def find_form(request: Request, who: SignedIn) -> HTTPResponse:
    """Show the form to find a person by their whole ID number, wherever the membership is held."""
    return find_page(request, who)


@finding.post("/desk/find-member", name="find")
@auth.requires(AGENT)
async def find(request: Request, who: SignedIn) -> HTTPResponse:
    """Find a person by their whole ID number; that somebody asked is written down."""
    number, address = fields(request)["id_number"].strip()[:40], auth.address_of(request)

    def look(session: Session) -> dict[str, Any]:
        staff = session.get(Staff, who.staff_id)
        found = register.find_person(session, staff, number, address)
        own = found is not None and sees(session, staff, found.id)
        offered = unions.offered(session, None, who)
        # Taking somebody over asks for their number again, so the form brings back what was typed.
        line = present.member(found) if found else None
        return {"line": line, "own": own, "unions": offered, "id_number": number}

    return find_page(request, who, tried=True, **await desk_of(request).write(look))


def find_page(request: Request, who: SignedIn, status: int = 200, problem: str = "", **found: Any) -> HTTPResponse:
    """Return the page, with whom it found or why nothing came of it."""
    values = {"problem": problem, "line": None, "tried": False, "typed": Typed(), "districts": places.districts()}
    return page(request, who, "find_member.html", status, **{**values, **found}, groups=GROUPS)


def sees(session: Session, staff: Staff, member_id: int) -> bool:
    """Return whether a member is in somebody's branch."""
    try:
        register.one(session, staff, member_id)
    except NotFound:
        return False
    return True
