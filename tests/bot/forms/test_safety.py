"""Trouble about health and safety in the grievance: its topic, its urgency, and that no money is asked for."""

from datetime import datetime

import pytest

from actions.context import Turn
from actions.grievance import GrievanceService
from bot import clock
from bot.cases.filing import URGENT, USUAL
from bot.forms import safety
from bot.forms.common import MATTER, about_money
from bot.forms.grievance import GRIEVANCE
from bot.forms.moves import says_skip
from bot.understanding import TopicGuess, Understanding

CANTEEN = "食堂饭菜有虫子，几十人拉肚子"


def said(text: str, topic: str = "wage.arrears") -> Understanding:
    return Understanding(text, "grievance", 1.0, (TopicGuess(topic, 0.3),))


def filed(text: str, topic: str = "wage.arrears"):
    values = {
        "matter": MATTER.read(said(text, topic)) or MATTER.accept(said(text, topic)),
        "place": {"district": "宝山区", "street": None},
        **dict.fromkeys(("employer", "since", "people")),
        **{"name": "张三丰", "phone": "13800000000", "anonymous": True},
    }
    turn = Turn(1, 1, "worker", said("确认"))
    return values, GrievanceService().filing(values, datetime(2026, 11, 22, tzinfo=clock.SHANGHAI), turn)


def test_people_falling_ill_from_the_canteen_is_no_matter_of_wages_and_urgent():
    values, filing = filed(CANTEEN)
    assert (filing.topic, filing.matter, filing.urgency) == (None, "safety", URGENT)
    assert not about_money(values)
    assert "医院" in GRIEVANCE.remark(values)


def test_a_topic_that_the_words_bear_out_stays():
    values, filing = filed("公司拖欠三个月工资")
    assert (filing.topic, filing.matter, filing.urgency) == ("wage.arrears", None, USUAL)
    assert about_money(values) and GRIEVANCE.remark(values) == ""
    assert filed("高温津贴一直不发", "safety.heat")[1].topic == "safety.heat"


@pytest.mark.parametrize("text", [CANTEEN, "五个工友中暑送医院了", "车间里大家都头晕恶心"])
def test_illness_of_several_is_told_by_the_words(text):
    assert safety.is_of_many(text)


@pytest.mark.parametrize("text", ["公司欠几十人工资", "我受伤了没人管", "食堂饭菜不好吃"])
def test_what_made_nobody_ill_or_only_one_is_not_that_of_many(text):
    assert not safety.is_of_many(text)


@pytest.mark.parametrize(
    "text", ["车间太热没有空调", "食堂饭菜发霉", "宿舍没有热水", "领导天天骂我", "班长老是吼人羞辱我们"]
)
def test_no_money_is_asked_for_where_it_is_about_none(text):
    assert not about_money({"matter": {"text": text, "topic": "termination.illegal"}})


@pytest.mark.parametrize("text", ["高温津贴不发", "加班不给钱", "宿舍押金不退", "食堂饭费乱扣钱"])
def test_money_is_asked_for_where_words_of_it_stand_beside(text):
    assert about_money({"matter": {"text": text, "topic": None}})


@pytest.mark.parametrize("text", ["不是钱的事", "没多少钱", "这个跟钱没关系", "不是钱的问题"])
def test_that_it_is_not_about_money_leaves_the_sum_out(text):
    assert says_skip(said(text))
