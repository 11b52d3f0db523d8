import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.entities.phones import phone, trouble


@given(
    st.from_regex(r"\A1[3-9][0-9]{9}\Z"),
    st.sampled_from(["", " ", "-", "."]),
    st.sampled_from(["", "+86 ", "86", "0086-", "电话"]),
)
def test_every_mobile_number_reads_back_however_it_is_grouped(number, separator, prefix):
    written = prefix + separator.join((number[:3], number[3:7], number[7:]))
    assert phone(written) == number
    assert trouble(written) is None


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("", "missing"),
        ("不想留", "missing"),
        ("021-58880000", "landline"),
        ("58880000", "landline"),
        ("(021)58880000", "landline"),
        ("400-820-0000", "landline"),
        ("12345", "landline"),
        ("110", "landline"),
        ("1380000000", "length"),
        ("138000000000", "length"),
        ("12800000000", "prefix"),
        ("23800000000", "prefix"),
    ],
)
def test_what_is_no_mobile_number_is_named(answer, why):
    assert phone(answer) is None
    assert trouble(answer) == why
