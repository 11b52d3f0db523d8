"""The linear model that recognises intents and topics, free of Rasa: numbers in, probabilities out.

Up to three views of the same vectors are added up, each a row of weights per label: a support vector machine
tells labels apart (discriminative), naive Bayes knows how each label speaks (generative), and the text of its
answer stands for what nobody has asked yet (retrieval). As all three are linear, the sum is one linear model.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.nlu.features import Features

DEFAULTS: dict[str, Any] = {
    "features": "char",  # char | word | union
    "char_ngrams": [1, 2],
    "word_ngrams": [1, 1],
    "learner": "svc",  # svc | logistic
    "C": 1.0,
    "class_weight": "balanced",  # or null
    "discriminative": 1.0,  # how much each view counts; 0 leaves it out
    "generative": 0.0,
    "retrieval": 0.0,
    "smoothing": 0.03,  # added to every n-gram of the generative view
    "calibration_parts": 4,  # one of them is kept aside to calibrate on; 1 leaves scores as they are
}

# What is known of a label beside its examples: the sentences of its answer, normalised.
Documents = Mapping[str, Sequence[str]]


class TooFewExamples(Exception):
    """The training data cannot teach anything: fewer than two labels."""


def _learner(config: dict[str, Any]) -> Any:
    """Return the untrained estimator."""
    common = {"C": config["C"], "class_weight": config["class_weight"], "random_state": 0, "tol": 0.01}
    # One-vs-rest for both: the multinomial solver took 60 s for the same accuracy.
    return LinearSVC(**common) if config["learner"] == "svc" else LogisticRegression(solver="liblinear", **common)


def _learned(learner: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return a row of weights and a bias for every label, also where scikit-learn has one row for two labels."""
    if len(learner.intercept_) > 1:
        return learner.coef_, learner.intercept_
    halves = np.array([-0.5, 0.5])
    return np.outer(halves, learner.coef_[0]), halves * learner.intercept_[0]


def _sums(vectors: csr_matrix, rows: np.ndarray, count: int) -> np.ndarray:
    """Return, for each of `count` labels, the sum of the vectors whose row says so."""
    chosen = csr_matrix((np.ones(len(rows)), (rows, np.arange(len(rows)))), shape=(count, len(rows)))
    return (chosen @ vectors).toarray()


def _fit(
    texts: Sequence[str], labels: np.ndarray, config: dict[str, Any], documents: Documents
) -> tuple[Features, np.ndarray, np.ndarray]:
    """Return the features, for every n-gram its weight for each label (in order), and the bias of each label."""
    names, rows = np.unique(labels, return_inverse=True)
    pieces = [(row, piece) for row, name in enumerate(names) for piece in documents.get(name, ())]
    features = Features.create(config).fit([*texts, *(piece for _, piece in pieces)])
    vectors = features.transform(texts)
    weights, bias = np.zeros((len(names), vectors.shape[1])), np.zeros(len(names))
    if config["discriminative"]:
        weights, bias = (config["discriminative"] * part for part in _learned(_learner(config).fit(vectors, labels)))
    if config["generative"]:
        counts = _sums(vectors, rows, len(names)) + config["smoothing"]
        if pieces:
            told = features.transform([piece for _, piece in pieces])
            counts += _sums(told, np.array([row for row, _ in pieces]), len(names))
        weights = weights + config["generative"] * np.log(counts / counts.sum(axis=1, keepdims=True))
    if config["retrieval"]:
        whole = features.transform([" ".join(documents.get(name, ())) for name in names])
        weights = weights + config["retrieval"] * whole.toarray()
    # A row per n-gram, as scikit-learn's sparse vectors want it: turned over at every question it would cost 30 ms.
    return features, np.ascontiguousarray(weights.T, dtype=np.float32), bias.astype(np.float32)


