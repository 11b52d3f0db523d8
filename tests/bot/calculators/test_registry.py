"""One form serves every calculator: each says what it asks for, reads the answers and tells what is missing."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calculators import CALCULATORS, Calculation, InputError, Kind, Missing, UnknownCalculator, calculate
from bot.calculators.errors import NotAChoice, NotADay, NotANumber, OutOfRange, UnknownInput, WrongOrder
from bot.calculators.field import Field

TODAY = date(2026, 11, 22)
NAMES = (
    *("severance", "overtime", "annual_leave", "unsigned_contract", "sick_pay", "injury_benefit"),
    *("arbitration_deadline", "union_dues", "union_funds"),
)
PAST = (
    ("severance", "start"),
    ("annual_leave", "joined"),
    ("unsigned_contract", "start"),
    ("unsigned_contract", "signed"),
    ("injury_benefit", "injured"),
    ("arbitration_deadline", "knew"),
    ("arbitration_deadline", "interrupted"),
    ("arbitration_deadline", "suspended_from"),
)
FIELDS = [pytest.param(c.name, f, id=f"{c.name}.{f.name}") for c in CALCULATORS.values() for f in c.fields]


def names(result: Calculation | Missing) -> list[str]:
    assert isinstance(result, Missing)
    return [field.name for field in result.fields]


def test_the_calculators_are_those_of_the_contract() -> None:
    assert tuple(CALCULATORS) == NAMES


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_every_field_can_be_asked_for(name: str, field: Field) -> None:
    assert field.title and field.why.endswith("。")
    assert field.ask.endswith(("？", "。")) and "？" in field.ask
    assert len(CALCULATORS[name].title) <= 20
    assert bool(field.choices) == (field.kind is Kind.CHOICE)
    assert all(len(choice.label) <= 20 for choice in field.choices)


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_the_example_of_a_field_can_be_used(name: str, field: Field) -> None:
    if field.kind is not Kind.MONTHS:  # told as 3年, which the form reads
        assert field.read(field.example) is not None


def test_what_is_not_given_is_asked_and_what_does_not_matter_is_not() -> None:
    assert names(calculate("severance", {}, TODAY)) == ["situation", "start", "end", "wage"]
    fault = {"situation": "without_fault", "start": "2020-01-01", "end": "2026-03-31", "wage": 8000}
    assert names(calculate("severance", fault, TODAY)) == ["notice"]
    assert names(calculate("severance", {**fault, "notice": False}, TODAY)) == ["last_wage"]
    assert isinstance(calculate("severance", {**fault, "notice": True}, TODAY), Calculation)
    assert names(calculate("arbitration_deadline", {"matter": "arrears"}, TODAY))[0] == "ended"


def test_a_partial_answer_comes_with_what_is_missing() -> None:
    result = calculate("severance", {"situation": "agreed", "service_months": 30}, TODAY)
    assert names(result) == ["wage"]
    assert isinstance(result, Missing) and result.partial
    assert result.partial.lines[0].shown == "3个月工资"


def test_without_what_is_required_there_is_no_partial_answer() -> None:
    result = calculate("severance", {"situation": "agreed"}, TODAY)
    assert isinstance(result, Missing) and result.partial is None


def test_who_does_not_know_is_not_asked_again_unless_it_is_required() -> None:
    assert isinstance(
        calculate("injury_benefit", dict.fromkeys(("wage", "insured", "injured")) | {"grade": 9}), Calculation
    )
    assert names(calculate("injury_benefit", {"grade": None}, TODAY))[0] == "grade"


def test_days_amounts_and_choices_are_taken_as_written() -> None:
    written: dict[str, Any] = {
        "situation": "公司提出，协商解除",
        "start": "2025-04-01",
        "end": date(2026, 3, 31),
        "wage": "8000.50",
    }
    result = calculate("severance", written, TODAY)
    assert isinstance(result, Calculation)
    assert result.lines[0].value == Decimal("8000.50")


@pytest.mark.parametrize(
    ("name", "inputs", "error"),
    [
        ("severance", {"wage": -1}, OutOfRange),
        ("severance", {"wage": "很多"}, NotANumber),
        ("severance", {"wage": 8000.5}, NotANumber),
        ("severance", {"wage": True}, NotANumber),
        ("severance", {"wage": "NaN"}, NotANumber),
        ("severance", {"wage": "Infinity"}, NotANumber),
        ("severance", {"wage": 10**9}, OutOfRange),
        ("severance", {"start": "昨天"}, NotADay),
        ("severance", {"start": 20260101}, NotADay),
        ("severance", {"start": "1890-01-01"}, OutOfRange),
        ("severance", {"situation": "吵架"}, NotAChoice),
        ("severance", {"situation": "agreed", "start": "2026-03-01", "end": "2026-02-01"}, WrongOrder),
        ("severance", {"situation": "agreed", "service_months": 0}, OutOfRange),
        ("injury_benefit", {"grade": 11}, OutOfRange),
        ("injury_benefit", {"grade": 0}, OutOfRange),
        ("injury_benefit", {"grade": "9.5"}, NotANumber),
        ("injury_benefit", {"insured": "可能"}, NotAChoice),
        ("overtime", {"workday_hours": 745}, OutOfRange),
        ("union_funds", {"payroll": 1, "kept_percent": 101}, OutOfRange),
        ("union_dues", {"lunch": 1}, UnknownInput),
        # What has begun, happened or been claimed was not tomorrow.
        *((name, {field: "2026-11-23"}, OutOfRange) for name, field in PAST),
        # A last day may lie ahead, but not by years.
        ("severance", {"end": "2028-01-01"}, OutOfRange),
        ("arbitration_deadline", {"matter": "arrears", "ended": "2036-03-31"}, OutOfRange),
    ],
)
def test_a_bad_value_is_refused_with_a_sentence(name: str, inputs: dict[str, Any], error: type[InputError]) -> None:
    with pytest.raises(error) as caught:
        calculate(name, inputs, TODAY)
    assert caught.value.field in caught.value.args[0]
    assert caught.value.sentence.endswith("。")


@pytest.mark.parametrize(("name", "field"), PAST)
def test_today_is_not_in_the_future_and_a_later_day_is_refused_with_its_reason(name: str, field: str) -> None:
    calculate(name, {field: TODAY.isoformat()}, TODAY)
    with pytest.raises(OutOfRange) as caught:
        calculate(name, {field: "2027-01-01"}, TODAY)
    assert caught.value.sentence.startswith("今天是2026年11月22日") and "不会在今天以后" in caught.value.sentence


def test_a_last_day_next_month_may_be_computed_with() -> None:
    result = calculate("severance", {"situation": "agreed", "start": "2025-01-01", "end": "2026-12-31"}, TODAY)
    assert isinstance(result, Missing) and result.partial
    assert result.partial.lines[0].shown == "2个月工资"


@pytest.mark.parametrize("value", [-1, "x"])
def test_the_sentence_about_a_bad_wage_gives_an_example(value: Any) -> None:
    with pytest.raises(InputError, match="比如8000"):
        calculate("severance", {"wage": value})


def test_a_calculator_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownCalculator, match="horoscope"):
        calculate("horoscope", {})


@given(st.sampled_from(NAMES), st.dictionaries(st.sampled_from(["wage", "start", "grade", "matter"]), st.text()))
def test_whatever_is_given_comes_out_as_an_answer_a_question_or_a_named_error(
    name: str, inputs: dict[str, str]
) -> None:
    try:
        assert isinstance(calculate(name, inputs, TODAY), Calculation | Missing)
    except InputError as error:
        assert error.sentence
