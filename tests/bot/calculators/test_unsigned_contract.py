"""Double wage without a written contract, worked out by hand from 实施条例 第六、七条."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calculators.calculation import Calculation
from bot.calculators.errors import OutOfRange, WrongOrder
from bot.calculators.unsigned_contract import unsigned_contract

TODAY = date(2026, 11, 22)
WAGE = Decimal(6000)


def claim(**given: Any) -> Calculation:
    return unsigned_contract(today=given.pop("today", TODAY), **given)


def test_the_first_month_is_free_and_the_day_of_signing_too() -> None:
    """15 January to 14 February is the month; 15 February to 14 June, the day before signing, are four: 24000."""
    calculation = claim(start=date(2026, 1, 15), signed=date(2026, 6, 15), wage=WAGE)
    assert calculation.lines[0].value == 24000
    assert "2026年2月15日到2026年6月14日" in calculation.text()


def test_eleven_months_are_the_most() -> None:
    """From 15 January 2024 to 14 January 2025 at most: 11 × 6000 = 66000; then the contract counts as made."""
    calculation = claim(start=date(2024, 1, 15), wage=WAGE, today=date(2025, 1, 20))
    assert calculation.lines[0].value == 66000
    assert "无固定期限" in calculation.text()


def test_a_part_of_a_month_is_its_share_of_days() -> None:
    """1 December to 15 May: five months and 15 of May's 31 days: 30000 + 6000 × 15 ÷ 31 = 32903.23."""
    calculation = claim(start=date(2025, 11, 1), left=date(2026, 5, 15), wage=WAGE)
    assert calculation.lines[0].shown == "32903.23元"


def test_from_the_31st_the_second_month_begins_on_the_first() -> None:
    """31 January: February has no 31st, so the month is over with 28 February; March counts in full."""
    calculation = claim(start=date(2026, 1, 31), left=date(2026, 3, 31), wage=WAGE)
    assert calculation.lines[0].value == 6000


def test_a_leap_year_ends_with_29_february() -> None:
    """From 1 March 2023 the year ends on 29 February 2024: eleven months from 1 April."""
    calculation = claim(start=date(2023, 3, 1), wage=WAGE, today=date(2024, 3, 1))
    assert "2023年4月1日到2024年2月29日，11个月" in calculation.text()


def test_nothing_is_due_within_the_first_month() -> None:
    assert claim(start=date(2026, 11, 1), wage=WAGE).lines[0].value == "现在还没有"
    assert claim(start=date(2026, 1, 15), signed=date(2026, 2, 15), wage=WAGE).lines[0].value == "现在还没有"
    assert claim(unsigned_months=Decimal("0.9")).lines[0].value == "现在还没有"


def test_months_whose_year_has_passed_are_told_apart() -> None:
    """Window 2025-02-15 to 2026-01-14. The month to 14 November 2025 ran out on 15 November 2026; the next has not."""
    calculation = claim(start=date(2025, 1, 15), wage=WAGE)
    assert "今天去申请还来得及的：2025年11月15日以后的" in calculation.text()


def test_a_window_that_lies_back_too_far_is_out_of_time() -> None:
    assert "一年都过了" in claim(start=date(2020, 1, 15), wage=WAGE).text()


@pytest.mark.parametrize(("months", "due"), [("1.5", 0), ("2", 1), ("8", 7), ("8.5", 7), ("12", 11), ("30", 11)])
def test_a_told_length_leaves_out_the_first_month(months: str, due: int) -> None:
    calculation = claim(unsigned_months=Decimal(months), wage=WAGE)
    expected = f"{6000 * due}元" if due else "满一个月以后的那些天，一个月按6000元折"
    assert calculation.lines[0].shown.removesuffix("（多出来的天数另算）") == expected


@pytest.mark.parametrize(
    ("months", "told"),
    [("12", ""), ("13", ""), ("18", "大约6个月"), ("23", "大约1个月"), ("24", "都过了"), ("36", "都过了")],
)
def test_of_a_told_length_the_months_still_in_time_are_told(months: str, told: str) -> None:
    """After 18 months, still at work: the second to the twelfth month, less those over a year ago: 7 to 12."""
    lines = claim(unsigned_months=Decimal(months)).lines
    assert (told in lines[-1].shown) if told else len(lines) == 1


def test_without_the_wage_the_answer_is_in_months() -> None:
    assert claim(unsigned_months=Decimal(8)).lines[0].value == "7个月的工资"
    assert claim(start=date(2026, 1, 15), left=date(2026, 5, 14)).lines[0].value == "3个月的工资"


def test_days_in_the_wrong_order_are_refused() -> None:
    for name in ("signed", "left"):
        with pytest.raises(WrongOrder) as caught:
            claim(start=date(2026, 3, 1), **{name: date(2026, 2, 1)})
        assert caught.value.field == name
    with pytest.raises(OutOfRange):
        claim(start=date(2027, 1, 1))


@given(st.dates(date(2020, 1, 1), TODAY), st.dates(date(2020, 1, 1), TODAY), st.decimals(1, 100_000, places=2))
def test_never_more_than_eleven_months_nor_less_than_nothing(one: date, two: date, wage: Decimal) -> None:
    start, left = sorted((one, two))
    value = claim(start=start, left=left, wage=wage).lines[0].value
    assert value == "现在还没有" or Decimal(0) < value <= 11 * wage  # type: ignore[operator]
