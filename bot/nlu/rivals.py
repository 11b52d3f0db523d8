"""Other ways to rank topics, for comparison only: BM25, the most similar examples, sums (bot/nlu/compare.py)."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from bot.nlu.features import segment
from bot.nlu.model import Documents

# The usual values (Robertson and Zaragoza 2009).
K1, B = 1.2, 0.75
_NEIGHBOURS = 3


class Rival(Protocol):
    """A ranking of topics."""

    @property
    def size(self) -> float:
        """What it keeps in memory, in MB."""
        ...

    def scores(self, texts: list[str]) -> np.ndarray:
        """Return a row of scores per text, a column per topic in alphabetical order."""
        ...


def pieces(text: str) -> list[str]:
    """Return the pairs of characters and the words of `text`."""
    return [text[i : i + 2] for i in range(len(text) - 1)] + segment(text).split()


class Bm25:
    """Every topic is one document: the sentences of its answer, its examples, or both."""

    def __init__(self, documents: Sequence[Sequence[str]]):
        """Index the documents, one list of sentences per topic."""
        self._vectorizer = CountVectorizer(analyzer=lambda sentences: [p for s in sentences for p in pieces(s)])
        counts = self._vectorizer.fit_transform(documents).astype(np.float64)
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        rare = np.asarray((counts > 0).sum(axis=0)).ravel()
        weight = np.log(1 + (len(lengths) - rare + 0.5) / (rare + 0.5))
        rows, columns = counts.nonzero()
        damping = K1 * (1 - B + B * lengths[rows] / lengths.mean())
        values = counts.data * (K1 + 1) / (counts.data + damping) * weight[columns]
        self._weights = csr_matrix((values, (rows, columns)), shape=counts.shape)

    @property
    def size(self) -> float:
        """What it keeps in memory, in MB."""
        return float(self._weights.data.nbytes + self._weights.indices.nbytes) / 1e6

    def scores(self, texts: list[str]) -> np.ndarray:
        """Return BM25 of every text to every topic."""
        return (self._vectorizer.transform([[text] for text in texts]) @ self._weights.T).toarray()


class Nearest:
    """The mean cosine to the three most similar examples of every topic."""

    def __init__(self, texts: list[str], topics: np.ndarray):
        """Keep the examples as TF-IDF vectors over characters and pairs of them."""
        self._names, self._columns = np.unique(topics, return_inverse=True)
        self._vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)
        self._examples = self._vectorizer.fit_transform(texts)

    @property
    def size(self) -> float:
        """What it keeps in memory, in MB."""
        return float(self._examples.data.nbytes + self._examples.indices.nbytes) / 1e6

    def scores(self, texts: list[str]) -> np.ndarray:
        """Return that mean for every text and topic."""
        cosines = (self._vectorizer.transform(texts) @ self._examples.T).toarray()
        found = np.zeros((len(texts), len(self._names)))
        for column in range(len(self._names)):
            own = np.sort(cosines[:, self._columns == column], axis=1)
            found[:, column] = own[:, -_NEIGHBOURS:].mean(axis=1)
        return found


class Both:
    """The sum of two rankings, the scores of each brought to the same spread for every text."""

    def __init__(self, *rankings: Rival):
        """Take the rankings."""
        self._rankings = rankings

    @property
    def size(self) -> float:
        """What they keep in memory, in MB."""
        return sum(ranking.size for ranking in self._rankings)

    def scores(self, texts: list[str]) -> np.ndarray:
        """Return the sums for every text and topic."""
        return np.sum([_standard(ranking.scores(texts)) for ranking in self._rankings], axis=0)


def _standard(scores: np.ndarray) -> np.ndarray:
    """Return `scores` with mean 0 and spread 1 in every row; a row without any spread stays 0."""
    spread = scores.std(axis=1, keepdims=True)
    return (scores - scores.mean(axis=1, keepdims=True)) / np.where(spread > 0, spread, 1.0)


def _grouped(texts: list[str], topics: np.ndarray) -> list[list[str]]:
    """Return the examples of every topic, in the order of the topics."""
    groups: dict[str, list[str]] = {str(topic): [] for topic in np.unique(topics)}
    for text, topic in zip(texts, topics, strict=True):
        groups[str(topic)].append(text)
    return list(groups.values())


def _answers(topics: np.ndarray, documents: Documents) -> list[list[str]]:
    """Return the sentences of every topic's answer, in the order of the topics."""
    return [list(documents.get(str(topic), ())) for topic in np.unique(topics)]


RIVALS: dict[str, Callable[[list[str], np.ndarray, Documents], Rival]] = {
    "BM25 over answers": lambda texts, topics, documents: Bm25(_answers(topics, documents)),
    "BM25 over examples": lambda texts, topics, documents: Bm25(_grouped(texts, topics)),
    "BM25 over answers and examples": lambda texts, topics, documents: Bm25(
        [a + e for a, e in zip(_answers(topics, documents), _grouped(texts, topics), strict=True)]
    ),
    "nearest examples": lambda texts, topics, documents: Nearest(texts, topics),
}
