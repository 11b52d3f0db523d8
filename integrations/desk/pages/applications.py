"""Pages of applications to join: the list, one with what its union can decide, and taking one down at the counter."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect
from sqlalchemy.orm import Session

from bot.entities import places
from bot.membership import applying, deciding, lists, persons
from bot.membership.access import BadValue, MembershipError, NotFound
from bot.membership.model import APPROVED, CHECKED, DUES, OPEN, RECEIVED, MembershipApplication
from bot.membership.routing import Workplace
from bot.organisations.groups import GROUPS
from bot.staff.model import AGENT, Staff
from bot.staff.sessions import SignedIn
from integrations.desk import auth, figures, unions
from integrations.desk.context import desk_of
from integrations.desk.errors import Refused, not_found
from integrations.desk.pages.attempts import LOOKING, Attempt, attempted
from integrations.desk.pages.rendering import Typed, asked, fields, page, page_before
from integrations.desk.present import members as present
from integrations.desk.present.common import attachment

applications = Blueprint("desk-applications")

_STATES = {"open": "没办完的", **deciding.STATES}
_TOLD = {"yes": True, "no": False, "": None}
_LIMITS = {"employer": 100, "street": 50, "area": 100}


@applications.get("/desk/applications", name="applications")
@auth.requires(AGENT)
async def list_applications(request: Request, who: SignedIn) -> HTTPResponse:
    """Show applications, those that wait by default; `before` is the last one of the page before."""
    behind = figures.read(request)
    state = asked(request, "state") or ("" if "figure" in behind.query else "open")
    if state not in ("", "all", *_STATES):
        raise Refused(422, "invalid", "state 没有这个选项")
    states = OPEN if state == "open" else (state,) if state in deciding.STATES else ()
    last = page_before(request)

    def look(session: Session) -> dict[str, Any]:
        staff = session.get(Staff, who.staff_id)
        among = behind.rows(staff, MembershipApplication)
        rows = lists.applications(session, staff, states, last, lists.PAGE_SIZE + 1, among)
        return {
            "lines": [present.application(row) for row in rows[: lists.PAGE_SIZE]],
            "before": rows[lists.PAGE_SIZE - 1].id if len(rows) > lists.PAGE_SIZE else None,
        }

    query = Typed({**behind.query, **({"state": state} if state else {})})
    values: dict[str, Any] = {"query": query, "states": {"all": "全部", **_STATES}, "figure": behind.label}
    return page(request, who, "applications.html", **values, **await desk_of(request).read(look))


@applications.get("/desk/applications/<application_id:int>", name="application")
@auth.requires(AGENT)
async def one(request: Request, who: SignedIn, application_id: int) -> HTTPResponse:
    """Show one application."""
    return await _application_page(request, who, application_id)


@applications.post("/desk/applications/<application_id:int>/<action:[a-z_]+>", name="decide")
@auth.requires(AGENT)
async def decide(request: Request, who: SignedIn, application_id: int, action: str) -> HTTPResponse:
    """Decide on an application; when it cannot be done, show it again with the reason."""
    if action not in _ACTIONS:
        raise not_found("操作")
    typed, threshold = fields(request), desk_of(request).settings.members_for_lead

    def run(session: Session) -> bool:
        staff = session.get(Staff, who.staff_id)
        _ACTIONS[action](session, application_id, staff, typed, threshold)
        session.flush()
        return _sees(session, staff, application_id)

    refused = (MembershipError, unions.NotChosen)
    seen = await attempted(request, action, run, what="申请", missing=NotFound, refused=refused)
    if isinstance(seen, Attempt):
        return await _application_page(request, who, application_id, seen)
    return redirect(f"/desk/applications/{application_id}" if seen else "/desk/applications", status=303)


@applications.get("/desk/new-application", name="new_application")
@auth.requires(AGENT)
async def form(request: Request, who: SignedIn) -> HTTPResponse:
    """Show the empty form for somebody at the counter."""
    return _form(request, who, Typed(key=uuid.uuid4().hex))


@applications.post("/desk/new-application", name="apply")
@auth.requires(AGENT)
async def apply(request: Request, who: SignedIn) -> HTTPResponse:
    """Take an application down; the same form sent twice is one application."""
    typed = fields(request)

    def run(session: Session) -> tuple[str, int | None]:
        key = f"desk:{who.staff_id}:{_key(typed)}"
        done = applying.apply(session, _application(typed), None, None, key)
        row, staff = done.application, session.get(Staff, who.staff_id)
        return done.outcome, row.id if row is not None and _sees(session, staff, row.id) else None

    try:
        outcome, application_id = await desk_of(request).write(run)
    except BadValue as error:
        return _form(request, who, typed, str(error))
    if outcome == "member_already":
        return _form(request, who, typed, "这个人已经是会员了：换了单位，请用“找人转会籍”")
    if application_id is None:  # another union decides, and the person hears from it
        return page(request, who, "applied.html", outcome=outcome)
    return redirect(f"/desk/applications/{application_id}", status=303)


def _sees(session: Session, staff: Staff, application_id: int) -> bool:
    try:
        lists.application(session, staff, application_id)
    except NotFound:
        return False
    return True


async def _application_page(
    request: Request,
    who: SignedIn,
    application_id: int,
    attempt: Attempt = LOOKING,
) -> HTTPResponse:
    def look(session: Session) -> dict[str, Any]:
        row = lists.application(session, session.get(Staff, who.staff_id), application_id)
        return {
            "item": present.application(lists.application_line(row)),
            "area": row.area,
            "reason": row.reason,
            "member_id": row.member_id,
            "may": _may(row.state),
            "files": [attachment(file) for file in row.attachments],
            "trail": [present.event(event) for event in row.events],
            "unions": unions.offered(session, row.district),
        }

    try:
        found = await desk_of(request).read(look)
    except NotFound:
        raise not_found("申请") from None
    return page(request, who, "application.html", attempt.status, dues=DUES, **attempt.shown, **found)


def _form(request: Request, who: SignedIn, typed: Typed, problem: str = "") -> HTTPResponse:
    values = {"typed": typed, "problem": problem, "districts": places.districts(), "groups": GROUPS}
    return page(request, who, "new_application.html", 422 if problem else 200, **values)


def _may(state: str) -> list[str]:
    """Return what can be done with an application in a state."""
    if state not in OPEN:
        return []
    step = {RECEIVED: "check", CHECKED: "approve", APPROVED: "enrol"}[state]
    return [step, "hand_over", "refuse", "withdraw"]


def _key(typed: Typed) -> str:
    key = typed["key"]
    if not (key.isascii() and key.isalnum() and 16 <= len(key) <= 40):
        raise BadValue("表单已经过期，请重新打开")
    return key


def _application(typed: Typed) -> applying.Application:
    """Read the form.

    Raises:
        BadValue: A value is missing or not acceptable.
    """
    words = {name: typed[name].strip() for name in _LIMITS}
    for name, limit in _LIMITS.items():
        if len(words[name]) > limit:
            raise BadValue(f"写得太长：最多 {limit} 个字")
    if typed["district"] and typed["district"] not in places.districts():
        raise BadValue("区没有这个选项，请重新选")
    if typed["group"] and typed["group"] not in GROUPS:
        raise BadValue("就业群体没有这个选项，请重新选")
    workplace = Workplace(
        words["employer"] or None,
        typed["district"] or None,
        words["street"] or None,
        words["area"] or None,
        typed["group"] or None,
        _told(typed["has_union"]),
    )
    who = persons.name(typed["name"]), persons.phone(typed["phone"]), persons.id_number(typed["id_number"])
    return applying.Application(*who, workplace, _told(typed["member_elsewhere"]))


def _told(answer: str) -> bool | None:
    """Read a question that may be left open."""
    if answer not in _TOLD:
        raise BadValue("没有这个选项，请重新选")
    return _TOLD[answer]


def _check(session: Session, key: int, staff: Staff, typed: Typed, threshold: int) -> None:
    deciding.check(session, key, staff)


def _approve(session: Session, key: int, staff: Staff, typed: Typed, threshold: int) -> None:
    deciding.approve(session, key, staff)


def _refuse(session: Session, key: int, staff: Staff, typed: Typed, threshold: int) -> None:
    deciding.refuse(session, key, staff, typed["text"])


def _enrol(session: Session, key: int, staff: Staff, typed: Typed, threshold: int) -> None:
    deciding.enrol(session, key, staff, typed["dues"] or None, threshold)


def _hand_over(session: Session, key: int, staff: Staff, typed: Typed, threshold: int) -> None:
    deciding.hand_over(session, key, staff, unions.chosen(session, typed["to"]).id, typed["text"])


def _withdraw(session: Session, key: int, staff: Staff, typed: Typed, threshold: int) -> None:
    if not deciding.withdraw(session, lists.application(session, staff, key), staff):
        raise BadValue("这份申请已经办完了，不能撤回")


_ACTIONS: Mapping[str, Callable[[Session, int, Staff, Typed, int], None]] = {
    "check": _check,
    "approve": _approve,
    "enrol": _enrol,
    "refuse": _refuse,
    "hand_over": _hand_over,
    "withdraw": _withdraw,
}
