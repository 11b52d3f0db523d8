"""Taking down a case: a consultation from the chat, or what somebody tells at a window or on the telephone.

Any point may receive any case (一口受理, opinion 五（二）2); where it goes is decided by the rules.
"""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect
from sqlalchemy.orm import Session

from bot import clock
from bot.cases import consent, queries, service
from bot.cases.filing import Filing
from bot.cases.model import CONSULTATION, GRIEVANCE
from bot.cases.visibility import may_see
from bot.conversations.model import Conversation
from bot.entities import places
from bot.entities.phones import phone as read_phone
from bot.staff.model import AGENT, Staff
from bot.staff.sessions import SignedIn
from integrations.desk import auth
from integrations.desk.context import desk_of
from integrations.desk.errors import Refused, not_found
from integrations.desk.pages.rendering import Typed, fields, page
from integrations.desk.present import labels

filing = Blueprint("desk-filing")

MAX_SUMMARY = 1000
_FILES_OF = timedelta(days=1)  # what the person has sent in the chat since then belongs to the case
_LONGEST = {"employer": 100, "street": 50, "area": 100, "since": 50, "name": 50}
_MOST = {"amount": 1_000_000_000, "people": 1_000_000}


class _BadField(Exception):
    """A field of the form cannot be taken as it is; the message says why."""


@filing.get("/desk/new-case", name="new_case")
@auth.requires(AGENT)
async def form(request: Request, who: SignedIn) -> HTTPResponse:
    """Show the empty form; `conversation` is the chat it comes from."""
    given = request.args.get("conversation") or ""
    return await _form(request, who, _conversation_id(who, given), Typed())


@filing.post("/desk/new-case", name="file_case")
@auth.requires(AGENT)
async def file(request: Request, who: SignedIn) -> HTTPResponse:
    """File the case; the same form sent twice files it once."""
    typed = fields(request)
    conversation_id = _conversation_id(who, typed.get("conversation", ""))

    def change(session: Session) -> tuple[str, bool]:
        told = _filing(typed)
        if conversation_id is not None:
            told = replace(told, started_at=clock.now() - _FILES_OF)
            if session.get(Conversation, conversation_id) is None:
                raise not_found("会话")
            if not consent.has_consented(session, conversation_id):
                if typed.get("consent") != "1":
                    raise _BadField("请先征得对方同意登记个人信息，再勾选")
                consent.give_consent(session, conversation_id)
        staff = session.get(Staff, who.staff_id)
        case = service.file(session, told, conversation_id, None, _source_key(typed, who), staff)
        return case.number, may_see(session, staff, case)

    try:
        number, seen = await desk_of(request).write(change, wakes=("outbox", "desk"))
    except _BadField as error:
        return await _form(request, who, conversation_id, typed, str(error))
    if not seen:  # their own union is kept out of it: they have done their part
        return page(request, who, "filed.html", number=number)
    return redirect(f"/desk/cases/{number}", status=303)


async def _form(
    request: Request, who: SignedIn, conversation_id: int | None, typed: Typed, problem: str = ""
) -> HTTPResponse:
    def look(session: Session) -> dict[str, Any] | None:
        if conversation_id is None:
            return {"consented": True}
        if session.get(Conversation, conversation_id) is None:
            return None
        names = queries.names_by_conversation(session, [conversation_id])
        return {"consented": consent.has_consented(session, conversation_id), "name": names.get(conversation_id)}

    found = await desk_of(request).read(look)
    if found is None:
        raise not_found("会话")
    kind = CONSULTATION if conversation_id else GRIEVANCE
    start = {"kind": kind, "name": found.get("name") or "", "key": uuid.uuid4().hex, "anonymous": "1"}
    values = {"conversation_id": conversation_id, "consented": found["consented"], "districts": places.districts()}
    return page(
        request,
        who,
        "new_case.html",
        422 if problem else 200,
        typed=typed or Typed(start),
        problem=problem,
        labels=labels,
        limit=MAX_SUMMARY,
        **values,
    )


def _conversation_id(who: SignedIn, text: str) -> int | None:
    """Return the chat that a case comes from; only the city's staff file from chats."""
    if not text:
        return None
    if who.organisation_id is not None:
        raise Refused(403, "city_only", "热线会话由市里的坐席接待")
    if not (text.isascii() and text.isdecimal()) or not 0 < len(text) < 19:
        raise not_found("会话")
    return int(text)


def _source_key(typed: dict[str, str], who: SignedIn) -> str:
    """Return what files it: the form's own random key, so that a second click finds the first case."""
    key = typed.get("key", "")
    if not (key.isascii() and key.isalnum() and 16 <= len(key) <= 40):
        raise _BadField("表单已经过期，请重新打开")
    return f"desk:{who.staff_id}:{key}"


def _filing(typed: dict[str, str]) -> Filing:
    """Read the form.

    Raises:
        _BadField: Something is missing, too long, or none of the choices.
    """
    summary = typed.get("summary", "").strip()
    if not 0 < len(summary) <= MAX_SUMMARY:
        raise _BadField(f"请写清楚是什么事，最多 {MAX_SUMMARY} 个字")
    words = {name: typed.get(name, "").strip() for name in _LONGEST}
    for name, limit in _LONGEST.items():
        if len(words[name]) > limit:
            raise _BadField(f"写得太长：最多 {limit} 个字")
    phone = typed.get("phone", "").strip()
    if phone and read_phone(phone) is None:
        raise _BadField("手机号不对：应为 11 位手机号")
    return Filing(
        summary=summary,
        kind=_choice(typed, "kind", labels.CASE_KINDS, "类别") or GRIEVANCE,
        matter=_choice(typed, "matter", labels.MATTERS, "事项"),
        district=_choice(typed, "district", places.districts(), "区"),
        special_group=_choice(typed, "special_group", labels.GROUPS, "就业群体"),
        own_union=_choice(typed, "own_union", labels.OWN_UNION, "本单位工会"),
        urgency=int(_choice(typed, "urgency", [str(level) for level in labels.URGENCIES], "缓急") or 0),
        amount=_number(typed, "amount", "金额"),
        people=_number(typed, "people", "人数"),
        phone=read_phone(phone) if phone else None,
        anonymous=typed.get("anonymous") == "1",
        employer=words["employer"] or None,
        street=words["street"] or None,
        area=words["area"] or None,
        since=words["since"] or None,
        name=words["name"] or None,
    )


def _choice(typed: dict[str, str], name: str, choices: Any, label: str) -> str | None:
    value = typed.get(name, "")
    if value and value not in choices:
        raise _BadField(f"{label}没有这个选项，请重新选")
    return value or None


def _number(typed: dict[str, str], name: str, label: str) -> int | None:
    text = typed.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > 12 or int(text) > _MOST[name]:
        raise _BadField(f"{label}要写数字，最多 {_MOST[name]:,}")
    return int(text)
