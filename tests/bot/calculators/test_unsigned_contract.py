"""Double wage without a written contract, worked out by hand from 实施条例 第六、七条."""

from datetime import date, timedelta
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


def test_what_can_still_be_claimed_today_comes_before_what_all_would_be() -> None:
    """Of 2025-02-15 to 2026-01-14, the month to 14 November 2025 ran out on 15 November 2026.

    The next two have not: 15 November to 14 January, 2 × 6000.
    """
    calculation = claim(start=date(2025, 1, 15), wage=WAGE)
    assert calculation.text().startswith("今天去申请还来得及的（2025年11月15日起）：12000元")
    assert calculation.lines[1].value == 66000
    # A part of a month at the end: to 31 December it is a month and 17 of 31 days: 6000 + 3290.32.
    left = claim(start=date(2025, 1, 15), left=date(2025, 12, 31), wage=WAGE)
    assert left.lines[0].shown == "9290.32元"


def test_on_the_day_the_first_month_runs_out_all_is_still_in_time() -> None:
    """15 February to 14 March 2025 was due by 15 March: claimed on 15 March 2026 it is in time, a day later not."""
    start = date(2025, 1, 15)
    assert claim(start=start, wage=WAGE, today=date(2026, 3, 15)).lines[0].value == 66000
    assert claim(start=start, wage=WAGE, today=date(2026, 3, 16)).lines[0].value == 60000


def test_a_window_that_lies_back_too_far_is_out_of_time() -> None:
    first, everything, *_ = claim(start=date(2020, 1, 15), wage=WAGE).lines
    assert "期限都过了" in first.shown
    assert everything.value == 66000


def test_for_who_began_before_2008_the_month_began_with_the_law() -> None:
    """劳动合同法 第九十七条: a month from 1 January 2008 on, so double wage from 1 February to 31 December 2008."""
    text = claim(start=date(2005, 3, 1), wage=WAGE, today=date(2009, 1, 5)).text()
    assert "2008年2月1日到2008年12月31日，11个月" in text


@pytest.mark.parametrize(
    ("start", "signed", "left", "due"),
    [
        # 实施条例 第六条: 1 to 31 March is the month; signed on 1 April, nothing.
        (date(2026, 3, 1), date(2026, 4, 1), None, "现在还没有"),
        # Signed a day later: 1 April, one of its thirty days: 6000 ÷ 30.
        (date(2026, 3, 1), date(2026, 4, 2), None, "200元"),
        # Signed on 1 September: 1 April to 31 August, five months.
        (date(2026, 3, 1), date(2026, 9, 1), None, "30000元"),
        # Not signed, still there on 22 November: 1 January on, ten months and 22 of 30 days: 60000 + 4400.
        (date(2025, 12, 1), None, None, "64400元"),
        # Left without a contract: 1 to 15 April, half of the month.
        (date(2026, 3, 1), None, date(2026, 4, 15), "3000元"),
        # From 31 January the month is over with 28 February: March to June, and 10 of July's 31 days.
        (date(2026, 1, 31), None, date(2026, 7, 10), "25935.48元"),
    ],
)
def test_a_second_wage_of_6000_between_the_first_month_and_the_contract(
    start: date, signed: date | None, left: date | None, due: str
) -> None:
    assert claim(start=start, signed=signed, left=left, wage=WAGE).lines[0].shown == due


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


def test_of_a_told_length_and_wage_the_sum_still_in_time_is_told() -> None:
    """18 months at 6000: all eleven would be 66000; months 7 to 12 are six: 36000."""
    lines = claim(unsigned_months=Decimal(18), wage=WAGE).lines
    assert [lines[0].shown, lines[-1].shown] == ["66000元", "大约6个月，36000元"]


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
    sums = [line.value for line in claim(start=start, left=left, wage=wage).lines if line.unit]
    assert all(Decimal(0) < value <= 11 * wage for value in sums)  # type: ignore[operator]
    # What is still in time is a part of the whole.
    assert sums == sorted(sums)  # type: ignore[type-var]


@given(st.dates(date(2024, 1, 1), TODAY), st.integers(0, 400))
def test_who_waits_can_claim_no_month_more_once_the_year_is_over(start: date, days: int) -> None:
    """After the first year nothing is added, and every day may take a month away."""
    first = start + timedelta(days=366)
    values = []
    for today in (first, first + timedelta(days=days)):
        line = claim(start=start, wage=WAGE, today=today).lines[0]
        values.append(line.value if isinstance(line.value, Decimal) else Decimal(0))
    assert values[0] >= values[1]
