"""Coming in and going out: the bare address, the sign-in form, signing out."""

import asyncio
import secrets

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, html, redirect
from sqlalchemy.orm import Session

from bot.staff import service, sessions
from bot.staff.model import AGENT
from bot.staff.sessions import SignedIn
from integrations.desk import auth, metrics
from integrations.desk.context import desk_of

entry = Blueprint("desk-entry")

_FORM_SECONDS = 3600
_MAX_FIELD = 200


@entry.get("/", name="root")
async def root(request: Request) -> HTTPResponse:
    """Send whoever opens the bare address to the desk."""
    return redirect("/desk/")


@entry.get("/desk/sign-in", name="sign_in_form")
async def sign_in_form(request: Request) -> HTTPResponse:
    """Show the sign-in form, or the desk to somebody who is signed in."""
    if await auth.current(request):
        return redirect(_next(request.args.get("next")))
    return _form(request, "", _next(request.args.get("next")))


@entry.post("/desk/sign-in", name="sign_in")
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


@entry.post("/desk/sign-out", name="sign_out")
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


def _next(wanted: str | None) -> str:
    """Return where to go after signing in: a page of the desk, never another site."""
    path = wanted or "/desk/"
    safe = path.startswith("/desk/") and not any(c in path for c in "\\\r\n") and "//" not in path
    return path if safe and not path.startswith("/desk/sign-") else "/desk/"


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
