import pytest

from bot.organisations.groups import GROUPS
from bot.organisations.model import KINDS, LEVELS
from bot.organisations.reading import COLUMNS, KIND_NAMES, LEVEL_NAMES, read
from bot.sheets import Row


def said(**cells):
    entry, problems = read(Row(2, {"code": "A-1", **cells}))
    assert not problems
    return entry.values


def wrong(**cells):
    (problem,) = read(Row(2, {"code": "A-1", **cells}))[1]
    return problem


def test_every_level_kind_and_group_has_a_name_and_can_be_read():
    assert set(LEVEL_NAMES) == set(LEVELS)
    assert set(KIND_NAMES) == set(KINDS)
    for key, name in LEVEL_NAMES.items():
        assert said(level=name)["level"] == said(level=key)["level"] == key
    for key, name in KIND_NAMES.items():
        assert said(kind=name)["kind"] == key
    assert said(groups="、".join(GROUPS.values()))["groups"] == list(GROUPS)


def test_a_cell_that_is_empty_says_so():
    values = said(**{key: "" for key in COLUMNS if key not in ("code", "name")})
    assert values.pop("closed") is False
    assert {key for key, value in values.items() if value} == set()


def test_half_width_brackets_and_short_forms_are_understood():
    assert said(level="局(产业)")["level"] == "bureau"
    assert said(level="开发区")["level"] == "park"
    assert said(groups="骑手；快递(物流)员，护工")["groups"] == ["rider", "courier", "care"]
    assert said(district="浦东")["district"] == said(district="上海市浦东新区")["district"] == "浦东新区"


def test_several_things_stand_in_one_cell():
    assert said(areas="喝茶大厦、光明顶村\n光明顶村；")["areas"] == ["喝茶大厦", "光明顶村"]


def test_employers_are_kept_as_they_are_looked_up():
    assert said(employers="某某（上海） 有限公司、ＡＢＣ(中国)公司")["employers"] == [
        "某某（上海）有限公司",
        "ABC（中国）公司",
    ]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("021-12345678", "021-12345678"),
        ("０２１－１２３４５６７８", "021-12345678"),
        ("62345678转123", "62345678转123"),
        ("13800000000 / 12351", "13800000000、12351"),
        ("400-123-4567", "400-123-4567"),
    ],
)
def test_phone_numbers_are_kept_in_one_form(written, kept):
    assert said(phone=written)["phone"] == kept


def test_contacts_are_names_with_a_duty_and_a_number():
    assert said(contacts="张三丰 主席 13800000000；李四 干事；王五")["contacts"] == [
        {"name": "张三丰", "duty": "主席", "phone": "13800000000"},
        {"name": "李四", "duty": "干事", "phone": ""},
        {"name": "王五", "duty": "", "phone": ""},
    ]


@pytest.mark.parametrize(("written", "kept"), [("是", True), ("TRUE", True), ("", False), ("否", False)])
def test_closed_is_yes_or_no(written, kept):
    assert said(closed=written)["closed"] is kept


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ({"code": ""}, "缺少编码"),
        ({"code": "3.10101E+17"}, "科学计数"),
        ({"code": "有 空格"}, "只能用字母、数字"),
        ({"code": "x" * 51}, "最多 50"),
        ({"name": ""}, "缺少名称"),
        ({"name": "名" * 101}, "名称太长：最多 100 个字"),
        ({"name": "某某\n工会"}, "换行"),
        ({"level": "省"}, "层级“省”不认识，可以填：市、区"),
        ({"kind": "食堂"}, "类别“食堂”不认识"),
        ({"parent": "上级"}, "只能用字母、数字"),
        ({"district": "雁荡区"}, "不是上海 16 个区之一"),
        ({"areas": "长" * 51}, "覆盖范围太长"),
        ({"employers": "、".join(map(str, range(2001)))}, "最多填 2000 个"),
        ({"groups": "骑手、飞行员"}, "服务群体“飞行员”不认识"),
        ({"address": "路" * 201}, "地址太长"),
        ({"hours": "时" * 101}, "服务时间太长"),
        ({"latitude": "121.47", "longitude": "31.23"}, "填反了"),
        ({"latitude": "39.9", "longitude": "121.4"}, "不在上海范围内"),
        ({"latitude": "nan", "longitude": "121.4"}, "不在上海范围内"),
        ({"latitude": "三十一度", "longitude": "121.4"}, "不是数字"),
        ({"latitude": "31.2", "longitude": ""}, "要么都填"),
        ({"phone": "1380000"}, "电话“1380000”的写法不对"),
        ({"phone": "、".join(["13800000000"] * 5)}, "电话太长"),
        ({"contacts": "张三丰 主席 138"}, "联系人的电话写法不对"),
        ({"contacts": "张" * 31}, "联系人太长"),
        ({"closed": "也许"}, "停用“也许”不认识"),
    ],
)
def test_what_is_wrong_with_a_cell_is_said(cells, part):
    problems = read(Row(2, {"code": "A-1", **cells}))[1]
    assert any(part in problem for problem in problems)


def test_every_wrong_cell_of_a_row_is_said():
    assert len(read(Row(2, {"code": "A-1", "level": "省", "phone": "1", "district": "x"}))[1]) == 3


def test_a_contacts_number_is_not_repeated_in_what_is_said():
    assert "13999" not in wrong(contacts="张三丰 主席 13999")
