"""Messages as sparse vectors: character n-grams, and words where they add something."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import jieba
import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.lexicon import terms


@lru_cache(maxsize=1)
def _segmenter() -> jieba.Tokenizer:
    """Return a word segmenter of our own, with our terms, so that other users of jieba are not affected."""
    jieba.setLogLevel("ERROR")
    segmenter = jieba.Tokenizer()
    for term in terms():
        segmenter.add_word(term)
    return segmenter


def segment(text: str) -> str:
    """Return the words of `text` with single spaces between them."""
    return " ".join(word for word in _segmenter().lcut(text) if word.strip())


def _vectorizer(kind: str, config: dict[str, Any]) -> TfidfVectorizer:
    """Return an untrained vectorizer; words come separated by spaces."""
    return TfidfVectorizer(
        analyzer=kind,
        ngram_range=tuple(config[f"{kind}_ngrams"]),
        token_pattern=r"\S+" if kind == "word" else None,
        lowercase=False,
        sublinear_tf=True,
    )


class Features:
    """TF-IDF over character n-grams (`char`), jieba words (`word`) or both (`union`).

    What they learn is a list of n-grams and a weight for each: arrays, nothing that runs when it is loaded.
    """

    def __init__(self, parts: dict[str, TfidfVectorizer]):
        """Take the vectorizers by kind, `char` and/or `word`."""
        self.parts = parts

    @classmethod
    def create(cls, config: dict[str, Any]) -> "Features":
        """Return untrained features as `config` says: `features`, `char_ngrams`, `word_ngrams`."""
        kinds = ("char", "word") if config["features"] == "union" else (config["features"],)
        return cls({kind: _vectorizer(kind, config) for kind in kinds})

    @classmethod
    def from_arrays(cls, config: dict[str, Any], arrays: Mapping[str, np.ndarray]) -> "Features":
        """Return the features that `arrays` gave."""
        features = cls.create(config)
        for kind, part in features.parts.items():
            part.set_params(vocabulary=arrays[f"{kind}_ngrams"].tolist())
            part.idf_ = arrays[f"{kind}_idf"]
        return features

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what was learned: for each kind its n-grams in order, and their weights."""
        learned: dict[str, np.ndarray] = {}
        for kind, part in self.parts.items():
            learned[f"{kind}_ngrams"] = part.get_feature_names_out().astype(str)
            learned[f"{kind}_idf"] = part.idf_
        return learned

    def _inputs(self, texts: Sequence[str]) -> dict[str, Sequence[str]]:
        """Return what each kind reads of normalised `texts`.

        Characters get marks at both ends, so that 好 as a whole message differs from 好 inside one.
        """
        return {
            "char": [f"‹{text}›" for text in texts],
            "word": [segment(text) for text in texts] if "word" in self.parts else (),
        }

    def fit(self, texts: Sequence[str]) -> "Features":
        """Learn the vocabulary of normalised `texts`."""
        inputs = self._inputs(texts)
        for kind, part in self.parts.items():
            part.fit(inputs[kind])
        return self

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Return one row per normalised text; each kind's part of a row has length 1 (or 0: nothing known)."""
        inputs = self._inputs(texts)
        return hstack([part.transform(inputs[kind]) for kind, part in self.parts.items()], format="csr")
