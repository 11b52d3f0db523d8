"""Numbers that come in one message after another."""

from datetime import date

import pytest

from bot import clock
from bot.calculators.known import added_by, exact, known_answer, told_by


@pytest.mark.parametrize(
    ("topic", "text", "added"),
    [
        ("termination.severance", "那我一个月九千呢", {"wage": "9000"}),
        ("termination.severance", "我月薪九千，能拿多少", {"wage": "9000"}),
        ("termination.severance", "九千", {"wage": "9000"}),
        ("termination.severance", "两年半", {"service_months": "30"}),
        ("women.dismissal", "她一个月六千干了三年", {"service_months": "36", "situation": "illegal", "wage": "6000"}),
        ("hours.overtime_pay", "我一个月八千，周末加了三天", {"wage": "8000", "rest_day_hours": "24"}),
    ],
)
def test_a_few_numbers_add_to_the_topic_that_asks_for_them(topic: str, text: str, added: dict[str, str]) -> None:
    assert added_by(topic, text, {}) == added


@pytest.mark.parametrize(
    "text",
    [
        "工资拖欠三个月了怎么办",
        "月薪九千，公司不交社保",
        "干了三年能休几天年假",
        "月薪八千周末加班三天",
        "一个月多少钱",
        "到手九千",
        "谢谢",
        "",
    ],
)
def test_a_message_of_its_own_adds_nothing(text: str) -> None:
    assert added_by("termination.severance", text, {}) == {}


@pytest.mark.parametrize("topic", [None, "join.online", "no.such"])
def test_a_topic_without_a_calculator_takes_no_numbers(topic: str | None) -> None:
    assert added_by(topic, "我月薪九千", {}) == {}
    assert told_by(topic, "我月薪九千", {}) == {}


def test_a_loose_length_stays_loose_and_is_not_for_the_calculator() -> None:
    told = told_by("termination.severance", "干了两年多被辞退能拿多少", {}) | {"wage": "9000"}
    assert told == {"service_months": "24.5~35.5", "wage": "9000"}
    assert exact(told) == {"wage": "9000"}
    answer = known_answer("termination.severance", told, "一个月九千") or ""
    assert "22500元" in answer and "27000元" in answer


def test_too_few_numbers_are_noted_and_the_next_is_asked_for() -> None:
    answer = known_answer("termination.severance", {"wage": "9000"}, "九千") or ""
    assert "月工资9000元" in answer and "在这家单位工作的时间" in answer
    assert known_answer("termination.severance", {}, "九千") is None
    assert known_answer("join.online", {"wage": "9000"}, "九千") is None


def test_who_asks_about_unlawful_dismissal_is_told_of_2n_first() -> None:
    told = {"service_months": "36", "wage": "6000"}
    for topic in ("women.dismissal", "termination.illegal"):
        answer = known_answer(topic, told, "她一个月六千干了三年") or ""
        assert "36000元" in answer.partition("18000元")[0]
    plain = known_answer("termination.severance", told, "") or ""
    assert plain.index("18000元") < plain.index("36000元")


@pytest.mark.parametrize(
    ("topic", "before", "text", "added"),
    [
        (
            "termination.severance",
            {"service_months": "40", "wage": "8000"},
            "不对 是3年8个月",
            {"service_months": "44"},
        ),
        ("contract.double_pay", {"unsigned_months": "2"}, "不是两个月是八个月", {"unsigned_months": "8"}),
        ("contract.double_pay", {"start": "2026-03-08"}, "去年3月8号呢", {"start": "2025-03-08"}),
        ("hours.overtime_pay", {"rest_day_hours": "16"}, "不对，周六是三天", {"rest_day_hours": "24"}),
        ("termination.severance", {"wage": "8000"}, "不对，是九千", {"wage": "9000"}),
        ("termination.severance", {"service_months": "40"}, "不对", {}),
    ],
)
def test_a_few_words_put_right_what_was_told_before(
    topic: str, before: dict[str, str], text: str, added: dict[str, str]
) -> None:
    with clock.fixed(date(2026, 11, 22)):
        assert added_by(topic, text, {}, before) == added


def test_a_sum_put_right_is_computed_anew() -> None:
    """劳动合同法 第四十七条: three years and eight months are four months, 4 × 8000."""
    told = {"service_months": "40", "wage": "8000"}
    told |= added_by("termination.severance", "不对 是3年8个月", {}, told)
    assert "32000元" in (known_answer("termination.severance", told, "不对 是3年8个月") or "")
