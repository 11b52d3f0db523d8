"""Answers outside a form, and what is remembered of them."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from actions.answer import ActionAnswer, ActionBack, ActionDefaultFallback
from actions.handoff import ActionHandoff
from actions.received import ActionReceived
from actions.serving import ServiceForm
from bot import clock
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


async def not_understood(talk, times=3):
    """Say what nobody understands; return the last reply."""
    for _ in range(times):
        [message] = await talk.tell("嗯嗯啊啊")
    return message


async def test_with_the_third_message_in_a_row_that_is_not_understood_a_person_is_offered(talk):
    asked = await not_understood(talk, 2)
    assert asked["custom"]["outcome"] == "clarify" and "要不要转人工" not in asked["text"]
    asked = await not_understood(talk, 1)
    assert "要不要转人工" in asked["text"] and handovers(talk) == []
    assert "11月23日 9:00上班后" in asked["text"]  # it is Sunday


async def test_in_office_hours_the_offer_says_nothing_of_waiting_until_the_desk_opens(talk):
    monday = datetime(2026, 11, 23, 10, tzinfo=clock.SHANGHAI)
    with clock.fixed(monday):
        asked = await not_understood(talk)
    assert "要不要转人工" in asked["text"] and "上班" not in asked["text"]


@pytest.mark.parametrize("yes", ["1", "要的", "好", "转人工"])
async def test_whoever_takes_the_offer_up_waits_as_one_who_was_not_understood(talk, yes):
    await not_understood(talk)
    [word] = await talk.tell(yes, "human" if yes == "转人工" else "affirm")
    assert "排上队" in word["text"] and handovers(talk) == [("failures", 0)] and talk.slots["failures"] == 0


@pytest.mark.parametrize("no", ["2", "不用", "不要"])
async def test_whoever_does_not_want_a_person_is_asked_anew_what_it_is_about(talk, no):
    await not_understood(talk)
    [message] = await talk.tell(no, "deny")
    assert "哪方面的事" in message["text"] and handovers(talk) == [] and talk.slots["failures"] == 0


async def test_a_question_behind_the_offer_is_answered(talk):
    await not_understood(talk)
    [message] = await talk.tell("公司拖欠工资怎么办", "ask", topic="wage.arrears")
    assert message["custom"]["topic"] == "wage.arrears" and talk.slots["failures"] == 0


async def test_a_number_that_no_option_has_is_said_to_have_none_and_the_options_come_again(talk):
    await talk.tell("公司拖欠工资怎么办", "ask", topic="wage.arrears")
    before = talk.options
    [message] = await talk.tell("7", "out_of_scope")
    assert "没有“7”这个选项" in message["text"] and "3 个" in message["text"] and talk.options == before
    [message] = await talk.tell("2", "unclear")
    assert message["custom"]["outcome"] == "answer"


async def test_a_number_where_nothing_was_offered_is_not_guessed_at(talk):
    await talk.tell("谢谢", "thanks")
    [message] = await talk.tell("5", "out_of_scope")
    assert "现在没有可以按序号选的选项" in message["text"]


async def test_a_number_that_a_calculator_waits_for_is_no_wrong_option(talk):
    await talk.tell("/calculate" + '{"service": "calculator.union_dues"}')
    [message] = await talk.tell("900")
    assert "选项" not in message["text"] and "4.5" in message["text"]


async def test_in_a_form_a_number_without_an_option_is_said_to_have_none(talk):
    await talk.tell("我要投诉", "grievance")
    [message] = await talk.tell("7")
    assert "没有“7”这个选项" in message["text"] and "同意" in message["text"]
    assert [option.label for option in talk.options] == ["同意", "不同意"]


async def test_a_field_that_asks_for_a_number_takes_it_although_no_option_has_it(talk):
    for text in ("我要投诉", "同意", "公司拖欠工资", "浦东张江", "不清楚", "不清楚", "18000"):
        await talk.tell(text, "grievance" if text == "我要投诉" else "unclear")
    assert talk.slots["requested_slot"] == "people"
    [message] = await talk.tell("7")
    assert "选项" not in message["text"] and talk.slots["draft"]["values"]["people"] == 7


async def into_danger(talk):
    for text in ("我要投诉", "同意", "公司拖欠工资", "浦东张江"):
        await talk.tell(text, "grievance" if text == "我要投诉" else "unclear")
    return await talk.tell("我不想活了", "crisis")


async def test_danger_in_the_middle_of_a_form_calls_a_person_first_and_keeps_what_was_filled_in(talk):
    [word] = await into_danger(talk)
    assert "110" in word["text"] and handovers(talk) == [("danger", 9)]
    assert talk.slots["draft"] is None and talk.slots["left"]["grievance"]["values"]["place"]
    [message] = await talk.tell("接着填", "affirm")
    assert "填到一半" in message["text"] or "接着填" in message["text"]


async def test_danger_is_marked_on_every_open_case_of_the_person_once_and_they_see_nothing_of_it(talk):
    await talk.tell("你好", "greet")
    key = waits(talk)
    for _ in range(2):
        await talk.tell("我不想活了", "crisis")
    with talk.database.reading() as session:
        marked = session.execute(sa.select(CaseEvent).where(CaseEvent.action == "danger")).scalars().all()
        assert [(event.case_id, event.actor) for event in marked] == [(key, "system")]
        assert "马上联系本人" in marked[0].detail["text"]
    [message] = await talk.tell("查工单", "progress")
    assert "生命" not in message["text"]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("没事了", "bye"),
        ("我开玩笑的", "out_of_scope"),
        ("别当真", "unclear"),
        ("我没想死，好多了", "unclear"),
        ("逗你玩的", "unclear"),
    ],
)
async def test_who_takes_danger_back_is_answered_with_care_and_a_person_still_comes(talk, text, intent):
    await into_danger(talk)
    [message] = await talk.tell(text, intent)
    assert "工作人员还是会来" in message["text"] and "12356" in message["text"]
    assert handovers(talk) == [("danger", 9)]
    with talk.database.reading() as session:
        assert session.execute(sa.select(Handover.ended_at)).scalar_one() is None


@pytest.mark.parametrize("times", [1, 2])
async def test_a_form_goes_on_with_an_answer_after_danger_however_often(talk, times):
    for text in ("我要投诉", "同意", "公司拖欠工资"):
        await talk.tell(text, "grievance" if text == "我要投诉" else "unclear")
    for _ in range(times):
        [word] = await talk.tell("我不想活了", "crisis")
        assert "接着填" in word["text"] and talk.slots["requested_slot"] is None
    [message] = await talk.tell("真的没活路了")
    assert "我在听" in message["text"] and "接着填" in message["text"] and talk.slots["requested_slot"] is None
    await talk.tell("浦东张江")
    assert talk.slots["draft"]["values"]["place"] and talk.slots["requested_slot"] == "employer"
    assert handovers(talk) == [("danger", 9)]


async def test_a_word_typed_wrong_takes_danger_back_and_the_form_can_go_on(talk):
    await into_danger(talk)
    [message] = await talk.tell("说错了 我是说压力大")
    assert "平安就好" in message["text"] and "接着填" in message["text"]


async def test_whatever_else_is_said_in_danger_is_heard_and_a_question_is_answered(talk):
    await into_danger(talk)
    [message] = await talk.tell("好的", "affirm")
    assert "我在听" in message["text"] and talk.slots.get("requested_slot") is None
    [message] = await talk.tell("公司拖欠工资怎么办", "ask", topic="wage.arrears")
    assert message["custom"]["topic"] == "wage.arrears"


async def test_without_danger_the_same_words_are_a_courtesy(talk):
    [message] = await talk.tell("没事了", "bye")
    assert "再见" in message["text"]


async def test_a_yes_to_the_offer_of_a_person_in_a_form_calls_one(talk):
    await talk.tell("我要投诉", "grievance")
    await talk.tell("同意")
    for _ in range(3):
        [message] = await talk.tell("今天")
    assert "要不要请工会的工作人员" in message["text"]
    await talk.tell("好的", "affirm")
    assert handovers(talk) == [("asked", 0)] and "grievance" in talk.slots["left"]


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
    # It goes on: whoever insists is asked whether a person shall come.
    assert await talk.say(ANSWER, "公司拖欠工资怎么办", "ask", topic="wage.arrears")
    [message] = await talk.say(ANSWER, "公司拖欠工资怎么办", "ask", topic="wage.arrears")
    assert "要不要转人工" in message["text"] and handovers(talk) == []


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


@pytest.mark.parametrize("intent", ["ask", "out_of_scope", "thanks", "deny"])
async def test_words_that_are_answered_can_still_go_to_the_case_that_waits(talk, intent):
    await talk.tell("你好", "greet")
    waits(talk)
    words = "一共拖欠了三个月工资"
    await talk.tell(words, intent, **({"topic": "wage.arrears"} if intent == "ask" else {}))
    # They tell something and ask nothing: whatever they were understood as, it is asked.
    assert [option.label for option in talk.options] == ["是，补充进去", "不是"]
    button, before = talk.options[0].payload, dict(talk.slots)
    for _ in range(2):  # a button that is tapped twice, as a turn that runs again, adds nothing
        talk.slots = dict(before)
        [message] = await talk.tell(button)
        assert "补充好了" in message["text"] and notes(talk) == [words]
    await talk.tell("没别的了")
    await talk.tell("公司拖欠工资怎么办", "ask", topic="wage.arrears")
    assert "补充到等材料的工单里" not in [option.label for option in talk.options]


async def test_a_question_is_answered_while_a_case_waits_and_its_words_can_still_go_to_the_case(talk):
    await talk.tell("你好", "greet")
    waits(talk)
    [message] = await talk.tell("拖欠三个月工资怎么办", "ask", topic="wage.arrears")
    assert message["custom"]["topic"] == "wage.arrears" and "补充到等材料的工单里" in talk.options[-1].label


@pytest.mark.parametrize("words", ["没签过合同 一直是口头说的", "没有", "我姓名是张三丰 工号3301"])
@pytest.mark.parametrize("yes", ["是", "对", "嗯", "1"])
async def test_a_yes_puts_what_was_said_into_the_case_that_waits(talk, words, yes):
    await talk.tell("你好", "greet")
    waits(talk)
    [message] = await talk.tell(words)
    assert "是补充给它的吗" in message["text"] or "补充材料" in message["text"]
    [message] = await talk.tell(yes, "affirm")
    assert "补充好了" in message["text"] and notes(talk) == [words]


async def test_a_no_leaves_the_case_that_waits_as_it_is(talk):
    await talk.tell("你好", "greet")
    waits(talk)
    await talk.tell("没签过合同 一直是口头说的")
    await talk.tell("不是", "deny")
    assert notes(talk) == []


async def test_in_the_menu_what_answers_the_desk_goes_into_the_case_that_waits(talk):
    await talk.tell("你好", "greet")
    waits(talk)
    await talk.tell("查工单", "progress")
    [message] = await talk.tell("有合同的 签到明年6月")
    assert "补充好了" in message["text"] and notes(talk) == ["有合同的 签到明年6月"]


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
