import pytest

from bot.entities.counts import people


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("12", 12),
        ("12个", 12),
        ("十二个人", 12),
        ("大概30人", 30),
        ("30多号人", 30),
        ("就我一个", 1),
        ("就我自己", 1),
        ("我一个人", 1),
        ("我", 1),
        ("我们俩", 2),
        ("我和三个同事", 4),
        ("一共二十人左右", 20),
        ("１２人", 12),
    ],
)
def test_an_answer_to_how_many_people(answer, value):
    assert people(answer) == value


@pytest.mark.parametrize(
    "answer",
    ["", "不知道", "好几个", "十几个", "十来个人", "几十号人", "20到30人", "很多", "0", "0人", "3.5人", "三千块"],
)
def test_an_answer_without_a_definite_count_gives_nothing(answer):
    assert people(answer) is None
