import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot import clock
from bot.conversations import holding, inbox, outbox
from bot.conversations.inbox import Allowance
from bot.conversations.model import Message, Outbox
from bot.conversations.outbox import Draft
from bot.reply import Option

LIMIT = 2048


def plain(text, options):
    return [text + "".join(f"\n{n}. {o.label}" for n, o in enumerate(options, 1))]


def halves(text, options):
    return [text[: len(text) // 2], text[len(text) // 2 :]]


@pytest.fixture
def owed(says, work):
    def owe(*texts, author="bot"):
        accepted = says("你好")
        for text in texts:
            work(
                lambda session, text=text: outbox.owe(
                    session, accepted.conversation_id, Draft(text, author=author), text[:20], accepted.message_id
                )
            )
        return accepted

    return owe


def _states(database):
    with database.reading() as session:
        return [row.state for row in session.execute(sa.select(Outbox).order_by(Outbox.id)).scalars()]


def _later(seconds=6.0):
    return clock.fixed(clock.now() + timedelta(seconds=seconds))


def test_the_passive_reply_takes_what_is_owed(database, owed, work):
    accepted = owed("一", "二")
    said = work(lambda session: outbox.take_passive(session, accepted.message_id, plain, LIMIT))
    assert said == "一\n\n二"
    assert _states(database) == ["sent", "sent"]


def test_a_repeat_of_the_push_gets_the_same_reply(owed, work):
    accepted = owed("一")
    first = work(lambda session: outbox.take_passive(session, accepted.message_id, plain, LIMIT))
    again = work(lambda session: outbox.take_passive(session, accepted.message_id, plain, LIMIT))
    assert first == again == "一"


def test_the_sender_leaves_a_reply_to_the_open_push_and_takes_it_afterwards(owed, work):
    owed("一")
    assert work(outbox.claim) == []
    with _later():
        assert [delivery.text for delivery in work(outbox.claim)] == ["一"]


def test_what_the_sender_has_taken_is_not_said_passively_too(owed, work):
    accepted = owed("一")
    with _later():
        work(outbox.claim)
        assert work(lambda session: outbox.take_passive(session, accepted.message_id, plain, LIMIT)) is None


def test_one_conversation_is_delivered_in_order(owed, work):
    owed("一", "二")
    with _later():
        (first,) = work(outbox.claim)
        assert work(outbox.claim) == []
        work(lambda session: outbox.part_sent(session, first, last=True))
        assert [delivery.text for delivery in work(outbox.claim)] == ["二"]


def test_an_earlier_reply_is_not_overtaken_by_a_later_one(database, owed, says, work):
    owed("一")
    with _later():
        (first,) = work(outbox.claim)
        work(lambda session: outbox.hold(session, first, "额度用完"))
    second = says("再问一句")
    work(lambda session: inbox.finish(session, second.message_id, [Draft("二")]))
    said = work(lambda session: outbox.take_passive(session, second.message_id, plain, LIMIT))
    assert said == "一\n\n二"


def test_a_reply_too_long_for_one_message_continues_with_the_sender(owed, work):
    accepted = owed("甲" * 900)
    said = work(lambda session: outbox.take_passive(session, accepted.message_id, halves, LIMIT))
    assert said == "甲" * 450
    with _later():
        (rest,) = work(outbox.claim)
    assert rest.parts_sent == 1


def test_a_sender_that_died_leaves_the_reply_to_the_next(owed, work):
    owed("一")
    with _later():
        work(outbox.claim)
        assert work(outbox.claim) == []
    with _later(6 + outbox.CLAIM_SECONDS + 1):
        (again,) = work(outbox.claim)
    assert again.attempts == 2


def test_a_failing_delivery_is_tried_again_as_long_as_the_person_may_be_written_to(database, owed, work):
    owed("一")
    for hour in range(1, 48, 10):
        with _later(hour * 3600):
            (delivery,) = work(outbox.claim)
            work(lambda session, delivery=delivery: outbox.retry(session, delivery, 1, "平台繁忙"))
    assert _states(database) == ["owed"]
    with _later(49 * 3600):
        (delivery,) = work(outbox.claim)
        work(lambda session: outbox.retry(session, delivery, 1, "平台繁忙"))
    assert _states(database) == ["held"]  # until the person writes again


def test_a_sender_whose_claim_ran_out_cannot_change_what_another_has_settled(database, owed, work):
    owed("一")
    with _later():
        (slow,) = work(outbox.claim)
    with _later(6 + outbox.CLAIM_SECONDS + 1):
        (quick,) = work(outbox.claim)
        assert work(lambda session: outbox.part_sent(session, quick, last=True))
        assert not work(lambda session: outbox.part_sent(session, slow, last=True))
        work(lambda session: outbox.retry(session, slow, 1, "没有回音"))
    assert _states(database) == ["sent"]


def test_what_was_given_up_meanwhile_stays_given_up(database, owed, work):
    owed("一")
    with _later():
        (delivery,) = work(outbox.claim)
        work(lambda session: inbox.unfollow(session, "gh_test", "openid-zhang"))
        work(lambda session: outbox.retry(session, delivery, 1, "没有回音"))
    assert _states(database) == ["failed"]


def test_a_refund_gives_the_allowance_back(says, work):
    accepted = says("你好", allowance=Allowance(1, 3600))
    assert work(lambda session: outbox.spend(session, accepted.conversation_id))
    work(lambda session: outbox.refund(session, accepted.conversation_id))
    assert work(lambda session: outbox.spend(session, accepted.conversation_id))


def test_the_allowance_is_spent_once_for_each_message_and_then_refused(says, work):
    accepted = says("你好", allowance=Allowance(2, 3600))
    spent = [work(lambda session: outbox.spend(session, accepted.conversation_id)) for _ in range(3)]
    assert spent == [True, True, False]


def test_the_allowance_ends_with_its_time(says, work):
    accepted = says("你好", allowance=Allowance(5, 60))
    with _later(61):
        assert not work(lambda session: outbox.spend(session, accepted.conversation_id))


def test_the_bots_words_are_withheld_while_a_person_holds_the_conversation(database, owed, staff, work):
    accepted = owed("机器人的话")
    agent = staff("坐席一号")
    work(lambda session: holding.take(session, accepted.conversation_id, agent))
    said = work(lambda session: outbox.take_passive(session, accepted.message_id, plain, LIMIT))
    assert "机器人的话" not in said
    assert _states(database)[0] == "withheld"


def test_a_case_number_is_delivered_even_while_a_person_holds_the_conversation(owed, staff, work):
    accepted = owed("编号2026112200001", author="system")
    agent = staff("坐席一号")
    work(lambda session: holding.take(session, accepted.conversation_id, agent))
    said = work(lambda session: outbox.take_passive(session, accepted.message_id, plain, LIMIT))
    assert "编号2026112200001" in said


def test_options_are_kept_with_the_message(database, says, work):
    accepted = says("你好")
    options = (Option("甲", "/a"), Option("乙", "/b"))
    work(lambda session: outbox.owe(session, accepted.conversation_id, Draft("选", options), "k", accepted.message_id))
    with database.reading() as session:
        message = session.execute(sa.select(Message).where(Message.direction == "out")).scalar_one()
        assert message.data["options"][1] == {"label": "乙", "payload": "/b"}


def test_senders_working_at_once_never_claim_the_same_reply(database, says, work):
    for number in range(12):
        accepted = says("你好", who=f"person-{number}")
        work(lambda s, a=accepted: outbox.owe(s, a.conversation_id, Draft("您好"), f"k{a.message_id}", a.message_id))
    claimed = []

    def claim():
        with _later():
            claimed.extend(delivery.id for delivery in work(lambda s: outbox.claim(s, limit=5)))

    threads = [threading.Thread(target=claim) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == len(set(claimed)) == 12