def _scores(rows: csr_matrix, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Return one score per row and label."""
    return rows.astype(weights.dtype) @ weights + bias  # of two types, the weights would be copied at every question


def unseen_scores(
    texts: Sequence[str], labels: np.ndarray, config: dict[str, Any], documents: Documents, folds: int
) -> np.ndarray:
    """Return, for every text, the scores of a model that has not seen it.

    Features are learned anew in every fold, otherwise unseen words would count as seen.
    """
    scores = np.zeros((len(texts), len(np.unique(labels))))
    for train, test in StratifiedKFold(folds, shuffle=True, random_state=0).split(labels, labels):
        features, weights, bias = _fit([texts[i] for i in train], labels[train], config, documents)
        scores[test] = _scores(features.transform([texts[i] for i in test]), weights, bias)
    return scores


def _sharpness(texts: Sequence[str], calibration: np.ndarray) -> np.ndarray:
    """Return, for every text, the factor on its scores: a power of its length.

    A long story mentions much beside its point, which brings all its scores together; with one factor for all
    (temperature scaling, Guo et al. 2017), stories come out less sure than they should, short messages surer.
    """
    lengths = np.array([[1.0 + len(text)] for text in texts])
    return np.exp(calibration[0]) * lengths ** calibration[1]


def _calibrate(texts: Sequence[str], labels: np.ndarray, config: dict[str, Any], documents: Documents) -> np.ndarray:
    """Return the two numbers of `_sharpness` that make probabilities honest on unseen texts (least log-loss).

    One part of the texts is enough for two numbers, judged by a model of the other parts. With too few examples
    of a label, scores are left as they are.
    """
    names, counts = np.unique(labels, return_counts=True)
    if not 2 <= config["calibration_parts"] <= counts.min():
        return np.zeros(2)
    splits = StratifiedKFold(config["calibration_parts"], shuffle=True, random_state=0)
    known, unseen = next(splits.split(labels, labels))
    features, weights, bias = _fit([texts[i] for i in known], labels[known], config, documents)
    judged = [texts[i] for i in unseen]
    scores = _scores(features.transform(judged), weights, bias)
    right = np.searchsorted(names, labels[unseen])
    rows = np.arange(len(judged))

    def loss(calibration: np.ndarray) -> float:
        return float(-log_softmax(_sharpness(judged, calibration) * scores, axis=1)[rows, right].mean())

    return minimize(loss, np.array([1.0, 0.0]), method="BFGS", options={"gtol": 1e-3}).x


class LinearModel:
    """TF-IDF features, linear weights, and what makes probabilities of the scores."""

    def __init__(
        self, features: Features, labels: Sequence[str], weights: np.ndarray, bias: np.ndarray, calibration: np.ndarray
    ):
        """Take the trained parts."""
        self._features = features
        self._labels = labels
        self._weights = weights
        self._bias = bias
        self._calibration = calibration

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        config: dict[str, Any],
        documents: Documents = MappingProxyType({}),
    ) -> "LinearModel":
        """Train on normalised texts and their labels (topics or intents), and on the answers of labels.

        Raises:
            TooFewExamples: There are fewer than two labels.
        """
        targets = np.array(labels)
        names = [str(name) for name in np.unique(targets)]
        if len(names) < 2:
            raise TooFewExamples("the training data has fewer than two labels")
        features, weights, bias = _fit(texts, targets, config, documents)
        return cls(features, names, weights, bias, _calibrate(texts, targets, config, documents))

    @property
    def size(self) -> float:
        """What its weights take in memory, in MB."""
        return float(self._weights.nbytes) / 1e6

    def scores(self, texts: Sequence[str]) -> np.ndarray:
        """Return, for every normalised text, the score of every label, in alphabetical order."""
        return _scores(self._features.transform(texts), self._weights, self._bias)

    def predict(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """Return, for every normalised text, the calibrated probability of every label (they add up to 1)."""
        chances = softmax(_sharpness(texts, self._calibration) * self.scores(texts), axis=1)
        return [dict(zip(self._labels, map(float, row), strict=True)) for row in chances]

    def save(self, path: Path) -> None:
        """Write the model to `path` as plain arrays: a file that cannot carry code, and opens at once.

        (skops, which Rasa uses, needs four seconds for its import alone.) Packed here, because Rasa packs the whole
        model at the highest level, which takes five seconds for these arrays and gains nothing.
        """
        np.savez_compressed(
            path,
            labels=np.array(self._labels),
            weights=self._weights.astype(np.float16),  # three digits do, in half the size
            bias=self._bias,
            calibration=self._calibration,
            **self._features.arrays(),
        )

    @classmethod
    def load(cls, path: Path, config: dict[str, Any]) -> "LinearModel":
        """Read what `save` wrote, with the settings it was trained with.

        Raises:
            OSError: There is no such file.
            ValueError: The file is not such a model.
        """
        with np.load(path, allow_pickle=False) as arrays:
            features = Features.from_arrays(config, arrays)
            labels = arrays["labels"].tolist()
            return cls(features, labels, arrays["weights"].astype(np.float32), arrays["bias"], arrays["calibration"])
