"""What nobody asks for and has to happen all the same: a person whom staff forgot must not wait for ever."""

import asyncio
import logging
from contextlib import suppress

from sqlalchemy.exc import DBAPIError

from bot.conversations import holding
from bot.storage.engine import Database

logger = logging.getLogger(__name__)

_EVERY_SECONDS = 60.0


async def keep_house(database: Database, answer_minutes: float, idle_hours: float) -> None:
    """See to it, again and again, that no conversation stays with somebody who does not answer.

    Args:
        database: Where conversations are.
        answer_minutes: How long a person may wait for an answer of staff before others are asked.
        idle_hours: After how many hours without a word the bot takes a conversation back.
    """
    while True:
        try:
            await asyncio.to_thread(look_once, database, answer_minutes, idle_hours)
        except DBAPIError as error:
            logger.error("housekeeping waits for the database: %s", type(error).__name__)
        await asyncio.sleep(_EVERY_SECONDS)


def look_once(database: Database, answer_minutes: float, idle_hours: float) -> None:
    """Put conversations without an answer back into the queue, and silent ones back to the bot.

    Several processes may do it at once: each conversation is looked at again under its lock.
    """
    with database.work() as session:
        for conversation_id in holding.unanswered(session, answer_minutes):
            holding.requeue(session, conversation_id)
        session.commit()
    with database.work() as session:
        for conversation_id, staff_id in holding.abandoned(session, idle_hours):
            with suppress(holding.NotHolder):  # handed back by somebody else a moment ago
                holding.hand_back(session, conversation_id, staff_id)
        session.commit()
