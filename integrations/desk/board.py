"""Which conversations there are for the desk: waiting, held, with the bot; and cheap signs that something changed."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from bot import clock
from bot.cases import queries
from bot.cases.model import Case, CaseEvent
from bot.conversations import holding
from bot.conversations.model import BOT, QUEUE, STAFF, SYSTEM, Attachment, Conversation, Handover, Message
from bot.hours import OfficeHours
from bot.privacy import mask_name
from integrations.desk.present.common import Json, moment
from integrations.desk.present.conversations import REASONS, preview

RECENT = 30


def build(session: Session, office_hours: OfficeHours) -> Json:
    """Return the left side of the work screen, the same for everybody who looks at it.

    Returns:
        `waiting` in the order to take them, `held` by anybody, `recent` with the bot (rows as `rows` makes them),
        and whether the office is `open` now.
    """
    return {
        "waiting": rows(session, QUEUE),
        "held": rows(session, STAFF),
        "recent": rows(session, BOT, RECENT),
        "open": office_hours.is_open(clock.now()),
    }


def rows(session: Session, holder: str | None, limit: int = 200, offset: int = 0) -> list[Json]:
    """Return conversations as lines of a list.

    Args:
        session: A reading session.
        holder: queue (in the order to take them), staff, bot, or None for all (the latest change first).
        limit: At most so many.
        offset: Leave out the first so many.
    """
    if holder == QUEUE:
        found = [handover.conversation for handover in holding.queue(session)][offset : offset + limit]
    else:
        wanted = sa.select(Conversation).options(joinedload(Conversation.staff))
        if holder is not None:
            wanted = wanted.where(Conversation.holder == holder)
        ordered = wanted.order_by(Conversation.changed_at.desc(), Conversation.id.desc())
        found = list(session.execute(ordered.limit(limit).offset(offset)).scalars())
    ids = [row.id for row in found]
    handovers = _open_handovers(session, ids)
    last = _last_messages(session, ids)
    names = queries.names_by_conversation(session, ids)
    return [line(row, handovers.get(row.id), last.get(row.id), names.get(row.id)) for row in found]


def one(session: Session, conversation_id: int) -> tuple[Conversation, Json] | None:
    """Return a conversation with its line of the list, or None when there is no such conversation."""
    row = session.get(Conversation, conversation_id)
    if row is None:
        return None
    ids = [row.id]
    handover = _open_handovers(session, ids).get(row.id)
    last = _last_messages(session, ids).get(row.id)
    return row, line(row, handover, last, queries.names_by_conversation(session, ids).get(row.id))


def line(row: Conversation, handover: Handover | None, last: Message | None, name: str | None) -> Json:
    """Return a conversation as a line of a list; `since` is when it began to wait, or was taken."""
    since = (handover.taken_at or handover.requested_at) if handover else None
    return {
        "id": row.id,
        "title": f"{mask_name(name)} #{row.id}" if name else f"来访者 #{row.id}",
        "holder": row.holder,
        "staff": {"id": row.staff.id, "name": row.staff.name} if row.staff else None,
        "reason": handover.reason if handover else None,
        "reason_label": REASONS.get(handover.reason, handover.reason) if handover else None,
        "priority": handover.priority if handover else 0,
        "since": moment(since),
        "last": preview(last),
    }


def waiting(session: Session) -> int:
    """Return how many conversations wait for a person."""
    return _count(session, QUEUE)


def held(session: Session) -> int:
    """Return how many conversations members of staff hold."""
    return _count(session, STAFF)


def board_version(session: Session) -> tuple[Any, ...]:
    """Return a value that differs when `build` would; it costs three looks into indexes."""
    changed = session.execute(sa.select(sa.func.max(Conversation.changed_at))).scalar_one()
    message = session.execute(sa.select(sa.func.max(Message.id))).scalar_one()
    handovers = session.execute(
        sa.select(sa.func.max(Handover.id), sa.func.count(), sa.func.sum(Handover.priority)).where(
            Handover.ended_at.is_(None)
        )
    ).one()
    return (changed, message, *handovers)


def conversation_version(session: Session, conversation_id: int) -> tuple[Any, ...]:
    """Return a value that differs when what the screen shows of one conversation would (deliveries touch its row)."""
    of_it = Attachment.conversation_id == conversation_id
    looks = (
        sa.select(Conversation.changed_at).where(Conversation.id == conversation_id),
        sa.select(sa.func.max(Message.id)).where(Message.conversation_id == conversation_id),
        sa.select(sa.func.count(Attachment.storage_key)).where(of_it),
        sa.select(sa.func.max(CaseEvent.id)).join(CaseEvent.case).where(Case.conversation_id == conversation_id),
    )
    return tuple(session.execute(look).scalar() for look in looks)


def _count(session: Session, holder: str) -> int:
    wanted = sa.select(sa.func.count()).select_from(Conversation).where(Conversation.holder == holder)
    return session.execute(wanted).scalar_one()


def _open_handovers(session: Session, ids: list[int]) -> dict[int, Handover]:
    wanted = sa.select(Handover).where(Handover.conversation_id.in_(ids), Handover.ended_at.is_(None))
    return {row.conversation_id: row for row in session.execute(wanted).scalars()}


def _last_messages(session: Session, ids: list[int]) -> dict[int, Message]:
    """Return the last message of each conversation that somebody meant; notices say nothing about the matter."""
    newest = sa.select(sa.func.max(Message.id)).where(Message.conversation_id.in_(ids), Message.author != SYSTEM)
    wanted = sa.select(Message).where(Message.id.in_(newest.group_by(Message.conversation_id)))
    return {row.conversation_id: row for row in session.execute(wanted).scalars()}
