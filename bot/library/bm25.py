"""BM25: how well texts, as counted words, fit what is looked for."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

# The usual constants: how soon repeats stop counting, and how much a long text pays for its length.
_K1, _B = 1.2, 0.6
# A pair of characters is weaker evidence than a word.
_PAIR = 0.4


class Bm25:
    """Texts, ready to be scored. Tokens with `~` in front are pairs of characters (words.py)."""

    def __init__(self, counts: Sequence[Counter[str]]) -> None:
        """Take the counted tokens of every text."""
        self._size = len(counts)
        lengths = np.array([sum(count.values()) for count in counts] or [1], dtype=np.float32)
        penalty = _K1 * (1 - _B + _B * lengths / max(1.0, float(lengths.mean())))
        found: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for place, count in enumerate(counts):
            for token, times in count.items():
                places, numbers = found[token]
                places.append(place)
                numbers.append(times)
        self._postings: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        for token, (places, numbers) in found.items():
            at, tf = np.array(places, dtype=np.int32), np.array(numbers, dtype=np.float32)
            self._postings[token] = at, self._rarity(token, len(at)) * tf * (_K1 + 1) / (tf + penalty[at])

    def _rarity(self, token: str, texts: int) -> float:
        """Return how telling a token is that stands in so many texts."""
        rarity = math.log(1 + (self._size - texts + 0.5) / (texts + 0.5))
        return rarity * (_PAIR if token.startswith("~") else 1.0)

    def shares(self, wanted: Mapping[str, float]) -> np.ndarray:
        """Return for every text how much of what is wanted stands in it, 0 to about 1.

        Args:
            wanted: Tokens with their weights. Those of weight 1 are what was asked about, and make up the
                whole that the share is of; those below are other words for it, and only add.
        """
        scores = np.zeros(self._size, dtype=np.float32)
        whole = 0.0
        for token, weight in wanted.items():
            posting = self._postings.get(token)
            if weight == 1.0:
                whole += self._rarity(token, len(posting[0]) if posting else 0)
            if posting:
                scores[posting[0]] += weight * posting[1]
        return scores / (whole * (_K1 + 1)) if whole else scores
