import pytest

from bot.entities.people_names import name


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("张三丰", "张三丰"),
        ("我叫张三丰", "张三丰"),
        ("李四", "李四"),
        ("欧阳小三", "欧阳小三"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("張三豐。", "张三丰"),
    ],
)
def test_an_answer_to_who_are_you(answer, value):
    assert name(answer) == value


@pytest.mark.parametrize(
    "answer", ["", "不想说", "匿名", "小张", "张师傅", "程序员", "张", "13800000000", "我是骑手", "先不说"]
)
def test_an_answer_without_a_name_gives_nothing(answer):
    assert name(answer) is None


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("任我行", "任我行"),
        ("我叫任我行，公司欠薪", "任我行"),
        ("我是上海明日电子有限公司的工会主席洪七公", "洪七公"),
        ("向我要", None),
    ],
)
def test_a_name_may_hold_a_pronoun_or_stand_behind_a_long_employer(said, value):
    assert name(said) == value
