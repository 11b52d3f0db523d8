"""Rendering pages, and reading the forms that come back from them."""

from typing import Any

from sanic import Request
from sanic.response import HTTPResponse, html

from bot.staff.sessions import SignedIn
from integrations.desk.context import desk_of
from integrations.desk.present.labels import ROLES

MAX_FIELD = 5000  # characters; what a field may really have is checked where it is used


class Typed(dict[str, str]):
    """What a form or an address carries; what it does not carry is empty."""

    def __missing__(self, name: str) -> str:
        return ""


def page(request: Request, who: SignedIn, template: str, status: int = 200, **values: Any) -> HTTPResponse:
    """Return a page of the desk for whoever is signed in."""
    found = desk_of(request).templates.get_template(template)
    return html(found.render(who=who, role_name=ROLES[who.role], csrf=request.ctx.csrf, **values), status=status)


def row_id(text: str) -> int | None:
    """Return the id of a row that an address or a form carries; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def page_before(request: Request) -> int | None:
    """Return the id of the last row of the page before, for lists that go on from there; None on the first page."""
    return row_id(request.args.get("before") or "")


def page_number(request: Request) -> int:
    """Return which page of a list is asked for, from 1; nonsense is the first."""
    text = request.args.get("page") or "1"
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


def asked(request: Request, name: str, limit: int = 100) -> str:
    """Return a text of the query string, cut at `limit` characters; empty when it is missing."""
    return (request.args.get(name) or "").replace("\0", "").strip()[:limit]


def fields(request: Request) -> Typed:
    """Return the fields of a form, as the person wrote them; each at most `MAX_FIELD` characters."""
    form = request.form or {}
    return Typed({name: values[0].replace("\0", "")[:MAX_FIELD] for name, values in form.items() if values})


def several(request: Request, name: str) -> list[str]:
    """Return the values of a field that a form may carry several times."""
    found = request.form.getlist(name) if request.form else None
    return [value[:MAX_FIELD] for value in found or ()]
