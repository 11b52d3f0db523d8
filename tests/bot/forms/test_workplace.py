"""The employer's name: what could be one, and what is something else in its place."""

import pytest

from bot.entities.extract import extract
from bot.forms.field import Problem
from bot.forms.workplace import employer, employer_in_words, gathered_employer
from bot.understanding import Understanding


def read(text: str):
    entities: dict[str, object] = {}
    for entity in extract(text):
        entities.setdefault(entity.kind, entity.value)
    said = Understanding(text, "unclear", entities=entities)
    value = employer(said)
    return employer_in_words(said) if value is None else value


@pytest.mark.parametrize(
    "text, name",
    [
        ("大润发", "大润发"),
        ("上海蓝桥保洁有限公司", "上海蓝桥保洁有限公司"),
        ("我在美团", "美团"),
        ("沙县小吃", "沙县小吃"),
        ("老张的店", "老张的店"),
        ("单位叫周黑鸭", "周黑鸭"),
        ("公司名字叫张小泉", "张小泉"),
        ("华为", "华为"),
        ("叫什么宏达包装", "宏达包装"),
        ("好像是叫啥大海餐饮的", "大海餐饮"),
        ("人人乐超市", "人人乐超市"),
        ("饿了么", "饿了么"),
        ("饿了么莘庄站", "饿了么莘庄站"),
        ("上海明日电子厂（虚构）", "上海明日电子厂（虚构）"),
    ],
)
def test_a_name_is_taken(text, name):
    assert read(text) == name


@pytest.mark.parametrize(
    "text, why",
    [
        ("去年底", "time"),
        ("三个月了", "time"),
        ("今年8月", "time"),
        ("2000多", "number"),
        ("一万八", "number"),
        ("13800000000", "number"),
        ("在浦东张江", "place"),
        ("张无忌", "person"),
        ("包工头", "person"),
    ],
)
def test_something_else_in_its_place_is_refused_with_the_reason(text, why):
    assert read(text) == Problem(f"form_employer_{why}")


@pytest.mark.parametrize("text", ["一家饭店", "是个小厂", "工地", "公司", "老板不给钱", "谢谢", "好的", "是哪家啊"])
def test_a_description_or_a_sentence_is_no_name(text):
    assert read(text) is None


def test_whether_there_is_a_union_names_no_employer():
    assert employer(Understanding("单位有工会", "unclear")) is None
    assert employer_in_words(Understanding("单位没有工会", "unclear")) is None


@pytest.mark.parametrize(
    "text",
    [
        "在华山医院做护工 劳务公司派的 叫上海康护家政",
        "我是护工，在华山医院上班，是劳务公司派来的，那家公司叫上海康护家政",
    ],
)
def test_who_is_sent_to_work_elsewhere_is_employed_by_the_one_who_sends(text):
    assert read(text) == "上海康护家政"
    entities = {entity.kind: entity.value for entity in reversed(extract(text))}
    assert gathered_employer(Understanding(text, "grievance", entities=entities)) == "上海康护家政"
