import threading
from datetime import datetime

import pytest
import sqlalchemy as sa

from bot import clock
from bot.conversations import holding, transcript
from bot.conversations.holding import ASKED, DANGER, HeldByOther, NotHolder
from bot.conversations.model import Conversation, Handover, Message
from bot.hours import OfficeHours

HOURS = OfficeHours.parse("1-5 09:00-17:30")
MONDAY_MORNING = datetime(2026, 11, 23, 10, tzinfo=clock.SHANGHAI)
SUNDAY = datetime(2026, 11, 22, 10, tzinfo=clock.SHANGHAI)


@pytest.fixture
def asks(says, work):
    def ask(who="zhang", reason=ASKED):
        accepted = says("转人工", who)
        work(lambda s: holding.request(s, accepted.conversation_id, reason, HOURS, accepted.message_id))
        return accepted.conversation_id

    return ask


def _said(database):
    with database.reading() as session:
        query = sa.select(Message).where(Message.direction == "out").order_by(Message.id)
        return [message.text for message in session.execute(query).scalars()]


def test_asking_for_a_person_joins_the_queue(database, asks):
    conversation_id = asks()
    with database.reading() as session:
        assert [handover.conversation_id for handover in holding.queue(session)] == [conversation_id]


def test_danger_to_life_goes_to_the_front(database, asks):
    asks("zhang")
    in_danger = asks("li", DANGER)
    with database.reading() as session:
        assert holding.queue(session)[0].conversation_id == in_danger


def test_danger_moves_someone_who_waits_already_to_the_front(database, asks):
    asks("zhang")
    waiting = asks("li")
    asks("li", DANGER)
    with database.reading() as session:
        first, *rest = holding.queue(session)
        assert first.conversation_id == waiting and len(rest) == 1


def test_outside_office_hours_the_person_hears_when_somebody_is_there(database, asks):
    with clock.fixed(SUNDAY):
        asks()
    (said,) = _said(database)
    assert "周一至周五" in said and "11月23日" in said


def test_in_danger_the_emergency_numbers_come_at_any_hour(database, asks):
    with clock.fixed(SUNDAY):
        asks(reason=DANGER)
    (said,) = _said(database)
    assert all(number in said for number in ("110", "120", "12356"))


def test_asking_twice_for_one_message_is_one_request(database, says, work):
    accepted = says("转人工")
    for _ in range(2):
        work(lambda s: holding.request(s, accepted.conversation_id, ASKED, HOURS, accepted.message_id))
    assert len(_said(database)) == 1
    with database.reading() as session:
        assert session.execute(sa.select(sa.func.count(Handover.id))).scalar_one() == 1


def test_two_members_of_staff_cannot_hold_the_same_conversation(asks, staff, work):
    conversation_id = asks()
    one, two = staff("坐席一号"), staff("坐席二号")
    work(lambda s: holding.take(s, conversation_id, one))
    with pytest.raises(HeldByOther) as error:
        work(lambda s: holding.take(s, conversation_id, two))
    assert error.value.name == "坐席一号"


