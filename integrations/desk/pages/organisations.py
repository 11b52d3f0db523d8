"""Pages of the union organisations: found by district and name, one with its line, its data and what it has to do."""

from typing import Any

import sqlalchemy as sa
from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql import Select

from bot.cases.filtering import IS_OPEN, CaseFilter, conditions
from bot.cases.model import Case
from bot.cases.visibility import visible_to
from bot.entities import places
from bot.membership.model import MEMBER, OPEN_LEADS, Lead, Member, MembershipApplication
from bot.membership.model import OPEN as OPEN_APPLICATIONS
from bot.organisations import tree
from bot.organisations.model import Organisation
from bot.staff.model import AGENT, Staff
from bot.staff.sessions import SignedIn
from integrations.desk import auth
from integrations.desk.context import desk_of
from integrations.desk.errors import not_found
from integrations.desk.pages.rendering import Typed, asked, page, page_number
from integrations.desk.present import labels
from integrations.desk.present import organisations as present

organisations = Blueprint("desk-organisations")

_PAGE_SIZE = 50


@organisations.get("/desk/organisations", name="organisations")
@auth.requires(AGENT)
async def list_organisations(request: Request, who: SignedIn) -> HTTPResponse:
    """Show organisations: `district`, `level`, `kind`, and `q`, a part of the name or the code."""
    query = {name: asked(request, name) for name in ("q", "district", "level", "kind")}
    closed, number = asked(request, "closed") == "1", page_number(request)
    wanted = _search(query, closed)

    def look(session: Session) -> dict[str, Any]:
        total = session.execute(sa.select(sa.func.count()).select_from(wanted.subquery())).scalar_one()
        pages = max(1, -(-total // _PAGE_SIZE))
        rows = wanted.options(joinedload(Organisation.parent)).order_by(Organisation.code)
        rows = rows.limit(_PAGE_SIZE).offset((min(number, pages) - 1) * _PAGE_SIZE)
        lines = [present.line(row) for row in session.execute(rows).scalars()]
        return {"rows": lines, "total": total, "pages": pages, "page": min(number, pages)}

    shown = Typed({name: value for name, value in {**query, "closed": "1" if closed else ""}.items() if value})
    values: dict[str, Any] = {"districts": places.districts(), "labels": labels, "query": shown}
    return page(request, who, "organisations.html", **values, **await desk_of(request).read(look))


@organisations.get("/desk/organisations/<organisation_id:int>", name="organisation")
@auth.requires(AGENT)
async def one(request: Request, who: SignedIn, organisation_id: int) -> HTTPResponse:
    """Show one organisation; what it has to do is counted for those who may see it."""

    def look(session: Session) -> dict[str, Any] | None:
        row = session.get(Organisation, organisation_id)
        if row is None:
            return None
        below = sa.select(Organisation).where(Organisation.parent_id == row.id, Organisation.closed.is_(False))
        below = below.options(joinedload(Organisation.parent)).order_by(Organisation.code).limit(_PAGE_SIZE * 4)
        own = who.organisation_id
        within = own is None or tree.covers(session, own, row.id)
        return {
            "union": present.whole(row),
            "above": [present.line(other) for other in reversed(tree.line_above(session, row.id))],
            "below": [present.line(other) for other in session.execute(below).scalars()],
            "counts": _counts(session, who, row.id) if within else None,
        }

    found = await desk_of(request).read(look)
    if found is None:
        raise not_found("组织")
    return page(request, who, "organisation.html", **found)


def _search(query: dict[str, str], closed: bool) -> Select:
    wanted = sa.select(Organisation).where(Organisation.closed.is_(closed))
    if text := query["q"]:
        named = Organisation.name.contains(text, autoescape=True)
        wanted = wanted.where(sa.or_(named, Organisation.code == text))
    columns = {"district": Organisation.district, "level": Organisation.level, "kind": Organisation.kind}
    for name, column in columns.items():
        if query[name]:
            wanted = wanted.where(column == query[name])
    return wanted


def _counts(session: Session, who: SignedIn, organisation_id: int) -> dict[str, int]:
    """Return what an organisation and those below it have, as far as the viewer sees it."""
    branch = tree.branch(organisation_id)

    def count(table: Any, *where: Any) -> int:
        return session.execute(sa.select(sa.func.count(table.id)).where(*where)).scalar_one()

    open_cases = CaseFilter(state=IS_OPEN, organisation_id=organisation_id)
    late_cases = CaseFilter(state=IS_OPEN, organisation_id=organisation_id, overdue=True)
    return {
        "cases": count(Case, visible_to(who), *conditions(CaseFilter(organisation_id=organisation_id))),
        "open": count(Case, visible_to(who), *conditions(open_cases)),
        "overdue": count(Case, visible_to(who), *conditions(late_cases)),
        "members": count(Member, Member.organisation_id.in_(branch), Member.state == MEMBER),
        "applications": count(
            MembershipApplication,
            MembershipApplication.organisation_id.in_(branch),
            MembershipApplication.state.in_(OPEN_APPLICATIONS),
        ),
        "leads": count(Lead, Lead.organisation_id.in_(branch), Lead.state.in_(OPEN_LEADS)),
        "staff": count(Staff, Staff.organisation_id.in_(branch), ~Staff.disabled),
    }
