"""What somebody hears who spoke of danger to life and waits for a person."""

import pytest

from bot.conversations.comfort import comfort, takes_back


@pytest.mark.parametrize(
    "text",
    [
        "没事了",
        "我没事的",
        "我开玩笑的",
        "刚才是开玩笑",
        "逗你玩的",
        "随便说说的",
        "别当真",
        "我不想死了",
        "好多了",
        "说的是气话",
        "不用管我",
    ],
)
def test_words_that_take_it_back_are_answered_with_care_and_a_person_still_comes(text: str) -> None:
    assert takes_back(text)
    assert "工作人员还是会来" in comfort(text) and "12356" in comfort(text)


@pytest.mark.parametrize(
    "text",
    ["真的没活路了", "你们什么时候来", "我在楼顶", "老板还是不给钱，我站在天台上，你们别以为我在开玩笑，我说到做到"],
)
def test_anything_else_is_heard(text: str) -> None:
    assert not takes_back(text)
    assert "我在听" in comfort(text)
