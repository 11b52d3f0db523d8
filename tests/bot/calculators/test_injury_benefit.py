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


def test_outside_of_bounds_that_are_not_known_yet_only_a_limit_is_given() -> None:
    """The floor can only raise 7 × 6000 = 42000, the cap only lower 7 × 50000 = 350000."""
    calculation = benefit(grade=10, wage=Decimal(6000), today=LATER)
    assert calculation.lines[0].shown == "不少于42000元"
    assert "只是个界限" in calculation.text()
    assert benefit(grade=10, wage=Decimal(50000), today=LATER).lines[0].shown == "不超过350000元"
    assert benefit(grade=10, wage=Decimal(9000), today=LATER).lines[0].value == 63000


def test_the_bounds_go_by_the_day_of_the_injury() -> None:
    """In May 2025 the average was 12307: 60% are 7384.20."""
    calculation = benefit(grade=10, wage=Decimal(6000), injured=date(2025, 5, 1), today=LATER)
    assert calculation.lines[0].shown == "51689.4元"


def test_the_two_sums_at_leaving_are_named_without_an_amount() -> None:
    for grade in range(5, 11):
        shown = [line.shown for line in benefit(grade=grade, wage=Decimal(9000)).lines[-2:]]
        assert shown == ["另给，数额问12333"] * 2
    assert "就业补助金" not in benefit(grade=4).text()


@given(st.integers(1, 9), st.decimals(1, 200_000, places=2))
def test_a_graver_grade_never_brings_less(grade: int, wage: Decimal) -> None:
    graver, lighter = (benefit(grade=number, wage=wage).lines[0].value for number in (grade, grade + 1))
    assert graver > lighter > Decimal(0)  # type: ignore[operator]
