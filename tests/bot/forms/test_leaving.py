"""Leaving a form for another service, and the answer to what becomes of it."""

import pytest

from bot.forms import engine
from bot.forms.draft import SWITCH, Draft
from bot.forms.grievance import GRIEVANCE
from bot.forms.leaving import wish, wished
from bot.understanding import TopicGuess, Understanding

VALUES = {"consent": True, "matter": {"text": "公司欠薪", "topic": "wage.arrears"}}


def draft(at: str = "place") -> Draft:
    return Draft("grievance", at, "2026-11-22T12:00:00+08:00", VALUES)


def said(text: str, intent: str = "unclear", confidence: float = 1.0) -> Understanding:
    return Understanding(text, intent, confidence)


def switching() -> Draft:
    return engine.step(GRIEVANCE, draft(), said("我要入会", "join")).draft


def test_the_wish_for_another_service_is_asked_about():
    result = engine.step(GRIEVANCE, draft(), said("我要入会", "join"))
    assert (result.asks, result.draft.stood_at) == (SWITCH, "place")
    assert len(result.replies[0].options) == 3


@pytest.mark.parametrize(
    "message",
    [
        said("我要投诉", "grievance"),  # the one that is open
        said("我想入会", "join", 0.4),  # only a guess
        said("浦东新区", "station"),  # an answer
        said("12345678", "bind"),  # digits
        said("我们公司去年就说要给我们建工会入会的事情结果到现在一直都没有下文啊", "join"),  # a story
    ],
)
def test_what_is_no_such_wish_leaves_the_form_open(message):
    assert engine.step(GRIEVANCE, draft(), message).asks != SWITCH


@pytest.mark.parametrize("text", ["先留着，去办申请入会", "好的", "留着吧"])
def test_the_form_is_kept_for_later(text):
    result = engine.step(GRIEVANCE, switching(), said(text))
    assert (result.status, result.wanted["service"]) == ("switch", "join")
    assert result.draft.paused and result.draft.at == "place" and result.draft.wanted is None


@pytest.mark.parametrize("text", ["不要了，去办申请入会", "算了不填了", "取消"])
def test_the_form_is_dropped(text):
    result = engine.step(GRIEVANCE, switching(), said(text))
    assert (result.status, result.draft) == ("switch", None)


@pytest.mark.parametrize("text", ["接着填现在的", "先办完这个", "上一步"])
def test_the_form_goes_on(text):
    assert engine.step(GRIEVANCE, switching(), said(text)).asks == "place"


def test_an_answer_to_what_was_asked_goes_on_too():
    result = engine.step(GRIEVANCE, switching(), said("浦东新区"))
    assert result.asks == "employer" and result.draft.values["place"]["district"] == "浦东新区"


def test_a_person_called_in_between_finds_the_form_where_it_stood():
    result = engine.step(GRIEVANCE, switching(), said("转人工", "human"))
    assert (result.status, result.draft.at) == ("human", "place")


def test_the_message_that_asked_for_it_begins_the_other_service():
    message = Understanding(
        "我是骑手要入会", "join", 0.9, (TopicGuess("join.flexible", 0.8),), {"district": "浦东新区"}
    )
    kept = wished(wish(message))
    assert (kept.text, kept.intent, kept.entities) == (message.text, "join", message.entities)
    assert kept.topics[0].id == "join.flexible"
