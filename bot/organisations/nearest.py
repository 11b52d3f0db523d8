"""The unions and service points near a place: by its position, or by the words that somebody has for it.

An enterprise's own union is no place for others to go to and is left out; a service point in an enterprise is not.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from bot.entities import places
from bot.entities.normalise import normalise
from bot.organisations.finding import official
from bot.organisations.model import ENTERPRISE, KINDS, UNION, Organisation

_EARTH = 6_371_000  # mean radius in metres
# The city with its islands, from Jinshan to Chongming.
_SOUTH, _NORTH, _WEST, _EAST = 30.67, 31.89, 120.85, 122.25
_SHORTEST = 3  # a name's part of two characters is found in too many texts


@dataclass(frozen=True)
class Found:
    """An organisation that was looked for.

    Attributes:
        organisation: Itself.
        metres: How far away it is as the crow flies; None where it was found by words.
    """

    organisation: Organisation
    metres: int | None = None


def nearest(
    session: Session, latitude: float, longitude: float, kinds: Sequence[str] = KINDS, limit: int = 3
) -> list[Found]:
    """Return the open organisations nearest to a position, the nearest first; only those whose position is known.

    Args:
        session: Any session.
        latitude: Degrees, GCJ-02, as WeChat gives it.
        longitude: The same.
        kinds: Which kinds count (model.KINDS).
        limit: How many at most.
    """
    # Within a city the earth is flat enough to put them in order; a degree east is shorter than one north.
    north, east = Organisation.latitude - latitude, (Organisation.longitude - longitude) * cos(radians(latitude))
    wanted = (
        sa.select(Organisation)
        .where(*_public(kinds), Organisation.latitude.is_not(None), Organisation.longitude.is_not(None))
        .order_by(north * north + east * east, Organisation.code)
        .limit(limit)
    )
    return [
        Found(row, round(metres_between(latitude, longitude, row.latitude, row.longitude)))
        for row in session.execute(wanted).scalars()
    ]


def by_words(session: Session, text: str, kinds: Sequence[str] = KINDS, limit: int = 3) -> list[Found]:
    """Return the open organisations of the places that a text names, those nearest to its meaning first.

    First those whose name or area (张江人工智能岛) stands in the text, then those of the street, then those of the
    district as a whole; where only a district is named, then its other service points.

    Args:
        session: Any session.
        text: What somebody wrote: 花木街道, 我在张江, 人民广场附近.
        kinds: Which kinds count (model.KINDS).
        limit: How many at most.
    """
    plain = "".join(normalise(text).split())
    entities = places.find(normalise(text))
    district = next((entity.value for entity in entities if entity.kind == "district"), None)
    written = next((entity.value for entity in entities if entity.kind == "street"), None)
    street = official(district, written) if district and written else None
    rows = session.execute(
        sa.select(
            Organisation.id,
            Organisation.name,
            Organisation.kind,
            Organisation.district,
            Organisation.street,
            Organisation.areas,
        )
        .where(*_public(kinds))
        .where(sa.or_(Organisation.district == district, Organisation.district.is_(None)) if district else sa.true())
        .order_by(Organisation.code)
    )
    ranked = []
    for order, row in enumerate(rows):
        rank = _rank(row, plain, district, street)
        if rank is not None:
            ranked.append((rank, order, row.id))
    return [Found(session.get(Organisation, id_)) for _, _, id_ in heapq.nsmallest(limit, ranked)]


def in_shanghai(latitude: float, longitude: float) -> bool:
    """Tell whether a position (degrees, GCJ-02) is in Shanghai or at most some kilometres beyond its border."""
    return _SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST


def metres_between(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the distance of two positions in metres, on a sphere (haversine)."""
    north, other_north = radians(latitude), radians(other_latitude)
    rise = sin((other_north - north) / 2) ** 2
    side = sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(rise + cos(north) * cos(other_north) * side))


def _public(kinds: Sequence[str]) -> tuple[ColumnElement, ...]:
    """Return the conditions on an organisation that anybody may be sent to."""
    inside = sa.and_(Organisation.level == ENTERPRISE, Organisation.kind == UNION)
    return Organisation.closed.is_(False), Organisation.kind.in_(kinds), sa.not_(inside)


def _rank(row: sa.engine.Row, text: str, district: str | None, street: str | None) -> int | None:
    """Return how well an organisation fits, from 0, or None where it does not."""
    if any(len(name) >= _SHORTEST and name in text for name in (row.name, *row.areas)):
        return 0
    if district is None or row.district != district:
        return None
    if street and row.street == street:
        return 1
    if row.street is None:
        return 2
    return None if street or row.kind == UNION else 3
