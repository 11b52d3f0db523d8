from hypothesis import given
from hypothesis import strategies as st

from bot.entities.normalise import normalise


@given(st.text())
def test_no_text_changes_its_length(text):
    assert len(normalise(text)) == len(text)


def test_traditional_characters_and_full_width_digits_become_plain():
    assert normalise("拖欠三個月工資１８０００，兩萬塊") == "拖欠三个月工资18000，两万块"


def test_full_width_punctuation_keeps_numbers_apart():
    assert normalise("３，５００") == "3，500"
