"""Answers to a calculator's questions as people write them: the value, or why it is asked back."""

from datetime import date
from typing import Any

import pytest

from bot import clock
from bot.calculators.field import Field
from bot.calculators.registry import CALCULATORS
from bot.forms.field import Problem
from bot.forms.inputs import NONE, reader, shown, wrong
from bot.understanding import Understanding

TODAY = date(2026, 11, 22)
BACK = "asked back"


def field(name: str) -> Field:
    calculator, _, wanted = name.partition(".")
    return next(f for f in (*CALCULATORS[calculator].fields, *CALCULATORS[calculator].derived) if f.name == wanted)


def read(name: str, text: str) -> Any:
    with clock.fixed(TODAY):
        value = reader(field(name))(Understanding(text, "unclear"))
    if isinstance(value, Problem):
        assert value.said().endswith("。")
        return BACK
    return value


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        # Sums: of a month, before tax, exact.
        ("severance.wage", "8000", "8000"),
        ("severance.wage", "一万二", "12000"),
        ("severance.wage", "8k", "8000"),
        ("severance.wage", "每个月6500块", "6500"),
        ("severance.wage", "大概8000吧", "8000"),
        ("union_dues.wage", "底薪6285.5", "6285.5"),
        ("severance.wage", "8,500.75元", "8500.75"),
        ("severance.wage", "年薪10万", BACK),
        ("severance.wage", "一天300", BACK),
        ("severance.wage", "时薪30元", BACK),
        ("severance.wage", "到手6000", BACK),
        ("severance.wage", "七八千", BACK),
        ("severance.wage", "好几千", BACK),
        ("severance.wage", "9000到10000", BACK),
        ("severance.wage", "8", BACK),
        # A month's wage of another order is asked back; who says that it is so is believed.
        ("severance.wage", "8块", BACK),
        ("severance.wage", "499", BACK),
        ("severance.wage", "500", "500"),
        ("severance.wage", "20万", "200000"),
        ("severance.wage", "80万", BACK),
        ("severance.wage", "800000.50", BACK),
        ("severance.wage", "确实是80万", "800000"),
        ("severance.wage", "没写错，300块", "300"),
        ("union_dues.wage", "62850000", BACK),
        ("union_funds.payroll", "400", BACK),
        ("union_funds.payroll", "20亿", BACK),
        ("union_funds.payroll", "一千万", "10000000"),
        ("severance.wage", "三年", BACK),
        ("severance.wage", "公司不肯说", None),
        ("severance.wage", "我查一下工资条", None),
        ("severance.wage", "多少算高", None),
        # Days: exact ones only.
        ("severance.start", "2021-03-01", "2021-03-01"),
        ("severance.start", "20210301", "2021-03-01"),
        ("severance.start", "去年3月15号", "2025-03-15"),
        ("severance.start", "２０２１年３月１日", "2021-03-01"),
        ("severance.start", "上个月15号", "2026-10-15"),
        ("severance.start", "昨天", "2026-11-21"),
        ("severance.start", "2021年3月", BACK),
        ("severance.start", "上个月", BACK),
        ("severance.start", "2020年1月1日到2025年1月1日", BACK),
        ("severance.start", "1999年的事", None),
        ("severance.start", "没有", None),
        # What has begun or happened was not tomorrow; a last day may be.
        ("severance.start", "明天", BACK),
        ("severance.start", "2027年3月1号", BACK),
        ("severance.end", "明天", "2026-11-23"),
        ("severance.end", "2029年1月1日", BACK),
        ("injury_benefit.injured", "下个月3号", BACK),
        ("arbitration_deadline.knew", "明年1月5号", BACK),
        ("arbitration_deadline.interrupted", "后天", BACK),
        ("unsigned_contract.start", "2026-12-01", BACK),
        ("unsigned_contract.signed", "下周一", BACK),
        ("annual_leave.joined", "2026年12月1日", BACK),
        ("annual_leave.left", "2026年12月31日", "2026-12-31"),
        ("severance.end", "还没走", "2026-11-22"),
        ("severance.end", "还在上班", "2026-11-22"),
        ("unsigned_contract.signed", "没签", NONE),
        ("unsigned_contract.signed", "不知道有没有签", None),
        ("annual_leave.joined", "不是", NONE),
        ("annual_leave.left", "不离职", NONE),
        # Lengths: whole months and a half for days beyond them.
        ("sick_pay.service_months", "三年", "36"),
        ("sick_pay.service_months", "干了两年零三个月了", "27"),
        ("sick_pay.service_months", "3年零10天", "36.5"),
        ("sick_pay.service_months", "一个半月", "1.5"),
        ("sick_pay.service_months", "半年", "6"),
        ("annual_leave.total_months", "工龄18年", "216"),
        ("sick_pay.service_months", "两年多", BACK),
        ("sick_pay.service_months", "快三年", BACK),
        ("sick_pay.service_months", "十年左右", BACK),
        ("sick_pay.service_months", "3", None),
        ("sick_pay.service_months", "不到一年", None),
        ("sick_pay.service_months", "八十年", None),
        # Hours and days.
        ("overtime.workday_hours", "20", "20"),
        ("overtime.workday_hours", "一共加了20个小时", "20"),
        ("overtime.workday_hours", "二十个半小时", "20.5"),
        ("overtime.workday_hours", "2.5小时", "2.5"),
        ("overtime.workday_hours", "没有加班", "0"),
        ("overtime.workday_hours", "没加过", "0"),
        ("overtime.workday_hours", "每天2小时", BACK),
        ("overtime.workday_hours", "3天", BACK),
        ("overtime.workday_hours", "5000", BACK),
        ("overtime.rest_day_hours", "周末加班两天", "16"),
        ("overtime.rest_day_hours", "三天", "24"),
        ("overtime.holiday_hours", "两天半", "20"),
        ("overtime.rest_day_hours", "每周两天", BACK),
        ("overtime.workday_hours", "好多", None),
        ("annual_leave.taken", "两天半", "2.5"),
        ("annual_leave.taken", "休了3天", "3"),
        ("annual_leave.taken", "一天都没休", "0"),
        ("annual_leave.taken", "半天", "0.5"),
        ("annual_leave.taken", "400天", BACK),
        ("sick_pay.sick_days", "整个月都休", NONE),
        # Counts.
        ("injury_benefit.grade", "十级", "10"),
        ("injury_benefit.grade", "鉴定结果是9级伤残", "9"),
        ("injury_benefit.grade", "11级", BACK),
        ("injury_benefit.grade", "还没鉴定", None),
        ("union_funds.kept_percent", "60%", "60"),
        ("union_funds.kept_percent", "百分之六十", "60"),
        ("union_funds.kept_percent", "0.6", BACK),
        # One of several, by its label or its words.
        ("severance.situation", "公司提出，协商解除", "agreed"),
        ("severance.situation", "我自己辞职的", "resigned"),
        ("severance.situation", "合同到期了不续", "expiry"),
        ("severance.situation", "没理由就让我走", "illegal"),
        ("severance.situation", "被辞退了", "unsure"),
        ("severance.situation", "今天天气好", None),
        ("arbitration_deadline.matter", "欠我工资", "arrears"),
        ("arbitration_deadline.matter", "二倍工资", "other"),
        # Yes or no.
        ("injury_benefit.insured", "交了", True),
        ("injury_benefit.insured", "没交", False),
        ("injury_benefit.insured", "有", True),
        ("injury_benefit.insured", "否", False),
        ("injury_benefit.insured", "不知道有没有交", None),
        ("severance.notice", "提前一个月说的", True),
        ("severance.notice", "当天就让我走", False),
    ],
)
def test_an_answer_is_read_strictly(name: str, text: str, value: Any) -> None:
    assert read(name, text) == value


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("severance.start", "2021-03-01", "2021年3月1日"),
        ("severance.wage", "8500.75", "8500.75元"),
        ("severance.service_months", "30", "2年6个月"),
        ("severance.situation", "layoff", "裁员"),
        ("severance.notice", False, "否"),
        ("overtime.workday_hours", "2.5", "2.5小时"),
        ("injury_benefit.grade", "10", "10级"),
        ("union_funds.kept_percent", "60", "60%"),
        ("unsigned_contract.signed", NONE, "没有补签"),
        ("sick_pay.sick_days", NONE, "整月"),
    ],
)
def test_a_value_is_shown_as_people_write_it(name: str, value: Any, words: str) -> None:
    assert shown(field(name), value) == words


