"""Numbers about somebody's own case are taken only where the words say what they count."""

from datetime import date
from decimal import Decimal

import pytest

from bot.calculators import told
from bot.entities.normalise import normalise

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "wage"),
    [
        ("我一个月8000", 8000),
        ("工资六千", 6000),
        ("月薪1万2", 12000),
        ("每个月发4500", 4500),
        ("8500块一个月", 8500),
        ("到手8000", None),
        ("底薪3000提成另算", None),
        ("年薪20万", None),
        ("一天300块", None),
        ("欠我一个月工资8000", None),
        ("三个月工资一万八没发", None),
        ("工资从8000降到5000", None),
        ("以前工资8000，现在工资5000", None),
        ("工资好几千", None),
        ("补偿金5000", None),
        ("工资50", None),
        ("没签合同干了8个月工资5000", 5000),
        ("夜班加班4小时月薪8000多少钱", 8000),
        ("月薪8000周末加班4小时", 8000),
    ],
)
def test_a_monthly_wage(text: str, wage: int | None) -> None:
    assert told.wage(normalise(text)) == (None if wage is None else Decimal(wage))


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("十级伤残", 10),
        ("工伤鉴定9级", 9),
        ("评了八级", 8),
        ("伤残10级", 10),
        ("九级十级", None),
        ("一级响应", None),
        ("七级工伤", 7),
        ("六级工伤残疾", 6),
    ],
)
def test_a_grade(text: str, grade: int | None) -> None:
    assert told.grade(text) == grade


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("周末加班3个小时", {"rest_day_hours": 3}),
        ("周六加班一天", {"rest_day_hours": 8}),
        ("国庆加班三天", {"holiday_hours": 24}),
        ("国庆加班五天", {}),  # only three of them are paid threefold
        ("平时加班10小时", {"workday_hours": 10}),
        ("平时加班10小时周末加班8小时", {"workday_hours": 10, "rest_day_hours": 8}),
        ("上个月周末加班三天，平时加班20小时", {"rest_day_hours": 24, "workday_hours": 20}),
        ("每个月八千，周末加了三天", {"rest_day_hours": 24}),
        ("平时加班三天", {}),  # three evenings are not three days of eight hours
        ("加班10小时，周末8小时", {}),  # the first of them is of no kind
        ("平时加班10小时，20小时周末", {}),
        ("周末加班一天半", {}),
        ("国庆三天上了两天班加班费", {"holiday_hours": 16}),  # the first number is how long the holiday is
        ("平日多干10个小时加班", {"workday_hours": 10}),
        ("每个周末加班8小时", {}),
        # Less than the named days have: no total of them, so hours after work.
        (
            "底薪5220，加了二十个小时班，周六两天，国庆一天",
            {"workday_hours": 20, "rest_day_hours": 16, "holiday_hours": 8},
        ),
        ("周六加班三天", {"rest_day_hours": 24}),
    ],
)
def test_hours_of_overtime(text: str, hours: dict[str, int]) -> None:
    assert told.overtime_hours(text) == hours


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2020年3月15号入职", date(2020, 3, 15), date(2020, 3, 15)),
        ("2020年2月入职", date(2020, 2, 1), date(2020, 2, 29)),
        ("入职时间是2021-05-06", date(2021, 5, 6), date(2021, 5, 6)),
    ],
)
def test_the_day_of_joining(text: str, low: date, high: date) -> None:
    day = told.joined(text, TODAY)
    assert day is not None and (day.low, day.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "began", "left"),
    [
        ("2005年6月1日进厂 2026年6月30日被违法辞退", date(2005, 6, 1), date(2026, 6, 30)),
        ("2025年12月1日上班 2026年8月31日离职", date(2025, 12, 1), date(2026, 8, 31)),
        ("入职2018年3月5日 离职2026年10月31日", date(2018, 3, 5), date(2026, 10, 31)),
        ("入职2018年3月5日离职2026年10月31日", date(2018, 3, 5), date(2026, 10, 31)),
        ("2018年3月5日 入职 2026年10月31日 离职", date(2018, 3, 5), date(2026, 10, 31)),
        ("2018年3月5日入职 2026年10月31日离职 月薪12000 裁员", date(2018, 3, 5), date(2026, 10, 31)),
        ("离职2026年10月31日，入职2018年3月5日", date(2018, 3, 5), date(2026, 10, 31)),
        ("2019年3月1号进来干到今年10月底", date(2019, 3, 1), date(2026, 10, 31)),
        ("我2018年3月1号进来的到今年10月底", date(2018, 3, 1), date(2026, 10, 31)),
        ("今年1月23号上班到现在", date(2026, 1, 23), None),
    ],
)
def test_two_days_side_by_side_go_with_the_word_next_to_each(text: str, began: date, left: date | None) -> None:
    joined, gone = told.joined(text, TODAY), told.gone(text, TODAY)
    assert joined and joined.low == joined.high == began
    assert (gone and gone.low) == (gone and gone.high) == left


@pytest.mark.parametrize(
    ("text", "wage"),
    [
        ("被辞退 干了3年4个月 工资7500", 7500),
        ("被辞退 干了3年4个月 工资7500元", 7500),
        ("10个小时 工资5220", 5220),
        ("2018年3月5日入职 2026年10月31日离职 月薪12000 裁员", 12000),
        ("公司裁员了 我在公司8年了 一个月一万二 能赔多少", 12000),
        ("工资到手 八千", None),
        ("底薪5220 平时加班20小时", None),
    ],
)
def test_a_space_ends_a_clause_like_a_comma(text: str, wage: int | None) -> None:
    assert told.wage(text) == wage


def test_the_base_pay_is_the_wage_of_overtime_where_no_other_is_told() -> None:
    assert told.base_wage("底薪5220 平时加班20小时") == 5220
    assert told.base_wage("底薪3000，月薪8000") == 8000


def test_another_day_is_not_the_day_of_joining() -> None:
    assert told.joined("2020年3月15号受伤", TODAY) is None
    assert told.joined("2020年3月1号入职，2021年4月1号入职分公司", TODAY) is None


def test_the_day_of_leaving() -> None:
    day = told.gone("去年12月15号被辞退", TODAY)
    assert day is not None and day.low == date(2025, 12, 15)


@pytest.mark.parametrize(
    ("text", "days"),
    [("还有5天年假没休", 5), ("年休假还剩3天", 3), ("没休的年假有4天", 4), ("还有5天就离职", None)],
)
def test_days_of_leave_not_taken(text: str, days: int | None) -> None:
    assert told.untaken_leave(text) == days


@pytest.mark.parametrize(
    ("text", "people", "total"),
    [
        ("工资总额40万", None, 400000),
        ("50个人人均工资8000", 50, 400000),
        ("人均工资8000", None, None),
        ("工资8000", 50, None),
    ],
)
def test_a_payroll(text: str, people: int | None, total: int | None) -> None:
    assert told.payroll(text, people) == total


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("夜班加班4小时", 4),
        ("周末加班4小时", None),
        ("每天加班2小时", None),
        ("加班2小时又加班3小时", None),
        ("等了4小时", None),
    ],
)
def test_hours_that_name_no_kind_of_day(text: str, hours: int | None) -> None:
    assert told.hours_of_any_kind(normalise(text)) == (None if hours is None else Decimal(hours))


def test_the_day_on_which_the_employer_dismissed_somebody() -> None:
    day = told.gone(normalise("去年12月5号被公司开除的"), TODAY)

    assert day is not None and day.low == day.high == date(2025, 12, 5)
