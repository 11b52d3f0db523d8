"""Conversations: lists, one, its messages; taking, answering, handing back."""

from typing import Any

import sqlalchemy as sa
from sanic import Blueprint, Request
from sanic.response import HTTPResponse
from sqlalchemy.orm import Session, joinedload

from bot.cases import queries
from bot.conversations import holding, transcript
from bot.conversations.model import BOT, QUEUE, STAFF, Attachment, Conversation, Message
from bot.staff import service
from bot.staff.model import AGENT, SUPERVISOR
from bot.staff.sessions import SignedIn
from integrations.desk import auth, board
from integrations.desk.api.values import MAX_PAGE, answer, body_of, number_in, text_in
from integrations.desk.context import desk_of
from integrations.desk.errors import Refused, not_found
from integrations.desk.present import cases as present_cases
from integrations.desk.present import conversations as present

conversations = Blueprint("api-conversations", url_prefix="/conversations")

_PAGE_SIZE = 50
_LAST_ID = 2**63 - 1
# Every desk should see who holds it, and the person is owed a word about it.
_HOLDING = ("desk", "outbox")


@conversations.get("/", name="list", strict_slashes=False)
@auth.requires(AGENT, city=True)
async def list_conversations(request: Request, who: SignedIn) -> HTTPResponse:
    """List conversations, by holder (queue, staff, bot) or all."""
    holder = request.args.get("holder")
    if holder not in (None, BOT, QUEUE, STAFF):
        raise Refused(422, "invalid", "holder 应为 queue、staff 或 bot")
    page = number_in(request, "page", 1, 1, MAX_PAGE)
    offset = (page - 1) * _PAGE_SIZE
    rows = await desk_of(request).read(lambda session: board.rows(session, holder, _PAGE_SIZE, offset))
    return answer({"conversations": rows, "page": page})


@conversations.get("/<conversation_id:int>", name="one")
@auth.requires(AGENT, city=True)
async def one(request: Request, who: SignedIn, conversation_id: int) -> HTTPResponse:
    """Return a conversation with the person and their cases, and what the caller may do with it."""

    def look(session: Session) -> dict[str, Any]:
        row, line = _found(session, conversation_id)
        mine = row.holder == STAFF and row.staff_id == who.staff_id
        return {
            **line,
            "person": present.person(row),
            "cases": [present_cases.whole(case) for case in queries.of_conversation(session, conversation_id)],
            "may": {
                "take": row.holder != STAFF,
                "write": mine,
                "hand_back": mine or (row.holder == STAFF and _is_supervisor(who)),
            },
        }

    return answer(await desk_of(request).read(look))


@conversations.get("/<conversation_id:int>/messages", name="messages")
@auth.requires(AGENT, city=True)
async def messages(request: Request, who: SignedIn, conversation_id: int) -> HTTPResponse:
    """Return messages, oldest first: the latest, those before `before`, or those after `after`."""
    before = number_in(request, "before", 0, 0, _LAST_ID)
    after = number_in(request, "after", 0, 0, _LAST_ID)
    limit = number_in(request, "limit", _PAGE_SIZE, 1, 200)

    def look(session: Session) -> dict[str, Any]:
        _found(session, conversation_id)
        if after:
            rows, earlier = _after(session, conversation_id, after, limit), True
        else:
            rows = transcript.history(session, conversation_id, before or None, limit + 1)
            rows, earlier = rows[-limit:], len(rows) > limit
        files = _attachments(session, rows)
        return {"messages": [present.message(row, files.get(row.id)) for row in rows], "earlier": earlier}

    return answer(await desk_of(request).read(look))


@conversations.post("/<conversation_id:int>/messages", name="reply")
@auth.requires(AGENT, city=True)
async def reply(request: Request, who: SignedIn, conversation_id: int) -> HTTPResponse:
    """Write to the person; the sender delivers it."""
    text = text_in(body_of(request), "text")

    def change(session: Session) -> dict[str, Any]:
        _found(session, conversation_id)
        row = transcript.say_as_staff(session, conversation_id, who.staff_id, text)
        session.flush()
        session.refresh(row)
        return present.message(row)

    try:
        said = await desk_of(request).write(change, wakes=("outbox", "desk"))
    except holding.NotHolder:
        raise Refused(409, "not_holder", "这个会话不在您手里，请先接入") from None
    except transcript.EmptyText:
        raise Refused(422, "empty", "还没有写内容") from None
    except transcript.TextTooLong:
        raise Refused(422, "too_long", f"内容太长，最多 {transcript.MAX_STAFF_TEXT} 个字，请分几次发") from None
    return answer(said, status=201)


