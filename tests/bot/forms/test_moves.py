"""The words by which people leave out, leave for later, stop and go back."""

import pytest

from bot.forms import moves
from bot.understanding import Understanding


def said(text: str) -> Understanding:
    return Understanding(text, "unclear")


@pytest.mark.parametrize(
    "text", ["等一下再说", "等下再说", "回头再填吧", "我先忙", "过会儿再弄", "改天再说", "先放着", "晚点再来"]
)
def test_leaving_it_for_later_is_understood(text):
    assert moves.says_later(said(text))


@pytest.mark.parametrize("text", ["等通知", "明天发工资", "上班", "三个月了", "就这样", "忙", "大润发"])
def test_what_only_sounds_like_leaving_is_not(text):
    assert not moves.says_later(said(text))


@pytest.mark.parametrize("text", ["不详", "未知", "不晓得", "没名字", "不知道啊", "记不清了", "没有"])
def test_not_knowing_is_understood_in_many_words(text):
    assert moves.says_skip(said(text))


@pytest.mark.parametrize("text", ["取消", "算了不填了", "不想办了", "退出"])
def test_stopping_is_understood(text):
    assert moves.says_cancel(said(text))


def test_a_tapped_option_is_no_move():
    tapped = Understanding('/choose{"topic": "wage.arrears"}', "choose")
    assert not any(check(tapped) for check in (moves.says_cancel, moves.says_later, moves.says_skip, moves.is_yes))


@pytest.mark.parametrize("text", ["杨过", "返璞", "安静", "静安寺"])
@pytest.mark.parametrize("intent", ["skip", "cancel", "back"])
def test_a_name_that_is_taken_for_a_move_is_none(text, intent):
    assert not moves.leans(Understanding(text, intent), intent)


@pytest.mark.parametrize("text, intent", [("弄勿清爽，先跳脱", "skip"), ("拉倒吧", "cancel"), ("往前退一格", "back")])
def test_a_move_in_unusual_words_is_one_where_the_classifier_is_certain(text, intent):
    assert moves.leans(Understanding(text, intent), intent)
    assert not moves.leans(Understanding(text, intent, 0.4), intent)


@pytest.mark.parametrize(
    "text",
    ["好的，晚上再填", "我先去医院拿单子，回头再填", "先放着，我问下财务", "我查一下，等一下再说", "等我找到合同再说"],
)
def test_what_is_done_first_may_stand_beside_leaving_it_for_later(text):
    assert moves.says_later(said(text))


@pytest.mark.parametrize("text", ["明天公司说再给", "我去问了老板", "老板说等一下再说，结果一直没给", "我查一下"])
def test_what_is_told_of_going_and_asking_leaves_nothing(text):
    assert not moves.says_later(said(text))


def test_stopping_may_have_a_comma_anywhere():
    assert moves.says_cancel(said("算了，不用了，取消吧"))


@pytest.mark.parametrize(
    "text, is_said", [("算了不改了", True), ("那就不改了吧", True), ("不改了电话", False), ("取消", False)]
)
def test_leaving_it_as_it_is_is_understood(text, is_said):
    assert moves.says_unchanged(said(text)) == is_said
