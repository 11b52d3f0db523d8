"""Lengths of time are told apart by what lasted, and loose words keep their room."""

from decimal import Decimal

import pytest

from bot.calculators import told_lengths


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("干了两年半", "30", "30"),
        ("工作三年零七个月", "43", "43"),
        ("干了两年多", "24.5", "35.5"),
        ("干了半年多", "6.5", "11.5"),
        ("干了两年半多", "30.5", "35.5"),
        ("干了五个多月", "5.5", "5.5"),
        ("干了一个半月", "1.5", "1.5"),
        ("干了快三年", "30", "35.5"),
        ("干了将近8个月", "7.5", "7.5"),
        ("干了差不多两年", "23", "25"),
        ("干了两年左右", "23", "25"),
        ("3年老员工", "36", "36"),
        ("试用期第三个月", "2.5", "2.5"),
        ("试用期干了三个月", "3", "3"),
    ],
)
def test_how_long_somebody_worked(text: str, low: str, high: str) -> None:
    length = told_lengths.worked(text)
    assert length is not None
    assert (length.low, length.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    "text",
    [
        "合同签了三年",
        "拖欠三个月工资",
        "试用期三个月",
        "怀孕五个月",
        "再干半年",
        "休了两个月病假",
        "三年前入职",
        "十几年",
    ],
)
def test_another_length_is_not_work(text: str) -> None:
    assert told_lengths.worked(text) is None


def test_days_worked() -> None:
    length = told_lengths.worked("干了20天被辞退")
    assert length is not None and Decimal("0.6") < length.low < Decimal("0.7")


def test_a_sick_leave_and_a_working_life_are_told_apart() -> None:
    text = "工龄三年，病假两个月"
    worked, sick = told_lengths.worked(text), told_lengths.sick(text)
    assert worked is not None and worked.low == 36
    assert sick is not None and sick.low == 2


def test_work_without_a_contract() -> None:
    for text in ("没签合同干了8个月", "上班8个月没签合同", "8个月了公司一直没签合同"):
        length = told_lengths.unsigned(text)
        assert length is not None and length.low == 8, text
    assert told_lengths.unsigned("干了8个月") is None
    assert told_lengths.unsigned("签了8个月合同") is None
