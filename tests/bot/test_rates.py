"""Every figure stands in one dated, sourced file; what nobody confirmed for a day is not known for it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot import clock
from bot.rates import RatesError, UnknownRate, load, rate, reached, standing, table

GOOD = """
minimum_wage:
  title: 最低工资
  unit: 元
  publisher: 市人社局
  values:
    - {from: 2023-07-01, value: 2690, source: 某文件, checked: 2026-11-22}
    - {from: 2025-07-01, until: 2026-06-30, value: 2740, source: 某文件, checked: 2026-11-22}
"""


def put(folder: Path, text: str) -> Path:
    path = folder / "rates.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_projects_own_file_can_be_read_and_every_value_was_checked_by_today() -> None:
    figures = load()
    assert len(figures) > 20
    for figure in figures.values():
        for value in figure.values:
            assert value.checked <= clock.today(), figure.name


def test_the_value_of_a_day_is_the_latest_that_had_begun(tmp_path: Path) -> None:
    figure = load(put(tmp_path, GOOD))["minimum_wage"]
    before, last = figure.on(date(2025, 6, 30)), figure.on(date(2025, 7, 1))
    assert before and last
    assert (before.value, last.value) == (Decimal(2690), Decimal(2740))


def test_a_day_before_the_first_value_is_not_known(tmp_path: Path) -> None:
    assert load(put(tmp_path, GOOD))["minimum_wage"].on(date(2023, 6, 30)) is None


def test_a_day_behind_the_confirmed_time_is_not_known_but_the_last_value_is_told(tmp_path: Path) -> None:
    figure = load(put(tmp_path, GOOD))["minimum_wage"]
    assert figure.on(date(2026, 7, 1)) is None
    begun = figure.begun(date(2026, 7, 1))
    assert begun and begun.value == 2740


def test_a_yearly_figure_says_whether_it_is_current() -> None:
    current, old = standing("minimum_wage", date(2026, 6, 30)), standing("minimum_wage", date(2036, 7, 1))
    assert current and current.is_current and current.amount == 2740
    assert old and not old.is_current
    assert standing("minimum_wage", date(1999, 1, 1)) is None


def test_a_legal_multiple_holds_on_from_the_day_of_its_law() -> None:
    assert rate("paid_days_a_month", date(2036, 1, 1)) == Decimal("21.75")
    with pytest.raises(UnknownRate, match=r"21|月计薪天数"):
        rate("paid_days_a_month", date(2000, 1, 1))


def test_tables_and_numbers_are_not_mixed_up() -> None:
    day = date(2026, 1, 1)
    assert table("overtime_factors", day)["holiday"] == 3
    with pytest.raises(RatesError, match="is a table"):
        rate("overtime_factors", day)
    with pytest.raises(RatesError, match="is a number"):
        table("paid_days_a_month", day)
    with pytest.raises(RatesError, match="is a table"):
        standing("overtime_factors", day)
    with pytest.raises(RatesError, match="no figure lunch"):
        rate("lunch", day)


@pytest.mark.parametrize(("count", "days"), [("0.9", 0), ("1", 5), ("9.99", 5), ("10", 10), ("20", 15), ("40", 15)])
def test_the_highest_step_reached_counts(count: str, days: int) -> None:
    steps = {1: Decimal(5), 10: Decimal(10), 20: Decimal(15)}
    assert reached(steps, Decimal(count)) == days


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  title: 最低工资\n", "", "minimum_wage: title is missing"),
        ("value: 2740", "value: 2740元", "value 2: the value is a number without its unit"),
        ("value: 2740", "value: -1", "value 2: the value is a number"),
        ("source: 某文件, checked: 2026-11-22}\n    -", "checked: 2026-11-22}\n    -", "value 1: source is missing"),
        ("from: 2025-07-01", "from: 2025年7月", "value 2: from is a day, such as"),
        ("until: 2026-06-30", "until: 2024-06-30", "until is a day not before from"),
        ("from: 2025-07-01", "from: 2022-07-01", "stands behind"),
        ("from: 2023-07-01", "from: 2023-07-01, until: 2025-07-31", "overlaps"),
        ("value: 2740", "value: 2740, valeu: 1", "unknown key valeu"),
        ("values:\n", "vals:\n", "values is a list"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(RatesError, match=told):
        load(put(tmp_path, GOOD.replace(old, new, 1)))


@pytest.mark.parametrize(
    "text", ["", "- 1\n", "a: [", "minimum_wage: 2740\n", "a: {title: 甲, unit: 元, publisher: 乙, values: [1]}"]
)
def test_a_file_of_another_form_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(RatesError):
        load(put(tmp_path, text))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RatesError, match="cannot be read"):
        load(tmp_path / "rates.yml")
