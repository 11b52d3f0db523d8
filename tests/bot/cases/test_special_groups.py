"""Special groups by what people work as (opinion 五（二）3)."""

import pytest

from bot.cases.special_groups import group_of
from bot.entities.lexicon import lexicon
from bot.organisations.groups import GROUPS


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("我是送外卖的骑手，平台乱扣钱", "rider"),
        ("我是快递员，站点拖欠派件费", "courier"),
        ("在一户人家做月嫂，说好的钱不给", "domestic"),
        ("我做护工五年了，没有社保", "care"),
        ("我是房产中介，提成不发", "estate_agent"),
        ("开网约车的，账号被封", "driver"),
        ("我是保安，加班没有钱", None),
        ("老板拖欠工资", None),
    ],
)
def test_an_occupation_tells_the_group(text, group):
    assert group_of(text) == group


def test_every_group_has_words_and_no_word_two_groups():
    words = lexicon("special_groups")
    assert set(words) == set(GROUPS)
    every = [word for listed in words.values() for word in listed]
    assert len(every) == len(set(every))
