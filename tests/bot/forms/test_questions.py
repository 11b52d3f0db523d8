"""Questions about the form itself, and what only sounds like one."""

import pytest

from bot.forms import questions
from bot.understanding import Understanding

PHONE = "电话|手机|号码"


def said(text: str, intent: str = "unclear") -> Understanding:
    return Understanding(text, intent)


@pytest.mark.parametrize(
    "text", ["为什么要电话", "干嘛要留手机号", "一定要填吗", "问这个有什么用", "为啥要问这个", "必须写吗"]
)
def test_why_an_item_is_asked_is_a_question_about_the_form(text):
    assert questions.asks_why(said(text), PHONE)


@pytest.mark.parametrize("text", ["公司为什么要扣我工资", "老板凭什么要开除我", "电话错了", "为什么要交社保", "没有"])
def test_why_of_something_else_is_not(text):
    assert not questions.asks_why(said(text), PHONE)


@pytest.mark.parametrize(
    "text, about",
    [
        ("会不会被老板知道", "fear"),
        ("我怕老板报复", "fear"),
        ("会不会泄露", "fear"),
        ("可以匿名吗", "fear"),
        ("会收费吗，要钱不", "free"),
        ("会费要交多少钱", None),
        ("多久有结果", "when"),
        ("公司拖欠工资", None),
    ],
)
def test_fear_price_and_time_have_answers_of_the_forms_own(text, about):
    assert questions.about_form(said(text)) == about


@pytest.mark.parametrize("text", ["好几年", "十几天", "好几个月了"])
def test_a_vague_length_is_no_question(text):
    assert not questions.is_question(said(text))


@pytest.mark.parametrize("text", ["年休假有几天", "热线是几号来着", "能不能不填", "是不是要交钱"])
def test_a_question_is_one(text):
    assert questions.is_question(said(text))


@pytest.mark.parametrize("text", ["问接下来干嘛", "问这个干嘛", "这个也要填吗", "为什么要同意", "还要填吗"])
def test_why_is_asked_in_few_words_too(text):
    assert questions.asks_why(said(text), "接下来")


@pytest.mark.parametrize("text", ["老板问我干嘛", "社保也要交吗", "问他要钱干嘛不给"])
def test_what_somebody_else_asks_or_wants_is_no_why(text):
    assert not questions.asks_why(said(text), PHONE)


@pytest.mark.parametrize("text", ["没有没有，第一次弄这个", "这个嘛", "饿了么", "饿了么莘庄站"])
def test_what_holds_the_words_of_a_question_need_not_be_one(text):
    assert not questions.is_question(said(text))


def test_a_number_is_no_courtesy():
    assert not questions.is_smalltalk(said("8000", "bye"))
    assert questions.is_smalltalk(said("再见", "bye"))
