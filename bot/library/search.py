"""Finding clauses by their words, by how people ask about them, and by name, with a measure of how sure a find is."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from bot.knowledge.policies import chinese_number
from bot.library.bm25 import Bm25
from bot.library.words import question_tokens, tokens
from bot.nlu.normalize import plain

# A word in a heading or in the title says more about the clause than one in its text.
_HEADING, _TITLE = 2, 1
# What the questions of a topic add to the clauses that its answer rests on, first source and later ones.
_ASKED, _ASKED_LATER = 0.3, 0.15

# From docs/library.md: how far the best clause is before the second says more about whether it is the right one
# than how well it fits (0.2 is a fifth of its score); below the second figure nothing was found but common words.
CLEAR_LEAD, FAIR = 0.2, 0.3
Sureness = Literal["certain", "high", "fair", "low"]

_ARTICLE = re.compile(r"第?([零〇一二三四五六七八九十百千]+|\d+)条")


@dataclass(frozen=True)
class Entry:
    """A clause as it is searched: its place, and its words."""

    title: str
    article: str
    headings: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Topic:
    """How people ask about something, and where it is written.

    Attributes:
        questions: In people's own wording.
        sources: Title and article of the clauses that answer them, the most important first.
    """

    questions: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Hit:
    """A find.

    Attributes:
        place: Its position among the entries.
        score: How well it fits, 0 to 1; 1 where the clause was named.
        sureness: How likely it is what was asked about: certain where it was named, high where it is well
            ahead of all others, fair, or low where nothing fits well.
    """

    place: int
    score: float
    sureness: Sureness


class Index:
    """The clauses of a library, ready to be searched. Building takes some seconds for 2,000 clauses."""

    def __init__(self, entries: Sequence[Entry], topics: Iterable[Topic] = ()) -> None:
        """Take the clauses (a find names one by its position) and how people ask about them."""
        self._entries = entries
        self._titles = {plain(entry.title).replace(" ", ""): entry.title for entry in entries}
        self._clauses = Bm25([_counted(entry) for entry in entries])
        places = {(entry.title, entry.article): place for place, entry in enumerate(entries)}
        known = [(topic, [places[s] for s in topic.sources if s in places]) for topic in topics]
        self._sources = [found for _, found in known if found]
        self._questions = Bm25([Counter(tokens(" ".join(t.questions))) for t, found in known if found])

    def search(self, text: str, limit: int = 3) -> list[Hit]:
        """Return the clauses that fit best, best first; none where no word of the question stands anywhere.

        A clause that is named (劳动合同法第三十八条) is the only find, and certain.
        """
        named = self._named(text)
        if named:
            return [Hit(place, 1.0, "certain") for place in named[:limit]]
        wanted = question_tokens(text)
        scores = self._clauses.shares(wanted)
        scores += self._asked(wanted) * (scores > 0)
        best = [int(place) for place in np.argsort(-scores, kind="stable")[: max(2, limit)] if scores[place] > 0]
        hits = [Hit(place, min(1.0, float(scores[place])), _step(float(scores[place]))) for place in best]
        lead = 1 - float(scores[best[1]] / scores[best[0]]) if len(best) > 1 else 1.0
        if hits and hits[0].sureness == "fair" and lead >= CLEAR_LEAD:
            hits[0] = replace(hits[0], sureness="high")
        return hits[:limit]

    def _asked(self, wanted: Mapping[str, float]) -> np.ndarray:
        """Return for every clause what the topic that asks most alike adds to it."""
        added = np.zeros(len(self._entries), dtype=np.float32)
        for share, places in zip(self._questions.shares(wanted), self._sources, strict=False):
            for order, place in enumerate(places):
                added[place] = max(added[place], (_ASKED_LATER if order else _ASKED) * share)
        return added

    def _named(self, text: str) -> list[int]:
        """Return the clauses that the question names by title and number."""
        asked = plain(text).replace(" ", "")
        titles = [title for name, title in self._titles.items() if name in asked]
        number = _ARTICLE.search(asked)
        if not titles or not number:
            return []
        title = max(titles, key=len)
        article = number[1] if number[1].isdigit() else str(chinese_number(number[1].replace("〇", "零")))
        return [place for place, entry in enumerate(self._entries) if (entry.title, entry.article) == (title, article)]


def _step(score: float) -> Sureness:
    return "fair" if score >= FAIR else "low"


def _counted(entry: Entry) -> Counter[str]:
    counted = Counter(tokens(entry.text))
    for text, times in ((" ".join(entry.headings), _HEADING), (entry.title, _TITLE)):
        for token in tokens(text):
            counted[token] += times
    return counted
