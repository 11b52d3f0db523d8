"""Choosing a union at the desk: by its code or name, with the likely ones offered."""

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from bot.cases.visibility import Viewer
from bot.organisations import tree
from bot.organisations.model import BUREAU, CITY, DISTRICT, UNION, Organisation

MOST_OFFERED = 300
_HIGH = (CITY, DISTRICT, BUREAU)
_UNIONS = (UNION,)


class NotChosen(Exception):
    """No single union is meant; the message says what to write instead."""


def chosen(session: Session, text: str, within: Viewer | None = None, kinds: tuple[str, ...] = _UNIONS) -> Organisation:
    """Return the union, or other organisation, that somebody wrote.

    Args:
        session: Any session.
        text: Its code, its whole name, or a part of the name that no other union has.
        within: Only unions in this viewer's branch count; None takes all.
        kinds: The kinds of organisations that can be meant (model.KINDS).

    Raises:
        NotChosen: There is none, or several could be meant.
    """
    text = text.strip()[:100]
    if not text:
        raise NotChosen("请写工会的名称或编码")
    where = [*_open(kinds), *([] if within is None else [in_branch(within)])]
    exact = sa.or_(Organisation.code == text, Organisation.name == text)
    for condition in (exact, Organisation.name.contains(text, autoescape=True)):
        rows = session.execute(sa.select(Organisation).where(*where, condition).limit(6)).scalars().all()
        if len(rows) == 1:
            return rows[0]
        if rows:
            names = "、".join(f"{row.name}（{row.code}）" for row in rows[:5])
            raise NotChosen(f"“{text}”可能是{names}：请写编码")
    raise NotChosen(f"没有找到“{text}”：请写工会的全名或编码")


def offered(
    session: Session, district: str | None, within: Viewer | None = None, kinds: tuple[str, ...] = _UNIONS
) -> list[tuple[str, str]]:
    """Return the code and name of unions likely to be meant: the city's, districts, bureaus, and the district's own.

    Args:
        session: Any session.
        district: The district whose unions are all offered, by its full name.
        within: Only unions in this viewer's branch; None takes all.
        kinds: The kinds of organisations that can be meant (model.KINDS).
    """
    near = Organisation.level.in_(_HIGH)
    if district:
        near = sa.or_(near, Organisation.district == district)
    where = [*_open(kinds), near, *([] if within is None else [in_branch(within)])]
    wanted = sa.select(Organisation.code, Organisation.name).where(*where).order_by(Organisation.code)
    return [(row.code, row.name) for row in session.execute(wanted.limit(MOST_OFFERED))]


def branches(session: Session, viewer: Viewer, chosen_id: int | None = None) -> list[tuple[int, str]]:
    """Return the unions to filter by: the viewer's own and those right below, or the districts; and the chosen one."""
    own = viewer.organisation_id
    if own is None:
        near: ColumnElement = Organisation.level.in_(_HIGH)
    else:
        near = sa.or_(Organisation.id == own, Organisation.parent_id == own)
    if chosen_id is not None:
        near = sa.or_(near, sa.and_(Organisation.id == chosen_id, in_branch(viewer)))
    wanted = sa.select(Organisation.id, Organisation.name).where(*_open(_UNIONS), near).order_by(Organisation.code)
    return [(row.id, row.name) for row in session.execute(wanted.limit(MOST_OFFERED))]


def _open(kinds: tuple[str, ...]) -> tuple[ColumnElement, ...]:
    return Organisation.closed.is_(False), Organisation.kind.in_(kinds)


def in_branch(viewer: Viewer) -> ColumnElement:
    """Return the condition on `Organisation` that it belongs to the viewer's branch."""
    if viewer.organisation_id is None:
        return sa.true()
    return Organisation.id.in_(tree.branch(viewer.organisation_id))
