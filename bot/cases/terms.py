"""How long unions have for a case, by kind and urgency (data/deadlines.yml)."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.cases.calendar import Span
from bot.paths import DATA

_FILE = DATA / "deadlines.yml"
_LEVELS = ("usual", "urgent", "at_once")


class TermsError(Exception):
    """The file of the terms cannot be used; the message is one line that says where and why."""


@dataclass(frozen=True)
class Terms:
    """The terms of one kind of case at one urgency, in working time.

    Attributes:
        accept: From filing or handing over until somebody accepts it.
        resolve: From filing or reopening until it is resolved.
        follow_up: While it waits for the person or another office, until somebody asks how it stands.
        remind: How long before the end of a term its holder is reminded.
        escalate_again: After an escalation, until the next union above hears of it.
    """

    accept: Span
    resolve: Span
    follow_up: Span
    remind: Span
    escalate_again: Span


def terms(kind: str, urgency: int) -> Terms:
    """Return the terms of a kind of case (model.py) at an urgency (filing.py).

    Raises:
        TermsError: The file cannot be used.
    """
    table = _read(_FILE, _FILE.stat().st_mtime_ns)[0]
    by_kind = table[min(max(urgency, 0), len(_LEVELS) - 1)]
    return by_kind.get(kind, by_kind["default"])


def close_after() -> Span:
    """Return how long a resolved case stays open for the person's objection."""
    return _read(_FILE, _FILE.stat().st_mtime_ns)[1]


def time_to_decide() -> Span:
    """Return how long a union has to decide on an application to join, in whole working days."""
    return _read(_FILE, _FILE.stat().st_mtime_ns)[2]


def parse(content: dict[str, Any]) -> tuple[list[dict[str, Terms]], Span, Span]:
    """Return the file's content: the terms by urgency and kind, how long resolved cases stay open, and applications.

    Raises:
        TermsError: It cannot be used.
    """
    try:
        table = []
        for level in _LEVELS:
            default = content[level]["default"]
            table.append({kind: _terms({**default, **given}) for kind, given in content[level].items()})
        return table, _span(content["close_after"]), _days(content["application"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TermsError(f"data/deadlines.yml 写法不对：{error}") from error


def _terms(values: dict[str, Any]) -> Terms:
    return Terms(**{name: _span(value) for name, value in values.items()})


def _span(value: dict[str, Any]) -> Span:
    span = Span(**value)
    if (span.days > 0) == (span.hours > 0) or span.days < 0 or span.hours < 0 or type(span.days) is not int:
        raise ValueError(f"{value}：要写 days（整数）或 hours 其中一个，大于 0")
    return span


def _days(value: dict[str, Any]) -> Span:
    """Read a span that people are told in days."""
    span = _span(value)
    if not span.days:
        raise ValueError(f"{value}：要写 days")
    return span


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> tuple[list[dict[str, Terms]], Span, Span]:
    return parse(yaml.safe_load(path.read_text(encoding="utf-8")))
