"""What people say of the union at their workplace (opinion 五（二）1)."""

import pytest

from bot.cases.own_union import LABELS, said_of_it


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("我要投诉我们公司工会", "accused"),
        ("举报单位工会主席克扣福利", "accused"),
        ("我们工会帮着老板说话", "accused"),
        ("工会不作为，收了会费什么都不管", "accused"),
        ("厂里的工会不敢跟老板说", "dares_not"),
        ("工会的人怕得罪老板", "dares_not"),
        ("工会主席是老板的老婆", "not_well_placed"),
        ("工会主席就是人事经理", "not_well_placed"),
        ("不想让公司工会知道是我说的", "not_well_placed"),
        ("工会主席说他不方便出面", "not_well_placed"),
        ("找过工会，没用", "cannot"),
        ("我们单位的工会说管不了", "cannot"),
        ("工会去谈过了，谈不下来", "cannot"),
    ],
)
def test_words_on_the_own_union_are_understood(text, said):
    assert said_of_it(text) == said
    assert said in LABELS


@pytest.mark.parametrize(
    "text",
    [
        "老板拖欠工资三个月",
        "公司没有工会",
        "我想加入工会",
        "区工会不管我们",
        "街道工会说管不了，让找区里",
        "总工会能管吗",
        "公司工会主席被老板辞退了",
        "工会费怎么交",
    ],
)
def test_words_on_other_unions_or_other_matters_are_not(text):
    assert said_of_it(text) is None