def test_an_unlikely_sum_is_repeated_with_what_it_may_be_and_how_to_insist() -> None:
    for text, sum_, words in (("80万", "800000元", "多了个零"), ("8块", "8元", "太少了")):
        problem = reader(field("severance.wage"))(Understanding(text, "unclear"))
        assert isinstance(problem, Problem)
        assert sum_ in problem.said() and words in problem.said() and f"确实是{sum_}" in problem.said()
        # What is offered to insist is taken.
        assert reader(field("severance.wage"))(Understanding(f"确实是{sum_}", "unclear")) == sum_.removesuffix("元")


def test_a_wrong_answer_is_told_what_is_meant_with_an_example() -> None:
    assert "8000" in wrong(field("severance.wage"))
    assert "12年" in wrong(field("annual_leave.total_months"))
    assert "从这些里选" in wrong(field("severance.situation"))
    assert "“是”或者“否”" in wrong(field("injury_benefit.insured"))


@pytest.mark.parametrize("name", ["overtime.workday_hours", "annual_leave.taken", "injury_benefit.grade"])
def test_a_long_message_is_no_count_and_takes_no_time(name: str) -> None:
    assert read(name, "上了加了" * 300) is None


def test_days_of_leave_are_no_time_of_work():
    total = next(field for field in CALCULATORS["annual_leave"].fields if field.name == "total_months")
    with clock.fixed(date(2026, 11, 22)):
        assert reader(total)(Understanding("休了5天", "unclear")) is None
        assert reader(total)(Understanding("工龄5年", "unclear")) == "60"