@conversations.post("/<conversation_id:int>/messages/<message_id:int>/reveal", name="reveal")
@auth.requires(AGENT, city=True)
async def reveal(request: Request, who: SignedIn, conversation_id: int, message_id: int) -> HTTPResponse:
    """Return a message with its numbers unmasked; who has seen it is written down."""
    address = auth.address_of(request)

    def view(session: Session) -> dict[str, Any]:
        row = session.get(Message, message_id)
        if row is None or row.conversation_id != conversation_id:
            raise not_found("消息")
        service.audit(
            session, who.staff_id, "view_text", "conversation", conversation_id, f"message {message_id}", address
        )
        return present.message(row, _attachments(session, [row]).get(row.id), revealed=True)

    return answer(await desk_of(request).write(view))


@conversations.post("/<conversation_id:int>/take", name="take")
@auth.requires(AGENT, city=True)
async def take(request: Request, who: SignedIn, conversation_id: int) -> HTTPResponse:
    """Take a conversation: the bot is silent from now on."""
    address = auth.address_of(request)

    def change(session: Session) -> dict[str, Any]:
        row, _ = _found(session, conversation_id)
        had = row.holder == STAFF
        holding.take(session, conversation_id, who.staff_id)
        if not had:
            service.audit(session, who.staff_id, "take", "conversation", conversation_id, address=address)
        session.flush()
        session.expire(row)
        return _found(session, conversation_id)[1]

    try:
        return answer(await desk_of(request).write(change, wakes=_HOLDING))
    except holding.HeldByOther as error:
        raise Refused(409, "held_by_other", f"{error.name} 已经接入了这个会话") from None


@conversations.post("/<conversation_id:int>/hand-back", name="hand_back")
@auth.requires(AGENT, city=True)
async def hand_back(request: Request, who: SignedIn, conversation_id: int) -> HTTPResponse:
    """Give a conversation back to the bot; a supervisor may do it for somebody else."""
    address = auth.address_of(request)

    def change(session: Session) -> dict[str, Any]:
        row, _ = _found(session, conversation_id)
        holder = row.staff_id if _is_supervisor(who) and row.staff_id else who.staff_id
        holding.hand_back(session, conversation_id, holder)
        detail = None if holder == who.staff_id else f"held by staff {holder}"
        service.audit(session, who.staff_id, "hand_back", "conversation", conversation_id, detail, address)
        session.flush()
        session.expire(row)
        return _found(session, conversation_id)[1]

    try:
        return answer(await desk_of(request).write(change, wakes=_HOLDING))
    except holding.NotHolder:
        raise Refused(409, "not_holder", "这个会话不在您手里，不能交还") from None


def _found(session: Session, conversation_id: int) -> tuple[Conversation, dict[str, Any]]:
    found = board.one(session, conversation_id)
    if found is None:
        raise not_found("会话")
    return found


def _is_supervisor(who: SignedIn) -> bool:
    return service.ROLES.index(who.role) >= service.ROLES.index(SUPERVISOR)


def _after(session: Session, conversation_id: int, after: int, limit: int) -> list[Message]:
    wanted = sa.select(Message).where(Message.conversation_id == conversation_id, Message.id > after)
    whole = (joinedload(Message.outbox), joinedload(Message.staff))
    return list(session.execute(wanted.order_by(Message.id).limit(limit).options(*whole)).scalars())


def _attachments(session: Session, rows: list[Message]) -> dict[int, Attachment]:
    wanted = sa.select(Attachment).where(Attachment.message_id.in_([row.id for row in rows]))
    return {row.message_id: row for row in session.execute(wanted).scalars()}
