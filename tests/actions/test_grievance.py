"""The grievance form inside Rasa: slots in, messages and slots out, the case in the database."""

import sqlalchemy as sa

from actions.serving import ServiceForm
from bot.cases.model import Case
from bot.conversations.model import Conversation, Handover, Message

FORM = ServiceForm()
TO_THE_SUMMARY = ("同意", "虹口区", "上海蓝桥保洁有限公司", "今年五月", "七千", "就我", "黄蓉", "13800000000", "不匿名")


async def fill(talk, upto=9):
    said = await talk.say(FORM, "我要投诉公司欠薪", "grievance", topic="wage.arrears")
    for text in TO_THE_SUMMARY[:upto]:
        said = await talk.say(FORM, text)
    return said


def everything(talk, table):
    with talk.database.reading() as session:
        return session.execute(sa.select(table).order_by(table.id)).scalars().all()


async def test_the_first_message_opens_the_form_and_asks_for_consent(talk):
    [message] = await talk.say(FORM, "我要投诉公司欠薪", "grievance", topic="wage.arrears")
    assert message["custom"]["asks"] == talk.slots["requested_slot"] == "consent"
    assert (message["custom"]["outcome"], message["custom"]["service"]) == ("service", "grievance")
    assert message["buttons"][0] == {"title": "同意", "payload": "同意"}
    assert talk.slots["draft"]["values"]["matter"]["topic"] == "wage.arrears"


async def test_consent_is_written_down_when_it_is_given_and_not_asked_again(talk):
    await fill(talk, 1)
    [conversation] = everything(talk, Conversation)
    assert conversation.consent_at is not None
    talk.slots = {}
    [message] = await talk.say(FORM, "我要投诉", "grievance")
    assert message["custom"]["asks"] == "matter"


async def test_confirming_files_the_case_and_ends_the_form(talk):
    [message] = await fill(talk)
    assert message["custom"]["asks"] == "confirm"
    assert await talk.say(FORM, "确认提交", "affirm") == []
    [case] = everything(talk, Case)
    assert (case.district, case.employer, case.amount, case.people) == ("虹口区", "上海蓝桥保洁有限公司", 7000, 1)
    assert (case.person_name, case.phone, case.anonymous) == ("黄蓉", "13800000000", False)
    assert (talk.slots["draft"], talk.slots["requested_slot"], talk.slots["facts"]) == (None, None, None)
    [owed] = [message for message in everything(talk, Message) if message.direction == "out"]
    assert case.number in owed.text and owed.reply_to == talk.message_id


async def test_a_message_worked_on_twice_files_one_case(talk):
    await fill(talk)
    before = dict(talk.slots)
    await talk.say(FORM, "确认提交", "affirm")
    talk.slots = before  # the process died before the dialogue was saved
    await talk.again(FORM, "确认提交", "affirm")
    assert len(everything(talk, Case)) == 1
    assert len([message for message in everything(talk, Message) if message.direction == "out"]) == 1


async def test_asking_for_a_person_keeps_what_was_filled_in_for_later(talk):
    await fill(talk, 4)
    assert await talk.say(FORM, "转人工", "human") == []
    [handover] = everything(talk, Handover)
    assert (handover.reason, handover.priority) == ("asked", 0)
    assert talk.slots["requested_slot"] is None
    [message] = await talk.say(FORM, "我要投诉", "grievance")
    assert [button["title"] for button in message["buttons"]] == ["接着上次的填", "重新填"]
    [message] = await talk.say(FORM, "接着上次的填")
    assert message["custom"]["asks"] == "amount"


async def test_words_of_danger_call_a_person_with_priority(talk):
    await fill(talk, 2)
    assert await talk.say(FORM, "我不想活了", "crisis") == []
    [handover] = everything(talk, Handover)
    assert (handover.reason, handover.priority) == ("danger", 9)
    [owed] = [message for message in everything(talk, Message) if message.direction == "out"]
    assert "110" in owed.text and "12356" in owed.text


async def test_cancelling_leaves_nothing_in_the_slots(talk):
    await fill(talk, 3)
    [message] = await talk.say(FORM, "取消", "cancel")
    assert "没有提交" in message["text"]
    assert (talk.slots["draft"], talk.slots["facts"], talk.slots["requested_slot"]) == (None, None, None)
    assert everything(talk, Case) == []
