"""The measure of understanding, measured with a parser whose answers are known."""

import json
from pathlib import Path

import pytest

from bot.evaluation import EvaluationError, Report, Section, evaluate
from bot.understanding import TopicGuess, Understanding


class Known:
    """Understands 甲 as arrears, 乙 as unclear with arrears second, 你好 as a greeting; else out of scope."""

    def parse(self, text: str) -> Understanding:
        arrears, dues = TopicGuess("wage.arrears", 0.6), TopicGuess("join.dues", 0.4)
        if "甲" in text:
            return Understanding(text, "ask", topics=(arrears, dues))
        if "乙" in text:
            return Understanding(text, "unclear", topics=(dues, arrears))
        return Understanding(text, "greet" if text == "你好" else "out_of_scope")


def measure(tmp_path: Path, name: str, content: str) -> list[Section]:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return evaluate([path], Known()).sections


def test_topics_are_counted_by_rank_and_by_what_the_person_gets(tmp_path: Path) -> None:
    written, mistyped = measure(tmp_path, "wage.yml", "wage.arrears: [甲, 甲一, 乙, 丙]\n")

    assert written.total == 4
    assert written.counts["topic first"] == 2
    assert written.counts["topic in first three"] == 3
    assert written.counts["answered, right topic first"] == 2
    assert written.counts["asked back, wrong topic first"] == 1
    assert written.groups == {"wage": 0.5}
    assert ("wage.arrears → join.dues", 1) in written.misses
    assert mistyped.name == "wage, mistyped"


def test_intents_are_counted_with_their_confusions(tmp_path: Path) -> None:
    (section,) = measure(tmp_path, "intents.yml", "greet: [你好, 哈喽]\nunclear: [乙]\n")

    assert (section.total, section.counts["right"]) == (3, 2)
    assert section.misses == [("greet → out_of_scope", 1)]


def test_a_list_of_what_an_intent_is_not_counts_false_alarms(tmp_path: Path) -> None:
    (section,) = measure(tmp_path, "not_greet.yml", "[你好, 甲]")

    assert (section.counts["right"], section.counts["taken as greet"]) == (1, 1)


class Calculating:
    """Takes 算 for the wish to compute, and all else for a question on severance."""

    def parse(self, text: str) -> Understanding:
        severance = (TopicGuess("termination.severance", 0.9),)
        return Understanding(text, "calculate" if "算" in text else "ask", topics=() if "算" in text else severance)


def test_a_calculator_counts_when_it_opens_or_answers_with_the_messages_own_numbers(tmp_path: Path) -> None:
    path = tmp_path / "calculators.yml"
    texts = ["帮我算加班费", "帮我算一下", "干了三年，每月六千，被辞退赔多少", "辞退赔多少"]
    lines = ["calculator.overtime:", *(f"  - {text}" for text in texts[:2])]
    lines += ["calculator.severance:", *(f"  - {text}" for text in texts[2:])]
    path.write_text("\n".join(lines), encoding="utf-8")

    (section,) = evaluate([path], Calculating()).sections

    assert section.groups == {"calculator.overtime": 0.5, "calculator.severance": 0.5}
    assert ("calculator.overtime → calculate", 1) in section.misses
    assert ("calculator.severance → ask", 1) in section.misses


def test_what_is_no_service_counts_every_service_that_opens(tmp_path: Path) -> None:
    path = tmp_path / "not_service.yml"
    path.write_text("[帮我算, 加班费几倍]", encoding="utf-8")

    (section,) = evaluate([path], Calculating()).sections

    assert (section.counts["right"], section.counts["taken as service"]) == (1, 1)
    assert section.misses == [("→ calculate", 1)]


def test_consultations_are_compared_by_law_and_by_article(tmp_path: Path) -> None:
    lines = [
        {"question": "甲", "cited": [{"title": "劳动合同法", "article": 30}]},
        {"question": "甲", "cited": [{"title": "劳动合同法", "article": 1}]},
        {"question": "丙", "cited": [{"title": "劳动合同法", "article": 30}]},
    ]
    (section,) = measure(tmp_path, "c.jsonl", "\n".join(json.dumps(line) for line in lines))

    assert section.total == 3
    assert section.counts["answer shares a law"] == 2
    assert section.counts["answer shares a law and article"] == 1
    assert section.counts["out_of_scope"] == 1


def test_answering_what_is_outside_is_the_mistake_that_shows(tmp_path: Path) -> None:
    (section,) = measure(tmp_path, "outside.txt", "甲\n\n丙\n乙\n")

    assert section.counts == {"answered (wrong)": 1, "refused (right)": 1, "asked back": 1}


def test_the_report_reads_as_a_table_and_as_json(tmp_path: Path) -> None:
    report = Report(measure(tmp_path, "intents.yml", "greet: [你好, 哈喽]\n"))

    assert "intents (2)" in report.to_text()
    assert "50.0%" in report.to_text()
    assert json.loads(report.to_json())["intents"]["total"] == 2


def test_all_sets_at_hand_are_measured_when_none_is_named() -> None:
    names = [section.name for section in evaluate(None, Known()).sections]

    assert {"topics", "topics, mistyped", "intents", "not_crisis", "not_human"} <= set(names)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.yml", "nlu: [", "不是有效的 YAML"),
        ("a.yml", "words", "不是评测集"),
        ("a.jsonl", "{}\n", "带 question 和 cited"),
    ],
)
def test_a_file_in_another_form_is_named(tmp_path: Path, name: str, content: str, said: str) -> None:
    with pytest.raises(EvaluationError, match=said):
        measure(tmp_path, name, content)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"nowhere\.yml"):
        evaluate([tmp_path / "nowhere.yml"], Known())
