"""What a message wants and what it is about: two linear models, one after the other, free of Rasa."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from re import split
from typing import Any

from bot.knowledge.entries import Entry
from bot.nlu.messages import ASK
from bot.nlu.model import Documents, LinearModel
from bot.nlu.normalize import normalize

_SENTENCE_ENDS = r"[。！？；\n]"
_SHORTEST = 4


@dataclass(frozen=True)
class Guess:
    """What is made of one message.

    Attributes:
        intents: The probability of every intent, best first (they add up to 1).
        topics: The probability of every topic, best first, if the message asks about any (they add up to 1).
            So a grievance (我要投诉老板拖欠工资) still tells what it is about.
    """

    intents: Mapping[str, float]
    topics: Mapping[str, float]

    @property
    def topic(self) -> float:
        """The probability that the message asks about its best topic."""
        return self.intents.get(ASK, 0.0) * next(iter(self.topics.values()), 0.0)


def documents_of(entries: Mapping[str, Entry]) -> dict[str, list[str]]:
    """Return the normalised sentences of every entry's title and answers, by topic."""
    return {topic: list(_sentences(entry)) for topic, entry in entries.items()}


def _sentences(entry: Entry) -> Iterator[str]:
    """Yield what an entry says, a sentence at a time."""
    for piece in split(_SENTENCE_ENDS, f"{entry.title}\n{entry.answer}\n{entry.cadre or ''}"):
        if len(piece) >= _SHORTEST:
            yield normalize(piece)


def _best_first(chances: Mapping[str, float]) -> dict[str, float]:
    """Return `chances` in the order of a ranking."""
    return dict(sorted(chances.items(), key=lambda item: -item[1]))


class Recognizer:
    """The intent among all intents, and the topic among all topics."""

    def __init__(self, intents: LinearModel, topics: LinearModel):
        """Take the trained models."""
        self._intents = intents
        self._topics = topics

    @classmethod
    def fit(
        cls, texts: Sequence[str], labels: Sequence[str], config: dict[str, Any], documents: Documents
    ) -> "Recognizer":
        """Train on normalised texts and their labels, `ask/<topic>` or an intent.

        Telling the intents apart first, with all questions in one, works better than one model over topics and
        intents together (docs/understanding.md).

        Raises:
            TooFewExamples: There are fewer than two intents or fewer than two topics.
        """
        parts = [label.partition("/") for label in labels]
        asked = [(text, topic) for text, (intent, _, topic) in zip(texts, parts, strict=True) if intent == ASK]
        intents = LinearModel.fit(texts, [intent for intent, _, _ in parts], config)
        topics = LinearModel.fit([text for text, _ in asked], [topic for _, topic in asked], config, documents)
        return cls(intents, topics)

    def predict(self, texts: Sequence[str]) -> list[Guess]:
        """Return what is made of every normalised text."""
        pairs = zip(self._intents.predict(texts), self._topics.predict(texts), strict=True)
        return [Guess(_best_first(intents), _best_first(topics)) for intents, topics in pairs]

    def save(self, folder: Path) -> None:
        """Write both models into `folder`."""
        self._intents.save(folder / "intents.npz")
        self._topics.save(folder / "topics.npz")

    @classmethod
    def load(cls, folder: Path, config: dict[str, Any]) -> "Recognizer":
        """Read what `save` wrote, with the settings it was trained with.

        Raises:
            OSError: A file is missing.
            ValueError: A file is not such a model.
        """
        return cls(LinearModel.load(folder / "intents.npz", config), LinearModel.load(folder / "topics.npz", config))
