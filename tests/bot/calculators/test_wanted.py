"""Which calculator is wanted, and what a message tells it."""

from datetime import date
from typing import Any

import pytest

from bot.calculators.registry import CALCULATORS, calculate
from bot.calculators.wanted import TOPICS, calculator_of, inputs_of, packed, topic_of_numbers, unpacked
from bot.knowledge.entries import load_entries
from bot.understanding import TopicGuess, Understanding

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("帮我算算经济补偿", "severance"),
        ("算N+1", "severance"),
        ("我要算加班費", "overtime"),
        ("算年假没休能补多少", "annual_leave"),
        ("帮我算没签合同的双倍工资", "unsigned_contract"),
        ("算一下医疗期", "sick_pay"),
        ("我十级，算算能赔多少", "injury_benefit"),
        ("算仲裁最晚哪天", "arbitration_deadline"),
        ("算会费", "union_dues"),
        ("算工会经费", "union_funds"),
        ("帮我算一下", None),
        ("没签合同又被辞退，帮我算算", None),
    ],
)
def test_the_words_name_the_calculator(text: str, name: str | None) -> None:
    assert calculator_of(Understanding(text, "calculate")) == name


def test_a_tapped_calculator_counts_before_everything() -> None:
    said = Understanding("/calculate{…}", "calculate", entities={"service": "calculator.overtime"})
    assert calculator_of(said) == "overtime"
    assert calculator_of(Understanding("/calculate", "calculate")) is None
    gone = Understanding("/calculate{…}", "calculate", entities={"service": "calculator.gone"})
    assert calculator_of(gone) is None


def test_a_faint_topic_chooses_nothing() -> None:
    def of(confidence: float) -> str | None:
        return calculator_of(Understanding("算一下", "calculate", topics=(TopicGuess("join.dues", confidence),)))

    assert (of(0.8), of(0.3)) == ("union_dues", None)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("severance", "我干了两年半被辞退，工资8000", {"service_months": "30", "wage": "8000"}),
        ("severance", "合同到期不续，干了5年", {"service_months": "60", "situation": "expiry"}),
        # Two readings: neither is taken.
        ("severance", "我干了两年多，工资8000", {"wage": "8000"}),
        # Nobody said that today is the last day.
        ("severance", "2020年3月15号入职的", {"start": "2020-03-15"}),
        ("overtime", "月薪8700，周末加班两天", {"wage": "8700", "rest_day_hours": "16"}),
        ("annual_leave", "工龄12年，还没算过", {"total_months": "144"}),
        ("unsigned_contract", "没签合同干了8个月", {"unsigned_months": "8"}),
        ("sick_pay", "在公司干了3年，病假两个月", {"service_months": "36", "sick_months": "2"}),
        ("injury_benefit", "工伤十级", {"grade": "10"}),
        ("arbitration_deadline", "公司欠我工资，去年12月15号离职的", {"matter": "arrears", "ended": "2025-12-15"}),
        # What somebody left for is not known: arrears are not taken for granted.
        ("arbitration_deadline", "去年12月15号离职的", {}),
        ("union_dues", "月薪6000", {"wage": "6000"}),
        ("union_funds", "工资总额40万", {"payroll": "400000"}),
        ("union_dues", "公司欠我6000", {}),
    ],
)
def test_only_what_a_message_says_is_taken(name: str, text: str, expected: dict[str, Any]) -> None:
    found = inputs_of(name, None, text, {}, TODAY)

    assert found == expected
    calculate(name, found, TODAY)
    assert unpacked(packed(found)) == found


def test_every_calculator_has_an_entry_to_read_on_in() -> None:
    assert set(TOPICS) == set(CALCULATORS)
    assert set(TOPICS.values()) <= set(load_entries())


def test_the_calculator_that_the_words_name_outweighs_another_that_was_guessed() -> None:
    text = "离职是去年11月30日，仲裁还剩几天"

    assert topic_of_numbers("leave.annual_prorate", text, {}, TODAY) == "dispute.limitation"
    assert topic_of_numbers("leave.annual_prorate", "仲裁还剩几天", {}, TODAY) == "leave.annual_prorate"  # no number
    assert topic_of_numbers("termination.files", text, {}, TODAY) == "termination.files"  # no calculator's topic
    assert topic_of_numbers("dispute.limitation", text, {}, TODAY) == "dispute.limitation"


def test_what_was_not_packed_here_unpacks_to_nothing() -> None:
    assert unpacked("") == {} and unpacked("=;x=;;y") == {}


def test_the_union_funds_named_outweigh_the_dues_guessed() -> None:
    text = "我们厂50个人 每人8000 工会经费一个月交多少"
    assert topic_of_numbers("join.dues", text, {"people": 50}) == "fund.two_percent"
    assert inputs_of("union_funds", "fund.two_percent", text, {"people": 50}) == {"payroll": "400000"}
