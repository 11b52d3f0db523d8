"""What the request for mediation reads: what is asked, who the other side is, and that it is given up."""

import pytest

from bot.entities.extract import extract
from bot.forms import engine
from bot.forms.draft import Draft
from bot.forms.facts import Facts
from bot.forms.field import Problem
from bot.forms.mediation import MEDIATION
from bot.forms.moves import says_cancel
from bot.understanding import Understanding

NOW = "2026-11-22T12:00:00+08:00"


def said(text: str, intent: str = "unclear") -> Understanding:
    return Understanding(text, intent, 1.0, (), {e.kind: e.value for e in reversed(extract(text))})


@pytest.mark.parametrize("text", ["补N+1", "N+1", "n", "2N", "我要2N", "赔偿金", "要求公司赔2n"])
def test_short_demands_are_wishes(text):
    assert MEDIATION.field("wish").read(said(text)) == text


@pytest.mark.parametrize(
    ("text", "willing"), [("肯的", True), ("他肯的", True), ("不肯", False), ("老板不肯的", False)]
)
def test_whether_the_other_side_will_talk_is_read_from_one_word(text, willing):
    assert MEDIATION.field("willing").read(said(text)) is willing


@pytest.mark.parametrize(
    ("text", "side"),
    [("包工头李四", "包工头李四"), ("老板叫李四", "老板李四"), ("包工头 李四", "包工头李四")],
)
def test_the_other_side_may_be_a_person(text, side):
    assert MEDIATION.field("employer").read(said(text)) == side


@pytest.mark.parametrize("text", ["老板", "张无忌"])
def test_a_role_or_a_name_alone_is_asked_again(text):
    assert isinstance(MEDIATION.field("employer").read(said(text)), Problem)


def test_a_story_with_its_sum_is_kept():
    first = said("工地 (包工头跑了，20多人，40万)，我要申请调解", "mediation")
    values = engine.begin(MEDIATION, first, Facts()).draft.values
    assert "包工头跑了" in values["matter"]["text"]
    assert values["amount"] == 400000 and values["people"] == 20


def test_a_sum_that_was_not_told_is_not_asked_for():
    assert "amount" not in {field.name for field in MEDIATION.listed({"matter": {"text": "欠工资", "topic": None}})}


@pytest.mark.parametrize("text", ["算了不调解了 直接仲裁吧", "不调解了，直接去仲裁", "还是不申请了"])
def test_giving_it_up_for_another_way_ends_the_form(text):
    assert says_cancel(said(text))
    result = engine.step(MEDIATION, Draft("mediation", "willing", NOW), said(text))
    assert result.status == "cancelled"


@pytest.mark.parametrize("text", ["公司说不调解了", "不办社保", "调解员不登记了怎么办"])
def test_words_like_it_go_on(text):
    assert not says_cancel(said(text))
