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


@pytest.mark.parametrize("text", ["被邻居打了", "老公喝醉了动手打我", "在菜场跟人吵架，那个摊主打了我", "遭家暴怎么办"])
def test_who_was_struck_elsewhere_hears_of_the_police_and_nobody_is_called(text: str) -> None:
    reply = respond(said(text, "out_of_scope"))
    assert "110" in reply.text.split("\n")[0] and reply.outcome == "out_of_scope" and reply.service is None
    assert all(option.payload not in ("/grievance", "/human") for option in reply.options)


@pytest.mark.parametrize("text", ["邻居打电话骂我", "被房东打听工资", "楼下有人打麻将"])
def test_neighbours_that_strike_nobody_are_only_outside(text: str) -> None:
    assert "110" not in respond(said(text, "out_of_scope")).text


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


@pytest.mark.parametrize(
    "text",
    ["食堂饭菜有虫子", "宿舍没热水", "班组长骂人推人", "公司宿舍一个月没热水了", "被主管当众羞辱", "车间太闷热了"],
)
@pytest.mark.parametrize("intent", ["unclear", "out_of_scope"])
def test_what_is_wrong_at_work_and_has_no_answer_is_offered_to_the_union_without_far_topics(
    text: str, intent: str
) -> None:
    reply = respond(said(text, intent, "setup.branch", 0.33))
    assert [option.payload for option in reply.options] == ["/grievance", "/human"]


@pytest.mark.parametrize("text", ["食堂的菜谱有什么", "今天好热", "领导是射手座", "宿舍怎么申请"])
def test_what_only_names_a_place_or_a_boss_is_no_complaint(text: str) -> None:
    assert respond(said(text, "out_of_scope")).outcome == "out_of_scope"


def test_a_service_named_beside_a_matter_is_the_first_option() -> None:
    reply = respond(said("老板拖了两个月工资，能找工会调解吗", "ask", "wage.arrears", 0.9))
    assert reply.options[0].payload == "/mediation" and reply.topic == "wage.arrears"
    reply = respond(said("被物业辞退了，入会还行不行", "ask", "termination.illegal", 0.9))
    assert reply.options[0].payload == "/join"


def test_a_question_about_joining_keeps_what_its_answer_offers() -> None:
    reply = respond(said("入会会费要交多少", "ask", "join.dues", 0.9))
    assert "union_dues" in reply.options[0].payload


def test_who_tells_a_matter_with_a_phone_number_is_offered_the_grievance_first() -> None:
    text = "我叫黄蓉，13800000000，公司天天让我们加班到十点不给加班费，不要让老板知道我"
    told = Understanding(text, "ask", 0.6, (TopicGuess("hours.overtime_pay", 0.9),), {"phone": "13800000000"})
    assert respond(told).options[0].payload == "/grievance"
