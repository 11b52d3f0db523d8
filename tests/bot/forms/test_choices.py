"""Agreement, and answers in free words."""

import pytest

from bot.forms.choices import agreement, text
from bot.understanding import Understanding


def said(words: str) -> Understanding:
    return Understanding(words, "unclear")


@pytest.mark.parametrize(
    "words", ["同意", "我同意", "可以", "好的", "行", "是的", "嗯嗯好", "没问题", "同意提供", "可以，同意"]
)
def test_agreement_is_said_in_so_many_words(words):
    assert agreement(said(words)) is True


@pytest.mark.parametrize("words", ["提交", "继续", "确认", "要", "现在", "张三丰", "同意吗"])
def test_other_words_are_no_agreement(words):
    assert agreement(said(words)) is None


@pytest.mark.parametrize("words", ["不同意", "不行", "不可以", "拒绝"])
def test_a_refusal_is_one(words):
    assert agreement(said(words)) is False


def test_one_value_alone_is_enough_only_where_it_is_asked_for():
    assert text(2)(said("今天早上")) is None
    assert text(2, also=("time",))(said("12月3号")) == "12月3号"
    assert text(2, also=("time",))(said("张三丰")) is None
    assert text(2)(said("欠薪")) == "欠薪"


@pytest.mark.parametrize("text", ["不给", "不想给", "不方便给", "不给 我不想给身份证", "我不愿意", "拒绝"])
def test_a_refusal_is_one_in_whatever_words(text):
    assert agreement(Understanding(text, "unclear")) is False
