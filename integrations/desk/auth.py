"""Who is at the desk: session cookie, roles, and proof that a write comes from our own pages."""

import hashlib
import hmac
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from sanic import Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session

from bot.staff import sessions
from bot.staff.service import ROLES
from bot.staff.sessions import SignedIn
from integrations.desk.context import desk_of
from integrations.desk.errors import Refused, SignInNeeded, not_found

SESSION_COOKIE = "desk_session"
# The sign-in form has no session yet: a cookie of its own ties the form to the browser that asked for it.
FORM_COOKIE = "desk_form"
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_LARGEST_ID = 2**63 - 1

Guarded = Callable[..., Coroutine[Any, Any, HTTPResponse | None]]


def requires(role: str, *, city: bool = False) -> Callable[[Guarded], Guarded]:
    """Let a handler run only for a signed-in member of staff with `role` or a higher one.

    The handler gets who it is (`SignedIn`) after the request. A request that changes something must carry the
    session's CSRF token, in the header X-CSRF-Token or the form field `csrf`.

    Args:
        role: agent, supervisor or admin.
        city: Whether it is only for the city's staff: the hotline's conversations are theirs.
    """

    def decorate(handler: Guarded) -> Guarded:
        @wraps(handler)
        async def guarded(request: Request, **values: Any) -> HTTPResponse | None:
            who = await _signed_in(request)
            if ROLES.index(who.role) < ROLES.index(role):
                raise Refused(403, "forbidden", "您的账号没有这个权限")
            if city and who.organisation_id is not None:
                raise Refused(403, "city_only", "热线会话由市里的坐席接待；您可以在工单里看到自己工会的事")
            if request.method not in _SAFE_METHODS:
                check_csrf(request, request.ctx.csrf)
            if any(isinstance(value, int) and not 0 < value <= _LARGEST_ID for value in values.values()):
                raise not_found("记录")
            return await handler(request, who, **values)

        return guarded

    return decorate


def csrf_token(secret: str, token: str) -> str:
    """Return the CSRF token (64 hex digits) that belongs to a session's or a form's token."""
    return hmac.new(secret.encode("utf-8"), b"csrf:" + token.encode("utf-8"), hashlib.sha256).hexdigest()


def check_csrf(request: Request, expected: str) -> None:
    """Compare a request's CSRF token with the expected one, in constant time.

    Raises:
        Refused: It is missing or another one.
    """
    given = request.headers.get("x-csrf-token") or _form_field(request, "csrf")
    if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), expected.encode("utf-8")):
        raise Refused(403, "csrf", "页面已经过期，请刷新后再试一次")


def address_of(request: Request) -> str:
    """Return where a request came from: a proxy on this machine is believed, nobody else is."""
    peer = request.ip or ""
    if peer in ("127.0.0.1", "::1"):
        return request.headers.get("x-forwarded-for", peer).rpartition(",")[2].strip()
    return peer


def set_cookie(request: Request, response: HTTPResponse, name: str, value: str, seconds: int) -> None:
    """Set a cookie that scripts cannot read and other sites' forms do not carry; 0 seconds removes it."""
    cookies = response.cookies
    cookies[name] = value
    cookies[name]["httponly"] = True
    cookies[name]["samesite"] = "Lax"
    cookies[name]["path"] = "/"
    cookies[name]["max-age"] = seconds
    if is_https(request):
        cookies[name]["secure"] = True


def is_https(request: Request) -> bool:
    """Return whether the browser speaks HTTPS, with us or with the proxy in front of us."""
    return request.scheme == "https" or request.headers.get("x-forwarded-proto", "").lower() == "https"


async def current(request: Request) -> SignedIn | None:
    """Return who a request's cookie belongs to, or None."""
    token = request.cookies.get(SESSION_COOKIE)
    if not token:
        return None
    desk = desk_of(request)
    # What the page does by itself is no sign that somebody sits in front of it.
    acted = not request.headers.get("x-desk-auto") and "text/event-stream" not in request.headers.get("accept", "")

    def look(session: Session) -> tuple[SignedIn | None, bool]:
        who = sessions.find(session, token)
        return who, who is not None and acted and sessions.is_stale(session, who.token_hash)

    who, stale = await desk.read(look)
    if who is not None and stale:
        await desk.write(lambda session: sessions.touch(session, who.token_hash))
    request.ctx.csrf = csrf_token(desk.settings.desk_secret, token)
    return who


async def _signed_in(request: Request) -> SignedIn:
    who = await current(request)
    if who is None:
        raise SignInNeeded
    return who


def _form_field(request: Request, name: str) -> str:
    is_form = (request.content_type or "").startswith(("application/x-www-form-urlencoded", "multipart/form-data"))
    return (request.form.get(name) or "") if is_form else ""
