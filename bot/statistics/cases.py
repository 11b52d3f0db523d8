"""Figures on cases: how many, how fast, how good, by whatever they are told apart."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from bot import clock
from bot.cases.filtering import CaseFilter, conditions, overdue
from bot.cases.model import CLOSED, RESOLVED, WITHDRAWN, Case, CaseHelp, CaseReferral
from bot.employers.model import Employer
from bot.organisations.model import Organisation
from bot.statistics.period import in_words
from bot.statistics.table import HOURS, SCORE, Column, Row, Table, values_of
from bot.storage.functions import hours_between, month

COLUMNS = (
    Column("cases", "件数"),
    Column("open", "在办"),
    Column("overdue", "超时"),
    Column("reopened", "重新办理"),
    Column("supervised", "督办"),
    Column("withdrawn", "撤回"),
    Column("hours_to_accept", "平均受理用时（小时）", HOURS),
    Column("hours_to_resolve", "平均办理用时（小时）", HOURS),
    Column("scored", "评价数"),
    Column("score", "平均分", SCORE),
)
_DONE = (RESOLVED, CLOSED, WITHDRAWN)
_MOST_ROWS = 200  # a statistic is read by people; the rest is in the list behind it


@dataclass(frozen=True)
class Dimension:
    """What cases are told apart by.

    Attributes:
        label: Heading of the first column.
        key: SQL for it.
        names: Gives people's words for the keys found; the key itself where it has none.
        where: Gives the list's filter that a line stands for; "-" is its key where there is no value.
        join: Adds what the key needs to the query.
    """

    label: str
    key: ColumnElement
    where: Callable[[str], dict[str, str]]
    names: Callable[[Session, list[Any]], dict[Any, str]] = lambda session, keys: {}
    join: Callable[[Any], Any] = lambda query: query


def _names_of(table: Any) -> Callable[[Session, list[Any]], dict[Any, str]]:
    def look(session: Session, keys: list[Any]) -> dict[Any, str]:
        return dict(session.execute(sa.select(table.id, table.name).where(table.id.in_(keys))).all())

    return look


def _field(name: str) -> Callable[[str], dict[str, str]]:
    return lambda key: {name: key}


def _days_of(key: str) -> dict[str, str]:
    year, number = map(int, key.split("-"))
    return {"filed_from": f"{key}-01", "filed_to": f"{key}-{monthrange(year, number)[1]}"}


# A case that went to the same office twice is one case of that office.
_REFERRED = sa.select(CaseReferral.case_id, CaseReferral.office).distinct().subquery()

DIMENSIONS = {
    "kind": Dimension("类别", Case.kind, _field("kind")),
    "matter": Dimension("事项", Case.matter, _field("matter")),
    "state": Dimension("状态", Case.state, _field("state")),
    "district": Dimension("区", Case.district, _field("district")),
    "employer": Dimension("用人单位", Case.employer_id, _field("employer_id"), _names_of(Employer)),
    "organisation": Dimension("承办工会", Case.organisation_id, _field("holder_id"), _names_of(Organisation)),
    "help": Dimension(
        "四位一体",
        CaseHelp.kind,
        _field("help_kind"),
        join=lambda query: query.join(CaseHelp, CaseHelp.case_id == Case.id),
    ),
    "referral": Dimension(
        "转介",
        _REFERRED.c.office,
        _field("referred_to"),
        join=lambda query: query.join(_REFERRED, _REFERRED.c.case_id == Case.id),
    ),
    "month": Dimension("月份", month(Case.created_at), _days_of),
    "group": Dimension("特殊就业群体", Case.special_group, _field("special_group")),
    "score": Dimension("评价", Case.score, _field("score")),
}


def figures(
    session: Session,
    by: str,
    wanted: CaseFilter,
    visible: ColumnElement,
    labels: dict[str, dict[str, str]] | None = None,
) -> Table:
    """Count the cases that a filter finds and that the viewer may see.

    Args:
        session: A reading session.
        by: One of DIMENSIONS.
        wanted: Which cases; the same filter gives the list of the rows behind the figures.
        visible: What the viewer may see, from `bot.cases.visibility`.
        labels: People's words for the keys of a dimension, by dimension.

    Raises:
        KeyError: There is no such dimension.
    """
    dimension = DIMENSIONS[by]
    which = sa.and_(visible, *conditions(wanted))
    measures = _measures()
    total = session.execute(sa.select(*measures).where(which)).one()
    query = dimension.join(sa.select(dimension.key.label("key"), *measures).select_from(Case))
    query = query.where(which).group_by(dimension.key).order_by(sa.desc("cases"), dimension.key).limit(_MOST_ROWS)
    found = session.execute(query).all()
    names = dimension.names(session, [row.key for row in found if row.key is not None])
    names.update((labels or {}).get(by, {}))
    rows = tuple(
        Row(
            "" if row.key is None else str(row.key),
            names.get(row.key) or ("没有写明" if row.key is None else str(row.key)),
            values_of(row, COLUMNS),
            {**_query(wanted), **dimension.where("-" if row.key is None else str(row.key))},
        )
        for row in found
    )
    title = f"工单统计：按{dimension.label}{in_words(wanted.filed_from, wanted.filed_to)}"
    return Table(title, dimension.label, COLUMNS, rows, Row("", "合计", values_of(total, COLUMNS), _query(wanted)))


def _measures() -> list[ColumnElement]:
    def how_many(condition: ColumnElement) -> ColumnElement:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    return [
        sa.func.count().label("cases"),
        how_many(Case.state.not_in(_DONE)).label("open"),
        how_many(overdue(clock.now())).label("overdue"),
        how_many(Case.reopened > 0).label("reopened"),
        how_many(Case.supervised).label("supervised"),
        how_many(Case.state == WITHDRAWN).label("withdrawn"),
        sa.func.avg(hours_between(Case.created_at, Case.accepted_at)).label("hours_to_accept"),
        sa.func.avg(hours_between(Case.created_at, Case.resolved_at)).label("hours_to_resolve"),
        sa.func.count(Case.score).label("scored"),
        sa.func.avg(Case.score).label("score"),
    ]


def _query(wanted: CaseFilter) -> dict[str, str]:
    return {name: str(value) for name, value in vars(wanted).items() if value not in (None, "", False)}
