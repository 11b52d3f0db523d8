"""Training refuses what Rasa would only warn about, and does nothing when nothing changed."""

from pathlib import Path

import pytest
import yaml

from bot.nlu.lexicon import LexiconError
from bot.nlu.training import TrainingError, TrainingResult, fingerprint, model_path, train


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_training_leaves_one_model_and_says_that_it_is_fresh(trained: tuple[Path, TrainingResult]) -> None:
    root, result = trained

    assert result.fresh
    assert result.seconds > 0
    assert [path.name for path in (root / "models").iterdir()] == [result.path.name]


def test_a_second_training_of_the_same_inputs_takes_no_time(trained: tuple[Path, TrainingResult]) -> None:
    root, first = trained
    said: list[str] = []

    second = train(root / "models", progress=said.append, root=root)

    assert second.path == first.path
    assert not second.fresh
    assert said == ["检查内容……", "内容没有变化，不用重新训练。"]


def test_word_lists_that_cannot_be_used_are_refused_even_when_nothing_else_changed(
    trained: tuple[Path, TrainingResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(name: str, section: str) -> None:
        raise LexiconError(f"data/lexicon/{name}.yml: section {section}: missing )")

    monkeypatch.setattr("bot.nlu.training.patterns", broken)
    with pytest.raises(TrainingError, match=r"crisis\.yml"):
        train(trained[0] / "models", root=trained[0])


@pytest.mark.parametrize("name", ["domain.yml", "config.yml", "data/nlu/all.yml", "data/rules/greet.yml"])
def test_a_change_of_an_input_asks_for_another_model(project: Path, name: str) -> None:
    before = fingerprint(project)

    with (project / name).open("a", encoding="utf-8") as file:
        file.write("\n# one remark more\n")

    assert fingerprint(project) != before


def test_a_new_answer_is_learned_too(project: Path) -> None:
    before = model_path(project, project)

    change(project / "data/knowledge/all.yml", "先把证据留好", "先存好证据")

    assert model_path(project, project) != before


def test_an_invalid_domain_is_refused_and_not_taken_as_empty(project: Path) -> None:
    (project / "domain.yml").write_text("version: '3.1'\nintents: 5\n", encoding="utf-8")

    with pytest.raises(TrainingError, match=r"^domain\.yml") as refused:
        train(project / "models", root=project)

    assert "\n" not in str(refused.value)


def test_a_domain_that_says_nothing_is_refused(project: Path) -> None:
    (project / "domain.yml").write_text("version: '3.1'\n", encoding="utf-8")

    with pytest.raises(TrainingError, match=r"domain\.yml: says nothing"):
        train(project / "models", root=project)


def test_a_missing_domain_is_named(project: Path) -> None:
    (project / "domain.yml").unlink()

    with pytest.raises(TrainingError, match=r"domain\.yml: missing"):
        train(project / "models", root=project)


def test_an_intent_that_the_domain_does_not_list_is_named(project: Path) -> None:
    change(project / "domain.yml", "- greet\n", "")

    with pytest.raises(TrainingError, match="greet"):
        train(project / "models", root=project)


def test_a_rule_with_an_unknown_action_is_refused(project: Path) -> None:
    change(project / "data/rules/greet.yml", "action_respond", "action_unheard_of")

    with pytest.raises(TrainingError, match="action_unheard_of"):
        train(project / "models", root=project)


def test_an_answer_without_training_examples_stops_the_training(project: Path) -> None:
    change(project / "data/nlu/all.yml", "ask/join.online", "ask/wage.arrears")

    with pytest.raises(TrainingError, match=r"ask/join\.online has 0 examples"):
        train(project / "models", root=project)


def test_examples_that_are_no_yaml_stop_the_training(project: Path) -> None:
    (project / "data/nlu/broken.yml").write_text("nlu: [", encoding="utf-8")

    with pytest.raises(TrainingError, match=r"broken\.yml: not valid YAML"):
        train(project / "models", root=project)


def test_a_component_that_does_not_exist_is_one_clear_line(project: Path) -> None:
    config = yaml.safe_load((project / "config.yml").read_text(encoding="utf-8"))
    config["pipeline"][0]["name"] = "bot.nlu.nowhere.Nothing"
    (project / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")

    with pytest.raises(TrainingError, match="training failed") as refused:
        train(project / "models", root=project)

    assert "\n" not in str(refused.value)
    assert list((project / "models").iterdir()) == []
