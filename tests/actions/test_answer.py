"""Answers outside a form, and what is remembered of them."""

import pytest
import sqlalchemy as sa

from actions.answer import ActionAnswer, ActionBack, ActionDefaultFallback
from actions.handoff import ActionHandoff
from actions.received import ActionReceived
from actions.serving import ServiceForm
from bot.cases import moves, service
from bot.cases.filing import Filing
from bot.cases.model import CaseEvent
from bot.conversations.model import Conversation, Handover, Message
from bot.staff.model import Staff

ANSWER = ActionAnswer()


def handovers(talk):
    with talk.database.reading() as session:
        return session.execute(sa.select(Handover.reason, Handover.priority)).all()


async def test_an_answer_goes_out_with_its_options_and_its_sources(talk):
    [message] = await talk.say(ANSWER, "公司拖欠工资怎么办", "ask", topic="wage.arrears")
    assert (message["custom"]["outcome"], message["custom"]["topic"]) == ("answer", "wage.arrears")
    assert message["custom"]["citations"] and message["buttons"]


async def test_what_an_answered_message_said_is_not_asked_again_by_the_form(talk):
    await talk.say(ANSWER, "我们松江的厂两个月没发工资了怎么办", "ask", topic="wage.arrears")
    [message] = await talk.say(ServiceForm(), "/grievance", "grievance", entities=[])
    assert "松江区" in message["text"]
    assert set(talk.slots["draft"]["values"]) >= {"matter", "place"}


async def test_the_third_message_in_a_row_that_is_not_understood_goes_to_a_person(talk):
    for _ in range(2):
        [message] = await talk.say(ANSWER, "嗯嗯啊啊")
        assert message["custom"]["outcome"] == "clarify"
    assert await talk.say(ANSWER, "嗯嗯啊啊") == []
    assert handovers(talk) == [("failures", 0)]
    assert talk.slots["failures"] == 0


async def test_an_understood_message_in_between_starts_the_count_anew(talk):
    for text, intent in (("嗯嗯啊啊", "unclear"), ("嗯嗯啊啊", "unclear"), ("谢谢", "thanks"), ("嗯嗯啊啊", "unclear")):
        assert await talk.say(ANSWER, text, intent)
    assert handovers(talk) == []


async def test_a_step_back_goes_to_the_open_form_and_is_answered_without_one(talk):
    talk.form = "service_form"
    assert await talk.say(ActionBack(), "上一步", "back") == []
    assert talk.followup == "service_form"
    talk.form = None
    [message] = await talk.say(ActionBack(), "上一步", "back")
    assert message["text"]


async def test_what_no_rule_knows_is_asked_about(talk):
    [message] = await talk.say(ActionDefaultFallback(), "/something_of_an_older_model", "something_of_an_older_model")
    assert message["custom"]["outcome"] == "clarify"


async def test_a_person_is_called_and_danger_comes_first(talk):
    assert await talk.say(ActionHandoff(), "转人工", "human") == []
    assert handovers(talk) == [("asked", 0)]
    assert await talk.say(ActionHandoff(), "我不想活了", "crisis") == []
    assert handovers(talk) == [("danger", 9)]
    with talk.database.reading() as session:
        texts = session.execute(sa.select(Message.text).where(Message.direction == "out")).scalars().all()
    assert len(texts) == 2 and not any("{" in text for text in texts)


async def test_a_place_is_remembered_and_a_picture_is_acknowledged(talk):
    places = [{"entity": "district", "value": "浦东新区"}, {"entity": "street", "value": "张江"}]
    [message] = await talk.say(ActionReceived(), "/location{}", "location", entities=places)
    assert "浦东新区" in message["text"]
    assert talk.slots["facts"]["entities"] == {"district": "浦东新区", "street": "张江"}
    [message] = await talk.say(ActionReceived(), "/location{}", "location", entities=[])
    assert "位置收到了" in message["text"]
    [message] = await talk.say(ActionReceived(), '/image{"attachment": 1}', "image", entities=[])
    assert "照片收到了" in message["text"]


async def test_a_detail_asked_after_an_answer_is_answered_of_the_same_topic(talk):
    await talk.say(ANSWER, "工伤认定怎么申请", "ask", topic="injury.apply")
    [message] = await talk.say(ANSWER, "需要什么材料", "unclear")
    assert (message["custom"]["outcome"], message["custom"]["topic"]) == ("answer", "injury.apply")
    assert "申请表" in message["text"]


