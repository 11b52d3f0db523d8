"""Where the gate's thresholds come from, and whether probabilities are honest: `python -m bot.nlu.thresholds`.

Everything is counted on training examples, each judged by models that have not seen it, and shown beside the
held-out questions; the results stand in docs/understanding.md.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import click
import numpy as np
from sklearn.model_selection import StratifiedKFold

from bot.knowledge.entries import load_entries
from bot.nlu.compare import component, held_out, settings, training_pairs
from bot.nlu.gate import asked_of_us, decide, wishes_weighed
from bot.nlu.messages import ASK
from bot.nlu.normalize import normalize
from bot.nlu.recognizer import Guess, Recognizer, documents_of

FOLDS = 4
TRIED = {
    "topic": (0.1, 0.15, 0.25, 0.4),
    "topic_weak": (0.5, 0.6, 0.7, 0.8),
    "topic_law": (0.6, 0.75, 0.9, 0.95),
    "topic_alien": (0.6, 0.8, 0.9),
    "outside": (0.1, 0.15, 0.2, 0.4, 1.1),
}


@dataclass(frozen=True)
class Judged:
    """A normalised message, what it is (`ask/<topic>` or an intent), and what is made of it."""

    text: str
    label: str
    guess: Guess

    @property
    def right(self) -> bool:
        """Whether the best topic is the one asked about."""
        return self.label == f"{ASK}/{next(iter(self.guess.topics))}"


def unseen() -> list[Judged]:
    """Return every training example with the guess of models that have not seen it."""
    texts, labels = training_pairs()
    documents = documents_of(load_entries())
    judged: list[Judged] = []
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(labels, labels):
        known = [texts[i] for i in train], [labels[i] for i in train]
        guesses = Recognizer.fit(*known, settings(), documents).predict([texts[i] for i in test])
        judged += [Judged(texts[i], labels[i], guess) for i, guess in zip(test, guesses, strict=True)]
    return judged


def asked() -> list[Judged]:
    """Return the held-out questions with the guesses of the model of all examples."""
    pairs = [(normalize(text), f"{ASK}/{topic}") for text, topic in held_out()[0]]
    recognizer = Recognizer.fit(*training_pairs(), settings(), documents_of(load_entries()))
    guesses = recognizer.predict([text for text, _ in pairs])
    return [Judged(text, label, guess) for (text, label), guess in zip(pairs, guesses, strict=True)]


def becomes(messages: Sequence[Judged], limits: dict[str, float]) -> str:
    """Return what the gate makes of `messages` (word lists of danger aside): right / wrong / back / refused, in %."""
    counts: Counter[str] = Counter()
    for message in messages:
        chances = wishes_weighed(message.text, message.guess.intents, limits["service"])
        topic = asked_of_us(chances) * next(iter(message.guess.topics.values()))
        intent, _ = decide(message.text, chances, topic, limits)
        answered = "right" if message.right else "wrong"
        counts[answered if intent == ASK else {"unclear": "back", "out_of_scope": "refused"}.get(intent, "other")] += 1
    kinds = ("right", "wrong", "back", "refused")
    return " / ".join(f"{counts[kind] / len(messages):.1%}" for kind in kinds)


def reliability(messages: Iterable[Judged]) -> Iterator[tuple[float, int, float, float]]:
    """Yield, for every tenth of probability, its lower bound, how many, their mean, and how many were right."""
    pairs = np.array([(message.guess.topic, message.right) for message in messages], dtype=float)
    tenth = np.minimum((pairs[:, 0] * 10).astype(int), 9)
    for step in range(10):
        if (inside := pairs[tenth == step]).size:
            yield step / 10, len(inside), float(inside[:, 0].mean()), float(inside[:, 1].mean())


@click.command()
def main() -> None:
    """Print what becomes of messages for values of each threshold around that of config.yml; then the reliability."""
    chosen = component("Gate")
    judged, questions = unseen(), asked()
    sets = {
        "asked, out of fold": [message for message in judged if message.label.startswith(f"{ASK}/")],
        "asked, held out": questions,
        "foreign, out of fold": [message for message in judged if message.label == "out_of_scope"],
    }
    tried = [(name, value) for name, values in TRIED.items() for value in values]
    for name, value in tried:
        cells = [becomes(messages, {**chosen, name: value}) for messages in sets.values()]
        click.echo(" | ".join(["", f"{name} {value}", *cells, ""]).strip())
    for title in ("asked, out of fold", "asked, held out"):
        for lower, count, said, was in reliability(sets[title]):
            click.echo(f"| {title} | {lower:.1f} | {count} | {said:.2f} | {was:.2f} |")


if __name__ == "__main__":
    main()
