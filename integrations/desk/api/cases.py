"""Cases: a list, one, what can be done with it, and the phone number behind the mask."""

from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session

from bot.cases import notes, queries, trail
from bot.cases.errors import CaseError, ChangedMeanwhile, NotCompetent, UnknownCase
from bot.cases.model import Case
from bot.cases.visibility import may_see
from bot.staff import service
from bot.staff.model import AGENT, Staff
from bot.staff.sessions import SignedIn
from integrations.desk import auth, casework, filters
from integrations.desk.api.values import MAX_PAGE, answer, body_of, number_in
from integrations.desk.casework import Given
from integrations.desk.context import desk_of
from integrations.desk.errors import Refused, not_found
from integrations.desk.present import cases as present

cases = Blueprint("api-cases", url_prefix="/cases")

_NUMBER = "/<number:[A-Za-z0-9-]+>"


@cases.get("/", name="list", strict_slashes=False)
@auth.requires(AGENT)
async def list_cases(request: Request, who: SignedIn) -> HTTPResponse:
    """List the cases that the caller may see, newest first; the parameters are those of the filter."""
    wanted = filters.read(request)
    page = number_in(request, "page", 1, 1, MAX_PAGE)

    def look(session: Session) -> dict[str, Any]:
        found = queries.search(session, page=page, wanted=wanted, viewer=who)
        rows = [present.line(row) for row in found.cases]
        return {"cases": rows, "page": found.page, "pages": found.pages, "total": found.total}

    return answer(await desk_of(request).read(look))


@cases.get(_NUMBER, name="one")
@auth.requires(AGENT)
async def one(request: Request, who: SignedIn, number: str) -> HTTPResponse:
    """Return a case with its trail, and what the caller may do with it."""
    return answer(await desk_of(request).read(lambda session: _whole(session, who, number)))


@cases.post(f"{_NUMBER}/actions/<action:[a-z_]+>", name="act")
@auth.requires(AGENT)
async def act(request: Request, who: SignedIn, number: str, action: str) -> HTTPResponse:
    """Do something with a case and return it."""
    if action not in casework.ACTIONS:
        raise not_found("操作")
    given, seen = _given(body_of(request))

    def change(session: Session) -> dict[str, Any]:
        case = casework.act(session, number, who.staff_id, action, given, seen)
        session.flush()
        session.expire_all()
        return _whole(session, who, case.number, gone={"number": number, "state": case.state})

    try:
        return answer(await desk_of(request).write(change, wakes=("outbox", "desk")))
    except UnknownCase as error:
        raise Refused(404, "not_found", str(error)) from None
    except NotCompetent as error:
        raise Refused(403, "forbidden", str(error)) from None
    except ChangedMeanwhile as error:
        raise Refused(409, "changed_meanwhile", str(error)) from None
    except CaseError as error:
        raise Refused(422, "invalid", str(error)) from None


@cases.post(f"{_NUMBER}/phone", name="phone")
@auth.requires(AGENT)
async def phone(request: Request, who: SignedIn, number: str) -> HTTPResponse:
    """Return the person's phone number; who has seen it is written down."""
    address = auth.address_of(request)

    def view(session: Session) -> str:
        row = queries.by_number(session, number, who)
        if row is None or not row.phone:
            raise not_found("工单" if row is None else "电话")
        service.audit(session, who.staff_id, "view_phone", "case", row.id, address=address)
        return row.phone

    return answer({"phone": await desk_of(request).write(view)})


def _whole(session: Session, who: SignedIn, number: str, gone: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a case as the API shows it; `gone` in its place when it was just handed out of the caller's branch."""
    staff = session.get(Staff, who.staff_id)
    row: Case | None = queries.by_number(session, number, staff)
    if row is None:
        if gone is not None:
            return gone
        raise not_found("工单")
    return {
        **present.whole(row),
        "linked": [other.number for other in notes.linked(session, row.id) if may_see(session, staff, other)],
        "may": casework.may(session, row, staff),
        "seen": trail.last_event_id(session, row.id),
    }


def _given(body: dict[str, Any]) -> tuple[Given, int | None]:
    """Read what comes with an action.

    Raises:
        Refused: A field is of another type than it should be.
    """
    words = {name: body.get(name, "") for name in ("text", "to", "handed_over")}
    kinds, on, seen = body.get("kinds", []), body.get("on", False), body.get("seen")
    files = body.get("files", [])
    if not all(isinstance(value, str) for value in words.values()):
        raise Refused(422, "invalid", f"{'、'.join(words)} 应为文字")
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise Refused(422, "invalid", "kinds 应为一组文字")
    if not isinstance(files, list) or not all(type(file) is int for file in files):
        raise Refused(422, "invalid", "files 应为一组附件编号")
    if not isinstance(on, bool) or not (seen is None or type(seen) is int):
        raise Refused(422, "invalid", "on 应为 true 或 false，seen 应为整数")
    plain = {name: value.replace("\0", "")[:5000] for name, value in words.items()}
    return Given(**plain, kinds=tuple(kinds), on=on, files=tuple(map(str, files))), seen
