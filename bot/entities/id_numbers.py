"""Resident identity numbers: 18 characters with a check character (GB 11643-1999, ISO 7064 MOD 11-2)."""

import re
from datetime import date
from typing import Literal

from bot.entities.entity import Entity
from bot.entities.normalise import normalise

#: Why a text holds no ID number: none at all, a wrong length, or a part that cannot be right.
Trouble = Literal["missing", "length", "region", "birth", "checksum"]

_WEIGHTS = tuple(2 ** (17 - i) % 11 for i in range(17))
_CHECKS = "10X98765432"
# The first two digits are the province's (GB/T 2260); 83 is the Taiwan residents' permit, 91 foreign
# residents'.
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 "
    "50 51 52 53 54 61 62 63 64 65 71 81 82 83 91".split()
)
_ID = re.compile(r"(?<![\dA-Za-z])\d{6}[ -]?\d{4}[ -]?\d{4}[ -]?\d{3}[\dXx](?![\dA-Za-z])")
_RUN = re.compile(r"\d(?:[ -]?\d)+[ -]?[Xx]?")


def check_character(first17: str) -> str:
    """Return the check character (0 to 9 or X) that belongs behind the first 17 digits."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def find(text: str) -> list[Entity]:
    """Return the valid ID numbers in a normalised message, without spaces, X in upper case."""
    found = ((re.sub(r"[ -]", "", match[0]).upper(), match) for match in _ID.finditer(text))
    return [Entity("id_number", value, match.start(), match.end()) for value, match in found if _fault(value) is None]


def id_number(text: str) -> str | None:
    """Return the first valid ID number of an answer, or None; `trouble` says why."""
    found = find(normalise(text))
    return found[0].value if found else None


def trouble(text: str) -> Trouble | None:
    """Say what is wrong with an answer that should hold an ID number; None when it holds one."""
    plain = normalise(text)
    if find(plain):
        return None
    runs = [re.sub(r"[ -]", "", run).upper() for run in _RUN.findall(plain)]
    longest = max(runs, key=len, default="")
    return _fault(longest) if longest else "missing"


def _fault(value: str) -> Trouble | None:
    """Return what is wrong with a number of any length, or None for a valid one."""
    if not re.fullmatch(r"\d{17}[\dX]", value):
        return "length"
    if value[:2] not in _PROVINCES:
        return "region"
    try:
        born = date.fromisoformat(f"{value[6:10]}-{value[10:12]}-{value[12:14]}")
    except ValueError:
        return "birth"
    if born.year < 1900:
        return "birth"
    return None if check_character(value[:17]) == value[17] else "checksum"
