from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.entities.amounts import amount
from bot.entities.extract import extract
from bot.entities.numerals import number, whole

DIGITS = "零一二三四五六七八九"


def section(value):
    """Write 1 to 9999 in words, with 零 for skipped places."""
    words, skipped = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            words += ("零" if skipped and words else "") + DIGITS[digit] + name
            skipped = False
        else:
            skipped = True
    return words


def in_words(value):
    high, low = divmod(value, 10**4)
    words = section(high) + "万" if high else ""
    if low:
        words += ("零" if high and low < 1000 else "") + section(low)
    return words


@given(st.integers(1, 99_999_999))
def test_every_number_in_words_reads_back(value):
    assert number(in_words(value)) == value


@given(st.integers(1, 99_999_999))
def test_every_amount_in_words_reads_back_from_a_sentence(value):
    found = [entity.value for entity in extract(f"老板一共欠我{in_words(value)}块钱没给") if entity.kind == "amount"]
    assert found == ([] if value == 1 else [value])


@given(
    st.integers(1, 9),
    st.integers(1, 9),
    st.sampled_from([("万", 10**4), ("千", 1000), ("百", 100), ("w", 10**4), ("k", 1000)]),
)
def test_a_last_digit_counts_in_the_next_lower_unit(first, last, unit):
    name, size = unit
    expected = first * size + last * size // 10
    assert number(f"{first}{name}{last}") == expected
    assert number(f"{DIGITS[first]}{name}{DIGITS[last]}") == expected
    assert number(f"{first}.{last}{name}") == expected


@given(st.integers(1, 99_999_999))
def test_thousands_commas_read_back(value):
    assert number(f"{value:,}") == value
    assert amount(f"{value:,}元") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("十五", 15),
        ("一百一", 110),
        ("一百零一", 101),
        ("一万两千三百四十五", 12345),
        ("两点五万", 25000),
        ("十八点五", Decimal("18.5")),
        ("贰万叁仟", 23000),
        ("1万2500", 12500),
        ("3.5", Decimal("3.5")),
        ("一亿三", 130_000_000),
    ],
)
def test_numerals_as_people_write_them(text, value):
    assert number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "两三千",
        "三四五",
        "百五",
        "万",
        "零",
        "1万80",
        "1.8万5",
        "1.2.3",
        "5,00",
        "1,23",
        "三点五十",
        "一二",
        "十万八万",
        "几千",
        "八万万",
        "元",
    ],
)
def test_what_is_no_exact_number_gives_nothing(text):
    assert number(text) is None


def test_a_whole_number_has_no_fraction():
    assert whole("1.8万") == 18000
    assert whole("2.5") is None
