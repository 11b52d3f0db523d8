"""Training examples are read as Rasa reads them, and mistakes are named."""

from pathlib import Path

import pytest

from bot.nlu.examples import ExamplesError, read_examples


def test_examples_of_one_intent_in_two_files_come_together(tmp_path: Path) -> None:
    for name, text in (("a", "你好"), ("b", "您好")):
        content = f"nlu:\n- intent: greet\n  examples: |\n    - {text}\n"
        (tmp_path / f"{name}.yml").write_text(content, encoding="utf-8")

    assert read_examples(tmp_path) == {"greet": ["你好", "您好"]}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("nlu: [", "not valid YAML"),
        ("- intent: greet", "a mapping with a list"),
        ("nlu:\n- intent: greet\n", "greet has no examples"),
    ],
)
def test_a_file_in_another_form_is_named(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "bad.yml").write_text(content, encoding="utf-8")

    with pytest.raises(ExamplesError, match=f"bad.yml.*{said}"):
        read_examples(tmp_path)


def test_every_topic_and_every_other_intent_has_enough_examples() -> None:
    examples = read_examples()

    wanted = {intent: 20 if intent.startswith("ask/") else 30 for intent in examples}
    assert {intent: len(lines) for intent, lines in examples.items() if len(lines) < wanted[intent]} == {}
    assert len(examples["out_of_scope"]) >= 800
