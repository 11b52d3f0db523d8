import pytest

from bot.entities.counts import people, rough


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


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("二三十个", (20, 30)),
        ("大概六十几个", (60, 70)),
        ("十几个人堵在门口", (10, 20)),
        ("三十来个", (30, 30)),
        ("一百多", (100, None)),
        ("三四百人", (300, 400)),
        ("20到30人", (20, 30)),
        ("200多工人", (200, None)),
    ],
)
def test_a_number_that_is_only_roughly_said_is_read_with_both_ends(text: str, ends: tuple[int, int | None]) -> None:
    assert rough(text) == ends


@pytest.mark.parametrize(
    "text", ["60人", "好多人", "十几年", "二三十块", "三十几天", "第二十几位", "欠了一百多，没人管", "没有人", "5几个"]
)
def test_what_is_no_rough_number_of_people_is_none(text: str) -> None:
    assert rough(text) is None


def test_an_exact_number_said_first_is_not_made_rough_by_one_behind_it() -> None:
    assert rough("200人，一百多人聚在厂门口") is None
    assert rough("一百多人聚在厂门口，3个人受伤") == (100, None)
