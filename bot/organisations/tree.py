"""Who stands above whom: the unions as a tree, with every distance written down (`Ancestry`)."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import Select

from bot.organisations.model import Ancestry, Organisation

_TABLE = Ancestry.__table__


class CycleError(Exception):
    """An organisation was to be placed below itself."""


def lock(session: Session) -> None:
    """Wait until nobody else changes the tree, and keep them waiting until the end of this unit of work.

    Two moves at once could each be right and together a circle: whoever changes a parent locks first, then looks.
    Reading is not held up. SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("LOCK TABLE organisations IN SHARE ROW EXCLUSIVE MODE"))


def place(session: Session, organisation: Organisation) -> None:
    """Write who stands above an organisation and its whole branch, after it is new or its parent changed.

    Args:
        session: A unit of work; the parent must have been placed before.
        organisation: A row whose `parent_id` is what it shall be.

    Raises:
        CycleError: The parent is the organisation itself or stands below it. The caller has to roll back.
    """
    lock(session)
    session.flush()
    below = _distances(session, Ancestry.descendant_id, Ancestry.ancestor_id == organisation.id)
    above = _distances(session, Ancestry.ancestor_id, Ancestry.descendant_id == organisation.parent_id)
    if organisation.parent_id in {organisation.id, *below}:
        raise CycleError(f"organisation {organisation.code} would stand below itself")
    rows = []
    if organisation.id not in below:
        below[organisation.id] = 0
        rows.append(_row(organisation.id, organisation.id, 0))
    rows += [_row(high, low, up + 1 + down) for high, up in above.items() for low, down in below.items()]
    outside = _TABLE.c.ancestor_id.not_in(list(below))
    session.execute(sa.delete(_TABLE).where(_TABLE.c.descendant_id.in_(list(below)), outside))
    if rows:
        session.execute(sa.insert(_TABLE), rows)


def rebuild(session: Session) -> None:
    """Write the whole tree anew from the parents, after many of them changed; only what differs is touched.

    Raises:
        CycleError: Somebody stands above themselves. The caller has to roll back.
    """
    lock(session)
    session.flush()
    parents = dict(session.execute(sa.select(Organisation.id, Organisation.parent_id)).all())
    wanted: dict[tuple[int, int], int] = {}
    for descendant in parents:
        ancestor, distance = descendant, 0
        while ancestor is not None:
            if (ancestor, descendant) in wanted:
                raise CycleError(f"organisation with id {ancestor} would stand below itself")
            wanted[ancestor, descendant] = distance
            ancestor, distance = parents[ancestor], distance + 1
    present = {(row.ancestor_id, row.descendant_id): row.distance for row in session.execute(sa.select(_TABLE))}
    gone = [{"high": high, "low": low} for (high, low), far in present.items() if wanted.get((high, low)) != far]
    fresh = [_row(high, low, far) for (high, low), far in wanted.items() if present.get((high, low)) != far]
    this = sa.and_(_TABLE.c.ancestor_id == sa.bindparam("high"), _TABLE.c.descendant_id == sa.bindparam("low"))
    if gone:
        session.execute(sa.delete(_TABLE).where(this), gone)
    if fresh:
        session.execute(sa.insert(_TABLE), fresh)


def branch(organisation_id: int) -> Select:
    """Return the query of the ids of an organisation and all below it, for `….in_(branch(id))`."""
    return sa.select(Ancestry.descendant_id).where(Ancestry.ancestor_id == organisation_id)


def line_above(session: Session, organisation_id: int) -> list[Organisation]:
    """Return the organisations above one, the nearest first, without itself."""
    wanted = (
        sa.select(Organisation)
        .join(Ancestry, Ancestry.ancestor_id == Organisation.id)
        .where(Ancestry.descendant_id == organisation_id, Ancestry.distance > 0)
        .order_by(Ancestry.distance)
    )
    return list(session.execute(wanted).scalars())


def above(session: Session, organisation_id: int) -> Organisation | None:
    """Return the organisation right above one, or None for the city's and for one that is unknown."""
    below = aliased(Organisation)
    wanted = sa.select(Organisation).join(below, below.parent_id == Organisation.id).where(below.id == organisation_id)
    return session.execute(wanted).scalar_one_or_none()


def covers(session: Session, ancestor_id: int, descendant_id: int) -> bool:
    """Return whether an organisation is another one or stands above it, at any distance."""
    wanted = sa.select(Ancestry.distance).where(
        Ancestry.ancestor_id == ancestor_id, Ancestry.descendant_id == descendant_id
    )
    return session.execute(wanted).first() is not None


def _distances(session: Session, column: sa.Column, condition: sa.sql.ColumnElement) -> dict[int, int]:
    return {row[0]: row[1] for row in session.execute(sa.select(column, Ancestry.distance).where(condition))}


def _row(ancestor_id: int, descendant_id: int, distance: int) -> dict[str, int]:
    return {"ancestor_id": ancestor_id, "descendant_id": descendant_id, "distance": distance}
