"""The desk's pages: sign-in, the work screen, cases, accounts; attachments; the stream of live updates."""

import asyncio
import json
import secrets
from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, html, redirect
from sqlalchemy.orm import Session

from bot.cases import queries
from bot.conversations.model import Conversation
from bot.conversations.transcript import MAX_STAFF_TEXT
from bot.staff import service, sessions
from bot.staff.model import ADMIN, AGENT
from bot.staff.sessions import SignedIn
from integrations.desk import auth, metrics, present
from integrations.desk.context import desk_of
from integrations.desk.errors import not_found

pages = Blueprint("desk-pages")

_FORM_SECONDS = 3600
_MAX_FIELD = 200


@pages.get("/", name="root")
async def root(request: Request) -> HTTPResponse:
    """Send whoever opens the bare address to the desk."""
    return redirect("/desk/")


@pages.get("/desk/sign-in", name="sign_in_form")
async def sign_in_form(request: Request) -> HTTPResponse:
    """Show the sign-in form, or the desk to somebody who is signed in."""
    if await auth.current(request):
        return redirect(_next(request.args.get("next")))
    return _form(request, "", _next(request.args.get("next")))


@pages.post("/desk/sign-in", name="sign_in")
async def sign_in(request: Request) -> HTTPResponse:
    """Check username and password and open a session."""
    desk = desk_of(request)
    auth.check_csrf(request, auth.csrf_token(desk.settings.desk_secret, request.cookies.get(auth.FORM_COOKIE) or ""))
    username = (request.form.get("username") or "")[:_MAX_FIELD].replace("\0", "")
    password = request.form.get("password") or ""
    address = auth.address_of(request)
    staff = await asyncio.to_thread(service.authenticate, desk.database, username, password, address)
    metrics.SIGN_INS.labels("accepted" if staff else "refused").inc()
    target = _next(request.form.get("next"))
    if staff is None:
        message = "用户名或密码不对，或者账号暂时锁定。连续输错 5 次会锁定 15 分钟。"
        return _form(request, message, target, username, status=403)
    token = await desk.write(lambda session: sessions.start(session, staff.id))
    response = redirect(target, status=303)
    seconds = int(sessions.ABSOLUTE.total_seconds())
    auth.set_cookie(request, response, auth.SESSION_COOKIE, token, seconds)
    auth.set_cookie(request, response, auth.FORM_COOKIE, "", 0)
    return response


@pages.post("/desk/sign-out", name="sign_out")
@auth.requires(AGENT)
async def sign_out(request: Request, who: SignedIn) -> HTTPResponse:
    """End the session."""
    address = auth.address_of(request)

    def change(session: Session) -> None:
        sessions.end(session, who.token_hash)
        service.audit(session, who.staff_id, "sign_out", address=address)

    await desk_of(request).write(change)
    response = redirect("/desk/sign-in", status=303)
    auth.set_cookie(request, response, auth.SESSION_COOKIE, "", 0)
    return response


@pages.get("/desk/", name="work")
@auth.requires(AGENT)
async def work(request: Request, who: SignedIn) -> HTTPResponse:
    """Show the work screen."""
    hours = desk_of(request).settings.office_hours.as_text()
    return _page(request, who, "work.html", hours=hours, limit=MAX_STAFF_TEXT, conversation_id="")


@pages.get("/desk/conversations/<conversation_id:int>", name="conversation")
@auth.requires(AGENT)
async def conversation(request: Request, who: SignedIn, conversation_id: int) -> HTTPResponse:
    """Show the work screen with one conversation open."""
    hours = desk_of(request).settings.office_hours.as_text()
    return _page(request, who, "work.html", hours=hours, limit=MAX_STAFF_TEXT, conversation_id=conversation_id)


@pages.get("/desk/conversations/<conversation_id:int>/side", name="side")
@auth.requires(AGENT)
async def side(request: Request, who: SignedIn, conversation_id: int) -> HTTPResponse:
    """Return the right side of the work screen: the person and their cases, as a piece of HTML."""

    def look(session: Session) -> dict[str, Any] | None:
        row = session.get(Conversation, conversation_id)
        if row is None:
            return None
        cases = [present.case(case) for case in queries.of_conversation(session, conversation_id)]
        return {"person": present.person(row), "cases": cases}

    found = await desk_of(request).read(look)
    if found is None:
        raise not_found("会话")
    return _page(request, who, "side.html", **found)


