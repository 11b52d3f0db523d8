"""Pages of leads to set up a union: the list, and one with its visits and what comes next."""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect
from sqlalchemy.orm import Session

from bot.membership import leads as service
from bot.membership import lists, transfer
from bot.membership.access import MembershipError, NotFound
from bot.membership.model import DECLINED, ESTABLISHED, OPEN_LEADS, Lead
from bot.staff.model import AGENT, Staff
from bot.staff.sessions import SignedIn
from integrations.desk import auth, figures, unions
from integrations.desk.context import desk_of
from integrations.desk.errors import Refused, not_found
from integrations.desk.pages.attempts import LOOKING, Attempt, attempted
from integrations.desk.pages.rendering import Typed, asked, fields, page, page_before
from integrations.desk.present import members as present

leads = Blueprint("desk-leads")

_STATES = {"open": "没办完的", **service.STATES}


@leads.get("/desk/leads", name="leads")
@auth.requires(AGENT)
async def list_leads(request: Request, who: SignedIn) -> HTTPResponse:
    """Show leads, the open ones by default; `before` is the last one of the page before."""
    behind = figures.read(request)
    state = asked(request, "state") or ("" if "figure" in behind.query else "open")
    if state not in ("", "all", *_STATES):
        raise Refused(422, "invalid", "state 没有这个选项")
    states = OPEN_LEADS if state == "open" else (state,) if state in service.STATES else ()
    last = page_before(request)

    def look(session: Session) -> dict[str, Any]:
        staff = session.get(Staff, who.staff_id)
        rows = lists.leads(session, staff, states, last, lists.PAGE_SIZE + 1, behind.rows(staff, Lead))
        return {
            "lines": [present.lead(row.lead, row.members, row.visits) for row in rows[: lists.PAGE_SIZE]],
            "before": rows[lists.PAGE_SIZE - 1].lead.id if len(rows) > lists.PAGE_SIZE else None,
        }

    query = Typed({**behind.query, **({"state": state} if state else {})})
    values: dict[str, Any] = {"query": query, "states": {"all": "全部", **_STATES}, "figure": behind.label}
    return page(request, who, "leads.html", **values, **await desk_of(request).read(look))


@leads.get("/desk/leads/<lead_id:int>", name="lead")
@auth.requires(AGENT)
async def one(request: Request, who: SignedIn, lead_id: int) -> HTTPResponse:
    """Show one lead."""
    return await _lead_page(request, who, lead_id)


@leads.post("/desk/leads/<lead_id:int>/<action:[a-z_]+>", name="step")
@auth.requires(AGENT)
async def step(request: Request, who: SignedIn, lead_id: int, action: str) -> HTTPResponse:
    """Take the next step with a lead; when it cannot be taken, show it again with the reason."""
    if action not in _ACTIONS:
        raise not_found("操作")
    typed = fields(request)

    def run(session: Session) -> None:
        _ACTIONS[action](session, lead_id, session.get(Staff, who.staff_id), typed)

    refused = (MembershipError, unions.NotChosen)
    done = await attempted(request, action, run, what="线索", missing=NotFound, refused=refused)
    if isinstance(done, Attempt):
        return await _lead_page(request, who, lead_id, done)
    return redirect(f"/desk/leads/{lead_id}", status=303)


async def _lead_page(
    request: Request,
    who: SignedIn,
    lead_id: int,
    attempt: Attempt = LOOKING,
) -> HTTPResponse:
    def look(session: Session) -> dict[str, Any] | None:
        only = sa.select(Lead).where(Lead.id == lead_id)
        rows = lists.leads(session, session.get(Staff, who.staff_id), among=only)
        if not rows:
            return None
        row = rows[0].lead
        return {
            "lead": present.lead(row, rows[0].members, rows[0].visits),
            "trail": [present.event(item) for item in row.events],
            "may": _may(row.state),
            "unions": unions.offered(session, row.district),
        }

    found = await desk_of(request).read(look)
    if found is None:
        raise not_found("线索")
    return page(request, who, "lead.html", attempt.status, **attempt.shown, **found)


def _may(state: str) -> list[str]:
    """Return the steps that lead on from a state."""
    if state in OPEN_LEADS:
        return ["visit", "prepare", "establish", "decline"]
    return ["take_up"] if state == DECLINED else ["move"] if state == ESTABLISHED else []


def _establish(session: Session, lead_id: int, staff: Staff, typed: Typed) -> None:
    service.establish(session, lead_id, staff, unions.chosen(session, typed["to"]).id, typed["text"])


_ACTIONS: Mapping[str, Callable[[Session, int, Staff, Typed], Any]] = {
    "visit": lambda session, key, staff, typed: service.visit(session, key, staff, typed["text"]),
    "prepare": lambda session, key, staff, typed: service.prepare(session, key, staff, typed["text"]),
    "decline": lambda session, key, staff, typed: service.decline(session, key, staff, typed["text"]),
    "take_up": lambda session, key, staff, typed: service.take_up(session, key, staff, typed["text"]),
    "establish": _establish,
    "move": lambda session, key, staff, typed: transfer.move_to_union(session, key, staff),
}
