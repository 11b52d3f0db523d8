"""Every statistic of the desk by its name: which figures, told apart by what, and the list behind each of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sanic import Request
from sqlalchemy.orm import Session

from bot.cases.visibility import visible_to
from bot.membership import counts
from bot.membership.model import Lead, MembershipApplication
from bot.staff.model import Staff
from bot.statistics import cases, members, warnings
from bot.statistics.table import Row, Table
from integrations.desk import filters
from integrations.desk.errors import Refused
from integrations.desk.present import cases as present_cases
from integrations.desk.present import labels
from integrations.desk.present import warnings as present_warnings

ABOUT = {"cases": "工单", "members": "会员和建会线索", "warnings": "预警"}
BY: Mapping[str, Mapping[str, str]] = {
    "cases": {name: dimension.label for name, dimension in cases.DIMENSIONS.items()},
    "members": members.ABOUT,
    "warnings": {name: dimension.label for name, dimension in warnings.DIMENSIONS.items()},
}
_CASE_WORDS: dict[str, dict[Any, str]] = {
    "kind": labels.CASE_KINDS,
    "matter": labels.MATTERS,
    "state": labels.CASE_STATES,
    "help": labels.HELP,
    "referral": labels.OFFICES,
    "group": labels.GROUPS,
    "score": {score: f"{score} 分" for score in range(1, 6)},
    "organisation": {None: present_cases.CITY_DESK},
}
_WARNING_WORDS = {
    "level": present_warnings.LEVELS,
    "state": present_warnings.STATES,
    "rule": present_warnings.RULES,
}


@dataclass(frozen=True)
class Asked:
    """What is asked for: figures on `about` told apart `by` something, from one day to another."""

    about: str
    by: str
    since: date | None
    until: date | None


def read(request: Request, about: str) -> Asked:
    """Return what an address asks for; `from` and `to` are days.

    Raises:
        Refused: There are no such figures, or a day is none.
    """
    by = request.args.get("by") or next(iter(BY[about]))
    if by not in BY[about]:
        raise Refused(422, "invalid", f"by 应为 {'、'.join(BY[about])} 之一")
    first, last = (filters.day(name, text) if (text := request.args.get(name)) else None for name in ("from", "to"))
    return Asked(about, by, first, last)


def build(request: Request, session: Session, staff: Staff, asked: Asked) -> Table:
    """Return the figures that somebody may see; those on cases also keep to the case list's filter in the address."""
    if asked.about == "members":
        return members.figures(session, staff, asked.by, asked.since, asked.until)
    if asked.about == "warnings":
        words = _WARNING_WORDS.get(asked.by)
        return warnings.figures(session, staff, asked.by, asked.since, asked.until, words)
    wanted = filters.read(request)
    wanted = replace(wanted, filed_from=asked.since or wanted.filed_from, filed_to=asked.until or wanted.filed_to)
    return cases.figures(session, asked.by, wanted, visible_to(staff), _CASE_WORDS)


def address(asked: Asked, row: Row, column: str) -> str:
    """Return the address of the list that shows the rows behind a figure of a line."""
    if asked.about == "cases":
        # A state that the line is about already stays.
        return f"/desk/cases?{urlencode({**_CASE_LISTS.get(column, {}), **row.where})}"
    if asked.about == "warnings":
        return f"/desk/warnings?{urlencode({**_WARNING_LISTS.get(column, {}), **row.where})}"
    period: dict[str, str] = {name: row.where[name] for name in ("since", "until") if name in row.where}
    line: dict[str, str] = {"by": asked.by, "value": row.where[asked.by]} if asked.by in row.where else {}
    model = counts.FIGURES[column].model
    page = "applications" if model is MembershipApplication else "leads" if model is Lead else "members"
    return f"/desk/{page}?{urlencode({'figure': column, **line, **period})}"


# What a column narrows its line's list down to, where the list has a filter for it.
_CASE_LISTS: dict[str, dict[str, str]] = {
    "open": {"state": "open"},
    "overdue": {"overdue": "1"},
    "reopened": {"reopened": "1"},
    "supervised": {"supervised": "1"},
    "withdrawn": {"state": "withdrawn"},
}
_WARNING_LISTS: dict[str, dict[str, str]] = {
    "open": {"state": "open"},
    "urgent": {"level": "urgent"},
    "false_alarms": {"state": "false_alarm"},
    "late": {"late": "1"},
}