@pages.get("/desk/cases", name="cases")
@auth.requires(AGENT)
async def cases(request: Request, who: SignedIn) -> HTTPResponse:
    """Show a page of cases; `q` is part of a number, `page` counts from 1."""
    number = (request.args.get("q") or "")[:50].replace("\0", "")
    page = _page_number(request)

    def look(session: Session) -> dict[str, Any]:
        found = queries.search(session, number, page)
        rows = [present.case_line(row) for row in found.cases]
        return {"cases": rows, "page": found.page, "pages": found.pages, "total": found.total}

    return _page(request, who, "cases.html", q=number, **await desk_of(request).read(look))


@pages.get("/desk/cases/<number:[A-Za-z0-9-]+>", name="case")
@auth.requires(AGENT)
async def case(request: Request, who: SignedIn, number: str) -> HTTPResponse:
    """Show one case."""

    def look(session: Session) -> dict[str, Any] | None:
        row = queries.by_number(session, number)
        return present.case(row) if row else None

    found = await desk_of(request).read(look)
    if found is None:
        raise not_found("工单")
    return _page(request, who, "case.html", case=found)


@pages.get("/desk/staff", name="staff")
@auth.requires(ADMIN)
async def staff(request: Request, who: SignedIn) -> HTTPResponse:
    """Show the accounts, to add one or disable one."""
    rows = await desk_of(request).read(lambda session: [present.staff(row) for row in service.list_all(session)])
    return _page(request, who, "staff.html", accounts=rows, roles=present.ROLE_NAMES)


@pages.get("/desk/events", name="events")
@auth.requires(AGENT)
async def events(request: Request, who: SignedIn) -> None:
    """Stream live updates: `board` with the lists, `conversation` when the one on the screen has changed."""
    live = desk_of(request).live
    wanted = request.args.get("conversation") or ""
    client = await live.join(who.token_hash, int(wanted) if wanted.isdecimal() and len(wanted) < 19 else None)
    try:
        # A proxy in between must not collect what is meant for now.
        headers = {"X-Accel-Buffering": "no"}
        response = await request.respond(content_type="text/event-stream; charset=utf-8", headers=headers)
        await response.send("retry: 2000\n\n")
        while (news := await client.next()) is not None:
            for event, data in news:
                await response.send(f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n")
            if not news:
                await response.send(": still here\n\n")
        await response.eof()
    finally:
        live.leave(client)


def _next(wanted: str | None) -> str:
    """Return where to go after signing in: a page of the desk, never another site."""
    path = wanted or "/desk/"
    safe = path.startswith("/desk/") and not any(c in path for c in "\\\r\n") and "//" not in path
    return path if safe and not path.startswith("/desk/sign-") else "/desk/"


def _page_number(request: Request) -> int:
    text = request.args.get("page") or "1"
    return int(text) if text.isdecimal() and len(text) < 9 else 1


def _form(request: Request, message: str, target: str, username: str = "", status: int = 200) -> HTTPResponse:
    """Render the sign-in form, tied to this browser by a cookie of its own."""
    desk = desk_of(request)
    form_token = request.cookies.get(auth.FORM_COOKIE) or secrets.token_urlsafe(24)
    csrf = auth.csrf_token(desk.settings.desk_secret, form_token)
    template = desk.templates.get_template("sign_in.html")
    page = template.render(message=message, next=target, username=username, csrf=csrf)
    response = html(page, status=status)
    auth.set_cookie(request, response, auth.FORM_COOKIE, form_token, _FORM_SECONDS)
    return response


def _page(request: Request, who: SignedIn, template: str, **values: Any) -> HTTPResponse:
    page = desk_of(request).templates.get_template(template)
    role = present.ROLE_NAMES[who.role]
    return html(page.render(who=who, role_name=role, csrf=request.ctx.csrf, **values))
