from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot import clock
from bot.conversations import holding, inbox
from bot.conversations.inbox import Allowance, Incoming
from bot.conversations.model import Conversation, Message
from bot.staff.model import Staff
from integrations.wechat.housekeeping import look_once


@pytest.fixture
def held(database):
    """A conversation that a member of staff holds and in which the person has spoken last."""
    with database.work() as session:
        agent = Staff(username="a", name="坐席一号", password_hash="x")
        session.add(agent)
        accepted = inbox.accept(session, Incoming("gh", "o", "k", "text", "在吗", allowance=Allowance(5, 999_999)), 0)
        session.flush()
        holding.take(session, accepted.conversation_id, agent.id)
        session.commit()
    return accepted.conversation_id


def _holder(database, conversation_id):
    with database.reading() as session:
        return session.get(Conversation, conversation_id).holder


def test_a_person_left_without_an_answer_is_queued_again_and_told(database, held):
    with clock.fixed(clock.now() + timedelta(minutes=31)):
        look_once(database, answer_minutes=30, idle_hours=8)
    assert _holder(database, held) == "queue"
    with database.reading() as session:
        assert any("重新排队" in text for text in session.execute(sa.select(Message.text)).scalars())


def test_a_conversation_that_everybody_left_goes_back_to_the_bot(database, held):
    with clock.fixed(clock.now() + timedelta(hours=9)):
        look_once(database, answer_minutes=10_000, idle_hours=8)
    assert _holder(database, held) == "bot"


def test_a_conversation_under_way_is_left_alone(database, held):
    look_once(database, answer_minutes=30, idle_hours=8)
    assert _holder(database, held) == "staff"
