"""Names, ways to reach a person, ID numbers, and the wish to stay unknown."""

import pytest

from bot.entities.extract import extract
from bot.forms import personal
from bot.forms.field import Problem
from bot.understanding import Understanding


def said(text: str) -> Understanding:
    entities: dict[str, object] = {}
    for entity in extract(text):
        entities.setdefault(entity.kind, entity.value)
    return Understanding(text, "unclear", entities=entities)


@pytest.mark.parametrize(
    "text, value",
    [
        ("13800000000", "13800000000"),
        ("021-58880000", "021-58880000"),
        ("02158880000", "021-58880000"),
        ("58880000", "021-58880000"),
        ("0512-65880000", "0512-65880000"),
        ("座机021-58880000转808", "021-58880000-808"),
        ("没有手机", personal.WECHAT_ONLY),
        ("就微信联系吧", personal.WECHAT_ONLY),
        ("我没电话", personal.WECHAT_ONLY),
        ("微信号abc12345", Problem("form_phone_wechat_id")),
        ("1380000", Problem("form_phone_length")),
        ("12351", Problem("form_phone_landline")),
        ("老板电话打不通怎么办", None),
    ],
)
def test_a_person_can_be_reached_by_mobile_by_landline_or_here(text, value):
    assert personal.contact(said(text)) == value


@pytest.mark.parametrize("text", ["021-58880000", "没有手机"])
def test_where_a_mobile_is_needed_others_are_refused_with_the_reason(text):
    assert personal.mobile(said(text)) == Problem("form_phone_mobile")


@pytest.mark.parametrize("text", ["大润发", "去年底", "浦东", "13800000000", "张江镇"])
def test_what_is_no_name_is_not_taken_for_one(text):
    assert personal.person_name(said(text)) is None
    assert personal.person_name_in_words(said(text)) is None


@pytest.mark.parametrize(
    "text, name", [("我是刘三，在大润发上班", "刘三"), ("欧阳锋", "欧阳锋"), ("我叫张三丰", "张三丰")]
)
def test_a_name_is_found_as_people_write_it(text, name):
    assert personal.person_name(said(text)) == name


@pytest.mark.parametrize("text", ["张先生", "王女士", "老王"])
def test_a_register_needs_the_whole_name(text):
    assert personal.full_name(said(text)) == Problem("form_name_full")


@pytest.mark.parametrize(
    "text, value",
    [
        ("11010519491231002X", "11010519491231002X"),
        ("我的身份证是11010519491231002x", "11010519491231002X"),
        ("110105194912310021", Problem("form_id_checksum")),
        ("1101051949123100", Problem("form_id_length")),
        ("990105194912310021", Problem("form_id_region")),
        ("110105194913310021", Problem("form_id_birth")),
        ("为什么要身份证", None),
    ],
)
def test_an_id_number_is_checked_and_the_fault_named(text, value):
    assert personal.id_number(said(text)) == value


@pytest.mark.parametrize(
    "text, wish",
    [
        ("千万不要让老板知道", True),
        ("我怕单位报复", True),
        ("不用匿名", False),
        ("改成不匿名", False),
        ("不匿名", False),
        ("不想匿名", False),
        ("不怕他们报复", False),
        ("要不匿名吧", True),
        ("我要实名举报", None),
        ("会不会被老板知道", None),
        ("公司欠薪", None),
    ],
)
def test_the_wish_to_stay_unknown_is_found_wherever_it_is_said(text, wish):
    assert personal.gathered_secrecy(said(text)) is wish


def test_numbers_are_masked_where_they_are_shown():
    assert personal.show_contact("13800000000") == "138****0000"
    assert "138" not in personal.show_contact(personal.WECHAT_ONLY)
    assert personal.show_id_number("11010519491231002X") == "110105********002X"
    assert personal.number_or_none(personal.WECHAT_ONLY) is None


@pytest.mark.parametrize("text", ["男的", "女", "开车的", "女士"])
def test_what_somebody_is_is_no_name(text):
    assert personal.full_name(said(text)) is None


def test_a_surname_alone_calls_nobody():
    assert personal.person_name_in_words(said("我姓王")) is None
    assert personal.person_name_in_words(said("王女士")) == "王女士"


def test_a_name_behind_an_occupation_is_ones_own():
    assert personal.gathered_name(said("美团骑手叫陈二狗，没签合同")) == "陈二狗"
    assert personal.gathered_name(said("外卖骑手黄药师")) == "黄药师"
    assert personal.gathered_name(said("公司叫红桥")) is None
    assert personal.gathered_name(said("骑手高温费")) is None


def test_a_name_before_a_number_is_ones_own():
    assert personal.gathered_name(said("黄蓉 13800000000")) == "黄蓉"
    assert personal.gathered_name(said("欠薪 13800000000")) is None


def test_an_id_number_that_cannot_be_right_is_noticed_anywhere():
    assert personal.wrong_id_number(said("我在张江，身份证310101199001011230")).wording == "form_id_early"
    assert personal.wrong_id_number(said("身份证11010519491231002X")) is None
    assert personal.wrong_id_number(said("电话13800000000")) is None


@pytest.mark.parametrize(
    "text, own",
    [
        ("他们人事姓刘 电话13900000099", None),
        ("老板张三 电话13900000099，我的电话13800000000", "13800000000"),
        ("公司电话13900000099", None),
        ("我老公电话13900000099", None),
        ("公司欠我工资 电话13800000000", "13800000000"),
        ("老板欠薪，电话13800000000", "13800000000"),
        ("老板不给钱 13800000000", "13800000000"),
        ("我叫黄蓉 13800000000 老板13900000099", "13800000000"),
    ],
)
def test_the_number_of_somebody_else_is_not_taken_for_ones_own(text, own):
    assert personal.own_number(said(text)) == own


def test_the_number_of_somebody_near_will_do_where_one_is_asked():
    assert personal.contact(said("我老公电话13900000099")) == "13900000099"
    assert personal.contact(said("老板电话13900000099")) == Problem("form_phone_others")
