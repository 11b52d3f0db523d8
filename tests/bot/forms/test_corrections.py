"""What a correction changes, and what it says instead."""

import pytest

from bot.forms import corrections
from bot.forms.grievance import GRIEVANCE
from bot.understanding import Understanding

FIELDS = GRIEVANCE.listed({"amount": 1})


def said(text: str) -> Understanding:
    return Understanding(text, "unclear")


@pytest.mark.parametrize(
    "text, field, value",
    [
        ("改一下电话", "phone", None),
        ("电话错了，是13900000001", "phone", "13900000001"),
        ("公司名字应该是大润发", "employer", "大润发"),
        ("名字打错了，叫李四光", "name", "李四光"),
        ("金额错了 8000", "amount", "8000"),
        ("人数写错了，不是3个，是5个", "people", "5个"),
    ],
)
def test_a_field_is_changed_by_its_name(text, field, value):
    found, rest = corrections.named_change(said(text), FIELDS)
    assert (found.name, rest.text if rest else None) == (field, value)


@pytest.mark.parametrize(
    "text, head, old, new",
    [
        ("人数不是3个是5个", "人数", "3个", "5个"),
        ("不是18000，是8000", "", "18000", "8000"),
        ("公司不是蓝桥是红桥", "公司", "蓝桥", "红桥"),
        ("是两万不是一万", "", "一万", "两万"),
        ("刚才写错了，不是浦东，是静安", "刚才写错了", "浦东", "静安"),
    ],
)
def test_what_is_not_so_and_what_is_are_told_apart(text, head, old, new):
    assert tuple(part.text for part in corrections.replaced(said(text))) == (head, old, new)


@pytest.mark.parametrize("text", ["公司拖欠工资", "我在松江", "三个月了", "老板不是人" * 20])
def test_what_corrects_nothing_is_no_correction(text):
    assert corrections.replaced(said(text)) is None
    assert corrections.named_change(said(text), FIELDS) is None


@pytest.mark.parametrize(
    "text, rest", [("不对，是三个月", "三个月"), ("其实是五个人", "五个人"), ("应该是大润发", "大润发")]
)
def test_a_correction_need_not_name_its_field(text, rest):
    assert corrections.general_change(said(text)).text == rest


@pytest.mark.parametrize(
    "text, told",
    [
        ("不对，我入过会的", ["我入过会的"]),
        ("不对，我是会员", ["会员", "我是会员"]),
        ("说错了，工龄5年", ["工龄5年"]),
        ("不对的地方很多", []),
    ],
)
def test_a_correction_may_be_told_in_a_sentence_of_its_own(text, told):
    assert [words.text for words in corrections.unnamed_change(said(text))] == told
