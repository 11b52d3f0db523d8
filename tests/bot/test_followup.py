"""What a message means after what was said before."""

import pytest

from bot.answering import answer, respond
from bot.followup import Thread, complete
from bot.reply import Reply
from bot.understanding import TopicGuess, Understanding

AFTER_WAGES = Thread(topic="wage.arrears")
CLARIFIED = Thread(offered=("termination.severance", "termination.illegal", "termination.probation"))


def said(text: str, intent: str = "unclear", *topics: tuple[str, float], **more) -> Understanding:
    return Understanding(text, intent, 0.6, tuple(TopicGuess(*topic) for topic in topics), **more)


def test_a_message_at_the_beginning_stays_as_it_is() -> None:
    message = said("那没签合同呢", "unclear", ("contract.double_pay", 0.9))
    assert complete(message, Thread()) == message
    assert Thread.from_json(None) == Thread()


def test_what_leans_on_the_last_answer_is_taken_for_a_topic_near_to_it() -> None:
    meant = complete(
        said("那老板跑路了呢", "unclear", ("termination.bankruptcy", 0.3), ("wage.boss_gone", 0.2)), AFTER_WAGES
    )
    assert (meant.intent, meant.topics[0].id, meant.detail) == ("ask", "wage.boss_gone", None)
    assert sum(topic.confidence for topic in meant.topics) == pytest.approx(1)


def test_what_leans_but_stays_unsure_is_asked_about_with_the_nearest_first() -> None:
    meant = complete(said("那他们呢", "unclear", ("chair.pay", 0.2), ("wage.boss_gone", 0.005)), AFTER_WAGES)
    assert meant.intent == "unclear"
    assert meant.topics[0].id in ("chair.pay", "wage.boss_gone")


@pytest.mark.parametrize("text", ["年休假有几天", "我想知道年休假一般都有几天可以休呢，我们公司从来不说"])
def test_a_question_that_is_clear_by_itself_stays_as_it_is(text: str) -> None:
    message = said(text, "ask", ("leave.annual_days", 0.95))
    assert complete(message, AFTER_WAGES) == message


@pytest.mark.parametrize("intent", ["thanks", "human", "crisis", "grievance", "choose", "affirm", "greet"])
def test_what_is_no_question_stays_as_it_is(intent: str) -> None:
    message = said("多久", intent, ("dispute.duration", 0.9))
    assert complete(message, AFTER_WAGES) == message


def test_another_matter_does_not_become_ours_by_what_was_said_before() -> None:
    message = said("那今天天气呢", "unclear", ("safety.heat", 0.1))
    assert complete(message, AFTER_WAGES) == message


def test_a_detail_is_asked_of_the_last_topic() -> None:
    meant = complete(said("要带什么材料", "out_of_scope", ("fund.account", 0.04)), Thread(topic="injury.apply"))
    assert (meant.intent, meant.topics[0].id, meant.detail) == ("ask", "injury.apply", "papers")
    assert "申请表" in respond(meant).text


def test_a_detail_that_is_a_topic_of_its_own_nearby_is_answered_as_that() -> None:
    meant = complete(said("要多久", "unclear", ("dispute.duration", 0.5)), Thread(topic="dispute.arbitration"))
    assert (meant.topics[0].id, meant.detail) == ("dispute.duration", None)


def test_what_the_last_answer_names_is_quoted_from_it() -> None:
    thread = Thread(topic="insurance.mandatory")
    meant = complete(said("那试用期呢", "ask", ("termination.probation", 0.59), ("contract.probation", 0.37)), thread)
    assert (meant.topics[0].id, meant.detail) == ("insurance.mandatory", "named")
    assert "试用期也要缴" in respond(meant).text


def test_several_questions_do_not_lean() -> None:
    message = said("那加班费呢，年假呢", "ask", ("leave.annual_days", 0.9), questions=("hours.overtime_pay", "x"))
    assert complete(message, AFTER_WAGES) == message