async def test_own_words_after_a_clarification_choose_among_what_was_offered(talk):
    await talk.say(ANSWER, "工资", "unclear", topic="wage.arrears")
    [message] = await talk.say(ANSWER, "拖欠的", "unclear")
    assert message["custom"]["topic"] == "wage.arrears"


async def test_the_same_answer_a_third_time_in_a_row_comes_with_a_person_offered(talk):
    said = [(await talk.say(ANSWER, "公司拖欠工资怎么办", "ask", topic="wage.arrears"))[0] for _ in range(3)]
    assert said[0]["text"] == said[1]["text"] != said[2]["text"]
    assert said[2]["buttons"][0]["payload"] == "/human"
    # It goes on: whoever insists is led to a person.
    assert await talk.say(ANSWER, "公司拖欠工资怎么办", "ask", topic="wage.arrears")
    assert await talk.say(ANSWER, "公司拖欠工资怎么办", "ask", topic="wage.arrears") == []
    assert handovers(talk) == [("failures", 0)]


async def test_a_form_and_a_person_end_what_a_later_message_could_lean_on(talk):
    for action, text, intent in ((ServiceForm(), "我要投诉", "grievance"), (ActionHandoff(), "转人工", "human")):
        await talk.say(ANSWER, "工伤认定怎么申请", "ask", topic="injury.apply")
        await talk.say(action, text, intent)
        assert talk.slots["thread"] is None


def waits(talk):
    """Let a case of the person's wait for what they write; return its id."""
    with talk.database.work() as session:
        key = session.execute(sa.select(Conversation.id)).scalar_one()
        filed = service.file(session, Filing(summary="公司欠薪"), key, None, "message:0")
        staff = Staff(username="zhang", name="小张", role="admin", password_hash="none")
        session.add(staff)
        session.flush()
        moves.accept(session, filed.id, staff)
        moves.ask_person(session, filed.id, staff, "请写清楚欠了几个月")
        session.commit()
        return filed.id


def notes(talk):
    with talk.database.reading() as session:
        events = session.execute(sa.select(CaseEvent).where(CaseEvent.action == "note")).scalars()
        return [event.detail["text"] for event in events]


@pytest.mark.parametrize("intent", ["ask", "out_of_scope", "thanks"])
async def test_words_that_are_answered_can_still_go_to_the_case_that_waits(talk, intent):
    await talk.tell("你好", "greet")
    waits(talk)
    words = "一共拖欠了三个月工资"
    await talk.tell(words, intent, **({"topic": "wage.arrears"} if intent == "ask" else {}))
    assert "补充到等材料的工单里" in talk.options[-1].label
    button, before = talk.options[-1].payload, dict(talk.slots)
    for _ in range(2):  # a button that is tapped twice, as a turn that runs again, adds nothing
        talk.slots = dict(before)
        [message] = await talk.tell(button)
        assert "补充好了" in message["text"] and notes(talk) == [words]
    await talk.tell("没别的了")
    await talk.tell("公司拖欠工资怎么办", "ask", topic="wage.arrears")
    assert "补充到等材料的工单里" not in [option.label for option in talk.options]


async def test_what_was_tapped_is_not_offered_to_the_case_that_waits(talk):
    await talk.tell("你好", "greet")
    waits(talk)
    await talk.tell('/choose{"topic": "wage.arrears"}', "choose")
    assert "补充到等材料的工单里" not in [option.label for option in talk.options]


async def test_before_a_form_opens_the_words_can_go_to_the_case_that_waits(talk):
    await talk.tell("你好", "greet")
    waits(talk)
    words = "松江的厂拖欠了我三个月工资"
    [message] = await talk.tell(words, "grievance", confidence=0.8)
    assert "补充给它的" in message["text"] and talk.slots["requested_slot"] is None
    await talk.tell("1")
    assert notes(talk) == [words]


async def test_another_matter_than_the_case_that_waits_opens_its_form_with_what_was_told(talk):
    await talk.tell("你好", "greet")
    waits(talk)
    await talk.tell("松江的厂拖欠了我三个月工资", "grievance", confidence=0.8)
    [message] = await talk.tell("另外一件事")
    assert message["custom"]["asks"] and "松江区" in message["text"] and notes(talk) == []


async def test_the_bare_wish_to_file_opens_the_form_although_a_case_waits(talk):
    await talk.tell("你好", "greet")
    waits(talk)
    [message] = await talk.tell("我要投诉", "grievance")
    assert "补充给它的" not in message["text"] and talk.slots["requested_slot"]
