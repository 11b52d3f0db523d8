"""Severance, worked out by hand from 劳动合同法 第四十七、八十七、九十七条."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calculators.calculation import Calculation
from bot.calculators.errors import OutOfRange, WrongOrder
from bot.calculators.severance import SITUATIONS, severance
from bot.calculators.severance_years import counted_years, counted_years_before_2008
from bot.calculators.spans import Service

# The figures of both are known for this day: average 12434, minimum 2740.
KNOWN = date(2026, 3, 31)
LATER = date(2026, 11, 22)


def amounts(calculation: Calculation) -> list[Any]:
    return [line.value for line in calculation.lines]


def case(situation: str = "agreed", **given: Any) -> Calculation:
    return severance(situation=situation, today=given.pop("today", KNOWN), **given)


@pytest.mark.parametrize(
    ("service", "years"),
    [
        (Service(0, 1), "0.5"),
        (Service(5, 29), "0.5"),  # a day short of six months: half a month's wage
        (Service(6), "1"),  # exactly six months: a full year ("六个月以上" counts it in)
        (Service(6, 1), "1"),
        (Service(11, 30), "1"),
        (Service(12), "1"),  # exactly a year, nothing over
        (Service(12, 1), "1.5"),
        (Service(18), "2"),
        (Service(30), "3"),  # two years and a half
        (Service(120), "10"),
    ],
)
def test_six_months_count_as_a_year_and_less_as_half(service: Service, years: str) -> None:
    assert counted_years(service) == Decimal(years)


def test_before_2008_less_than_six_months_counted_nothing() -> None:
    counted = [counted_years_before_2008(Service(months)) for months in (5, 6, 12, 17, 18)]
    assert counted == [0, 1, 1, 1, 2]


def test_two_and_a_half_years_are_three_months_of_wage() -> None:
    """30 months: two full years give 2; the six months over count as a year and give 1; N = 3, 2N = 6."""
    calculation = case("unsure", service_months=Decimal(30))
    assert [line.shown for line in calculation.lines] == ["3个月工资", "6个月工资"]
    assert calculation.wanted == ("wage",)
    assert calculation.hint


def test_exactly_six_months_six_months_and_a_day_and_a_day_less() -> None:
    """1 October to 31 March, both worked, are six months: 8000. A day less is half a month: 4000."""
    wage = Decimal(8000)
    assert amounts(case(start=date(2025, 10, 1), end=KNOWN, wage=wage)) == [8000]
    assert amounts(case(start=date(2025, 9, 30), end=KNOWN, wage=wage)) == [8000]
    assert amounts(case(start=date(2025, 10, 2), end=KNOWN, wage=wage)) == [4000]


def test_a_year_from_29_february_is_over_with_28_february() -> None:
    """29 February 2024 to 28 February 2025 is one year: 1; with 1 March it is a year and a day: 1.5."""
    start, wage = date(2024, 2, 29), Decimal(6000)
    assert amounts(case(start=start, end=date(2025, 2, 28), wage=wage)) == [6000]
    assert amounts(case(start=start, end=date(2025, 3, 1), wage=wage)) == [9000]


def test_an_unlawful_dismissal_pays_twice_and_no_severance_beside_it() -> None:
    """3 years and 7 months count 4: 4 × 8000 × 2 = 64000 (第八十七条, 实施条例 第二十五条)."""
    assert amounts(case("illegal", start=date(2022, 9, 1), end=KNOWN, wage=Decimal(8000))) == [64000]


def test_a_month_stands_in_for_the_missing_notice_by_the_last_months_wage() -> None:
    """4 years: N = 4 × 8000 = 32000; the +1 goes by the last month, 9000: 41000 (实施条例 第二十条)."""
    given: dict[str, Any] = {"start": date(2022, 4, 1), "end": KNOWN, "wage": Decimal(8000)}
    assert amounts(case("without_fault", **given, notice=False, last_wage=Decimal(9000))) == [41000, 32000]
    assert amounts(case("without_fault", **given, notice=False)) == [40000, 32000]
    assert amounts(case("without_fault", **given, notice=True)) == [32000]
    unknown = case("without_fault", start=date(2022, 4, 1), end=KNOWN, notice=False)
    assert [line.shown for line in unknown.lines] == ["5个月工资", "4个月工资"]


def test_a_wage_above_three_times_the_average_is_capped_with_the_years() -> None:
    """Average 12434, cap 37302. 2008-04-01 to 2026-03-31 are 18 years, of which 12 count: 12 × 37302 = 447624."""
    capped = case(start=date(2008, 4, 1), end=KNOWN, wage=Decimal(50000))
    assert amounts(capped) == [447624]
    assert "最多算12个月工资" in capped.text()


def test_a_wage_at_the_cap_has_no_limit_of_twelve_years() -> None:
    """37302 is not above three times the average: 18 × 37302 = 671436."""
    assert amounts(case(start=date(2008, 4, 1), end=KNOWN, wage=Decimal(37302))) == [671436]


def test_the_extra_month_is_not_capped() -> None:
    """One year: 37302, and the +1 by the worker's own 50000: 87302."""
    given: dict[str, Any] = {"start": date(2025, 4, 1), "end": KNOWN, "wage": Decimal(50000), "notice": False}
    assert amounts(case("without_fault", **given)) == [87302, 37302]


