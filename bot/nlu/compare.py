"""Measures kinds of features, learners and views: `python -m bot.nlu.compare [--rivals]`.

Where the settings of config.yml come from; the results stand in docs/understanding.md. Choices are made by the
training examples, each judged by a model that has not seen it; the held-out questions only confirm them.
"""

import random
import time
from collections.abc import Callable, Sequence
from typing import Any

import click
import numpy as np
import yaml

from bot.evaluation import HELD_OUT, SEED
from bot.knowledge.entries import load_entries
from bot.nlu.examples import read_examples
from bot.nlu.model import DEFAULTS, Documents, LinearModel, unseen_scores
from bot.nlu.normalize import normalize
from bot.nlu.perturb import perturb
from bot.nlu.recognizer import documents_of
from bot.nlu.rivals import RIVALS, Both, Rival
from bot.paths import ROOT

FOLDS = 3
# What is different from config.yml.
VARIANTS: tuple[dict[str, Any], ...] = (
    {},
    {"retrieval": 0.0},
    {"generative": 0.0},
    {"generative": 0.0, "retrieval": 0.0},
    {"generative": 0.0, "retrieval": 0.0, "learner": "logistic", "C": 20.0},
    {"discriminative": 0.0, "generative": 1.0, "retrieval": 0.0},
    {"discriminative": 0.0, "generative": 0.0, "retrieval": 1.0},
    {"char_ngrams": [1, 3]},
    {"features": "word"},
    {"features": "union"},
    {"learner": "logistic", "C": 20.0},
    {"C": 0.3},
    {"C": 3.0},
    {"class_weight": None},
)

Pairs = list[tuple[str, str]]


def component(name: str) -> dict[str, Any]:
    """Return the settings of the component `name` in config.yml."""
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    found = next(item for item in config["pipeline"] if item["name"].endswith(f".{name}"))
    return {key: value for key, value in found.items() if key != "name"}


def settings() -> dict[str, Any]:
    """Return the classifier's settings as config.yml has them."""
    return {**DEFAULTS, **component("LinearIntentClassifier")}


def held_out() -> tuple[Pairs, Pairs]:
    """Return the held-out (text, topic) and (text, intent) pairs, as written."""
    topics: Pairs = []
    for path in sorted((HELD_OUT / "topics").glob("*.yml")):
        for topic, questions in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            topics += [(question, topic) for question in questions]
    intents = yaml.safe_load((HELD_OUT / "intents.yml").read_text(encoding="utf-8"))
    return topics, [(text, intent) for intent, texts in intents.items() for text in texts]


def training_pairs() -> tuple[list[str], list[str]]:
    """Return the training examples, normalised, and their labels."""
    pairs = [(normalize(e), label) for label, examples in read_examples().items() for e in examples]
    return [text for text, _ in pairs if text], [label for text, label in pairs if text]


def topic_examples() -> tuple[list[str], np.ndarray]:
    """Return the training examples of topics, normalised, and their topics."""
    pairs = [(text, label.partition("/")[2]) for text, label in zip(*training_pairs(), strict=True)]
    return [text for text, topic in pairs if topic], np.array([topic for _, topic in pairs if topic])


def right(scores: np.ndarray, topics: Sequence[str] | np.ndarray, names: np.ndarray) -> tuple[float, float]:
    """Return the shares of rows whose topic has the best score, and one of the best three."""
    best = names[np.argsort(-scores, axis=1)[:, :3]] == np.array(topics)[:, None]
    return float(best[:, 0].mean()), float(best.any(axis=1).mean())


def _report(
    unseen: np.ndarray, score: Callable[[list[str]], np.ndarray], seconds: float, size: float, names: np.ndarray
) -> dict[str, str]:
    """Return the figures of one variant, ready to print.

    Args:
        unseen: Scores of the training examples by models that had not seen them.
        score: Gives the scores of normalised texts by the model of all examples.
        seconds: The processor's seconds that its training took (others may use the machine as well).
        size: Its size in MB.
        names: The topics in the order of the scores.
    """
    _, topics = topic_examples()
    asked, _ = held_out()
    rng = random.Random(SEED)  # noqa: S311 - repeatable damage, not a secret
    mistyped = [normalize(perturb(text, rng)) for text, _ in asked]
    wanted = [topic for _, topic in asked]
    texts = [normalize(text) for text, _ in asked]
    started = time.process_time()
    for text in texts[:200]:
        score([text])
    each = (time.process_time() - started) / 200
    shares = {
        "out-of-fold": right(unseen, topics, names),
        "held-out": right(score(texts), wanted, names),
        "mistyped": right(score(mistyped), wanted, names),
    }
    figures = {name: f"{first:.1%} / {three:.1%}" for name, (first, three) in shares.items()}
    return {**figures, "training": f"{seconds:.1f} s", "a question": f"{each * 1000:.2f} ms", "size": f"{size:.0f} MB"}


def measure(variant: dict[str, Any]) -> dict[str, str]:
    """Train one variant of our model over topics and return its figures."""
    config = {**settings(), **variant, "calibration_parts": 1}
    documents = documents_of(load_entries())
    texts, topics = topic_examples()
    started = time.process_time()
    model = LinearModel.fit(texts, list(topics), config, documents)
    seconds = time.process_time() - started
    unseen = unseen_scores(texts, topics, config, documents, FOLDS)
    return _report(unseen, model.scores, seconds, model.size, np.unique(topics))


def _with_bm25(view: dict[str, Any]) -> Callable[[list[str], np.ndarray, Documents], Rival]:
    """Return how our model, with `view` changed, is trained and summed up with BM25."""

    def train(texts: list[str], topics: np.ndarray, documents: Documents) -> Rival:
        config = {**settings(), **view, "calibration_parts": 1}
        ours = LinearModel.fit(texts, list(topics), config, documents)
        return Both(ours, RIVALS["BM25 over answers and examples"](texts, topics, documents))

    return train


ALL_RIVALS = {
    **RIVALS,
    "support vector machine + BM25": _with_bm25({"generative": 0.0, "retrieval": 0.0}),
    "config.yml + BM25": _with_bm25({}),
}


def measure_rival(name: str) -> dict[str, str]:
    """Do the same for a ranking of another kind (bot/nlu/rivals.py)."""
    documents = documents_of(load_entries())
    texts, topics = topic_examples()
    names = np.unique(topics)
    started = time.process_time()
    rival = ALL_RIVALS[name](texts, topics, documents)
    seconds = time.process_time() - started
    unseen = np.zeros((len(texts), len(names)))
    for fold in range(FOLDS):
        test = np.arange(len(texts)) % FOLDS == fold
        known = [text for text, held in zip(texts, test, strict=True) if not held]
        unseen[test] = ALL_RIVALS[name](known, topics[~test], documents).scores(
            [text for text, held in zip(texts, test, strict=True) if held]
        )
    return _report(unseen, rival.scores, seconds, rival.size, names)


@click.command()
@click.option("--rivals", is_flag=True, help="BM25 and nearest examples in place of the variants of our model.")
def main(rivals: bool) -> None:
    """Print one line per variant: the topic first / among the first three."""
    for name in ALL_RIVALS if rivals else ():
        _print(name, measure_rival(name))
    for variant in () if rivals else VARIANTS:
        _print(str(variant or "config.yml"), measure(variant))


def _print(name: str, figures: dict[str, str]) -> None:
    """Print one line of the table in docs/understanding.md."""
    click.echo(" | ".join(["", name, *figures.values(), ""]).strip())


if __name__ == "__main__":
    main()
