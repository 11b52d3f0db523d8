"""A few words that are one value and nothing else."""

import pytest

from bot.forms import bare
from bot.forms.bare import kind_of


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("提交", "command"),
        ("确认提交", "command"),
        ("浦东新区张江镇", "place"),
        ("今天早上", "time"),
        ("去年11月29号", "time"),
        ("张三丰", "person"),
        ("欠薪", None),
        ("高血压", None),
        ("水滴筹", None),
        ("12月3号开庭", None),
        ("四口人，就我一个人挣钱", None),
        ("张三丰在现场", None),
    ],
)
def test_what_is_nothing_but_one_value_is_told_apart(words, kind):
    assert kind_of(words) == kind


@pytest.mark.parametrize(
    "text", ["查工单", "查进度", "我的工单", "接着填", "转人工", "上一步", "取消", "跳过", "绑定", "解绑"]
)
def test_what_the_bot_teaches_is_a_command(text):
    assert bare.is_command(text)


@pytest.mark.parametrize("text", ["工单", "取消年终奖", "继续上班", "人工费没给", "查三丰", "绑定快递"])
def test_what_only_holds_its_words_is_none(text):
    assert not bare.is_command(text)
