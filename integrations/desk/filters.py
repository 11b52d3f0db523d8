"""The case list's filter as it stands in an address: the names are those of `CaseFilter`, as in every statistic."""

from dataclasses import fields
from datetime import date
from typing import Any

from sanic import Request

from bot.cases.filtering import IS_OPEN, IS_OVER, NOTHING, CaseFilter
from integrations.desk.errors import Refused
from integrations.desk.present import labels

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)  # nothing was filed before, nothing will be after
_LAST_ID = 2**63 - 1
_YES = ("1", "true", "True", "on")
_CHOICES = {
    "kind": labels.CASE_KINDS,
    "matter": {**labels.MATTERS, NOTHING: ""},
    "state": {**labels.CASE_STATES, IS_OPEN: "", IS_OVER: ""},
    "special_group": {**labels.GROUPS, NOTHING: ""},
    "help_kind": labels.HELP,
    "referred_to": labels.OFFICES,
}
_WORDS = ("number", "district", "street")
_FLAGS = ("overdue", "reopened", "supervised")
_DATES = ("filed_from", "filed_to")
_MAX_WORD = 50


def read(request: Request) -> CaseFilter:
    """Return the filter that a request's query string stands for; what it does not know it leaves alone.

    Raises:
        Refused: A value is none that the filter can have.
    """
    given = {name: (request.args.get(name) or "").strip() for name in NAMES}
    return CaseFilter(**{name: _value(name, text) for name, text in given.items() if text})


def query(wanted: CaseFilter) -> dict[str, str]:
    """Return a filter as the parameters of an address; `read` makes the same filter of them."""
    return {name: str(value) for name, value in vars(wanted).items() if value not in (None, "", False)}


def _value(name: str, text: str) -> Any:
    if name in _CHOICES:
        if text not in _CHOICES[name]:
            raise Refused(422, "invalid", f"{name} 没有“{text[:20]}”这个选项")
        return text
    if name in _WORDS:
        return text.replace("\0", "?")[:_MAX_WORD]
    if name in _FLAGS:
        return text in _YES
    if name in _DATES:
        return day(name, text)
    if text == NOTHING and name in ("holder_id", "employer_id", "score"):
        return text
    return _number(name, text)


def day(name: str, text: str) -> date:
    """Return a day of an address, written as 2026-11-22.

    Raises:
        Refused: It is none, or one so far off that reckoning with it leaves the calendar.
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Refused(422, "invalid", f"{name} 应为 2026-11-22 这样的日期") from None
    if not FIRST_DAY <= found <= LAST_DAY:
        raise Refused(422, "invalid", f"{name} 应在 {FIRST_DAY} 到 {LAST_DAY} 之间")
    return found


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 0 < len(text) <= 19 or int(text) > _LAST_ID:
        raise Refused(422, "invalid", f"{name} 应为一个整数")
    return int(text)


NAMES = tuple(field.name for field in fields(CaseFilter))
