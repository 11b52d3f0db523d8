import threading

import pytest
import sqlalchemy as sa

from bot import clock
from bot.conversations import holding, inbox, outbox
from bot.conversations.inbox import Allowance
from bot.conversations.model import Conversation, Message, Outbox
from bot.conversations.outbox import Draft


def _rows(database, model):
    with database.reading() as session:
        return session.execute(sa.select(model).order_by(model.id)).scalars().all()


def test_a_repeat_finds_the_first_message(database, says):
    first = says("你好", key="k1")
    again = says("你好", key="k1")
    assert first.fresh and not again.fresh
    assert again.message_id == first.message_id
    assert len(_rows(database, Message)) == 1


def test_the_same_push_arriving_twice_at_once_is_one_message(database, says):
    results = []
    threads = [threading.Thread(target=lambda: results.append(says("你好", key="k1"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({accepted.message_id for accepted in results}) == 1
    assert sum(accepted.fresh for accepted in results) == 1
    assert len(_rows(database, Conversation)) == 1


def test_what_a_person_wrote_is_not_readable_in_the_database(database, says):
    says("我的电话是13800000000")
    with database.engine.connect() as connection:
        (stored,) = connection.execute(sa.text("SELECT text FROM messages")).one()
    assert "138" not in stored and "电话" not in stored


def test_messages_of_one_person_are_worked_off_in_the_order_they_came(database, says, work):
    conversation_id = says("一").conversation_id
    says("二")
    heard = []
    while (item := work(lambda session: inbox.next_work(session, conversation_id))) is not None:
        heard.append(item.text)
        work(lambda session, item=item: inbox.finish(session, item.message_id, []))
    assert heard == ["一", "二"]


def test_two_processes_cannot_work_on_one_conversation(says, work):
    conversation_id = says("你好").conversation_id
    assert work(lambda session: inbox.claim(session, conversation_id, "one"))
    assert not work(lambda session: inbox.claim(session, conversation_id, "two"))
    work(lambda session: inbox.release(session, conversation_id, "one"))
    assert work(lambda session: inbox.claim(session, conversation_id, "two"))


def test_a_message_whose_process_died_is_taken_up_again(database, says, work):
    conversation_id = says("你好").conversation_id
    work(lambda session: inbox.claim(session, conversation_id, "dead"))
    with database.reading() as session:
        assert inbox.abandoned(session) == []
    with clock.fixed(clock.now() + inbox.timedelta(seconds=inbox.LEASE_SECONDS + 1)), database.reading() as session:
        assert inbox.abandoned(session) == [conversation_id]


def test_a_message_that_fails_again_and_again_is_given_up(says, work):
    conversation_id = says("你好").conversation_id
    tries = [work(lambda session: inbox.next_work(session, conversation_id)) for _ in range(inbox.MAX_ATTEMPTS + 1)]
    assert [item.given_up for item in tries] == [False] * inbox.MAX_ATTEMPTS + [True]


def test_replies_and_the_end_of_the_work_are_one_transaction(database, says):
    accepted = says("你好")
    with database.work() as session:
        inbox.finish(session, accepted.message_id, [Draft("您好")])
        # no commit: the process dies here
    assert _rows(database, Outbox) == []
    with database.reading() as session:
        assert not inbox.is_done(session, accepted.message_id)


def test_finishing_twice_owes_the_reply_once(database, says, work):
    accepted = says("你好")
    for _ in range(2):
        work(lambda session: inbox.finish(session, accepted.message_id, [Draft("您好")]))
    assert len(_rows(database, Outbox)) == 1


def test_the_bot_says_nothing_when_a_person_took_over_meanwhile(database, says, work, staff):
    accepted = says("你好")
    agent = staff("坐席一号")
    work(lambda session: holding.take(session, accepted.conversation_id, agent))
    work(lambda session: inbox.finish(session, accepted.message_id, [Draft("机器人的话")]))
    assert "机器人的话" not in [message.text for message in _rows(database, Message)]


def test_the_options_offered_last_come_with_the_next_message(says, work):
    from bot.reply import Option

    first = says("你好")
    work(lambda session: inbox.finish(session, first.message_id, [Draft("选一个", (Option("甲", "/a"),))]))
    says("1")
    item = work(lambda session: inbox.next_work(session, first.conversation_id))
    assert item.options == (Option("甲", "/a"),)


def test_a_number_does_not_refer_to_what_was_offered_before_the_last_message(says, work):
    from bot.reply import Option

    first = says("你好")
    work(lambda session: inbox.finish(session, first.message_id, [Draft("选一个", (Option("甲", "/a"),))]))
    second = says("另一件事")
    work(lambda session: inbox.finish(session, second.message_id, [Draft("好的")]))
    says("1")
    item = work(lambda session: inbox.next_work(session, first.conversation_id))
    assert item.options == ()


def test_a_menu_click_does_not_shorten_what_a_message_allowed(database, says):
    says("你好", allowance=Allowance(5, 48 * 3600))
    says("菜单", allowance=Allowance(3, 60))
    (conversation,) = _rows(database, Conversation)
    assert conversation.allowance == 5


def test_a_menu_click_keeps_even_the_last_of_what_a_message_allowed(database, says, work):
    conversation_id = says("你好", allowance=Allowance(3, 48 * 3600)).conversation_id
    work(lambda session: outbox.spend(session, conversation_id))
    says("菜单", allowance=Allowance(3, 60))
    with clock.fixed(clock.now() + inbox.timedelta(seconds=90)):
        assert work(lambda session: outbox.spend(session, conversation_id))


def test_when_nothing_is_left_a_menu_click_allows_a_little(says, work):
    conversation_id = says("你好", allowance=Allowance(1, 48 * 3600)).conversation_id
    work(lambda session: outbox.spend(session, conversation_id))
    says("菜单", allowance=Allowance(3, 60))
    assert work(lambda session: outbox.spend(session, conversation_id))


def test_leaving_the_account_gives_up_what_is_owed(database, says, work):
    accepted = says("你好")
    work(lambda session: outbox.owe(session, accepted.conversation_id, Draft("您好"), "k"))
    work(lambda session: inbox.unfollow(session, "gh_test", "openid-zhang"))
    (row,) = _rows(database, Outbox)
    assert row.state == "failed" and "取消关注" in row.problem


def test_leaving_an_account_never_written_to_is_nothing(work):
    assert work(lambda session: inbox.unfollow(session, "gh_test", "openid-nobody")) is None


@pytest.mark.parametrize("text", ["2", "２", "2.", "二", "第二个", "选2", "我选第2项", "乙"])
def test_an_option_is_chosen_by_number_or_label(text):
    from bot.conversations.options import chosen
    from bot.reply import Option

    assert chosen(text, [Option("甲", "/a"), Option("乙", "/b")]).payload == "/b"


@pytest.mark.parametrize("text", ["3", "0", "二十", "我有2个问题", "", "两个月"])
def test_other_words_choose_nothing(text):
    from bot.conversations.options import chosen
    from bot.reply import Option

    assert chosen(text, [Option("甲", "/a"), Option("乙", "/b")]) is None
