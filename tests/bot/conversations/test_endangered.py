"""Whose danger a message tells of decides what is said first."""

import pytest

from bot.conversations.endangered import is_beaten, is_of_others


@pytest.mark.parametrize(
    "text",
    [
        "工人在黄浦江边要跳楼了快来人",
        "我同事要跳楼",
        "有人爬上塔吊了",
        "我老公不想活了",
        "同事被机器夹住了",
        "帮我转热线工作人员 老板打我",
    ],
)
def test_the_danger_of_others_and_violence_from_outside_are_told_from_despair(text: str) -> None:
    assert is_of_others(text)


@pytest.mark.parametrize("text", ["我要跳楼", "我不想活了", "我想死", "我们站在楼顶了，不给钱就跳", "老板欠我工资"])
def test_who_is_in_danger_themselves_is_not_taken_for_a_witness(text: str) -> None:
    assert not is_of_others(text)


def test_a_call_of_the_boss_is_no_beating() -> None:
    assert is_beaten("老板打我") and not is_beaten("老板打我电话") and not is_beaten("经理打电话叫我走")
