"""A service asked for outright in one clause of a longer message."""

import pytest
import yaml

from bot.nlu.outright import asked_outright
from bot.paths import ROOT

HELD_OUT = ROOT / "tests" / "nlu"
NEAR_MISSES = [
    text
    for path in (HELD_OUT / "not_service.yml", HELD_OUT / "development" / "not_service.yml")
    for text in yaml.safe_load(path.read_text(encoding="utf-8"))
]

ASKED = [
    ("我要申请调解，公司不给年假工资，上海小熊食品厂，奉贤庄行，两千块，就我一个", "mediation"),
    ("老板拖了两个月工资9000块，想找工会调解一下", "mediation"),
    ("我要申请法律援助 公司拖欠我工资 还没开始 三万", "legal_aid"),
    ("公司不给双倍工资，11月10号收到的仲裁裁决 帮我申请法律援助", "legal_aid"),
    ("给我找个律师 公司把我开除了一分钱没给", "legal_aid"),
    ("老板拖工资怎么办，帮我申请法律援助", "legal_aid"),
    ("我妈住院花了十几万，公司也停工了，请帮我申请困难补助，谢谢", "hardship"),
    ("公司欠我加班費，幫我申請法律援助", "legal_aid"),
]


@pytest.mark.parametrize(("text", "service"), ASKED)
def test_a_clause_that_asks_for_a_service_is_heard_inside_a_story(text: str, service: str) -> None:
    assert asked_outright(text) == service


@pytest.mark.parametrize(
    "text",
    [
        "法律援助要什么条件",
        "我要申请法律援助，要带什么材料",
        "我想申请调解，流程是什么",
        "公司欠薪，我要申请法律援助吗",
        "公司欠薪，我要申请调解？",
        "想辦個調解，要走哪些程序",
        "公司欠我工资，同事叫我申请法律援助",
        "如果仲裁输了，我要申请法律援助",
        "老板说了，我要申请调解就开除我",
        "我不想申请调解，直接仲裁",
        "我之前已经申请法律援助，律师没来",
        "随便问问，我要申请法律援助",
        "公司给我找个律师谈话",
        "人家帮我申请的调解没成功",
    ],
)
def test_who_asks_about_it_or_tells_of_it_asks_for_none(text: str) -> None:
    assert asked_outright(text) is None


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_no_near_miss_asks_for_a_service_outright(text: str) -> None:
    assert asked_outright(text) is None
