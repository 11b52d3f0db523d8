"""What a message takes back in the same breath."""

import pytest

from bot.entities.extract import everything, extract
from bot.entities.taken_back import without_taken_back


@pytest.mark.parametrize(
    "text, kind, value, left",
    [
        ("3万 不对 是5万", "amount", 50000, "5万"),
        ("一共欠3万吧，写错了，是5万", "amount", 50000, "一共欠5万"),
        ("工资不是3万是5万", "amount", 50000, "工资不是3万是5万"),
        ("是2万不是18000", "amount", 20000, "是2万不是18000"),
        ("13800000000 不对 13900000001", "phone", "13900000001", "13900000001"),
        ("浦东 不是 是闵行", "district", "闵行区", "闵行"),
        ("三个月，哦不，五个月", "months", 5, "五个月"),
    ],
)
def test_the_later_value_holds_where_the_first_is_taken_back(text, kind, value, left):
    assert next(entity.value for entity in extract(text) if entity.kind == kind) == value
    assert without_taken_back(text, everything(text)) == left


@pytest.mark.parametrize("text", ["公司说3万，不对，应该给5万", "上个月发了3千，这个月是5千", "3个人5万"])
def test_what_is_no_correction_stands_as_it_is(text):
    assert extract(text) == everything(text)
    assert without_taken_back(text, everything(text)) == text
