"""Which organisation is competent: by place, by employer, by special group. Closed ones are never found."""

import json
from collections.abc import Iterable
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from bot.entities import places
from bot.entities.normalise import normalise
from bot.organisations.model import (
    BUREAU,
    CITY,
    DISTRICT,
    ENTERPRISE,
    JOINT,
    PARK,
    STREET,
    UNION,
    Organisation,
)

# One street that people and the city's own lists write in two ways.
_SAME = {"古美路街道": "古美街道"}


def city(session: Session) -> Organisation | None:
    """Return the city's federation."""
    return _first(session, Organisation.level == CITY)


def district(session: Session, name: str | None) -> Organisation | None:
    """Return the union of a district, by its full name (浦东新区)."""
    return _first(session, Organisation.level == DISTRICT, Organisation.district == name) if name else None


def street(session: Session, district: str | None, name: str | None) -> Organisation | None:
    """Return the union of a street, town or park.

    Args:
        session: Any session.
        district: The district's full name.
        name: The street's name, official (张江镇) or everyday (张江).
    """
    if not district or not name:
        return None
    return _first(
        session,
        Organisation.level.in_((STREET, PARK)),
        Organisation.district == district,
        Organisation.street == official(district, name),
    )


def joint(
    session: Session, district: str | None, street: str | None = None, area: str | None = None
) -> Organisation | None:
    """Return the joint union that takes in people whose enterprise has no union (opinion 五（一）2).

    The one that covers the area is meant; without such, one that covers the street as a whole, else the only one
    there is. Where several cover parts of a street and nothing says which part, none is: the street's union decides.
    Joint unions of special groups take in only those (`serving`).

    Args:
        session: Any session.
        district: The district's full name.
        street: The street's name; without it only joint unions of the district as a whole count.
        area: The village, neighbourhood, park, street front or building (张江人工智能岛), as written.
    """
    if not district:
        return None
    place = Organisation.street == official(district, street) if street else Organisation.street.is_(None)
    rows = _all(session, Organisation.level == JOINT, Organisation.district == district, place)
    rows = [row for row in rows if not row.groups]
    plain = _plain(area or "")
    inside = [row for row in rows if plain and any(name in plain or plain in name for name in map(_plain, row.areas))]
    whole = [row for row in rows if not row.areas]
    for candidates in (inside, whole, rows):
        if len(candidates) == 1:
            return candidates[0]
    return None


def enterprise(session: Session, employer: str | None, district: str | None = None) -> Organisation | None:
    """Return the enterprise union of an employer, by one of the names that the union is registered for.

    A name means it whole, whatever the width of its letters and brackets. With a district, a union of another
    district is not meant (shops of one chain have one name); of two that could be meant, neither is.

    Args:
        session: Any session.
        employer: The employer's name as written.
        district: The district's full name, where known.
    """
    found = _of_employer(session, (ENTERPRISE,), employer, district)
    return found[0] if len(found) == 1 else None


def covering(session: Session, employer: str | None, district: str | None = None) -> Organisation | None:
    """Return the joint union, else the bureau's, that names an employer among those it covers."""
    for level in (JOINT, BUREAU):
        found = _of_employer(session, (level,), employer, district)
        if len(found) == 1:
            return found[0]
    return None


def serving(
    session: Session, group: str | None, district: str | None = None, street: str | None = None
) -> Organisation | None:
    """Return the union that serves a special group (opinion 五（二）3), the nearest: street, district, then city.

    An enterprise's own union serves that enterprise's people only, whatever groups they belong to.

    Args:
        session: Any session.
        group: One of bot.organisations.groups.
        district: The district's full name, where known.
        street: The street's name, where known.
    """
    if not group:
        return None
    serves = (Organisation.kind == UNION, Organisation.level != ENTERPRISE, _lists(Organisation.groups, group))
    return _nearest_level(session, serves, district, street)


def service_point(
    session: Session, kind: str, district: str | None = None, street: str | None = None
) -> Organisation | None:
    """Return a service point of a kind (model.KINDS), the nearest: the street's, the district's, then the city's."""
    return _nearest_level(session, (Organisation.kind == kind,), district, street)


def official(district: str, street: str) -> str:
    """Return a street's official name (张江镇) as far as it is known, else the name as given."""
    return known_street(district, street) or street


@lru_cache(maxsize=1024)
def known_street(district: str, street: str) -> str | None:
    """Return the official name of a street, town or park of a district, or None if the district has none such."""
    if district not in places.districts():
        return None
    name = places.official_street(street, district)
    return _SAME.get(name, name) if name else None


def _nearest_level(
    session: Session, conditions: Iterable[ColumnElement], district: str | None, street: str | None
) -> Organisation | None:
    """Return the first organisation of the person's street, else of the district as a whole, else of the city."""
    of_city = Organisation.district.is_(None)
    of_district = sa.and_(Organisation.district == district, Organisation.street.is_(None))
    ranks = [(of_city, 2)]
    if district:
        ranks.insert(0, (of_district, 1))
    if district and street:
        in_street = sa.and_(Organisation.district == district, Organisation.street == official(district, street))
        ranks.insert(0, (in_street, 0))
    wanted = (
        sa.select(Organisation)
        .where(*conditions, Organisation.closed.is_(False), sa.or_(*(condition for condition, _ in ranks)))
        .order_by(sa.case(*ranks), Organisation.code)
        .limit(1)
    )
    return session.execute(wanted).scalar_one_or_none()


def _of_employer(
    session: Session, levels: tuple[str, ...], employer: str | None, district: str | None
) -> list[Organisation]:
    name = employer_key(employer or "")
    if not name:
        return []
    conditions = [Organisation.level.in_(levels), _lists(Organisation.employers, name)]
    if district:
        conditions.append(sa.or_(Organisation.district == district, Organisation.district.is_(None)))
    return [row for row in _all(session, *conditions) if name in row.employers]


def employer_key(name: str) -> str:
    """Return an employer's name as the register keeps it: simplified, half-width, without spaces."""
    return _plain(name).replace("(", "（").replace(")", "）")


def _plain(text: str) -> str:
    return "".join(normalise(text).split())


def _lists(column: sa.Column, value: str) -> ColumnElement:
    """Return the condition that a JSON list holds a string: its JSON form stands in the text of the list."""
    return sa.cast(column, sa.Text).contains(json.dumps(value), autoescape=True)


def _all(session: Session, *conditions: ColumnElement) -> list[Organisation]:
    wanted = (
        sa.select(Organisation)
        .where(*conditions, Organisation.kind == UNION, Organisation.closed.is_(False))
        .order_by(Organisation.code)
    )
    return list(session.execute(wanted).scalars())


def _first(session: Session, *conditions: ColumnElement) -> Organisation | None:
    return next(iter(_all(session, *conditions)), None)
