"""Measures kinds of features and learners against the held-out questions: `python -m bot.nlu.compare [--thresholds]`.

Where the settings of config.yml come from; the results stand in docs/understanding.md.
"""

import time
from collections.abc import Iterator
from typing import Any

import click
import numpy as np
import yaml
from sklearn.model_selection import StratifiedKFold

from bot.nlu.classifier import intents_of, topics_of
from bot.nlu.examples import read_examples
from bot.nlu.gate import decide
from bot.nlu.model import DEFAULTS, LinearModel
from bot.nlu.normalize import normalize
from bot.paths import ROOT

HELD_OUT = ROOT / "tests" / "nlu"
VARIANTS: tuple[dict[str, Any], ...] = (
    {"char_ngrams": [1, 2]},
    {"char_ngrams": [1, 3]},
    {"char_ngrams": [1, 4]},
    {"features": "word"},
    {"features": "word", "word_ngrams": [1, 2]},
    {"features": "union"},
    {"features": "union", "char_ngrams": [1, 3]},
    {"C": 0.5},
    {"C": 2.0},
    {"class_weight": None},
    {"learner": "logistic", "C": 10.0},
    {"learner": "logistic", "C": 10.0, "char_ngrams": [1, 4]},
)


THRESHOLDS = {
    "topic": (0.2, 0.3, 0.35, 0.4, 0.5, 0.6),
    "topic_weak": (0.35, 0.5, 0.6, 0.7, 0.8),
    "topic_alien": (0.6, 0.8, 0.9, 0.97, 0.99),
}


def held_out() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the held-out (text, topic) and (text, intent) pairs."""
    topics: list[tuple[str, str]] = []
    for path in sorted((HELD_OUT / "topics").glob("*.yml")):
        for topic, questions in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            topics += [(question, topic) for question in questions]
    intents = yaml.safe_load((HELD_OUT / "intents.yml").read_text(encoding="utf-8"))
    return topics, [(text, intent) for intent, texts in intents.items() for text in texts]


def training_pairs() -> tuple[list[str], list[str]]:
    """Return the training examples, normalised, and their labels."""
    pairs = [(normalize(e), label) for label, examples in read_examples().items() for e in examples]
    return [text for text, _ in pairs if text], [label for text, label in pairs if text]


def measure(variant: dict[str, Any]) -> dict[str, float]:
    """Train one variant and return its figures: shares right, log-loss of the topic, seconds."""
    started = time.monotonic()
    model = LinearModel.fit(*training_pairs(), {**DEFAULTS, **variant})
    trained = time.monotonic() - started
    topics, intents = held_out()
    guesses = model.predict([normalize(text) for text, _ in topics])
    ranked = [[t["id"] for t in topics_of(labels)] for labels in guesses]
    chance = [labels.get(f"ask/{topic}", 0.0) for labels, (_, topic) in zip(guesses, topics, strict=True)]
    named = [intents_of(labels)[0]["name"] for labels in model.predict([normalize(t) for t, _ in intents])]
    return {
        "first": float(np.mean([r[0] == topic for r, (_, topic) in zip(ranked, topics, strict=True)])),
        "first_3": float(np.mean([topic in r[:3] for r, (_, topic) in zip(ranked, topics, strict=True)])),
        "log_loss": float(-np.log(np.maximum(chance, 1e-9)).mean()),
        "intents": float(np.mean([name == intent for name, (_, intent) in zip(named, intents, strict=True)])),
        "train_s": trained,
    }


def foreign_guesses() -> list[tuple[str, dict[str, float]]]:
    """Return every out_of_scope example with the guess of a model that has not seen it (five folds).

    The held-out ones are few, and a new kind of foreign question is what happens most.
    """
    texts, labels = training_pairs()
    guesses = []
    for train, test in StratifiedKFold(5, shuffle=True, random_state=1).split(texts, labels):
        model = LinearModel.fit([texts[i] for i in train], [labels[i] for i in train], DEFAULTS)
        unseen = [texts[i] for i in test if labels[i] == "out_of_scope"]
        guesses += list(zip(unseen, model.predict(unseen), strict=True))
    return guesses


def act_on(text: str, labels: dict[str, float], limits: dict[str, float]) -> str:
    """Return the intent that the gate lets through for a normalised text, word lists of danger aside."""
    chances = {intent["name"]: intent["confidence"] for intent in intents_of(labels)}
    topics = topics_of(labels)
    return decide(text, chances, chances["ask"] * topics[0]["confidence"], limits)[0]


def sweep() -> Iterator[dict[str, Any]]:
    """Yield, for values of each topic threshold around that of config.yml, what becomes of the questions."""
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    chosen = next(component for component in config["pipeline"] if component["name"].endswith(".Gate"))
    topics, _ = held_out()
    model = LinearModel.fit(*training_pairs(), DEFAULTS)
    asked = [(normalize(text), topic) for text, topic in topics]
    guesses = model.predict([text for text, _ in asked])
    foreign = foreign_guesses()
    for name, values in THRESHOLDS.items():
        for value in values:
            limits = {**chosen, name: value}
            right = wrong = 0
            for (text, topic), labels in zip(asked, guesses, strict=True):
                if act_on(text, labels, limits) == "ask":
                    right += topics_of(labels)[0]["id"] == topic
                    wrong += topics_of(labels)[0]["id"] != topic
            answered = sum(act_on(text, labels, limits) == "ask" for text, labels in foreign)
            yield {name: value, "right": right, "wrong": wrong, "not answered": len(asked) - right - wrong} | {
                "foreign answered": f"{answered} of {len(foreign)}"
            }


@click.command()
@click.option("--thresholds", is_flag=True, help="Vary the gate's thresholds in place of the model.")
def main(thresholds: bool) -> None:
    """Print one line per variant. Intents are those of the classifier alone, without the gate."""
    if thresholds:
        for line in sweep():
            click.echo("  ".join(f"{name} {value}" for name, value in line.items()))
        return
    for variant in VARIANTS:
        figures = measure(variant)
        click.echo("  ".join(f"{name} {value:.3f}" for name, value in figures.items()) + f"  {variant}")


if __name__ == "__main__":
    main()
