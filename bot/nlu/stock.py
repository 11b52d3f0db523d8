"""Rasa's own classifiers on the same examples, for comparison: `python -m bot.nlu.stock diet --epochs 20`.

DIET learns every topic as an intent; ResponseSelector learns the topics of one retrieval intent, with the
answers in data/knowledge/. Both see the normalised text as jieba words and character n-grams.
"""

import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
import numpy as np
import yaml

from bot.knowledge.entries import load_entries
from bot.nlu.compare import held_out, topic_examples
from bot.nlu.interpreter import load_runner
from bot.nlu.messages import ASK
from bot.nlu.normalize import normalize
from bot.nlu.quiet import quietly

_FEATURES: list[dict[str, Any]] = [
    {"name": "JiebaTokenizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 2},
]
_LEARNERS: dict[str, dict[str, Any]] = {
    "diet": {"name": "DIETClassifier", "entity_recognition": False, "ranking_length": 5},
    "selector": {"name": "ResponseSelector", "retrieval_intent": ASK, "ranking_length": 5},
}


def _training_file(folder: Path, kind: str) -> str:
    """Write the examples into `folder` as `kind` wants them, and return the file."""
    texts, topics = topic_examples()
    groups: dict[str, list[str]] = {}
    for text, topic in zip(texts, topics, strict=True):
        groups.setdefault(f"{ASK}/{topic}" if kind == "selector" else str(topic), []).append(text)
    nlu = [{"intent": name, "examples": "".join(f"- {line}\n" for line in lines)} for name, lines in groups.items()]
    nlu.append({"intent": "greet", "examples": "- 你好\n- 您好\n- 早上好\n"})
    content: dict[str, Any] = {"version": "3.1", "nlu": nlu}
    if kind == "selector":
        entries = load_entries().values()
        content["responses"] = {f"utter_{ASK}/{entry.id}": [{"text": entry.answer}] for entry in entries}
    path = folder / "nlu.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return str(path)


def _ranked(parsed: dict[str, Any], kind: str) -> list[str]:
    """Return the topics of a parsed message, best first."""
    if kind == "diet":
        return [str(intent["name"]) for intent in parsed["intent_ranking"]]
    ranking: Iterable[dict[str, Any]] = parsed["response_selector"][ASK]["ranking"]
    return [str(item["intent_response_key"]).partition("/")[2] for item in ranking]


@click.command()
@click.argument("kind", type=click.Choice(sorted(_LEARNERS)))
@click.option("--epochs", default=20, show_default=True)
def main(kind: str, epochs: int) -> None:
    """Train, then print the share of held-out questions with the right topic first / among the first three."""
    asked, _ = held_out()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pipeline = [*_FEATURES, {**_LEARNERS[kind], "epochs": epochs, "random_seed": 0}]
        config = {"recipe": "default.v1", "assistant_id": "stock", "language": "zh", "pipeline": pipeline}
        (folder / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
        file = _training_file(folder, kind)
        with quietly():
            from rasa.model_training import train_nlu

            started = time.process_time()
            model = train_nlu(str(folder / "config.yml"), file, str(folder), fixed_model_name="stock")
            trained = time.process_time() - started
        if model is None:
            raise click.ClickException("Rasa made no model")
        parse = load_runner(Path(model))
        started = time.process_time()
        ranked = [_ranked(parse(normalize(text)), kind) for text, _ in asked]
        each = (time.process_time() - started) / len(asked)
        size = Path(model).stat().st_size / 1e6
    first = np.mean([r[:1] == [topic] for r, (_, topic) in zip(ranked, asked, strict=True)])
    three = np.mean([topic in r[:3] for r, (_, topic) in zip(ranked, asked, strict=True)])
    figures = (f"{first:.1%} / {three:.1%}", f"{trained:.0f} s", f"{each * 1000:.1f} ms", f"{size:.0f} MB")
    click.echo(" | ".join(["", f"{kind}, {epochs} epochs", *figures, ""]).strip())


if __name__ == "__main__":
    main()
