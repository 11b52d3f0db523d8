"""The work screen for the hotline's conversations, its live updates, and a conversation as a union reads it."""

import json
from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect
from sqlalchemy.orm import Session

from bot.cases import queries
from bot.conversations import transcript
from bot.conversations.files import loose
from bot.conversations.model import Conversation
from bot.conversations.transcript import MAX_STAFF_TEXT
from bot.staff import service
from bot.staff.model import AGENT
from bot.staff.sessions import SignedIn
from integrations.desk import access, auth
from integrations.desk.context import desk_of
from integrations.desk.errors import not_found
from integrations.desk.pages.rendering import page
from integrations.desk.present import cases as present_cases
from integrations.desk.present import conversations as present

work = Blueprint("desk-work")

_READ_AT_ONCE = 200


@work.get("/desk/", name="work")
@auth.requires(AGENT)
async def screen(request: Request, who: SignedIn) -> HTTPResponse:
    """Show the work screen; the conversations are the city's, a union's staff begin with their cases."""
    if who.organisation_id is not None:
        return redirect("/desk/cases?state=open")
    return _screen(request, who, "")


@work.get("/desk/conversations/<conversation_id:int>", name="conversation")
@auth.requires(AGENT)
async def conversation(request: Request, who: SignedIn, conversation_id: int) -> HTTPResponse:
    """Show the work screen with one conversation open; a union's staff get it to read, which is written down."""
    if who.organisation_id is None:
        return _screen(request, who, conversation_id)
    address = auth.address_of(request)

    def look(session: Session) -> dict[str, Any] | None:
        if not access.may_read(session, who, conversation_id):
            return None
        service.audit(session, who.staff_id, "view_conversation", "conversation", conversation_id, address=address)
        rows = transcript.history(session, conversation_id, limit=_READ_AT_ONCE)
        cases = queries.of_conversation(session, conversation_id)
        return {
            "messages": [present.message(row) for row in rows],
            "cases": [present_cases.line(row) for row in cases],
            "limit": _READ_AT_ONCE,
        }

    found = await desk_of(request).write(look)
    if found is None:
        raise not_found("会话")
    return page(request, who, "transcript.html", conversation_id=conversation_id, **found)


@work.get("/desk/conversations/<conversation_id:int>/side", name="side")
@auth.requires(AGENT, city=True)
async def side(request: Request, who: SignedIn, conversation_id: int) -> HTTPResponse:
    """Return the right side of the work screen: the person and their cases, as a piece of HTML."""

    def look(session: Session) -> dict[str, Any] | None:
        row = session.get(Conversation, conversation_id)
        if row is None:
            return None
        cases = [present_cases.whole(case) for case in queries.of_conversation(session, conversation_id)]
        return {"person": present.person(row), "cases": cases, "loose": len(loose(session, conversation_id))}

    found = await desk_of(request).read(look)
    if found is None:
        raise not_found("会话")
    return page(request, who, "side.html", conversation_id=conversation_id, **found)


@work.get("/desk/events", name="events")
@auth.requires(AGENT, city=True)
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


def _screen(request: Request, who: SignedIn, conversation_id: int | str) -> HTTPResponse:
    hours = desk_of(request).settings.office_hours.as_text()
    return page(request, who, "work.html", hours=hours, limit=MAX_STAFF_TEXT, conversation_id=conversation_id)
