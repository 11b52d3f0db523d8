"""The linear model that recognises intents and topics, free of Rasa: numbers in, probabilities out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
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
    "calibration_folds": 4,
}


class TooFewExamples(Exception):
    """The training data cannot teach anything: fewer than two labels."""


def _learner(config: dict[str, Any]) -> Any:
    """Return the untrained estimator."""
    common = {"C": config["C"], "class_weight": config["class_weight"], "random_state": 0}
    # One-vs-rest for both: the multinomial solver took 60 s for the same accuracy.
    return LinearSVC(**common) if config["learner"] == "svc" else LogisticRegression(solver="liblinear", **common)


def _weights(learner: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return a row of weights and a bias for every label, also where scikit-learn has one row for two labels."""
    if len(learner.intercept_) > 1:
        return learner.coef_, learner.intercept_
    halves = np.array([-0.5, 0.5])
    return np.outer(halves, learner.coef_[0]), halves * learner.intercept_[0]


def _scores(rows: csr_matrix, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Return one score per row and label."""
    return rows @ weights.T + bias


def _temperature(texts: Sequence[str], labels: np.ndarray, config: dict[str, Any]) -> float:
    """Return the factor on the scores that makes probabilities honest, from scores on unseen folds.

    One number fitted by least log-loss (temperature scaling, Guo et al. 2017). Features are learned anew in
    every fold, otherwise unseen words would count as seen. Returns 1.0 when a label has too few examples.
    """
    folds = min(config["calibration_folds"], int(np.unique(labels, return_counts=True)[1].min()))
    if folds < 2:
        return 1.0
    scores = np.zeros((len(texts), len(np.unique(labels))))
    for train, test in StratifiedKFold(folds, shuffle=True, random_state=0).split(labels, labels):
        features = Features.create(config).fit([texts[i] for i in train])
        learner = _learner(config).fit(features.transform([texts[i] for i in train]), labels[train])
        scores[test] = _scores(features.transform([texts[i] for i in test]), *_weights(learner))
    right = np.searchsorted(np.unique(labels), labels)
    rows = np.arange(len(texts))

    def loss(log_factor: float) -> float:
        return float(-log_softmax(np.exp(log_factor) * scores, axis=1)[rows, right].mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-3, 3), method="bounded").x))


class LinearModel:
    """TF-IDF features, linear weights, and a temperature on the scores."""

    def __init__(self, features: Features, labels: Sequence[str], weights: np.ndarray, bias: np.ndarray, factor: float):
        """Take the trained parts; the scores are multiplied by `factor` before the softmax."""
        self._features = features
        self._labels = labels
        self._weights = weights
        self._bias = bias
        self.factor = factor

    @classmethod
    def fit(cls, texts: Sequence[str], labels: Sequence[str], config: dict[str, Any]) -> "LinearModel":
        """Train on normalised texts and their labels (`ask/<topic>` or an intent).

        Raises:
            TooFewExamples: There are fewer than two labels.
        """
        targets = np.array(labels)
        names = [str(name) for name in np.unique(targets)]
        if len(names) < 2:
            raise TooFewExamples("the training data has fewer than two intents")
        features = Features.create(config).fit(texts)
        weights, bias = _weights(_learner(config).fit(features.transform(texts), targets))
        return cls(features, names, weights, bias, _temperature(texts, targets, config))

    def predict(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """Return, for every normalised text, the calibrated probability of every label (they add up to 1)."""
        scores = _scores(self._features.transform(texts), self._weights, self._bias)
        chances = softmax(self.factor * scores, axis=1)
        return [dict(zip(self._labels, map(float, row), strict=True)) for row in chances]

    def save(self, path: Path) -> None:
        """Write the model to `path` as plain arrays: a file that cannot carry code, and opens at once.

        (skops, which Rasa uses, needs four seconds for its import alone.)
        """
        np.savez_compressed(
            path,
            labels=np.array(self._labels),
            weights=self._weights.astype(np.float32),
            bias=self._bias,
            factor=np.array(self.factor),
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
            return cls(features, labels, arrays["weights"], arrays["bias"], float(arrays["factor"]))