def test_a_cap_that_is_not_known_yet_gives_no_total_but_says_who_knows() -> None:
    calculation = case(start=date(2020, 1, 1), end=LATER, wage=Decimal(50000))
    assert not any(isinstance(value, Decimal) for value in amounts(calculation))
    assert "每月按全市平均工资的三倍算" in calculation.text()
    assert "12333" in calculation.text()


def test_a_wage_below_the_last_known_cap_is_counted_and_the_assumption_told() -> None:
    calculation = case(start=date(2025, 11, 23), end=LATER, wage=Decimal(9000))
    assert amounts(calculation) == [9000]
    assert any("按没封顶算" in text for text in calculation.assumptions)


def test_a_wage_below_the_minimum_is_raised_to_it_where_the_minimum_is_known() -> None:
    """实施条例 第二十七条: 2740, not 2000, for one year."""
    assert amounts(case(start=date(2025, 4, 1), end=KNOWN, wage=Decimal(2000))) == [2740]
    later = case(start=date(2025, 11, 23), end=LATER, wage=Decimal(2000))
    assert amounts(later) == [2000]
    assert "按最低工资算" in later.text()


def test_service_before_2008_is_counted_in_two_parts() -> None:
    """2005-06-01 to 2026-03-31. Since 2008: 18 years 3 months, 18.5. Before: 2 years 7 months, 3 by the old rule.

    18.5 × 8000 + 3 × 8000 = 172000. An unlawful dismissal counts 20 years 10 months in one piece: 21 × 2 × 8000.
    """
    given: dict[str, Any] = {"start": date(2005, 6, 1), "end": KNOWN, "wage": Decimal(8000)}
    agreed = case(**given)
    assert amounts(agreed) == [172000]
    assert "2008年以前" in agreed.text()
    assert ("劳动合同法", "97") in {(c.title, c.article) for c in agreed.citations}
    assert amounts(case("illegal", **given)) == [336000]


def test_an_expired_contract_brings_nothing_for_the_years_before_2008() -> None:
    """Only the 18.5 since 2008 (第九十七条): 148000."""
    assert amounts(case("expiry", start=date(2005, 6, 1), end=KNOWN, wage=Decimal(8000))) == [148000]


def test_the_years_before_2008_go_by_the_own_wage_of_who_is_capped() -> None:
    """2007-01-01: a year before, at 50000; since 2008 capped at 12 × 37302 = 447624; together 497624."""
    assert amounts(case("layoff", start=date(2007, 1, 1), end=KNOWN, wage=Decimal(50000))) == [497624]


def test_before_2008_mutual_endings_gave_twelve_months_at_most() -> None:
    """1990-01-01 to 2007-12-31 are 18 years; 12 count, with 18.5 since: 30.5 months."""
    assert case(start=date(1990, 1, 1), end=KNOWN).lines[0].value == Decimal("30.5")
    assert case("layoff", start=date(1990, 1, 1), end=KNOWN).lines[0].value == Decimal("36.5")


def test_the_extra_month_stays_where_the_cap_is_not_known_yet() -> None:
    """实施条例 第二十条: whatever three times the average is, the +1 is last month's 50000."""
    given: dict[str, Any] = {"start": date(2020, 1, 1), "end": LATER, "wage": Decimal(50000), "today": LATER}
    plus = case("without_fault", **given, notice=False).lines[-1]
    assert (plus.label, plus.shown) == ("没提前通知，另加（+1）", "50000元")


def test_who_does_not_know_of_notice_hears_of_the_extra_month() -> None:
    given: dict[str, Any] = {"start": date(2022, 4, 1), "end": KNOWN, "wage": Decimal(8000)}
    assert "再加一个月工资" in case("without_fault", **given).text()
    assert "再加一个月工资" not in case("without_fault", **given, notice=True).text()


