"""One spelling for what means the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.normalize import normalize, plain


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("農名工", "农民工"),
        ("公会怎么加入", "工会怎么加入"),
        ("工商认定要多久", "工伤认定要多久"),
        ("天天加斑", "天天加班"),
        ("２倍工资", "二倍工资"),
        ("公司拖欠薪水", "公司拖欠工资"),
        ("Ｎ＋１怎么算", "经济补偿怎么算"),
        ("带薪年假几天", "年休假0天"),
        ("拖了3个月工资", "拖了0个月工资"),
        ("拖了三个月工资", "拖了0个月工资"),
        ("单位不发工资！！！", "公司不发工资"),
    ],
)
def test_what_means_the_same_is_seen_the_same(written: str, seen: str) -> None:
    assert normalize(written) == seen


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("身份证310101199001011234", "身份证ξ"),
        ("身份证31010619830519556X", "身份证ξ"),
        ("电话13800000001", "电话ξ"),
        ("电话 138-0000-0001", "电话 ξ"),
        ("受理2026112200012", "受理工单号"),
        ("工单2026112200012", "工单号"),
    ],
)
def test_whose_number_it_is_makes_no_difference(written: str, seen: str) -> None:
    assert normalize(written) == seen


@pytest.mark.parametrize("text", ["三倍工资", "拨12351", "不到25人", "和同事一起", "拖欠工资"])
def test_what_makes_a_difference_stays(text: str) -> None:
    assert normalize(text) == text


def test_plain_text_keeps_its_own_words() -> None:
    assert plain("欠薪！轉人工！！！") == "欠薪 转人工"


@given(st.text(max_size=60))
def test_normalising_never_fails_and_leaves_no_marks(text: str) -> None:
    assert not set(normalize(text)) & set("，。！？,!?_“”")
