"""Binding and unbinding inside Rasa: the code, the account, and what is told."""

import logging

import pytest
import sqlalchemy as sa

from actions.serving import ServiceForm
from bot.conversations import inbox
from bot.conversations.model import Conversation, Handover
from bot.staff import binding, service
from bot.staff.model import AGENT, Audit, BindingAttempt
from bot.wording import say

FORM = ServiceForm()


@pytest.fixture
def cadre(database):
    with database.work() as session:
        staff = service.add(session, "zhangsanfeng", "张三丰", AGENT, "a long made-up word 1")
        session.commit()
    return staff.id


def code_for(database, cadre):
    with database.work() as session:
        code = binding.new_code(session, cadre)
        session.commit()
    return code


def count(database, table):
    with database.reading() as session:
        return session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


async def bound(talk, cadre):
    [message] = await talk.tell(f"绑定 {code_for(talk.database, cadre)}", "bind")
    return message["text"]


async def test_a_code_ties_however_it_is_written(talk, database, cadre):
    for way in ("绑定 {}", "绑定工号{}", "绑定码是：{}", "我要绑定，{}", "绑定　{}。"):
        [message] = await talk.tell(way.format(code_for(database, cadre)), "bind")
        assert "绑好了" in message["text"] and "张三丰" in message["text"], way
        with database.reading() as session:
            assert binding.cadre_of(session, talk.conversation_id).id == cadre


async def test_a_code_in_groups_and_in_wide_digits_is_one(talk, database, cadre):
    code = code_for(database, cadre)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    assert (await talk.tell("我要绑定", "bind"))[0]["custom"]["asks"] == "code"
    [message] = await talk.tell(f"{wide[:4]} {wide[4:]}")
    assert "绑好了" in message["text"]


async def test_the_next_message_is_worked_on_for_a_cadre(talk, database, cadre):
    await bound(talk, cadre)
    await talk.say(FORM, "你好", "greet")
    with database.work() as session:
        assert inbox.next_work(session, talk.conversation_id).audience == "cadre"


async def test_what_stands_in_the_wording_is_what_the_rules_say(talk):
    minutes = int(binding.CODE_LASTS.total_seconds() // 60)
    assert f"{minutes} 分钟" in say("bind_ask_code") and f"{minutes} 分钟" in say("bind_refused")
    assert f"{binding.CODE_DIGITS} 位" in say("bind_ask_code")
    assert f"{binding.MAX_ATTEMPTS} 次" in say("bind_too_many")


async def test_figures_that_can_be_no_code_are_not_counted_as_a_try(talk, database):
    for text in ("绑定 123", "13800000000", "123456789"):
        [message] = await talk.tell(text, "bind")
        assert "8 位数字" in message["text"]
    assert count(database, BindingAttempt) == 0


async def test_neither_the_code_nor_the_name_is_logged_or_kept_in_the_dialogue(talk, database, cadre, caplog):
    caplog.set_level(logging.DEBUG)
    code = code_for(database, cadre)
    await talk.tell("绑定 00000000", "bind")
    await talk.tell(code)
    assert code not in caplog.text and "00000000" not in caplog.text
    assert code not in str(talk.slots)


async def test_a_message_worked_on_twice_says_that_it_is_tied(talk, database, cadre):
    code = code_for(database, cadre)
    await talk.say(FORM, f"绑定 {code}", "bind")
    talk.slots = {}  # the process died before the dialogue was saved
    [message] = await talk.again(FORM, f"绑定 {code}", "bind")
    assert "现在绑在账号“张三丰”上" in message["text"]


async def test_untying_is_confirmed_and_written_down(talk, database, cadre):
    await bound(talk, cadre)
    [asked] = await talk.tell("解绑", "unbind")
    assert asked["custom"]["asks"] == "sure" and "张三丰" in asked["text"]
    [message] = await talk.tell("确定", "affirm")
    assert "解绑好了" in message["text"]
    with database.reading() as session:
        conversation = session.get(Conversation, talk.conversation_id)
        assert (conversation.cadre_id, conversation.audience) == (None, "worker")
        assert "unbound" in session.execute(sa.select(Audit.action)).scalars().all()


async def test_untying_at_the_desk_meanwhile_is_said(talk, database, cadre):
    await bound(talk, cadre)
    await talk.tell("解绑", "unbind")
    with database.work() as session:
        binding.unbind(session, talk.conversation_id)
        session.commit()
    [message] = await talk.tell("确定解绑")
    assert "没有绑账号" in message["text"]


async def test_a_disabled_account_gives_the_workers_wording_back_at_once(talk, database, cadre):
    await bound(talk, cadre)
    with database.work() as session:
        service.disable(session, "zhangsanfeng")
        session.commit()
    with database.reading() as session:
        conversation = session.get(Conversation, talk.conversation_id)
        assert (conversation.cadre_id, conversation.audience) == (None, "worker")


async def test_a_person_is_called_in_the_middle_and_another_service_begun(talk, database):
    await talk.tell("我要绑定", "bind")
    assert "human" not in talk.slots["draft"]["at"]
    await talk.tell("转人工", "human")
    assert count(database, Handover) == 1 and talk.slots["draft"] is None
    await talk.tell("我要绑定", "bind")
    [message] = await talk.tell("我要投诉公司欠薪", "grievance", topic="wage.arrears")
    assert message["custom"]["asks"] == "consent"
