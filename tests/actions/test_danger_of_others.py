"""Danger that a person sees or suffers from others: what they are told, and where they stand in the queue."""

import sqlalchemy as sa

from bot.conversations.holding import DANGER, DANGER_PRIORITY
from bot.conversations.model import Handover


def waiting(database):
    with database.reading() as session:
        handover = session.execute(sa.select(Handover)).scalar_one()
        return handover.reason, handover.priority


async def test_who_sees_somebody_in_danger_is_sent_for_help_first(talk) -> None:
    await talk.tell("工人在黄浦江边要跳楼了快来人", "crisis")
    told = talk.owed()[-1]["text"]
    assert told.startswith("请马上打 110") and "12356" not in told
    assert waiting(talk.database) == (DANGER, DANGER_PRIORITY)


async def test_who_is_beaten_and_asks_for_a_person_stands_in_front(talk) -> None:
    await talk.tell("帮我转热线工作人员 老板打我", "human")
    assert talk.owed()[-1]["text"].startswith("请马上打 110")
    assert waiting(talk.database) == (DANGER, DANGER_PRIORITY)


async def test_ones_own_despair_hears_of_the_line_that_listens(talk) -> None:
    await talk.tell("我不想活了", "crisis")
    assert "12356" in talk.owed()[-1]["text"]
