"""Words that tell of a collective dispute: what people do, whether it happens here, and whether it has begun."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.entities.lexicon import lexicon
from bot.entities.normalise import normalise

_SENTENCE = re.compile(r"[。！？!?\n；;]+")
_CLAUSE = re.compile(r"[，,、：:]")
# Danger to life is urgent from the first word on.
_DEADLY = frozenset({"跳楼"})


@dataclass(frozen=True)
class Sign:
    """One act that a text tells of.

    Attributes:
        act: Its name in data/lexicon/warning.yml (堵门), which holds nothing of what the person wrote.
        begun: False where it is only threatened or planned.
    """

    act: str
    begun: bool

    @property
    def deadly(self) -> bool:
        """Return whether a life is in danger."""
        return self.act in _DEADLY


def signs(text: str) -> list[Sign]:
    """Return the acts that a text tells of, each once, begun before threatened.

    Left out is what the text denies (没有堵门), what happened elsewhere or long ago, unless it speaks of here and now
    too (网上说别的厂罢工了，我们也准备停工), and ways of speaking (跳楼价, 停工留薪).

    Args:
        text: What somebody told, as written.
    """
    found: dict[str, bool] = {}
    for sentence in _SENTENCE.split(_pattern("idioms").sub(" ", normalise(text))):
        for act, pattern in _acts().items():
            for match in pattern.finditer(sentence):
                before = sentence[: match.start()]
                clause = _CLAUSE.split(before)[-1]
                if _negation().search(clause) or _is_elsewhere(before):
                    continue
                begun = not _pattern("threat").search(clause)
                found[act] = found.get(act, False) or begun
    return sorted((Sign(act, begun) for act, begun in found.items()), key=lambda sign: not sign.begun)


def _is_elsewhere(before: str) -> bool:
    """Return whether the words in front of an act place it elsewhere, with nothing after them that brings it here."""
    places = list(_pattern("elsewhere").finditer(before))
    return bool(places) and not _pattern("here").search(before, places[-1].end())


@lru_cache(maxsize=1)
def _acts() -> dict[str, re.Pattern[str]]:
    return {act: re.compile(pattern) for act, pattern in lexicon("warning")["acts"].items()}


@lru_cache(maxsize=8)
def _pattern(section: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{expression})" for expression in lexicon("warning")[section]))


@lru_cache(maxsize=1)
def _negation() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{expression})" for expression in lexicon("warning")["negation"]))
