from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.entities.extract import extract
from bot.entities.id_numbers import check_character, id_number, trouble

# Places that do not exist (000 as the county), so that no number belongs to anybody.
first17 = st.builds(
    lambda born, order: f"310000{born:%Y%m%d}{order:03d}",
    st.dates(date(1940, 1, 1), date(2008, 1, 1)),
    st.integers(0, 999),
)


@given(first17, st.sampled_from(["", " ", "-"]))
def test_every_number_with_its_check_character_reads_back(base, separator):
    number = base + check_character(base)
    written = separator.join((number[:6], number[6:14], number[14:]))
    assert id_number(f"身份证号{written}") == number
    assert [(e.kind, e.value) for e in extract(f"我的身份证{written}")] == [("id_number", number)]


@given(first17, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(base, place, shift):
    number = base + check_character(base)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert id_number(wrong) is None
    assert trouble(wrong) in {"region", "birth", "checksum"}


def test_a_small_x_counts():
    base = next(b for n in range(100) if check_character(b := f"31000019900101{n:03d}") == "X")
    assert id_number(base + "x") == base + "X"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("", "missing"),
        ("不方便", "missing"),
        ("31000019900101", "length"),
        ("310000900101123", "length"),
        ("990000199001010011", "region"),
        ("310000199002300011", "birth"),
        ("310000189901010011", "birth"),
    ],
)
def test_what_is_no_id_number_is_named(answer, why):
    assert id_number(answer) is None
    assert trouble(answer) == why
