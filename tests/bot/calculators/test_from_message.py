"""A question with its own numbers is answered with them, and one without is not."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.calculators.from_message import guess, personal_answer
from bot.calculators.wanted import topic_of_numbers

TODAY = date(2026, 11, 22)


def answer(topic: str, text: str, **entities: Any) -> str | None:
    return personal_answer(topic, text, entities, TODAY)


@pytest.mark.parametrize(
    ("topic", "text", "expected"),
    [
        # Two years are 2, the six months over a full year: 3.
        ("termination.illegal", "我干了两年半被辞退能拿多少", ["3个月工资", "6个月工资"]),
        # Less than six months: half a month.
        ("termination.probation", "试用期第二个月被辞退", ["半个月工资", "1个月工资", "不符合录用条件"]),
        ("termination.probation", "入职第三天公司就让我走", ["半个月工资"]),
        ("termination.illegal", "上了10天班就被辞退", ["半个月工资"]),
        ("termination.severance", "幹了三年零七個月被開除", ["4个月工资", "8个月工资"]),
        ("termination.severance", "6年老员工被辞退赔多少", ["6个月工资", "按正好整年算"]),
        ("termination.severance", "签了三年合同，干了一年半被辞退", ["2个月工资"]),
        ("termination.severance", "公司欠我三个月工资，干了五年了，能要多少补偿", ["5个月工资"]),
        # Whatever 快三年 is, it is over two and a half: 3 × 8000.
        ("termination.severance", "干了快三年，一个月8000，公司让我走能拿多少", ["24000元", "48000元"]),
        # 15 March 2020 to 22 November 2026: 6 years 8 months, 7 × 12000.
        ("termination.severance", "2020年3月15号入职的，工资一万二，被裁了", ["84000元", "168000元"]),
        ("termination.severance", "2019年3月入职，现在被辞退，赔多少", ["8个月工资"]),
        ("termination.n_plus_1", "干了4年说我不胜任当天就让我走", ["一共（N+1）：5个月工资"]),
        ("termination.expiry", "合同到期公司不续，干了两年", ["2个月工资"]),
        # 8000 ÷ 174 = 45.98.
        ("hours.overtime_pay", "我一个月8000加班费时薪多少", ["45.98元", "68.97元", "91.95元", "137.93元"]),
        # 6000 ÷ 174 × 2 × 16 = 1103.45.
        ("hours.overtime_pay", "工资六千，周末加班两天多少钱", ["1103.45元"]),
        ("hours.holiday_pay", "国庆加班三天，月薪8700", ["3600元"]),
        ("leave.annual_days", "工龄12年年休假几天", ["10天"]),
        ("leave.annual_days", "快10年工龄有几天年假", ["5天"]),
        ("leave.annual_unused", "还有5天年假没休，工资8700", ["4000元"]),
        ("leave.annual_prorate", "工龄11年，今年7月1号入职，年假几天", ["5天", "184天"]),
        ("contract.double_pay", "没签合同干了8个月", ["7个月的工资"]),
        ("contract.double_pay", "上班三个月没签合同，工资6000", ["12000元"]),
        ("contract.double_pay", "干了两年多一直没签劳动合同", ["11个月的工资", "一年都过了"]),
        ("join.dues", "工资6000会费多少", ["30元"]),
        ("injury.disability", "十级伤残", ["7个月本人工资"]),
        ("injury.disability", "工伤鉴定9级能赔多少，工资8000一个月", ["72000元"]),
        ("injury.uninsured", "没交工伤保险，评了八级", ["单位付，没参保"]),
        ("wage.sick_pay", "在公司干了3年，病假两个月，工资6000", ["4200元"]),
        ("dispute.limitation", "去年12月15号离职的，现在还能仲裁吗", ["2026年12月15日", "还有23天"]),
        ("fund.two_percent", "上个月工资总额40万要交多少工会经费", ["8000元"]),
    ],
)
def test_a_question_is_answered_with_its_own_numbers(topic: str, text: str, expected: list[str]) -> None:
    found = answer(topic, text)
    assert found is not None
    for part in expected:
        assert part in found
    assert len(found.encode()) <= 800


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("termination.severance", "被辞退了能拿多少"),
        ("termination.probation", "试用期被辞退有钱吗"),
        ("termination.severance", "合同签了三年被辞退赔多少"),
        ("termination.severance", "老板说干满三年给我补偿"),
        ("termination.severance", "公司拖欠我半年工资我想走能拿多少"),
        ("termination.severance", "在甲公司干了三年，在乙公司干了两年"),
        ("termination.severance", "干了好几年了被辞退"),
        ("termination.severance", "干了三年我想自己辞职有钱吗"),
        ("termination.severance", "提前30天通知是什么意思"),
        ("hours.overtime_pay", "每天加班2小时工资5000"),
        ("hours.overtime_pay", "到手5000加班费怎么算"),
        ("hours.overtime_pay", "欠我加班费8000"),
        ("leave.annual_days", "入职8个月有年假吗"),
        ("contract.double_pay", "没签合同怎么办"),
        ("contract.double_pay", "签了两年合同"),
        ("injury.disability", "九级十级差多少"),
        ("injury.disability", "五到十级怎么赔"),
        ("injury.disability", "三级医院看工伤行吗"),
        ("wage.sick_pay", "请了三个月病假"),
        ("dispute.limitation", "上个月被扣工资"),
        ("join.dues", "会费怎么交"),
        ("fund.two_percent", "50个人要交多少"),
        ("wage.arrears", "干了两年半被辞退"),
    ],
)
def test_without_a_number_that_is_surely_meant_nothing_is_calculated(topic: str, text: str) -> None:
    assert answer(topic, text) is None


def test_a_cap_that_is_not_known_yet_is_told_with_who_knows_it() -> None:
    found = answer("termination.severance", "我月薪四万五，干了十四年零两个月被裁")
    assert found is not None
    assert "封顶是12个月" in found and "12333" in found and "37302元" in found


def test_words_that_leave_room_give_both_readings() -> None:
    found = answer("termination.severance", "干了两年多被辞退")
    assert found is not None
    assert "2.5个月工资" in found and "3个月工资" in found


def test_a_month_without_its_day_gives_both_ends_of_the_month() -> None:
    found = answer("dispute.limitation", "去年11月离职的还能仲裁吗")
    assert found is not None
    assert "2026年11月1日" in found and "2026年11月30日" in found


def test_people_times_their_average_wage_are_a_payroll() -> None:
    found = answer("fund.two_percent", "我们50个人，人均工资8000，一个月交多少工会经费", people=50)
    assert found is not None and "8000元" in found and "400000元" in found


def test_a_guess_names_the_calculator_and_its_inputs() -> None:
    found = guess("termination.severance", "干了两年半，月薪9000，被辞退", {}, TODAY)
    assert found is not None
    assert found.calculator == "severance"
    assert [dict(case.inputs) for case in found.cases] == [
        {"situation": "unsure", "wage": Decimal(9000), "service_months": Decimal(30)}
    ]


def test_days_that_cannot_be_are_a_misreading_and_give_no_answer() -> None:
    assert answer("leave.annual_prorate", "工龄11年，今年7月1号入职，今年3月1号离职") is None


def test_who_joined_this_year_is_told_the_leave_of_each_length_of_work() -> None:
    # From 1 July, 184 of 365 days: 5 × 0.504 = 2, 10 × 0.504 = 5, 15 × 0.504 = 7.
    text = answer("leave.annual_days", "今年七月入职到现在年假几天") or ""

    assert all(
        part in text for part in ("满1年不满10年：2026年折算的年休假：2天", "满20年：2026年折算的年休假：7天", "12个月")
    )


def test_who_joined_in_an_earlier_year_has_not_told_how_long_they_worked() -> None:
    assert answer("leave.annual_days", "去年七月入职，年假几天") is None


def test_overtime_of_no_kind_is_told_for_each_kind_of_day() -> None:
    # 8000 ÷ 174 × 4 × 1.5, 2 and 3.
    text = answer("hours.overtime_pay", "夜班加班4小时月薪8000多少钱") or ""

    assert all(part in text for part in ("工作日", "275.86元", "367.82元", "551.72元"))


def test_months_without_a_contract_run_from_the_day_of_joining() -> None:
    # 23 January to 22 November are ten months, nine of them count double.
    assert "54000元" in (answer("contract.double_pay", "今年1月23号上班到现在没签合同，工资六千，该赔我多少") or "")
    assert answer("contract.double_pay", "今年1月23号上班，上个月补签了合同，工资六千，以前没签的赔不赔") is None


def test_a_layoff_is_severance_and_says_when_it_is_double() -> None:
    """劳动合同法 第四十七条: eight years are eight months, 8 × 12000; 第八十七条: twice that where it was unlawful."""
    topic = topic_of_numbers("contract.double_pay", text := "公司裁员了 我在公司8年了 一个月一万二 能赔多少", {}, TODAY)
    told = answer(topic, text) or ""
    assert topic == "termination.severance" and "经济补偿（N）：96000元" in told and "双倍（2N）" in told
    # March 2018 to the end of October 2026 are eight years and more than half of one, whatever day of March: 9 × 12000.
    text = "公司把我开了说要裁员，我18年3月进来的到今年10月底，一个月一万二，能赔多少"
    told = answer(topic_of_numbers("contract.double_pay", text, {}, TODAY), text) or ""
    assert "到2026年10月31日" in told and "108000元" in told and "两倍工资" not in told


def test_overtime_by_the_base_pay_and_days_named_one_by_one() -> None:
    """劳动法 第四十四条: 5220 ÷ 174 = 30 an hour; 20 × 45 = 900, 16 × 60 = 960, 8 × 90 = 720."""
    told = answer("hours.overtime_pay", "底薪5220，加了二十个小时班，周六两天，国庆一天") or ""
    assert all(sum_ in told for sum_ in ("一共：2580元", "900元", "960元", "720元"))


def test_a_week_of_sick_leave_is_a_part_of_the_month() -> None:
    told = answer("wage.sick_pay", "我干了八个月 请了一个礼拜病假 工资3000") or ""
    assert "5天病假不少于：503.91元" in told and "病假工资一个月不少于：2192元" in told
