"""Figures on early warnings: how many, of what level, how fast the unions were (opinion 四, fourth duty)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from bot import clock
from bot.employers.model import Employer
from bot.statistics.period import in_words
from bot.statistics.table import HOURS, Column, Row, Table, values_of
from bot.storage.functions import hours_between
from bot.warnings.model import ENDED, FALSE_ALARM, URGENT, EarlyWarning, WarningDeadline
from bot.warnings.visibility import Viewer, visible_to

COLUMNS = (
    Column("warnings", "预警数"),
    Column("open", "未结束"),
    Column("urgent", "特急"),
    Column("false_alarms", "误报"),
    Column("people", "涉及人数"),
    Column("late", "逾期"),
    Column("hours_to_confirm", "平均核实用时（小时）", HOURS),
    Column("hours_to_report", "平均报告用时（小时）", HOURS),
    Column("hours_to_mediate", "平均介入调处用时（小时）", HOURS),
)
_MOST_ROWS = 200


@dataclass(frozen=True)
class Dimension:
    """What warnings are told apart by: the heading, the SQL, and people's words for the keys found."""

    label: str
    key: ColumnElement
    names: Callable[[Session, list[Any]], dict[Any, str]] = lambda session, keys: {}


def _employers(session: Session, keys: list[Any]) -> dict[Any, str]:
    return dict(session.execute(sa.select(Employer.id, Employer.name).where(Employer.id.in_(keys))).all())


DIMENSIONS = {
    "state": Dimension("状态", EarlyWarning.state),
    "level": Dimension("级别", EarlyWarning.level),
    "district": Dimension("区", EarlyWarning.district),
    "employer": Dimension("用人单位", EarlyWarning.employer_id, _employers),
    "rule": Dimension("起因", EarlyWarning.rule),
}


def figures(
    session: Session,
    viewer: Viewer,
    by: str,
    since: date | None = None,
    until: date | None = None,
    labels: dict[str, str] | None = None,
) -> Table:
    """Count the warnings that somebody sees.

    Args:
        session: A reading session.
        viewer: Who looks.
        by: One of DIMENSIONS.
        since: Raised on this day in Shanghai or later.
        until: Raised on this day or earlier.
        labels: People's words for the keys.

    Raises:
        KeyError: There is no such dimension.
    """
    dimension = DIMENSIONS[by]
    which = [visible_to(viewer)]
    if since:
        which.append(EarlyWarning.raised_at >= clock.midnight(since))
    if until:
        which.append(EarlyWarning.raised_at < clock.midnight(until + timedelta(days=1)))
    measures = _measures()
    total = session.execute(sa.select(*measures).where(*which)).one()
    query = sa.select(dimension.key.label("key"), *measures).where(*which).group_by(dimension.key)
    found = session.execute(query.order_by(sa.desc("warnings"), dimension.key).limit(_MOST_ROWS)).all()
    names = {**dimension.names(session, [row.key for row in found if row.key is not None]), **(labels or {})}
    period = {name: str(day) for name, day in (("since", since), ("until", until)) if day}
    rows = tuple(
        Row(
            "" if row.key is None else str(row.key),
            "没有写明" if row.key is None else names.get(row.key, str(row.key)),
            values_of(row, COLUMNS),
            {**period, by: "-" if row.key is None else str(row.key)},
        )
        for row in found
    )
    title = f"预警统计：按{dimension.label}{in_words(since, until)}"
    return Table(title, dimension.label, COLUMNS, rows, Row("", "合计", values_of(total, COLUMNS), period))


def _measures() -> list[ColumnElement]:
    def how_many(condition: ColumnElement) -> ColumnElement:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    missed = sa.and_(WarningDeadline.met_at.is_(None), WarningDeadline.due_at < clock.now())
    late = sa.select(WarningDeadline.warning_id).where(sa.or_(missed, WarningDeadline.met_at > WarningDeadline.due_at))
    began = EarlyWarning.raised_at
    return [
        sa.func.count().label("warnings"),
        how_many(EarlyWarning.state.not_in(ENDED)).label("open"),
        how_many(EarlyWarning.level == URGENT).label("urgent"),
        how_many(EarlyWarning.state == FALSE_ALARM).label("false_alarms"),
        sa.func.coalesce(sa.func.sum(EarlyWarning.people), 0).label("people"),
        how_many(EarlyWarning.id.in_(late)).label("late"),
        sa.func.avg(hours_between(began, EarlyWarning.confirmed_at)).label("hours_to_confirm"),
        sa.func.avg(hours_between(began, EarlyWarning.reported_at)).label("hours_to_report"),
        sa.func.avg(hours_between(began, EarlyWarning.mediated_at)).label("hours_to_mediate"),
    ]
