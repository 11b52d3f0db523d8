"""Figures of membership, each with the opinion's aim (二, 五个进一步) that it shows, and the rows behind it.

The five aims: 1 the unions reach further (覆盖面), 2 members know what they are members of (会员意识), 3 better cadres
(干部队伍), 4 livelier unions (活力), 5 unions that draw and hold people (吸引力凝聚力战斗力).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql import ColumnElement, Select

from bot import clock
from bot.membership.access import within
from bot.membership.model import (
    DECLINED,
    ESTABLISHED,
    LEFT,
    MEMBER,
    OPEN_LEADS,
    OPENED,
    REFUSED,
    Lead,
    Member,
    MembershipApplication,
)
from bot.organisations.model import ENTERPRISE, Organisation
from bot.staff.model import Staff
from bot.storage.functions import month


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes:
        name: As people read it.
        aim: Which of the five aims it shows, 1 to 5.
        model: The table whose rows are counted.
        condition: Which rows.
        day: The column that tells when a row began to count; None for a standing number, whatever the time.
    """

    name: str
    aim: int
    model: Any
    condition: ColumnElement
    day: InstrumentedAttribute | None


_HERE = Member.state != LEFT
_OUTSIDE = Member.organisation_id.in_(sa.select(Organisation.id).where(Organisation.level != ENTERPRISE))
_OPEN_LEAD = Lead.state.in_(OPEN_LEADS)
_APPLIED = MembershipApplication.created_at

FIGURES: Mapping[str, Figure] = {
    # Aim 1: whom the unions reach, and where a union is still missing.
    "members": Figure("会员", 1, Member, _HERE, None),
    "outside": Figure("企业外会员", 1, Member, sa.and_(Member.state == MEMBER, _OUTSIDE), None),
    "groups": Figure("特殊就业群体会员", 1, Member, sa.and_(_HERE, Member.special_group.is_not(None)), None),
    "leads": Figure("在办建会线索", 1, Lead, _OPEN_LEAD, None),
    "established": Figure("由线索建成工会", 1, Lead, Lead.state == ESTABLISHED, Lead.closed_at),
    # Aim 2: from being made a member to wanting to be one (四, first duty): who applies, who pays dues.
    "applied": Figure("入会申请", 2, MembershipApplication, sa.true(), _APPLIED),
    "dues": Figure(
        "应交会费的会员", 2, Member, sa.and_(Member.state == MEMBER, Member.dues.in_(("wage", "fixed"))), None
    ),
    # Aim 3: what the people of the unions get done: leads that nobody has gone to see yet, and those that failed.
    "unvisited": Figure("待上门线索", 3, Lead, Lead.state == OPENED, None),
    "declined": Figure("未建成线索", 3, Lead, Lead.state == DECLINED, Lead.closed_at),
    # Aim 4: the card is what services hang on (四, second duty).
    "cards": Figure("已发会员卡", 4, Member, sa.and_(_HERE, Member.card == "issued"), None),
    # Aim 5: who comes, who is turned away, who goes.
    "joined": Figure("新入会", 5, Member, Member.joined_on.is_not(None), Member.joined_on),
    "refused": Figure("未通过的申请", 5, MembershipApplication, MembershipApplication.state == REFUSED, _APPLIED),
    "left": Figure("离开", 5, Member, Member.state == LEFT, Member.left_on),
}

# By what figures are told apart; a table without the column (leads have no group) is left out of that table.
BY = ("district", "street", "group", "month")
_COLUMNS = {"district": "district", "street": "street", "group": "special_group"}


def total(session: Session, staff: Staff, since: date | None = None, until: date | None = None) -> dict[str, int]:
    """Return every figure in the branch of `staff`.

    Args:
        session: A reading session.
        staff: Who looks.
        since: The first day, in Shanghai, for figures that count what happened; from the beginning without.
        until: The last day; until now without.
    """
    found = dict.fromkeys(FIGURES, 0)
    for names, ((), counted) in _counted(session, staff, lambda figure: (), since, until):
        found.update(zip(names, counted, strict=True))
    return found


