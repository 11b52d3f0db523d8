"""What is remembered of earlier messages."""

import pytest

from bot.entities.extract import extract
from bot.forms.facts import Facts, trouble
from bot.understanding import TopicGuess, Understanding


def said(text, intent="unclear", topic=None):
    entities = {}
    for entity in extract(text):
        entities.setdefault(entity.kind, entity.value)
    return Understanding(text, intent, 1.0, (TopicGuess(topic, 0.9),) if topic else (), entities)


@pytest.mark.parametrize(
    "text, told",
    [
        ("我要投诉", None),
        ("我想向工会反映一个问题", None),
        ("帮我登记一下", None),
        ("我要告我们公司", None),
        ("我要投诉老板欠薪", "老板欠薪"),
        ("我要投诉，公司拖欠工资", "公司拖欠工资"),
        ("我要投訴，公司拖欠薪水", "公司拖欠薪水"),
        ("累死了，天天加班不给钱，我要投诉", "累死了，天天加班不给钱"),
        ("我要投诉公司欠薪，我叫张三丰，手机13800000000", "公司欠薪"),
        ("老板拖了三个月工资一共一万八，我要投诉", "老板拖了三个月工资一共一万八"),
        ("公司拖欠工资18000块钱快半年了我要投诉", "公司拖欠工资18000块钱快半年了"),
        # A telephone in the story is no telephone number: voice messages have no marks to cut at.
        ("老板打电话骂我还扣我工资，我要投诉", "老板打电话骂我还扣我工资"),
        ("他们打电话叫我不用来了工资也没结，我电话13800000000", "他们打电话叫我不用来了工资也没结"),
        ("我叫张三丰电话13800000000公司欠我工资", "公司欠我工资"),
        ("打老板电话也不接工资拖了三个月了我的手机号是13800000000", "打老板电话也不接工资拖了三个月了"),
        ("我手机被摔坏了老板不赔", "我手机被摔坏了老板不赔"),
    ],
)
def test_the_trouble_is_told_without_the_wish_to_file_it_and_the_persons_own_name_and_number(text, told):
    assert trouble(said(text, "grievance")) == told


@pytest.mark.parametrize(
    "text, told",
    [
        ("厂里两个月没给我开工资了怎么办", "厂里两个月没给我开工资了"),
        ("公司不交社保违法吗", "公司不交社保"),
        ("年休假有几天", None),
        ("没签合同能要几倍工资", None),
        ("工伤认定要什么材料", None),
    ],
)
def test_a_question_tells_a_trouble_only_when_it_is_the_persons_own(text, told):
    assert trouble(said(text, "ask")) == told


def test_later_messages_win_and_questions_of_law_say_nothing():
    facts = Facts().with_message(said("我在浦东新区上班")).with_message(said("不对，我在闵行区上班"))
    facts = facts.with_message(said("公司不发工资怎么办", "ask", "wage.arrears"))
    facts = facts.with_message(said("静安区的法律援助怎么申请", "ask", "dispute.legal_aid"))
    assert facts.entities["district"] == "闵行区"
    assert (facts.trouble, facts.topic) == ("公司不发工资", "wage.arrears")


def test_a_tapped_option_is_no_fact():
    tapped = Understanding('/choose{"topic": "wage.arrears"}', "choose", entities={"topic": "wage.arrears"})
    assert Facts().with_message(tapped) == Facts()


def test_facts_survive_json():
    facts = Facts({"district": "闵行区"}, "公司不发工资", "wage.arrears")
    assert Facts.from_json(facts.to_json()) == facts
    assert Facts.from_json(None) == Facts()


def test_words_that_turn_to_something_else_are_no_part_of_the_trouble():
    assert trouble(said("等等，站点还扣着我六百块钱没给，我要投诉", "grievance")) == "站点还扣着我六百块钱没给"
