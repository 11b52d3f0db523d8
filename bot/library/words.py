"""What clauses and questions are compared by: words, pairs of characters, and how the texts say what people say."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import jieba

from bot.entities.lexicon import alternatives, lexicon
from bot.nlu.lexicon import replacements, terms
from bot.nlu.normalize import plain

_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
# What the texts say instead of the person's word counts a little less than the word itself.
_MEANT = 0.7


@lru_cache(maxsize=1)
def _segmenter() -> jieba.Tokenizer:
    """Return a word segmenter of our own, with our terms and those of the search's list."""
    jieba.setLogLevel("ERROR")
    segmenter = jieba.Tokenizer()
    for term in (*terms(), *_means()):
        segmenter.add_word(term)
    return segmenter


@lru_cache(maxsize=1)
def _ignored() -> frozenset[str]:
    return frozenset(word for line in lexicon("library")["ignore"] for word in line.split())


@lru_cache(maxsize=1)
def _means() -> dict[str, list[str]]:
    found: dict[str, Any] = lexicon("library")["means"]
    return {str(said): [str(word) for word in meant] for said, meant in found.items()}


@lru_cache(maxsize=1)
def _said() -> re.Pattern[str]:
    return re.compile(f"(?=({alternatives(list(_means()))}))")


def tokens(text: str) -> list[str]:
    """Return the words (two characters and more, numbers) and the pairs of characters of a text, repeats kept."""
    text = plain(text)
    words = [word for word in _segmenter().lcut_for_search(text) if len(word) > 1 or word.isdigit()]
    pairs = [run[at : at + 2] for run in _HAN_RUN.findall(text) for at in range(len(run) - 1)]
    return [*words, *(f"~{pair}" for pair in pairs)]


def question_tokens(text: str) -> dict[str, float]:
    """Return what to look for, with its weight: the question's own words, and what the texts say for them.

    Spelling is mended (公会 → 工会); words that only ask are left out.
    """
    pattern, wanted = replacements("misspellings")
    asked = pattern.sub(lambda match: wanted[match.group()], plain(text))
    weights = dict.fromkeys(_telling(asked), 1.0)
    for said in {match[1] for match in _said().finditer(asked)}:
        for meant in _means()[said]:
            for token in tokens(meant):
                weights.setdefault(token, _MEANT)
    return weights


def _telling(asked: str) -> Iterable[str]:
    """Return the tokens of a question without those of words that only ask, and without pairs across them."""
    return tokens("".join(" " if word in _ignored() else word for word in _segmenter().lcut(asked)))
