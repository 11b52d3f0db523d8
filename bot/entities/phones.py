"""Mobile numbers of mainland China: 11 digits from 13 to 19, however they are grouped."""

import re
from typing import Literal

from bot.entities.entity import Entity
from bot.entities.normalise import normalise

#: Why a text holds no mobile number: none at all, a landline or service number, a wrong count of digits, or
#: eleven digits that no mobile network uses.
Trouble = Literal["missing", "landline", "length", "prefix"]

_SPOKEN = str.maketrans("零〇幺一二三四五六七八九", "001123456789")
_SEPARATOR = r"[ \-.·]?"
_SPOKEN_RUN = re.compile(rf"[幺一](?:{_SEPARATOR}[零〇幺一二三四五六七八九]){{10}}")
_MOBILE = re.compile(
    rf"(?<![\dA-Za-z])(?:(?:\+|00)?86{_SEPARATOR})?(?P<number>1{_SEPARATOR}[3-9](?:{_SEPARATOR}\d){{9}})(?![\dXx]|-\d)"
)
_RUN = re.compile(r"\+?\d(?:[ \-()]{0,2}\d)+")


def find(text: str) -> list[Entity]:
    """Return the mobile numbers in a normalised message, each as its 11 digits."""
    digits = _SPOKEN_RUN.sub(lambda match: match[0].translate(_SPOKEN), text)
    return [
        Entity("phone", re.sub(r"\D", "", match["number"]), match.start(), match.end())
        for match in _MOBILE.finditer(digits)
    ]


def phone(text: str) -> str | None:
    """Return the first mobile number of an answer as 11 digits, or None; `trouble` says why."""
    found = find(normalise(text))
    return found[0].value if found else None


def trouble(text: str) -> Trouble | None:
    """Say what is wrong with an answer that should hold a mobile number; None when it holds one."""
    plain = normalise(text)
    if find(plain):
        return None
    runs = [re.sub(r"\D", "", run) for run in _RUN.findall(plain)]
    digits = max(runs, key=len, default="")
    if not digits:
        return "missing"
    if re.fullmatch(r"(?:0\d{9,11}|(?:86)?0?21\d{8}|[2-9]\d{7}|[48]00\d{7}|1[0-2]\d{1,3}|9[56]\d{3,4})", digits):
        return "landline"
    return "prefix" if len(digits) == 11 else "length"
