"""A clause that asks outright for a service opens it, whatever the model makes of the story around it."""

import pytest

from bot.nlu.interpreter import Interpreter


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("我要申请调解，公司不给年假工资，上海小熊食品厂，奉贤庄行，两千块，就我一个", "mediation"),
        ("老板拖了两个月工资9000块，想找工会调解一下", "mediation"),
        ("给我找个律师 公司把我开除了一分钱没给", "legal_aid"),
        ("我妈住院花了十几万，公司也停工了，请帮我申请困难补助，谢谢", "hardship"),
    ],
)
def test_it_opens_whatever_the_whole_message_is_taken_for(
    text: str, service: str, real_interpreter: Interpreter
) -> None:
    assert real_interpreter.parse(text).intent == service


@pytest.mark.parametrize("text", ["房东不退押金，我要申请法律援助", "交通事故对方不赔，帮我找个律师"])
def test_a_matter_of_another_kind_opens_none(text: str, real_interpreter: Interpreter) -> None:
    assert real_interpreter.parse(text).intent in ("out_of_scope", "unclear")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("那不留身份证能入会吗", "join.apply"),
        ("单位有工会但是不让我进 怎么入", "join.obstruction"),
        ("单位工会乱收会费", "service.complain_union"),
    ],
)
def test_what_was_answered_beside_the_point_is_answered(text: str, topic: str, real_interpreter: Interpreter) -> None:
    understood = real_interpreter.parse(text)
    assert (understood.intent, understood.topics[0].id) == ("ask", topic)
