"""Choosing what was offered."""

import pytest

from bot.conversations.options import chosen, number_alone
from bot.reply import Option

OFFERED = (Option("同意", "同意"), Option("不同意", "不同意"))


@pytest.mark.parametrize("text", ["2", "２", "二", "第二个", "选2", "不同意", "不同意。"])
def test_an_option_is_chosen_by_its_number_or_its_label(text: str) -> None:
    assert chosen(text, OFFERED) == OFFERED[1]


@pytest.mark.parametrize(
    ("text", "number"), [("7", "7"), ("第7个", "7"), ("７。", "7"), ("选十", "十"), ("12号", "12")]
)
def test_a_number_without_an_option_chooses_nothing_and_is_known_for_a_number(text: str, number: str) -> None:
    assert chosen(text, OFFERED) is None
    assert number_alone(text) == number


@pytest.mark.parametrize("text", ["7天", "3个月", "第7条", "12351", "9000", "一个人", "你好", ""])
def test_what_says_more_than_a_number_is_none(text: str) -> None:
    assert number_alone(text) is None
