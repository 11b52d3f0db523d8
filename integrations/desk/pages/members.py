"""Pages of the member register: the list, one member with what can be changed, the notices."""

from collections.abc import Callable, Mapping
from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect
from sqlalchemy.orm import Session

from bot.entities import places
from bot.membership import changing, lists, register, transfer
from bot.membership.access import BadValue, MembershipError, NotFound
from bot.membership.model import CARDS, DUES, MEMBER_STATES, Member
from bot.membership.routing import Workplace
from bot.organisations.groups import GROUPS
from bot.staff.model import AGENT, Staff
from bot.staff.sessions import SignedIn
from integrations.desk import auth, figures, unions
from integrations.desk.context import desk_of
from integrations.desk.errors import Refused, not_found
from integrations.desk.pages.attempts import LOOKING, Attempt, attempted
from integrations.desk.pages.finding import find_page, sees
from integrations.desk.pages.rendering import Typed, asked, fields, page, page_before, row_id
from integrations.desk.present import members as present

members = Blueprint("desk-members")

_CHOICES = {"state": MEMBER_STATES, "group": GROUPS, "card": CARDS}


@members.get("/desk/members", name="members")
@auth.requires(AGENT)
async def list_members(request: Request, who: SignedIn) -> HTTPResponse:
    """Show a page of the register; `before` is the last member of the page before."""
    query = _query(request)
    return await _list(request, who, register.Wanted(**query), query)


@members.post("/desk/members", name="search")
@auth.requires(AGENT)
async def search(request: Request, who: SignedIn) -> HTTPResponse:
    """Search by name, number or employer: it comes in a form, so that no personal value stands in an address."""
    text = fields(request)["text"].strip()[:100]
    return await _list(request, who, register.Wanted(text=text), {}, text)


@members.get("/desk/members/<member_id:int>", name="member")
@auth.requires(AGENT)
async def one(request: Request, who: SignedIn, member_id: int) -> HTTPResponse:
    """Show one member."""
    return await _member_page(request, who, member_id)


@members.post("/desk/members/<member_id:int>/<action:[a-z_]+>", name="change")
@auth.requires(AGENT)
async def change(request: Request, who: SignedIn, member_id: int, action: str) -> HTTPResponse:
    """Change something of a member; when it cannot be done, show them again with the reason."""
    if action not in _ACTIONS:
        raise not_found("操作")
    typed, threshold = fields(request), desk_of(request).settings.members_for_lead
    finding = typed["from"] == "find"

    def run(session: Session) -> bool:
        staff = session.get(Staff, who.staff_id)
        try:
            _ACTIONS[action](session, member_id, staff, typed, threshold)
        except NotFound:
            if not finding:
                raise
            raise BadValue("只能转到您这边的工会，请写明是哪一个；身份证号要是本人的") from None
        session.flush()
        session.expire_all()
        return sees(session, staff, member_id)

    refused = (MembershipError, unions.NotChosen)
    seen = await attempted(request, action, run, what="会员", missing=NotFound, refused=refused)
    if isinstance(seen, Attempt):
        if finding:
            return find_page(request, who, seen.status, f"没有转成：{seen.problem}")
        return await _member_page(request, who, member_id, seen)
    return redirect(f"/desk/members/{member_id}" if seen else "/desk/members", status=303)


@members.get("/desk/notices", name="notices")
@auth.requires(AGENT)
async def notices(request: Request, who: SignedIn) -> HTTPResponse:
    """Show what the unions of one's branch have to know of: applications, moves, leads."""
    before = page_before(request)

    def look(session: Session) -> dict[str, Any]:
        rows = lists.notices(session, session.get(Staff, who.staff_id), before, lists.PAGE_SIZE + 1)
        shown = [
            {
                **present.event(row),
                "union": row.organisation.name,
                "application": row.application_id,
                "member": row.member_id,
                "lead": row.lead_id,
            }
            for row in rows[: lists.PAGE_SIZE]
        ]
        return {"notices": shown, "before": rows[lists.PAGE_SIZE - 1].id if len(rows) > lists.PAGE_SIZE else None}

    return page(request, who, "notices.html", **await desk_of(request).read(look))