@pytest.mark.parametrize(
    ("text", "topic"),
    [("试用期那个", "termination.probation"), ("违法的", "termination.illegal"), ("最后一个", "termination.probation")],
)
def test_own_words_choose_among_what_was_offered(text: str, topic: str) -> None:
    meant = complete(said(text, "unclear", ("contract.probation", 0.5)), CLARIFIED)
    assert (meant.intent, meant.topics[0].id) == ("ask", topic)


def test_own_words_that_choose_nothing_are_asked_about_again() -> None:
    message = said("嗯嗯啊啊", "unclear", ("chair.pay", 0.02), ("termination.illegal", 0.01))
    assert complete(message, CLARIFIED) == message


@pytest.mark.parametrize("intent", ["deny", "unclear"])
def test_none_of_them_leads_to_an_open_question(intent: str) -> None:
    meant = complete(said("都不是", intent, ("termination.illegal", 0.2)), CLARIFIED)
    reply = respond(meant)
    assert reply.outcome == "clarify" and "termination.illegal" not in reply.suggestions[:1]
    assert Thread().after(reply).offered == ()


def test_the_thread_remembers_what_was_answered_and_what_was_offered() -> None:
    thread = Thread().after(answer("wage.arrears"))
    assert thread.topic == "wage.arrears"
    clarification = respond(said("公司的事", "unclear", ("wage.bonus", 0.4), ("wage.final_pay", 0.3)))
    thread = Thread.from_json(thread.after(clarification).to_json())
    assert (thread.topic, thread.offered) == ("wage.arrears", ("wage.bonus", "wage.final_pay"))
    assert thread.after(Reply("好的", "handoff", service="human")) == Thread()


def test_an_old_thread_whose_topic_is_gone_does_no_harm() -> None:
    message = said("多久", "unclear", ("dispute.duration", 0.1))
    assert complete(message, Thread(topic="wage.gone")) == message


def test_the_same_reply_a_third_time_in_a_row_counts_as_repeated() -> None:
    reply, thread = answer("wage.arrears"), Thread()
    repeated = []
    for _ in range(4):
        repeated.append(thread.is_repeated(reply))
        thread = thread.after(reply)
    assert repeated == [False, False, True, True]
    assert not thread.after(answer("join.online")).is_repeated(reply)


@pytest.mark.parametrize("intent", ["ask", "unclear", "out_of_scope", "affirm"])
def test_numbers_after_a_topic_with_a_calculator_belong_to_it_and_add_up(intent: str) -> None:
    asked = said("干了两年半被辞退能拿多少", "ask", ("termination.severance", 0.9))
    thread = Thread.from_json(Thread().after(respond(asked), asked).to_json())
    meant = complete(said("那我一个月九千呢", intent, ("wage.minimum", 0.95)), thread)
    assert (meant.intent, meant.topics[0].id) == ("ask", "termination.severance")
    reply = respond(meant)
    assert "27000元" in reply.text and "54000元" in reply.text
    assert "service_months=30;wage=9000" in reply.options[0].payload
    assert thread.after(reply, meant).told == "service_months=30;wage=9000"


@pytest.mark.parametrize("intent", ["grievance", "calculate", "human", "crisis"])
def test_a_service_or_a_person_is_not_taken_for_numbers(intent: str) -> None:
    message = said("我月薪九千", intent)
    assert complete(message, Thread(topic="termination.severance", told="service_months=30")) == message


def test_numbers_of_one_calculator_are_not_carried_to_another() -> None:
    thread = Thread(topic="termination.severance", told="service_months=30;wage=9000")
    asked = said("加班费怎么算", "ask", ("hours.overtime_pay", 0.9))
    assert thread.after(respond(asked), asked).told == ""
    assert Thread.from_json({"topic": None, "offered": [], "said": 0, "times": 0}).told == ""  # kept before this
