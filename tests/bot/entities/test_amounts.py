import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.entities.amounts import LIMIT, amount


@pytest.mark.parametrize(
    ("answer", "yuan"),
    [
        ("18000", 18000),
        ("18,000", 18000),
        ("一万八", 18000),
        ("大概一万八吧", 18000),
        ("1万8", 18000),
        ("18000元左右", 18000),
        ("三千五", 3500),
        ("一百八", 180),
        ("12345", 12345),
        ("12345.60", 12346),
        ("一共欠我三个月工资一万八", 18000),
        ("１８０００。", 18000),
        ("十多万", 100000),
    ],
)
def test_an_answer_to_how_much(answer, yuan):
    assert amount(answer) == yuan


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "不知道",
        "好几千",
        "几万",
        "两三千",
        "5000-8000",
        "0",
        "0元",
        "1.2.3",
        "三个月",
        "13800000000",
        "18000,00",
        "很多",
        "-",
        "元",
    ],
)
def test_an_answer_without_a_definite_amount_gives_nothing(answer):
    assert amount(answer) is None


@given(st.integers(1, LIMIT - 1))
def test_bare_digits_in_an_answer_are_taken_as_they_stand(value):
    assert amount(str(value)) == value


@given(st.integers(LIMIT, 10**20))
def test_digits_beyond_any_claim_are_no_amount(value):
    assert amount(str(value)) is None


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("欠我两万一直没给", 20000),
        ("一万二一分没给", 12000),
        ("三千一个月", 3000),
        ("两百八一天", 280),
        ("欠我一万一", 11000),
    ],
)
def test_one_may_begin_the_next_word(said, value):
    assert amount(said) == value


@pytest.mark.parametrize(("said", "value"), [("没写错，就是300", 300), ("对，就是一万八", 18000), ("没错", None)])
def test_an_amount_that_was_asked_back_is_said_again(said, value):
    assert amount(said) == value
