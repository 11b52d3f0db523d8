"""Sick pay and the medical period by Shanghai's rules, worked out by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calculators.calculation import Calculation
from bot.calculators.sick_pay import sick_pay

# The minimum wage is known for this day (2740, four fifths are 2192), for the other not yet.
KNOWN = date(2026, 3, 31)
LATER = date(2026, 11, 22)


def pay(**given: Any) -> Calculation:
    return sick_pay(today=given.pop("today", KNOWN), **given)


@pytest.mark.parametrize(
    ("years", "sick", "share"),
    [
        ("0", "6", "60%"), ("1.9", "6", "60%"), ("2", "6", "70%"), ("4", "6", "80%"),
        ("6", "6", "90%"), ("8", "6", "100%"), ("0.9", "6.1", "40%"), ("1", "7", "50%"),
        ("2.9", "7", "50%"), ("3", "7", "60%"), ("30", "7", "60%"),
    ],
)  # fmt: skip
def test_the_share_goes_by_service_and_by_how_long_the_leave_lasts(years: str, sick: str, share: str) -> None:
    calculation = pay(service_months=Decimal(years) * 12, sick_months=Decimal(sick))
    assert calculation.lines[0].shown == f"本人工资的{share}"


@pytest.mark.parametrize(("months", "period"), [(0, 3), (11, 3), (12, 4), (48, 7), (251, 23), (252, 24), (480, 24)])
def test_the_medical_period_is_three_months_and_one_for_every_year(months: int, period: int) -> None:
    assert pay(service_months=Decimal(months)).lines[-1].value == period


def test_a_whole_month_and_some_days_of_it() -> None:
    """Three years, 70% of 6000 is 4200; five days are 4200 ÷ 21.75 × 5 = 965.52."""
    calculation = pay(service_months=Decimal(36), sick_months=Decimal(2), wage=Decimal(6000), sick_days=Decimal(5))
    assert [line.shown for line in calculation.lines] == ["965.52元", "4200元", "6个月"]


def test_the_floor_is_four_fifths_of_the_minimum_wage_where_that_is_known() -> None:
    """60% of 3000 is 1800, below 2740 × 0.8 = 2192."""
    assert pay(service_months=Decimal(6), wage=Decimal(3000)).lines[0].value == 2192


def test_where_the_minimum_wage_is_not_known_the_floor_of_the_last_one_is_the_least_and_says_its_month() -> None:
    """沪劳保保发〔2000〕14号: 80% of the minimum wage, which never falls: 2740 × 0.8 = 2192, not 3000 × 60% = 1800."""
    calculation = pay(today=LATER, service_months=Decimal(6), wage=Decimal(3000))
    assert (calculation.lines[0].label, calculation.lines[0].value) == ("病假工资一个月不少于", 2192)
    assert "2025年7月起是2740元" in "".join(calculation.steps)
    assert "12333" in calculation.text()


def test_a_week_of_it_is_five_days_of_the_raised_month() -> None:
    """2192 ÷ 21.75 × 5 = 503.91; 工资支付 by 21.75 days a month."""
    calculation = pay(today=LATER, service_months=Decimal(8), wage=Decimal(3000), sick_days=Decimal(5))
    assert (calculation.lines[0].label, calculation.lines[0].shown) == ("5天病假不少于", "503.91元")


def test_the_medical_period_is_told_with_its_sum() -> None:
    assert "3 + 2 = 5个月" in pay(service_months=Decimal(24)).steps[-1]
    assert pay(service_months=Decimal(6)).steps[-1].endswith("以后每满一年加1个月，是3个月。")


def test_without_a_length_of_the_leave_six_months_are_assumed_and_told() -> None:
    assert any("不超过6个月" in text for text in pay(service_months=Decimal(6)).assumptions)


@pytest.mark.parametrize(
    ("service", "sick", "wage", "month"),
    [
        # 沪劳保发〔1995〕83号 一: below two years 60%: 8000 × 0.6.
        ("23.9", "1", "8000", "4800"),
        # Two years to the day: 70%.
        ("24", "1", "8000", "5600"),
        # Eight years: all of it.
        ("96", "6", "8000", "8000"),
        # 二: a day more than six months is relief: three years and more 60%.
        ("96", "6.1", "8000", "4800"),
        # One year, over six months: 50%.
        ("12", "7", "8000", "4000"),
        # The base is the minimum wage at least (上海市企业工资支付办法 第九条): all of 2740, not of 2500.
        ("96", "1", "2500", "2740"),
        # 40% of 4000 are 1600; the floor is 2740 × 0.8 = 2192 (沪劳保保发〔2000〕14号).
        ("6", "7", "4000", "2192"),
    ],
)
def test_a_whole_month_by_service_length_and_wage(service: str, sick: str, wage: str, month: str) -> None:
    calculation = pay(service_months=Decimal(service), sick_months=Decimal(sick), wage=Decimal(wage))
    assert calculation.lines[0].value == Decimal(month)


def test_who_is_ill_for_more_than_six_months_hears_what_the_first_six_pay() -> None:
    """Five years: 80% for six months, then 60%."""
    text = pay(service_months=Decimal(60), sick_months=Decimal(8), wage=Decimal(8000)).text()
    assert text.startswith("疾病救济费一个月：4800元")
    assert "头6个月还是病假工资，本人工资的80%" in text


def test_days_are_counted_as_working_days_and_never_bring_more_than_the_month() -> None:
    """8000 × 100% ÷ 21.75 × 10 = 3678.16 for ten days; 22 days would be 8091.95, the month is 8000."""
    for days, shown in ((10, "3678.16元"), (22, "8000元")):
        given = {"service_months": Decimal(96), "wage": Decimal(8000), "sick_days": Decimal(days)}
        assert pay(**given).lines[0].shown == shown


def test_above_the_citys_average_the_employer_may_stop_and_it_is_said() -> None:
    """沪劳保发〔1995〕83号: pay above 12434 may be cut to it; 100% of 30000 is above, of 12434 is not."""
    assert "12434元）的部分，单位可以不发" in pay(service_months=Decimal(96), wage=Decimal(30000)).text()
    assert "可以不发" not in pay(service_months=Decimal(96), wage=Decimal(12434)).text()


@pytest.mark.parametrize("months", [0, 12, 240, 264])
def test_the_sum_of_the_medical_period_is_told(months: int) -> None:
    """沪府发〔2015〕40号: 3 in the first year, 3 + 1, 3 + 20 = 23, 3 + 22 = 25 of which 24 count."""
    expected = {0: 3, 12: 4, 240: 23, 264: 24}[months]
    assert pay(service_months=Decimal(months)).lines[-1].shown == f"{expected}个月"


@given(st.integers(0, 600), st.decimals(1, 200_000, places=2), st.decimals(1, 200_000, places=2), st.integers(0, 24))
def test_more_wage_never_pays_less_sick_pay(months: int, one: Decimal, two: Decimal, sick: int) -> None:
    for today in (KNOWN, LATER):
        pays = [
            pay(today=today, service_months=Decimal(months), sick_months=Decimal(sick), wage=wage).lines[0].value
            for wage in sorted((one, two))
        ]
        assert Decimal(0) < pays[0] <= pays[1]  # type: ignore[operator]


@given(st.integers(0, 600), st.integers(0, 600), st.decimals(1, 100_000, places=2))
def test_longer_service_never_pays_less(one: int, two: int, wage: Decimal) -> None:
    less, more = sorted((one, two))
    pays = [pay(service_months=Decimal(months), wage=wage).lines[0].value for months in (less, more)]
    assert Decimal(0) <= pays[0] <= pays[1]  # type: ignore[operator]
