"""What the application for assistance takes from the words in which a hardship is told."""

import pytest

from bot.forms.hardship import HARDSHIP
from bot.nlu.gate import is_crisis
from bot.understanding import Understanding


def said(text: str) -> Understanding:
    return Understanding(text, "hardship", 1.0)


def gathered(name: str, text: str):
    return HARDSHIP.field(name).gather(said(text))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("家里着火烧光了", "disaster"),
        ("去年火灾损失十几万", "disaster"),
        ("房子塌了 损失二十多万", "disaster"),
        ("家里被水淹了", "disaster"),
        ("上班路上出了车祸", "accident"),
    ],
)
def test_fire_water_and_a_house_that_fell_are_disasters(text, reason):
    assert HARDSHIP.field("reason").read(said(text)) == reason


@pytest.mark.parametrize(
    "text", ["房子塌了 损失二十多万", "家里着火了 损失十几万", "房子失火烧光了 没地方住", "家里火灾 想申请困难帮扶"]
)
def test_a_loss_that_lies_behind_is_no_present_danger(text):
    assert not is_crisis(text)


@pytest.mark.parametrize(
    "text",
    [
        "着火了快来",
        "家里着火了",
        "车间着火了 人还在里面 损失大了",
        "房子塌了 有人被埋",
        "隔壁着火了 烧得好大",
        "仓库起火了快救人",
    ],
)
def test_a_present_danger_stays_one(text):
    assert is_crisis(text)


def test_who_keeps_the_children_alone_tells_the_household():
    assert gathered("household", "想申请帮扶，一个人带两个小孩 每月3200") == "一个人带两个小孩，每月3200"


@pytest.mark.parametrize(
    ("text", "story"),
    [
        (
            "我老婆查出乳腺癌 化疗花了十几万 孩子还小 能不能帮帮我们",
            "我老婆查出乳腺癌，化疗花了十几万，孩子还小",
        ),
        ("孩子考上大学没钱交学费 工资才2690", "孩子考上大学没钱交学费，工资才2690"),
    ],
)
def test_the_story_of_the_first_message_is_kept_beside_the_question(text, story):
    assert gathered("story", text) == story
