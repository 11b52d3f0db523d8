import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.entities.durations import months


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ("三个月", 3),
        ("3个月", 3),
        ("一个月", 1),
        ("一年", 12),
        ("半年", 6),
        ("两年半", 30),
        ("大概三个月吧", 3),
        ("快半年了", 6),
        ("两個月", 2),
    ],
)
def test_an_answer_to_how_long(answer, value):
    assert months(answer) == value


@pytest.mark.parametrize(
    "answer",
    ["", "3", "不知道", "大半年", "几个月", "两三个月", "半个月", "15天", "3月", "三个月前", "一万八", "100年"],
)
def test_an_answer_without_a_definite_duration_gives_nothing(answer):
    assert months(answer) is None


@given(st.integers(1, 40), st.integers(1, 11))
def test_years_and_months_add_up(years, rest):
    assert months(f"干了{years}年零{rest}个月") == years * 12 + rest
