"""Pages of cases: the list with its filters, and one case with everything that can be done with it."""

from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.cases import notes, queries, trail
from bot.cases.errors import CaseError, UnknownCase
from bot.cases.filtering import IS_OPEN, IS_OVER, CaseFilter
from bot.cases.model import Case
from bot.cases.visibility import may_see, visible_to
from bot.conversations.files import loose
from bot.employers.model import Employer
from bot.entities import places
from bot.organisations.model import Organisation
from bot.staff.model import AGENT, Staff
from bot.staff.sessions import SignedIn
from integrations.desk import access, auth, casework, filters, unions
from integrations.desk.casework import Given
from integrations.desk.context import desk_of
from integrations.desk.errors import not_found
from integrations.desk.pages.attempts import LOOKING, Attempt, attempted
from integrations.desk.pages.rendering import asked, fields, page, page_number, row_id, several
from integrations.desk.present import cases as present
from integrations.desk.present import labels
from integrations.desk.present.common import attachment

cases = Blueprint("desk-cases")

_STATES = {IS_OPEN: "没办完的", IS_OVER: "办完的", **labels.CASE_STATES}
_MOST_EMPLOYERS = 10
_NUMBER = "/desk/cases/<number:[A-Za-z0-9-]+>"


@cases.get("/desk/cases", name="cases")
@auth.requires(AGENT)
async def list_cases(request: Request, who: SignedIn) -> HTTPResponse:
    """Show a page of cases; the parameters are those of the filter, `employer` is a part of an employer's name."""
    wanted, employer, number = filters.read(request), asked(request, "employer"), page_number(request)

    def look(session: Session) -> dict[str, Any]:
        found = queries.search(session, page=number, wanted=wanted, viewer=who)
        return {
            "cases": [present.line(row) for row in found.cases],
            "page": found.page,
            "pages": found.pages,
            "total": found.total,
            "unions": unions.branches(session, who, wanted.organisation_id),
            "employers": _employers(session, who, employer) if employer else [],
            "chips": _chips(session, who, wanted),
        }

    values = await desk_of(request).read(look)
    if employer and len(values["employers"]) == 1:
        query = filters.query(wanted) | {"employer_id": str(values["employers"][0][0])}
        return redirect(f"/desk/cases?{urlencode(query)}")
    query = filters.query(wanted)
    return page(
        request,
        who,
        "cases.html",
        wanted=wanted,
        employer=employer,
        query=query,
        labels=labels,
        states=_STATES,
        districts=places.districts(),
        city_desk=present.CITY_DESK,
        **values,
    )


@cases.get(_NUMBER, name="case")
@auth.requires(AGENT)
async def one(request: Request, who: SignedIn, number: str) -> HTTPResponse:
    """Show one case."""
    return await _case_page(request, who, number)


@cases.post(f"{_NUMBER}/<action:[a-z_]+>", name="act")
@auth.requires(AGENT)
async def act(request: Request, who: SignedIn, number: str, action: str) -> HTTPResponse:
    """Do something with a case; when it cannot be done, show the case again with the reason and what was written."""
    if action not in casework.ACTIONS:
        raise not_found("操作")
    typed = fields(request)
    given = Given(
        text=typed.get("text", ""),
        to=typed.get("to", ""),
        kinds=tuple(several(request, "kinds")),
        on=typed.get("on") == "1",
        handed_over=typed.get("handed_over", ""),
        files=tuple(several(request, "files")),
    )
    last = row_id(typed["seen"])

    def change(session: Session) -> bool:
        case = casework.act(session, number, who.staff_id, action, given, last)
        return may_see(session, who, case)

    # Linking speaks of two cases: the one that is not found is the other one.
    missing = () if action == "link" else UnknownCase
    seen_still = await attempted(
        request, action, change, what="工单", missing=missing, refused=CaseError, wakes=("outbox", "desk")
    )
    if isinstance(seen_still, Attempt):
        return await _case_page(request, who, number, seen_still)
    # What was handed out of their branch is no longer theirs to look at.
    return redirect(f"/desk/cases/{number}" if seen_still else "/desk/cases?state=open", status=303)


async def _case_page(
    request: Request,
    who: SignedIn,
    number: str,
    attempt: Attempt = LOOKING,
) -> HTTPResponse:
    def look(session: Session) -> dict[str, Any] | None:
        staff = session.get(Staff, who.staff_id)
        row = queries.by_number(session, number, staff)
        if row is None:
            return None
        reads = access.may_read(session, staff, row.conversation_id)
        return {
            "case": present.whole(row),
            "linked": [
                present.line(other) for other in notes.linked(session, row.id) if may_see(session, staff, other)
            ],
            "may": casework.may(session, row, staff),
            "seen": trail.last_event_id(session, row.id),
            "colleagues": casework.colleagues(session, row),
            "unions": unions.offered(session, row.district, kinds=casework.goals(row)),
            "talk": row.conversation_id if reads else None,
            "loose": [attachment(file) for file in loose(session, row.conversation_id)] if reads else [],
        }

    found = await desk_of(request).read(look)
    if found is None:
        raise not_found("工单")
    extras = {"labels": labels, "city_desk": present.CITY_DESK}
    return page(request, who, "case.html", attempt.status, **attempt.shown, **extras, **found)


def _employers(session: Session, who: SignedIn, text: str) -> list[tuple[int, str]]:
    """Return employers with such a name on whom the viewer sees a case."""
    wanted = _seen_employers(who).where(Employer.name.contains(text, autoescape=True)).limit(_MOST_EMPLOYERS)
    return [(row.id, row.name) for row in session.execute(wanted)]


def _seen_employers(who: SignedIn) -> Select:
    seen = sa.select(Case.employer_id).where(visible_to(who), Case.employer_id == Employer.id).exists()
    return sa.select(Employer.id, Employer.name).where(seen).order_by(Employer.name)


def _chips(session: Session, who: SignedIn, wanted: CaseFilter) -> list[dict[str, str]]:
    """Return the parts of a filter that its form has no field for, each with the address of the list without it."""
    words = {
        "holder_id": ("承办", _union_name(session, wanted.holder_id)),
        "employer_id": ("单位", _employer_name(session, who, wanted.employer_id)),
        "street": ("街镇", wanted.street),
        "special_group": ("群体", labels.GROUPS.get(wanted.special_group, "没有写明")),
        "help_kind": ("维权方式", labels.HELP.get(wanted.help_kind, "")),
        "referred_to": ("转外单位", labels.OFFICES.get(wanted.referred_to, "")),
        "score": ("评价", f"{wanted.score} 分" if wanted.score != "-" else "没有评价"),
        "mine": ("经办", f"{wanted.mine} 号账号"),
        "reopened": ("", "重新办理过"),
    }
    if wanted.mine == who.staff_id:
        del words["mine"]  # the form has a box for one's own
    query = filters.query(wanted)
    return [
        {
            "name": name,
            "value": query[name],
            "label": f"{label}：{word}" if label else word,
            "without": urlencode({key: value for key, value in query.items() if key != name}),
        }
        for name, (label, word) in words.items()
        if name in query
    ]


def _union_name(session: Session, key: int | str | None) -> str:
    found = session.get(Organisation, key) if isinstance(key, int) else None
    return found.name if found else present.CITY_DESK


def _employer_name(session: Session, who: SignedIn, key: int | str | None) -> str:
    if not isinstance(key, int):
        return "没有写明"
    row = session.execute(_seen_employers(who).where(Employer.id == key)).first()
    return row.name if row else f"{key} 号单位"
