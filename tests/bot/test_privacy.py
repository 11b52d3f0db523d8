import pytest

from bot.privacy import mask_id_number, mask_name, mask_phone, mask_text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("打我13800000000", "打我138****0000"),
        ("138 0000 0000", "138 **** 0000"),
        ("138-0000-0000行吗", "138-****-0000行吗"),
        ("身份证310101199001011234", "身份证310101********1234"),
        ("31010119900101123X", "310101********123X"),
        ("+8613800000000", "+86138****0000"),
        ("8613800000000", "86138****0000"),
        ("１３８００００００００", "１３８****００００"),
        ("138.0000.0000", "138.****.0000"),
        ("138－0000－0000", "138－****－0000"),
        ("310101 19900101 1234", "310101 ******** 1234"),
        ("热线12351，工资18000", "热线12351，工资18000"),
        ("工单2026112200001", "工单2026112200001"),
    ],
)
def test_numbers_in_what_people_write_are_masked_and_nothing_else(text, masked):
    assert mask_text(text) == masked


def test_names_phones_and_ids_are_masked():
    assert mask_name("张三丰") == "张**"
    assert mask_phone("13800000000") == "138****0000"
    assert mask_id_number("310101199001011234") == "310101********1234"


def test_what_is_too_short_to_be_masked_is_hidden_whole():
    assert mask_phone("123") == mask_id_number("123") == "****"
