"""Pages of early warnings: the list, the most dangerous first, and one with what is behind it and what comes next."""

from collections.abc import Callable, Mapping
from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect
from sqlalchemy.orm import Session

from bot.cases.visibility import may_see
from bot.entities import places
from bot.staff.model import AGENT, Staff
from bot.staff.sessions import SignedIn
from bot.warnings import model, queries, service
from bot.warnings.raising import cases_of
from bot.warnings.service import UnknownWarning, WarningError
from integrations.desk import auth, warning_list
from integrations.desk.context import desk_of
from integrations.desk.errors import not_found
from integrations.desk.pages.attempts import LOOKING, Attempt, attempted
from integrations.desk.pages.rendering import Typed, fields, page, page_number
from integrations.desk.present import cases as present_cases
from integrations.desk.present import warnings as present

warnings = Blueprint("desk-warnings")

MAX_NOTE = 1000
_NUMBER = "/desk/warnings/<number:[A-Za-z0-9-]+>"
_STATES = {warning_list.IS_OPEN: "没结束的", warning_list.IS_ENDED: "结束的", **present.STATES}


@warnings.get("/desk/warnings", name="warnings")
@auth.requires(AGENT)
async def list_warnings(request: Request, who: SignedIn) -> HTTPResponse:
    """Show a page of warnings."""
    query, number = warning_list.read(request), page_number(request)

    def look(session: Session) -> dict[str, Any]:
        found = warning_list.search(session, who, query, number)
        lines = [present.line(row) for row in found.warnings]
        return {"lines": lines, "page": found.page, "pages": found.pages, "total": found.total}

    values: dict[str, Any] = {
        "query": Typed(query),
        "states": _STATES,
        "levels": present.LEVELS,
        "rules": present.RULES,
    }
    districts = places.districts()
    return page(request, who, "warnings.html", districts=districts, **values, **await desk_of(request).read(look))


@warnings.get(_NUMBER, name="warning")
@auth.requires(AGENT)
async def one(request: Request, who: SignedIn, number: str) -> HTTPResponse:
    """Show one warning; whoever looks first is the first who was informed, which is noted."""

    def note(session: Session) -> None:
        staff = session.get(Staff, who.staff_id)
        row = queries.by_number(session, staff, number)
        if row is not None and row.seen_at is None:
            service.seen(session, row.id, staff)

    await desk_of(request).write(note)
    return await _warning_page(request, who, number)


@warnings.post(f"{_NUMBER}/<action:[a-z_]+>", name="step")
@auth.requires(AGENT)
async def step(request: Request, who: SignedIn, number: str, action: str) -> HTTPResponse:
    """Take a step; when it cannot be taken, show the warning again with the reason."""
    if action not in _ACTIONS:
        raise not_found("操作")
    typed = fields(request)

    def run(session: Session) -> None:
        staff = session.get(Staff, who.staff_id)
        row = queries.by_number(session, staff, number)
        if row is None:
            raise UnknownWarning
        text = typed["text"].strip()
        if len(text) > MAX_NOTE or (not text and action != "confirm"):
            raise WarningError(f"请写一句情况，最多 {MAX_NOTE} 个字")
        _ACTIONS[action](session, row.id, staff, text, typed["level"])

    wakes = ("outbox", "desk")
    done = await attempted(request, action, run, what="预警", missing=UnknownWarning, refused=WarningError, wakes=wakes)
    if isinstance(done, Attempt):
        return await _warning_page(request, who, number, done)
    return redirect(f"/desk/warnings/{number}", status=303)


async def _warning_page(
    request: Request,
    who: SignedIn,
    number: str,
    attempt: Attempt = LOOKING,
) -> HTTPResponse:
    def look(session: Session) -> dict[str, Any] | None:
        staff = session.get(Staff, who.staff_id)
        row = queries.by_number(session, staff, number)
        if row is None:
            return None
        behind = cases_of(session, row.id)
        seen = [case for case in behind if may_see(session, staff, case)]
        return {
            "warning": present.whole(row),
            "cases": [present_cases.line(case) for case in seen],
            "elsewhere": len(behind) - len(seen),
            "may": _may(row.state),
        }

    found = await desk_of(request).read(look)
    if found is None:
        raise not_found("预警")
    values = {"levels": present.LEVELS, "limit": MAX_NOTE}
    return page(request, who, "warning.html", attempt.status, **attempt.shown, **values, **found)


def _may(state: str) -> list[str]:
    """Return the steps that lead on from a state (bot.warnings.service)."""
    if state in model.ENDED:
        return []
    if state == model.RAISED:
        return ["confirm", "report", "mediate", "false_alarm"]
    return ["assess", "report", "mediate", "close", "false_alarm"]


_ACTIONS: Mapping[str, Callable[[Session, int, Staff, str, str], Any]] = {
    "confirm": lambda session, key, staff, text, level: service.confirm(session, key, staff, text),
    "assess": lambda session, key, staff, text, level: service.assess(session, key, staff, level, text),
    "report": lambda session, key, staff, text, level: service.report(session, key, staff, text),
    "mediate": lambda session, key, staff, text, level: service.mediate(session, key, staff, text),
    "close": lambda session, key, staff, text, level: service.close(session, key, staff, text),
    "false_alarm": lambda session, key, staff, text, level: service.false_alarm(session, key, staff, text),
}
