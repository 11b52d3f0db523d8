"""What a few words after an answer ask for."""

import pytest

from actions.leading import asks_which, led_to
from bot.followup import Thread
from bot.offering import service_option, topic_options
from bot.understanding import Understanding


def said(text: str, intent: str = "unclear") -> Understanding:
    return Understanding(text, intent)


@pytest.mark.parametrize("text", ["那帮我申请吧", "给我报上", "我要办那个", "帮我办", "给我报个名"])
def test_the_wish_to_have_it_done_takes_the_service_that_the_last_answer_offers_first(text: str) -> None:
    wish = led_to(said(text, "hardship"), Thread("termination.illegal", services=("/join", "/grievance")))
    assert wish is not None and wish.intent == "join"


def test_it_never_takes_a_calculator_which_is_none_to_apply_for() -> None:
    thread = Thread("termination.illegal", services=('/calculate{"service": "calculator.severance"}',))
    assert led_to(said("帮我申请"), thread) is None and asks_which(said("帮我申请"), thread)


@pytest.mark.parametrize("text", ["好的", "要", "可以", "行", "需要"])
def test_a_yes_takes_the_one_service_under_the_last_reply(text: str) -> None:
    offered = (*topic_options(("wage.arrears",)), service_option("mediation"), service_option("human"))
    wish = led_to(said(text, "affirm"), Thread(), offered)
    assert wish is not None and wish.intent == "mediation"


def test_a_yes_to_a_calculator_opens_it_with_what_is_known() -> None:
    wish = led_to(said("好的", "affirm"), Thread(), (service_option("calculator.overtime", "wage=5000"),))
    assert wish is not None and wish.intent == "calculate" and wish.entities["service"] == "calculator.overtime"


@pytest.mark.parametrize("text", ["嗯", "是的", "对", "没错"])
def test_who_only_listens_is_led_nowhere(text: str) -> None:
    assert led_to(said(text, "affirm"), Thread(), (service_option("mediation"),)) is None


def test_a_yes_to_several_services_or_to_topics_takes_none() -> None:
    for offered in ((service_option("join"), service_option("grievance")), topic_options(("wage.arrears",)), ()):
        assert led_to(said("好的", "affirm"), Thread(), offered) is None


@pytest.mark.parametrize("text", ["帮我申请", "我要办那个", "帮我办一下"])
def test_where_nothing_was_offered_it_is_asked_what_is_to_be_done(text: str) -> None:
    reply = asks_which(said(text, "hardship"), Thread())
    assert reply is not None and [o.payload for o in reply.options] == ["/grievance", "/join", "/legal_aid", "/human"]


@pytest.mark.parametrize("text", ["我要登记", "我要报名", "帮我申请法律援助", "申请什么", "/join"])
def test_words_that_say_what_is_wanted_are_not_asked_back(text: str) -> None:
    assert asks_which(said(text), Thread()) is None
