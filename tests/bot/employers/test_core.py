"""What a written name comes down to."""

import pytest

from bot.employers.core import Core, core_of, tidy


@pytest.mark.parametrize(
    "written",
    [
        "上海市恒昌电子有限公司",
        "上海恒昌电子有限责任公司",
        "恒昌电子",
        "恒昌电子厂",
        "恒昌电子（松江）",
        "恆昌電子",
        " 恒昌·电子 ",
        "松江区恒昌电子",
        "恒昌电子松江分公司",
        "「恒昌电子」",
    ],
)
def test_place_legal_form_and_script_do_not_matter(written):
    core = core_of(written)
    assert (core.brand, core.trades) == ("恒昌", ("电子",))


@pytest.mark.parametrize(
    "written, brand, district",
    [
        ("大润发杨浦店", "大润发", "杨浦区"),
        ("大润发张江店", "大润发", "浦东新区"),
        ("海底捞（五角场万达店）", "海底捞", "杨浦区"),
        ("大润发黄兴路店", "大润发", None),
        ("老王面馆2号店", "老王", None),
        ("ＫＦＣ", "肯德基", None),
        ("7-ELEVEn", "七一一", None),
        ("58同城", "五八同城", None),
        ("宝山钢铁股份有限公司", "宝山", "宝山区"),
        ("上海银行", "上海", None),
        ("恒昌电子公司", "恒昌", None),
    ],
)
def test_a_branch_gives_the_district_and_the_brand_stays(written, brand, district):
    core = core_of(written)
    assert (core.brand, core.district) == (brand, district)


@pytest.mark.parametrize(
    "written",
    ["", "  ", "XX", "XX公司", "某某公司", "不知道", "没有", "老板个人", "王老板", "公司", "浦东电子厂", "一家小公司",
     "上海", "浦东新区", "12345678", "A公司", "？？", "我们公司", "不方便说", "某快递公司", "忘了叫什么", "老板跑了"],
)  # fmt: skip
def test_what_names_nobody_has_no_core(written):
    assert core_of(written) is None


@pytest.mark.parametrize("first, second", [("上海第二中学", "上海第2中学"), ("第十二中学", "十二中学")])
def test_ordinals_are_the_same_however_they_are_written(first, second):
    assert core_of(first).text == core_of(second).text


def test_only_the_whole_name_of_a_company_is_registered():
    assert core_of("上海恒昌电子有限公司").registered
    assert not core_of("恒昌电子公司").registered
    assert not core_of("上海恒昌电子有限公司松江分公司").registered


def test_what_is_kept_is_read_again():
    core = core_of("上海恒昌电子科技有限公司")
    assert core.text == "恒昌 电子 科技"
    assert Core.from_text(core.text) == Core("恒昌", ("电子", "科技"))


def test_a_name_is_kept_without_outer_spaces_and_not_longer_than_its_column():
    assert tidy("  恒昌  ") == "恒昌"
    assert tidy(None) == ""
    assert len(tidy("长" * 300)) == 100
    assert core_of("长" * 300) is not None
