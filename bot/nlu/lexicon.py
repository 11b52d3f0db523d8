"""The word lists of data/lexicon/: spelling, synonyms, terms, danger, the wish for a person, the subject."""

import re
from functools import lru_cache
from typing import Any

import yaml

from bot.paths import DATA

LEXICON = DATA / "lexicon"

# The sections of regular expressions that messages are held against (gate.py).
SECTIONS = (
    *(("crisis", section) for section in ("idioms", "danger", "violence", "case", "intention", "emergency", "told")),
    *(("crisis", section) for section in ("others", "own", "beaten")),
    *(("human", section) for section in ("idioms", "wish")),
    *(("opinion", section) for section in ("of_whom", "judge")),
    *(("grievance", section) for section in ("file", "question")),
    *(("service", section) for section in ("declined", "question", "told", "wish")),
    *(("outright", section) for section in ("wish", "legal_aid", "mediation", "hardship", "tail", "reserved")),
    *(("calculate", section) for section in ("wish", "question")),
    *(("subject", section) for section in ("borrowed", "here", "strong", "foreign", "weak", "law")),
    *(("first", section) for section in ("struck", "struck_elsewhere", "winning", "illness", "trouble")),
    *(("first", section) for section in ("mediation", "legal_aid", "hardship", "join")),
)


class LexiconError(Exception):
    """A word list is missing or not what it should be; the message names the file."""


@lru_cache(maxsize=None)
def _read(name: str) -> Any:
    """Return the content of data/lexicon/<name>.yml."""
    path = LEXICON / f"{name}.yml"
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise LexiconError(f"data/lexicon/{name}.yml: cannot be read: {error}") from error


@lru_cache(maxsize=None)
def replacements(name: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern that finds every variant of the list `name`, and what each is replaced by.

    The list maps the wanted form to its variants. Longer ones win, and a wanted form stands for itself, so
    that one replacement never breaks another word (欠工资 inside 拖欠工资).

    Raises:
        LexiconError: The list is not a mapping of a form to variants, or a variant belongs to two forms.
    """
    content = _read(name)
    if not isinstance(content, dict):
        raise LexiconError(f"data/lexicon/{name}.yml: should map a word to a list of its variants")
    wanted: dict[str, str] = {}
    for form, variants in content.items():
        for variant in (form, *(variants or ())):
            if wanted.setdefault(str(variant).lower(), str(form)) != str(form):
                raise LexiconError(f"data/lexicon/{name}.yml: {variant} stands under two words")
    longest_first = sorted(wanted, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)"), wanted


@lru_cache(maxsize=None)
def patterns(name: str, section: str) -> re.Pattern[str]:
    """Return one pattern that finds any of the regular expressions of a section of the list `name`.

    Raises:
        LexiconError: The section is missing, or an expression in it is not valid.
    """
    try:
        return re.compile("|".join(f"(?:{expression})" for expression in _read(name)[section]))
    except (KeyError, TypeError, re.error) as error:
        raise LexiconError(f"data/lexicon/{name}.yml: section {section}: {error}") from error


@lru_cache(maxsize=1)
def terms() -> tuple[str, ...]:
    """Return the terms that the word segmenter must keep whole."""
    return tuple(_read("terms"))