@pytest.mark.parametrize(
    ("start", "end", "wage", "due"),
    [
        # Five years and five months: 5.5 × 6000.
        (date(2020, 11, 1), date(2026, 3, 31), "6000", "33000"),
        # Five years and six months to the day: 6 × 6000; a day less, and a day more.
        (date(2020, 10, 1), date(2026, 3, 31), "6000", "36000"),
        (date(2020, 10, 2), date(2026, 3, 31), "6000", "33000"),
        (date(2020, 9, 30), date(2026, 3, 31), "6000", "36000"),
        # A single day: half a month.
        (date(2026, 3, 31), date(2026, 3, 31), "6000", "3000"),
        # 1 January 2008 to 31 December 2025, 18 whole years, nothing before the law.
        (date(2008, 1, 1), date(2025, 12, 31), "6000", "108000"),
        # A day before the law counts nothing by the old rule, and 18 since: the same.
        (date(2007, 12, 31), date(2025, 12, 31), "6000", "108000"),
        # Half a year before the law counts one: 1 July 2007 to 31 December is six months.
        (date(2007, 7, 1), date(2025, 12, 31), "6000", "114000"),
        # Joined in the middle of a year and of a month: 15 May 2023 to 14 November 2025, 2 years 6 months: 3.
        (date(2023, 5, 15), date(2025, 11, 14), "6000", "18000"),
        # From 29 February 2024 six months are over with 28 August: 1; a day less is half.
        (date(2024, 2, 29), date(2024, 8, 28), "6000", "6000"),
        (date(2024, 2, 29), date(2024, 8, 27), "6000", "3000"),
        # Above the cap of its year (12183 × 3 = 36549 until June 2024), two years: 2 × 36549.
        (date(2022, 6, 1), date(2024, 5, 31), "40000", "73098"),
        # The same wage in the year after (12307 × 3 = 36921).
        (date(2022, 7, 1), date(2024, 7, 1), "40000", "92302.5"),
    ],
)
def test_severance_by_hand(start: date, end: date, wage: str, due: str) -> None:
    """劳动合同法 第四十七条, day by day; both ends are worked."""
    assert amounts(case(start=start, end=end, wage=Decimal(wage))) == [Decimal(due)]


def test_twelve_years_are_the_most_only_above_the_cap() -> None:
    """From 1 April 2014 to 31 March 2026 are twelve years, from the day before twelve and a day."""
    for start, own, capped in ((date(2014, 4, 1), 12, 12), (date(2014, 3, 31), Decimal("12.5"), 12)):
        assert amounts(case(start=start, end=KNOWN, wage=Decimal(37302))) == [own * 37302]
        assert amounts(case(start=start, end=KNOWN, wage=Decimal("37302.01"))) == [capped * 37302]


def test_who_left_more_than_a_year_ago_is_warned_of_the_limit() -> None:
    """劳动争议调解仲裁法 第二十七条: left on 31 March 2025, a year is over behind 31 March 2026."""
    given: dict[str, Any] = {"start": date(2020, 1, 1), "end": date(2025, 3, 31), "wage": Decimal(8000)}
    assert "期限可能过了" not in case(**given, today=date(2026, 3, 31)).text()
    assert "期限可能过了" in case(**given, today=date(2026, 4, 1)).text()


def test_longer_than_a_working_life_is_a_slip() -> None:
    with pytest.raises(OutOfRange, match="六十多年"):
        case(start=date(1960, 1, 1), end=KNOWN)


def test_who_resigns_without_a_reason_gets_nothing_but_hears_of_the_reasons() -> None:
    calculation = case("resigned")
    assert amounts(calculation) == [0]
    assert "欠薪" in calculation.text()


def test_an_end_before_the_start_is_refused_with_an_example() -> None:
    with pytest.raises(WrongOrder, match="比如"):
        case(start=date(2026, 3, 1), end=date(2026, 2, 1))
    with pytest.raises(OutOfRange):
        case(start=date(2001, 1, 1), end=date(2007, 12, 31))
    with pytest.raises(OutOfRange):
        case(service_months=Decimal(0))


WAGES = st.decimals(1, 200_000, places=2)
STARTS = st.dates(date(1990, 1, 1), date(2026, 3, 31))
NAMES = st.sampled_from([choice.value for choice in SITUATIONS if choice.value != "resigned"])


@given(NAMES, STARTS, WAGES, WAGES)
def test_more_wage_never_brings_less_below_the_cap_and_nothing_is_negative(
    situation: str, start: date, one: Decimal, two: Decimal
) -> None:
    low, high = sorted(min(wage, Decimal(37302)) for wage in (one, two))
    less, more = (amounts(case(situation, start=start, end=KNOWN, wage=wage)) for wage in (low, high))
    assert all(0 <= a <= b for a, b in zip(less, more, strict=True))


@given(st.sampled_from(["illegal", "layoff", "expiry"]), st.dates(date(2008, 1, 1), KNOWN), WAGES, st.integers(1, 4000))
def test_longer_service_never_brings_less_and_the_cap_is_never_exceeded(
    situation: str, start: date, wage: Decimal, days: int
) -> None:
    earlier = max(start - timedelta(days=days), date(2008, 1, 1))
    shorter, longer = (amounts(case(situation, start=day, end=KNOWN, wage=wage))[0] for day in (start, earlier))
    assert shorter <= longer
    if wage > 37302:
        assert longer <= 12 * 37302 * (2 if situation == "illegal" else 1)
