"""What has to come first in a reply."""

import pytest

from bot.answering import answer, respond
from bot.knowledge.render import ANSWER_BYTES
from bot.understanding import TopicGuess, Understanding


def said(text: str, intent: str = "unclear", topic: str = "service.hotline", share: float = 0.4) -> Understanding:
    return Understanding(text, intent, 0.6, (TopicGuess(topic, share),))


@pytest.mark.parametrize(
    "text",
    [
        "老板打人",
        "被老板打了",
        "主管动手打我怎么办",
        "我被同事打了",
        "班长打我耳光",
        "老板把我打伤了",
        "经理打人能报警吗",
        "我被工头揍了一顿",
    ],
)
@pytest.mark.parametrize("intent", ["unclear", "out_of_scope"])
def test_who_was_struck_at_work_hears_of_the_police_and_a_doctor_first_and_who_can_help(text: str, intent: str) -> None:
    reply = respond(said(text, intent))
    assert "110" in reply.text.split("\n")[0] and "病历" in reply.text
    assert [option.payload for option in reply.options[:2]] == ["/grievance", "/human"]


@pytest.mark.parametrize(
    "text",
    [
        "被老板打电话骂",
        "我被公司打发走了",
        "被领导打压",
        "老板打卡不算",
        "主管给我打分低",
        "被公司打回来了",
        "被人打听工资",
        "老板打折卖",
    ],
)
def test_words_that_only_look_like_striking_are_none(text: str) -> None:
    assert "110" not in respond(said(text)).text


def test_an_answer_about_something_else_has_safety_in_front() -> None:
    reply = respond(said("被包工头打了，工资也不给", "ask", "wage.arrears", 0.9))
    assert reply.text.startswith("先顾人") and reply.topic == "wage.arrears" and reply.citations
    assert len(reply.text.encode()) <= ANSWER_BYTES


def test_a_question_about_injury_keeps_its_answer() -> None:
    assert respond(said("上班被领导打了算工伤吗", "ask", "injury.recognition", 0.9)) == answer("injury.recognition")


@pytest.mark.parametrize("text", ["能不能打赢", "能不能赢", "胜算大不大", "打官司赢的把握大吗", "我这种情况打得赢吗"])
@pytest.mark.parametrize("intent", ["ask", "unclear", "out_of_scope"])
def test_whether_it_can_be_won_is_answered_before_the_ways_there_are(text: str, intent: str) -> None:
    reply = respond(said(text, intent, "dispute.options", 0.9))
    assert (reply.outcome, reply.topic) == ("answer", "dispute.options")
    assert reply.text.startswith("能不能赢，主要看") and "仲裁" in reply.text
    assert len(reply.text.encode()) <= ANSWER_BYTES


def test_which_ways_there_are_is_answered_as_before() -> None:
    assert respond(said("和公司有纠纷怎么解决", "ask", "dispute.options", 0.9)) == answer("dispute.options")


@pytest.mark.parametrize("intent", ["ask", "unclear", "out_of_scope"])
def test_an_illness_that_nobody_can_pay_for_offers_assistance_first(intent: str) -> None:
    reply = respond(said("查出胃癌没钱看病了", intent, "benefit.hardship", 0.7))
    assert reply.topic == "benefit.hardship" and reply.options[0].payload == "/hardship"


def test_assistance_comes_first_under_an_answer_about_insurance_too_and_only_once() -> None:
    reply = respond(said("得了乳腺癌，化疗花了很多钱", "ask", "benefit.women_health", 0.9))
    payloads = [option.payload for option in reply.options]
    assert payloads[0] == "/hardship" and payloads.count("/hardship") == 1 and len(payloads) <= 4


def test_words_of_illness_outside_the_subject_stay_outside() -> None:
    assert respond(said("得了癌症去哪个医院看", "out_of_scope", "leave.sick", 0.2)).outcome == "out_of_scope"
