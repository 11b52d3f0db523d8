"""The list of warnings with the filter that every statistic of warnings links to."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sanic import Request
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql import ColumnElement

from bot import clock
from bot.cases.filtering import NOTHING
from bot.cases.visibility import Viewer
from bot.warnings.model import ENDED, EarlyWarning, WarningDeadline
from bot.warnings.visibility import visible_to
from integrations.desk import filters
from integrations.desk.errors import Refused
from integrations.desk.present import warnings as present

PAGE_SIZE = 20
IS_OPEN, IS_ENDED = "open", "ended"
_CHOICES = {"state": {**present.STATES, IS_OPEN: "", IS_ENDED: ""}, "level": present.LEVELS, "rule": present.RULES}
NAMES = ("state", "level", "rule", "district", "employer", "since", "until", "late")


@dataclass(frozen=True)
class Page:
    """One page of warnings: open ones first, the most dangerous and then the oldest; ended ones the newest first."""

    warnings: list[EarlyWarning]
    page: int
    pages: int
    total: int


def read(request: Request) -> dict[str, str]:
    """Return the filter of an address, as text.

    Raises:
        Refused: A value is none that the filter can have.
    """
    query = {name: text for name in NAMES if (text := (request.args.get(name) or "").replace("\0", "").strip()[:50])}
    for name, choices in _CHOICES.items():
        if name in query and query[name] not in choices:
            raise Refused(422, "invalid", f"{name} 没有“{query[name][:20]}”这个选项")
    for name in ("since", "until"):
        if name in query:
            filters.day(name, query[name])
    employer = query.get("employer", NOTHING)
    if employer != NOTHING and not (employer.isascii() and employer.isdecimal() and len(employer) < 19):
        raise Refused(422, "invalid", "employer 应为一个整数")
    return query


def search(session: Session, viewer: Viewer, query: dict[str, str], page: int) -> Page:
    """Return a page of the warnings that somebody sees; a page beyond the last is the last."""
    which = [visible_to(viewer), *_conditions(query)]
    total = session.execute(sa.select(sa.func.count(EarlyWarning.id)).where(*which)).scalar_one()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    over = EarlyWarning.state.in_(ENDED)
    order = (
        sa.case((over, 1), else_=0),
        sa.case((over, 0), else_=EarlyWarning.rank).desc(),
        sa.case((over, None), else_=EarlyWarning.raised_at),
        EarlyWarning.id.desc(),
    )
    rows = session.execute(
        sa.select(EarlyWarning)
        .where(*which)
        .order_by(*order)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
        .options(joinedload(EarlyWarning.employer), selectinload(EarlyWarning.deadlines))
    )
    return Page(list(rows.scalars()), page, pages, total)


def _conditions(query: dict[str, str]) -> list[ColumnElement]:
    columns = {"level": EarlyWarning.level, "rule": EarlyWarning.rule, "district": EarlyWarning.district}
    found = [_is(column, query[name]) for name, column in columns.items() if name in query]
    if "employer" in query:
        key = query["employer"]
        found.append(_is(EarlyWarning.employer_id, key if key == NOTHING else int(key)))
    state = query.get("state")
    if state in (IS_OPEN, IS_ENDED):
        found.append(EarlyWarning.state.in_(ENDED) if state == IS_ENDED else EarlyWarning.state.not_in(ENDED))
    elif state:
        found.append(EarlyWarning.state == state)
    if "late" in query:
        missed = sa.and_(WarningDeadline.met_at.is_(None), WarningDeadline.due_at < clock.now())
        late = sa.or_(missed, WarningDeadline.met_at > WarningDeadline.due_at)
        found.append(EarlyWarning.id.in_(sa.select(WarningDeadline.warning_id).where(late)))
    if "since" in query:
        found.append(EarlyWarning.raised_at >= clock.midnight(date.fromisoformat(query["since"])))
    if "until" in query:
        found.append(EarlyWarning.raised_at < clock.midnight(date.fromisoformat(query["until"]) + timedelta(days=1)))
    return found


def _is(column: sa.Column, value: str | int) -> ColumnElement:
    return column.is_(None) if value == NOTHING else column == value
