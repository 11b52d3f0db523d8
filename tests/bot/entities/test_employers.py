import pytest

from bot.entities.employers import employer


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("大润发", "大润发"),
        ("上海恒昌物流有限公司", "上海恒昌物流有限公司"),
        ("恒昌", "恒昌"),
        ("我在恒昌电子厂上班", "恒昌电子厂"),
        ("叫恒昌", "恒昌"),
        ("上海恒昌（集团）有限公司", "上海恒昌（集团）有限公司"),
        ("KFC", "KFC"),
    ],
)
def test_an_answer_to_where_do_you_work(answer, value):
    assert employer(answer) == value


@pytest.mark.parametrize(
    "answer", ["", "不知道", "没有", "一家电子厂", "电子厂", "公司", "工地", "浦东", "私企", "不想说", "我忘了", "110"]
)
def test_an_answer_that_names_no_employer_gives_nothing(answer):
    assert employer(answer) is None
