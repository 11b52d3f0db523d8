"""The word lists of data/lexicon/, read once."""

import re
from functools import lru_cache
from typing import Any

import yaml

from bot.paths import DATA


@lru_cache(maxsize=16)
def lexicon(name: str) -> Any:
    """Return the content of data/lexicon/NAME.yml."""
    return yaml.safe_load((DATA / "lexicon" / f"{name}.yml").read_text(encoding="utf-8"))


def alternatives(words: list[str]) -> str:
    """Return a regex that matches any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word))) + ")"
