"""Work injury benefits, worked out by hand from 工伤保险条例 第三十五至三十七、六十四条."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calculators.calculation import Calculation
from bot.calculators.injury_benefit import injury_benefit

# The average wage is known for this day: 12434, so own wages lie between 7460.40 and 37302.
KNOWN = date(2026, 3, 31)
LATER = date(2026, 11, 22)


def benefit(**given: Any) -> Calculation:
    return injury_benefit(today=given.pop("today", KNOWN), **given)


@pytest.mark.parametrize(
    ("grade", "months"), [(1, 27), (2, 25), (3, 23), (4, 21), (5, 18), (6, 16), (7, 13), (8, 11), (9, 9), (10, 7)]
)
def test_the_lump_sum_goes_by_the_grade(grade: int, months: int) -> None:
    assert benefit(grade=grade).lines[0].shown == f"{months}个月本人工资"
    assert benefit(grade=grade, wage=Decimal(10000)).lines[0].value == 10000 * months


@pytest.mark.parametrize(("grade", "share"), [(1, 90), (2, 85), (3, 80), (4, 75), (5, 70), (6, 60)])
def test_the_graver_grades_have_a_monthly_allowance(grade: int, share: int) -> None:
    assert benefit(grade=grade).lines[1].shown == f"本人工资的{share}%"
    assert benefit(grade=grade, wage=Decimal(10000)).lines[1].shown == f"{share * 100}元"


def test_the_fund_pays_up_to_grade_four_and_the_employer_the_allowance_of_five_and_six() -> None:
    assert "基金付" in benefit(grade=4).lines[1].label
    assert "单位付" in benefit(grade=5).lines[1].label


def test_the_employer_pays_it_all_where_nobody_was_insured() -> None:
    calculation = benefit(grade=9, insured=False)
    assert not any("基金付" in line.label for line in calculation.lines)
    assert ("工伤保险条例", "62") in {(c.title, c.article) for c in calculation.citations}


def test_a_low_wage_counts_as_sixty_percent_of_the_average_and_a_high_one_as_three_times_it() -> None:
    """12434 × 60% = 7460.40, × 7 = 52222.80; 12434 × 3 = 37302, × 7 = 261114."""
    assert benefit(grade=10, wage=Decimal(6000)).lines[0].shown == "52222.8元"
    assert benefit(grade=10, wage=Decimal(50000)).lines[0].shown == "261114元"


def test_a_low_wage_is_told_the_last_known_floor_with_its_month_where_the_years_is_not_known() -> None:
    """工伤保险条例 第六十四条: 12434 × 60% = 7460.40, × 7 = 52222.80; of an unknown day it may be an older one."""
    calculation = benefit(grade=10, wage=Decimal(3000), today=LATER)
    assert calculation.lines[0].shown == "约52222.8元"
    assert "低于下限" in calculation.text() and "2025年7月起的12434元" in calculation.text()
    assert benefit(grade=10, wage=Decimal(3000), injured=LATER, today=LATER).lines[0].shown == "不少于52222.8元"


def test_above_a_cap_that_is_not_known_yet_only_a_limit_is_given() -> None:
    """The cap can only lower 7 × 50000 = 350000."""
    assert "只是个界限" in benefit(grade=10, wage=Decimal(50000), today=LATER).text()
    assert benefit(grade=10, wage=Decimal(50000), today=LATER).lines[0].shown == "不超过350000元"
    assert benefit(grade=10, wage=Decimal(9000), today=LATER).lines[0].value == 63000


def test_the_bounds_go_by_the_day_of_the_injury() -> None:
    """In May 2025 the average was 12307: 60% are 7384.20."""
    calculation = benefit(grade=10, wage=Decimal(6000), injured=date(2025, 5, 1), today=LATER)
    assert calculation.lines[0].shown == "51689.4元"


@pytest.mark.parametrize(("grade", "months"), [(5, 18), (6, 15), (7, 12), (8, 9), (9, 6), (10, 3)])
def test_the_two_sums_at_leaving_are_months_of_the_citys_average_wage(grade: int, months: int) -> None:
    """上海市工伤保险实施办法: grade 10 brings 3 × 12434 = 37302 twice, once from the fund, once from the employer."""
    line = benefit(grade=grade, wage=Decimal(9000)).lines[-1]
    assert line.shown == f"{months}个月全市平均工资，现在是{12434 * months}元"
    assert "基金付" in line.label and "单位付" in line.label
    later = benefit(grade=grade, today=LATER)
    assert later.lines[-1].shown == f"{months}个月全市平均工资，约{12434 * months}元"
    assert "准数打12333问" in later.text()


def test_the_four_gravest_grades_keep_their_employment_and_leave_with_nothing() -> None:
    text = benefit(grade=4).text()
    assert "就业补助金" not in text and "不能解除" in text


def test_the_sums_at_leaving_hang_on_who_ends_the_employment() -> None:
    """工伤保险条例 第三十六条: grades 5 and 6 only at their own wish; 第三十七条: 7 to 10 also when the term ends."""
    assert "合同到期终止" not in benefit(grade=6).text()
    assert "合同到期终止" in benefit(grade=7).text()


@pytest.mark.parametrize(
    ("grade", "wage", "lump", "monthly"),
    [
        # 第三十五条: 27 × 8000 and 90% of 8000 a month.
        (1, "8000", "216000元", "7200元"),
        # 21 × 8000 and 75%.
        (4, "8000", "168000元", "6000元"),
        # 第三十六条: 18 × 20000 and 70%.
        (5, "20000", "360000元", "14000元"),
        # 16 × 7460.40, as 4000 is below 60% of 12434 (第六十四条), and 60% of it: 4476.24.
        (6, "4000", "119366.4元", "4476.24元"),
        # At the bounds themselves nothing changes: 16 × 7460.40 and 16 × 37302.
        (6, "7460.40", "119366.4元", "4476.24元"),
        (6, "37302", "596832元", "22381.2元"),
        # A fen above three times the average counts as three times.
        (6, "37302.01", "596832元", "22381.2元"),
    ],
)
def test_lump_sum_and_allowance_by_hand(grade: int, wage: str, lump: str, monthly: str) -> None:
    shown = [line.shown for line in benefit(grade=grade, wage=Decimal(wage)).lines]
    assert shown[:2] == [lump, monthly]


def test_grades_seven_to_ten_have_no_allowance() -> None:
    """第三十七条: 13 × 10000 for grade 7, and no monthly sum."""
    calculation = benefit(grade=7, wage=Decimal(10000))
    assert calculation.lines[0].value == 130000
    assert "津贴" not in calculation.text()


@given(st.integers(1, 10), st.decimals(1, 200_000, places=2), st.decimals(1, 200_000, places=2))
def test_more_wage_never_brings_less_and_the_bounds_hold(grade: int, one: Decimal, two: Decimal) -> None:
    less, more = (benefit(grade=grade, wage=wage).lines[0].value for wage in sorted((one, two)))
    months = int(benefit(grade=grade).lines[0].shown.partition("个")[0])
    assert Decimal("7460.40") * months <= less <= more <= Decimal(37302) * months  # type: ignore[operator]


@given(st.integers(1, 9), st.decimals(1, 200_000, places=2))
def test_a_graver_grade_never_brings_less(grade: int, wage: Decimal) -> None:
    graver, lighter = (benefit(grade=number, wage=wage).lines[0].value for number in (grade, grade + 1))
    assert graver > lighter > Decimal(0)  # type: ignore[operator]