def test_when_two_take_at_once_one_of_them_gets_it(database, asks, staff, work):
    conversation_id = asks()
    agents = [staff(f"坐席{n}号") for n in range(4)]
    refused = []

    def take(agent):
        try:
            work(lambda s: holding.take(s, conversation_id, agent))
        except HeldByOther:
            refused.append(agent)

    threads = [threading.Thread(target=take, args=(agent,)) for agent in agents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3
    with database.reading() as session:
        holder = session.get(Conversation, conversation_id).staff_id
    assert holder not in refused


def test_taking_twice_says_it_once(database, asks, staff, work):
    conversation_id, agent = asks(), staff("坐席一号")
    for _ in range(2):
        work(lambda s: holding.take(s, conversation_id, agent))
    assert sum("坐席一号" in text for text in _said(database)) == 1


def test_only_the_holder_can_write_or_hand_back(asks, staff, work):
    conversation_id, agent, other = asks(), staff("坐席一号"), staff("坐席二号")
    work(lambda s: holding.take(s, conversation_id, agent))
    with pytest.raises(NotHolder):
        work(lambda s: transcript.say_as_staff(s, conversation_id, other, "你好"))
    with pytest.raises(NotHolder):
        work(lambda s: holding.hand_back(s, conversation_id, other))


@pytest.mark.parametrize(
    ("text", "error"),
    [("  ", transcript.EmptyText), ("\x01\u200b", transcript.EmptyText), ("长" * 1201, transcript.TextTooLong)],
    ids=["empty", "unprintable", "overlong"],
)
def test_an_empty_or_overlong_text_is_refused(asks, staff, work, text, error):
    conversation_id, agent = asks(), staff("坐席一号")
    work(lambda s: holding.take(s, conversation_id, agent))
    with pytest.raises(error):
        work(lambda s: transcript.say_as_staff(s, conversation_id, agent, text))


def test_after_handing_back_the_bot_holds_it_and_it_can_be_asked_for_again(database, asks, staff, work):
    conversation_id, agent = asks(), staff("坐席一号")
    work(lambda s: holding.take(s, conversation_id, agent))
    work(lambda s: transcript.say_as_staff(s, conversation_id, agent, "我来帮您"))
    work(lambda s: holding.hand_back(s, conversation_id, agent))
    with database.reading() as session:
        assert session.get(Conversation, conversation_id).holder == "bot"
        assert holding.queue(session) == []
    asks()
    with database.reading() as session:
        assert len(holding.queue(session)) == 1


def test_a_person_can_stop_waiting(database, asks, says, work):
    conversation_id = asks()
    leaving = says("返回")
    work(lambda s: holding.leave_queue(s, conversation_id, leaving.message_id))
    with database.reading() as session:
        assert holding.queue(session) == []
        assert session.get(Conversation, conversation_id).holder == "bot"


def test_the_transcript_is_read_in_pages_oldest_first(database, says):
    conversation_id = says("0").conversation_id
    for number in range(1, 5):
        says(str(number))
    with database.reading() as session:
        last = transcript.history(session, conversation_id, limit=2)
        earlier = transcript.history(session, conversation_id, before_id=last[0].id, limit=2)
        assert [m.text for m in earlier + last] == ["1", "2", "3", "4"]


def test_leaving_the_account_ends_the_waiting(database, asks, work):
    from bot.conversations import inbox

    asks()
    work(lambda s: inbox.unfollow(s, "gh_test", "openid-zhang"))
    with database.reading() as session:
        assert session.execute(sa.select(Handover)).scalar_one().ended_by == "person"
        assert holding.queue(session) == []


def test_whoever_looked_before_the_other_took_it_is_still_refused(database, asks, staff):
    conversation_id, one, two = asks(), staff("坐席一号"), staff("坐席二号")
    with database.work() as slow:
        slow.get(Conversation, conversation_id)  # as a page does before it takes
        if not database.is_sqlite:
            with database.work() as quick:
                holding.take(quick, conversation_id, one)
                quick.commit()
            with pytest.raises(HeldByOther):
                holding.take(slow, conversation_id, two)


def test_handing_back_twice_says_it_once(database, asks, staff, work):
    conversation_id, agent = asks(), staff("坐席一号")
    work(lambda s: holding.take(s, conversation_id, agent))
    work(lambda s: holding.hand_back(s, conversation_id, agent))
    with pytest.raises(NotHolder):
        work(lambda s: holding.hand_back(s, conversation_id, agent))
    assert sum("交还" in text for text in _said(database)) == 1


def test_asking_for_a_person_who_is_there_already_changes_nothing(database, asks, staff, work):
    conversation_id, agent = asks(), staff("坐席一号")
    work(lambda s: holding.take(s, conversation_id, agent))
    before = _said(database)
    asks()
    assert _said(database) == before


def test_a_person_whom_staff_leaves_waiting_goes_back_into_the_queue(database, asks, says, staff, work):
    conversation_id, agent = asks(), staff("坐席一号")
    work(lambda s: holding.take(s, conversation_id, agent))
    says("还在吗")
    with database.reading() as session:
        assert holding.unanswered(session, minutes=30) == []
    with clock.fixed(clock.now() + holding.timedelta(minutes=31)):
        with database.reading() as session:
            assert holding.unanswered(session, minutes=30) == [conversation_id]
        work(lambda s: holding.requeue(s, conversation_id))
    with database.reading() as session:
        assert [handover.conversation_id for handover in holding.queue(session)] == [conversation_id]


def test_a_conversation_in_which_staff_spoke_last_is_not_unanswered(database, asks, staff, work):
    conversation_id, agent = asks(), staff("坐席一号")
    work(lambda s: holding.take(s, conversation_id, agent))
    work(lambda s: transcript.say_as_staff(s, conversation_id, agent, "请稍等"))
    with clock.fixed(clock.now() + holding.timedelta(minutes=31)), database.reading() as session:
        assert holding.unanswered(session, minutes=30) == []


def test_a_conversation_silent_for_hours_is_found_with_its_holder(database, asks, staff, work):
    conversation_id, agent = asks(), staff("坐席一号")
    work(lambda s: holding.take(s, conversation_id, agent))
    with clock.fixed(clock.now() + holding.timedelta(hours=9)), database.reading() as session:
        assert holding.abandoned(session, hours=8) == [(conversation_id, agent)]


@pytest.mark.parametrize("moment", [MONDAY_MORNING, SUNDAY], ids=["open", "closed"])
def test_somebody_in_danger_stays_in_the_queue_whatever_they_say(database, asks, says, work, moment):
    with clock.fixed(moment):
        conversation_id = asks(reason=DANGER)
        leaving = says("算了")
        work(lambda s: holding.leave_queue(s, conversation_id, leaving.message_id))
    with database.reading() as session:
        assert [handover.conversation_id for handover in holding.queue(session)] == [conversation_id]


def test_at_night_nobody_in_danger_is_promised_somebody_at_once(database, asks):
    with clock.fixed(SUNDAY):
        asks(reason=DANGER)
    (said,) = _said(database)
    assert "12356" in said and "一上班" in said
