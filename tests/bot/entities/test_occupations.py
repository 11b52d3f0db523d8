import pytest

from bot.entities.lexicon import lexicon
from bot.entities.occupations import occupation


@pytest.mark.parametrize(
    ("answer", "value"),
    [("骑手", "骑手"), ("保安", "保安"), ("做保洁的", "保洁"), ("我是送外卖的", "送外卖"), ("程式員", None)],
)
def test_an_answer_to_what_do_you_do(answer, value):
    assert occupation(answer) == value


def test_no_occupation_stands_in_both_lists():
    words = lexicon("occupations")
    assert not set(words["clear"]) & set(words["spoken"])