def by(
    session: Session, staff: Staff, dimension: str, since: date | None = None, until: date | None = None
) -> dict[str, dict[str, int]]:
    """Return the figures by district, street, group or month.

    Args:
        session: A reading session.
        staff: Who looks; only their branch is counted.
        dimension: One of BY. Streets are written with their district (浦东新区 张江镇), months as 2026-11, and have
            only the figures that count what happened.
        since: As in `total`.
        until: As in `total`.

    Returns:
        The figures above zero by the dimension's value, in its order; what has no value is under an empty string.
    """
    found: dict[str, dict[str, int]] = {}
    for names, (values, counted) in _counted(
        session, staff, lambda figure: _dimension(figure, dimension), since, until
    ):
        line = {name: count for name, count in zip(names, counted, strict=True) if count}
        if line:
            found.setdefault(" ".join(value or "" for value in values).strip(), {}).update(line)
    return dict(sorted(found.items()))


def rows(
    staff: Staff,
    name: str,
    since: date | None = None,
    until: date | None = None,
    dimension: str | None = None,
    value: str = "",
) -> Select:
    """Return the query of the rows behind a figure, so that each can be looked at (`lists`, `register.search`).

    Args:
        staff: Who looks.
        name: One of FIGURES.
        since: As in `total`.
        until: As in `total`.
        dimension: One of BY, for the figure of one line of `by`.
        value: That line's value.
    """
    figure = FIGURES[name]
    conditions = [within(staff, figure.model.organisation_id), _condition(figure, since, until)]
    columns = _dimension(figure, dimension) if dimension else ()
    if columns is None:
        conditions.append(sa.false())  # `by` has no such figure
        columns = ()
    values = value.partition(" ")[::2] if dimension == "street" else (value,)
    conditions += [
        _shown(column) == text if text else column.is_(None) for column, text in zip(columns, values, strict=False)
    ]
    return sa.select(figure.model).where(*conditions)


def _counted(
    session: Session,
    staff: Staff,
    told_apart: Callable[[Figure], tuple[InstrumentedAttribute, ...] | None],
    since: date | None,
    until: date | None,
) -> Iterator[tuple[tuple[str, ...], tuple[tuple[str | None, ...], tuple[int, ...]]]]:
    """Yield names of figures, with what they are told apart by and their counts: one look through a table for all.

    Figures that `told_apart` gives None for are left out.
    """
    together: dict[tuple[Any, tuple[InstrumentedAttribute, ...]], list[str]] = {}
    for name, figure in FIGURES.items():
        columns = told_apart(figure)
        if columns is not None:
            together.setdefault((figure.model, columns), []).append(name)
    for (model, columns), names in together.items():
        sums = [
            sa.func.coalesce(sa.func.sum(sa.case((_condition(FIGURES[name], since, until), 1), else_=0)), 0)
            for name in names
        ]
        shown = [_shown(column) for column in columns]
        wanted = sa.select(*shown, *sums).select_from(model).where(within(staff, model.organisation_id))
        for row in session.execute(wanted.group_by(*shown)):
            yield tuple(names), (tuple(row[: len(columns)]), tuple(map(int, row[len(columns) :])))


def _condition(figure: Figure, since: date | None, until: date | None) -> ColumnElement:
    """Return which rows a figure counts; the days cut only what happened, never what stands."""
    conditions = [figure.condition]
    if figure.day is not None:
        of_days = isinstance(figure.day.type, sa.Date)
        if since is not None:
            conditions.append(figure.day >= (since if of_days else clock.midnight(since)))
        if until is not None:
            after = until + timedelta(days=1)
            conditions.append(figure.day < (after if of_days else clock.midnight(after)))
    return sa.and_(*conditions)


def _dimension(figure: Figure, dimension: str) -> tuple[InstrumentedAttribute, ...] | None:
    """Return the columns that a figure is told apart by, or None where it cannot be."""
    if dimension == "month":
        return None if figure.day is None else (figure.day,)
    if not hasattr(figure.model, _COLUMNS[dimension]):
        return None
    column = getattr(figure.model, _COLUMNS[dimension])
    return (figure.model.district, column) if dimension == "street" else (column,)


def _shown(column: InstrumentedAttribute) -> ColumnElement:
    """Return what a line shows of a column: of a time, its month."""
    return column if isinstance(column.type, sa.String) else month(column)
