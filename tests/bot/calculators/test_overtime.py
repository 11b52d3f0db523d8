"""Overtime pay, worked out by hand from 劳动法 第四十四条 and the 21.75 days of a paid month."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calculators.overtime import overtime

TODAY = date(2026, 11, 22)
# The minimum wage of this day is known: 2740.
KNOWN = date(2026, 3, 31)


def total(wage: str, workday: str = "0", rest_day: str = "0", holiday: str = "0", today: date = TODAY) -> Decimal:
    calculation = overtime(
        today=today,
        wage=Decimal(wage),
        workday_hours=Decimal(workday),
        rest_day_hours=Decimal(rest_day),
        holiday_hours=Decimal(holiday),
    )
    value = calculation.lines[0].value
    assert isinstance(value, Decimal)
    return value


@pytest.mark.parametrize(
    ("hours", "pay"),
    [
        # 6960 ÷ 21.75 ÷ 8 = 40 an hour. 劳动法 第四十四条 (一): 1.5 × 40 × 36 = 2160.
        ({"workday": "36"}, "2160"),
        # (二): a Saturday of eight hours, not made up for: 2 × 40 × 8 = 640.
        ({"rest_day": "8"}, "640"),
        # (三): the first three days of October: 3 × 40 × 24 = 2880, beside the wage of the month.
        ({"holiday": "24"}, "2880"),
        # Half hours count: 1.5 × 40 × 2.5 = 150.
        ({"workday": "2.5"}, "150"),
        # All three: 1.5 × 40 × 10 + 2 × 40 × 16 + 3 × 40 × 8 = 600 + 1280 + 960.
        ({"workday": "10", "rest_day": "16", "holiday": "8"}, "2840"),
    ],
)
def test_each_kind_has_its_multiple_of_the_hour(hours: dict[str, str], pay: str) -> None:
    assert total("6960", **hours) == Decimal(pay)


def test_the_hour_is_never_taken_from_less_than_the_minimum_wage() -> None:
    """上海市企业工资支付办法 第九条: 2740 ÷ 174 × 2 × 16 = 503.91, not 2000 ÷ 174 × 2 × 16 = 367.82."""
    assert total("2000", rest_day="16", today=KNOWN) == Decimal("503.91")
    assert total("2740", rest_day="16", today=KNOWN) == Decimal("503.91")
    assert total("2741", rest_day="16", today=KNOWN) == Decimal("504.09")


def test_where_the_minimum_wage_is_not_known_the_own_wage_is_taken_and_said_to_be_too_little() -> None:
    assert total("2000", rest_day="16") == Decimal("367.82")
    assert "实际比上面多" in overtime(today=TODAY, wage=Decimal(2000), rest_day_hours=Decimal(16)).text()


def test_who_has_worked_no_overtime_is_not_asked_for_hours_again() -> None:
    nought = Decimal(0)
    done = overtime(today=TODAY, wage=Decimal(8700), workday_hours=nought, rest_day_hours=nought, holiday_hours=nought)
    assert not done.wanted and not done.hint


def test_an_hour_of_each_kind() -> None:
    """8700 ÷ 21.75 ÷ 8 = 50 an hour: 75, 100 and 150."""
    assert [line.shown for line in overtime(today=TODAY, wage=Decimal(8700)).lines] == ["75元", "100元", "150元"]


def test_an_uneven_hour_is_rounded_only_at_the_end() -> None:
    """8000 ÷ 174 = 45.977…: ×1.5 = 68.9655… → 68.97; ×2 = 91.95; ×3 = 137.93."""
    shown = [line.shown for line in overtime(today=TODAY, wage=Decimal(8000)).lines]
    assert shown == ["68.97元", "91.95元", "137.93元"]


def test_hours_of_several_kinds_are_added_up() -> None:
    """50 × 1.5 × 10 = 750, 50 × 2 × 8 = 800, 50 × 3 × 8 = 1200: 2750."""
    calculation = overtime(
        today=TODAY,
        wage=Decimal(8700),
        workday_hours=Decimal(10),
        rest_day_hours=Decimal(8),
        holiday_hours=Decimal(8),
    )
    assert [line.value for line in calculation.lines] == [2750, 750, 800, 1200]
    assert not calculation.wanted


def test_without_the_wage_the_answer_is_in_hours_of_pay() -> None:
    """16 hours at twice the wage are the pay of 32 hours."""
    calculation = overtime(today=TODAY, rest_day_hours=Decimal(16))
    assert [line.shown for line in calculation.lines] == ["32个小时的工资"]
    assert calculation.wanted == ("wage",)


def test_without_wage_and_hours_the_multiples_are_told() -> None:
    assert [line.shown for line in overtime(today=TODAY).lines] == ["1.5倍工资", "2倍工资", "3倍工资"]


def test_more_than_36_hours_and_a_wage_below_the_minimum_are_remarked() -> None:
    text = overtime(today=TODAY, wage=Decimal(2000), workday_hours=Decimal(37)).text()
    assert "超过36小时" in text
    assert "低于最低工资" in text
    assert "超过36小时" not in overtime(today=TODAY, wage=Decimal(8000), workday_hours=Decimal(36)).text()


@given(st.decimals(1, 200_000, places=2), st.decimals(0, 300, places=1), st.decimals(0, 300, places=1))
def test_more_hours_never_pay_less(wage: Decimal, one: Decimal, two: Decimal) -> None:
    less, more = sorted((one + 1, two + 1))
    pays = [overtime(today=TODAY, wage=wage, rest_day_hours=hours).lines[0].value for hours in (less, more)]
    assert Decimal(0) <= pays[0] <= pays[1]  # type: ignore[operator]


@given(st.decimals(1, 200_000, places=2), st.decimals(1, 200_000, places=2), st.decimals("0.5", 300, places=1))
def test_more_wage_never_pays_less_and_all_is_whole_fen(one: Decimal, two: Decimal, hours: Decimal) -> None:
    for today in (KNOWN, TODAY):
        less, more = (total(str(wage), workday=str(hours), today=today) for wage in sorted((one, two)))
        assert Decimal(0) <= less <= more
        assert less == less.quantize(Decimal("0.01"))