async def _list(
    request: Request, who: SignedIn, wanted: register.Wanted, query: dict[str, Any], text: str = ""
) -> HTTPResponse:
    before, behind = page_before(request), figures.read(request)

    def look(session: Session) -> dict[str, Any]:
        staff = session.get(Staff, who.staff_id)
        among = behind.rows(staff, Member) if "figure" in behind.query else None
        found = register.search(session, staff, wanted, before, among=among)
        return {
            "lines": [present.member(row) for row in found.lines],
            "before": found.before,
            "total": found.total,
            "unions": unions.branches(session, who, wanted.organisation_id),
        }

    shown = Typed({**{key: str(value) for key, value in query.items()}, **behind.query})
    values: dict[str, Any] = {
        "query": shown,
        "text": text,
        "figure": behind.label,
        "districts": places.districts(),
        **_LABELS,
    }
    return page(request, who, "members.html", **values, **await desk_of(request).read(look))


async def _member_page(
    request: Request,
    who: SignedIn,
    member_id: int,
    attempt: Attempt = LOOKING,
) -> HTTPResponse:
    def look(session: Session) -> dict[str, Any]:
        row = register.one(session, session.get(Staff, who.staff_id), member_id)
        return {
            "member": present.member(register.line(row)),
            "place": " ".join(part for part in (row.district, row.street) if part),
            "trail": [present.event(item) for item in row.events],
            "unions": unions.offered(session, row.district),
        }

    try:
        found = await desk_of(request).read(look)
    except NotFound:
        raise not_found("会员") from None
    choices = {"leaving": changing.LEAVING, "retaining": changing.RETAINING, "districts": places.districts()}
    return page(request, who, "member.html", attempt.status, **attempt.shown, **choices, **_LABELS, **found)


def _query(request: Request) -> dict[str, Any]:
    """Return what the list is filtered by.

    Raises:
        Refused: A value is none of the choices.
    """
    query: dict[str, Any] = {}
    for name, choices in _CHOICES.items():
        if value := asked(request, name):
            if value not in choices:
                raise Refused(422, "invalid", f"{name} 没有“{value[:20]}”这个选项")
            query[name] = value
    if value := asked(request, "district"):
        query["district"] = value
    for name in ("organisation_id", "employer_id"):
        if value := asked(request, name):
            if row_id(value) is None:
                raise Refused(422, "invalid", f"{name} 应为一个整数")
            query[name] = int(value)
    return query


def _change(session: Session, member_id: int, staff: Staff, typed: Typed, threshold: int) -> None:
    given = {name: typed[name] for name in ("dues", "card") if typed[name]}
    if "special_group" in typed:
        given["special_group"] = typed["special_group"]
    if phone := typed["phone"].strip():
        given["phone"] = phone
    changing.change(session, member_id, staff, **given)


def _retain(session: Session, member_id: int, staff: Staff, typed: Typed, threshold: int) -> None:
    changing.retain(session, member_id, staff, typed["reason"])


def _leave(session: Session, member_id: int, staff: Staff, typed: Typed, threshold: int) -> None:
    changing.leave(session, member_id, staff, typed["reason"])


def _transfer(session: Session, member_id: int, staff: Staff, typed: Typed, threshold: int) -> None:
    limits = {"employer": 100, "street": 50, "area": 100}
    words: dict[str, Any] = {name: typed[name].strip()[:limit] or None for name, limit in limits.items()}
    if typed["district"] and typed["district"] not in places.districts():
        raise BadValue("区没有这个选项，请重新选")
    if typed["group"] and typed["group"] not in GROUPS:
        raise BadValue("就业群体没有这个选项，请重新选")
    workplace = Workplace(**words, district=typed["district"] or None, group=typed["group"] or None)
    to = unions.chosen(session, typed["to"]).id if typed["to"].strip() else None
    if not transfer.transfer(session, member_id, staff, workplace, to, threshold, typed["id_number"]):
        raise BadValue("会籍已经在那里了")


_ACTIONS: Mapping[str, Callable[[Session, int, Staff, Typed, int], None]] = {
    "change": _change,
    "retain": _retain,
    "leave": _leave,
    "transfer": _transfer,
}
_LABELS = {"states": MEMBER_STATES, "groups": GROUPS, "cards": CARDS, "dues": DUES}
