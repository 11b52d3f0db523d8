"""Tables of the union organisations and of who stands above whom."""

import sqlalchemy as sa
from sqlalchemy.orm import relationship

from bot import clock
from bot.storage.types import Base, EncryptedJson, Id, UtcDateTime

# Levels, from the top. A bureau (局、产业) stands beside the districts, a park beside streets; a joint union (联合工会)
# stands beside enterprise unions and takes in people whose enterprise has none (opinion 五（一）2).
CITY, DISTRICT, BUREAU, STREET, PARK, JOINT, ENTERPRISE = (
    "city",
    "district",
    "bureau",
    "street",
    "park",
    "joint",
    "enterprise",
)
LEVELS = (CITY, DISTRICT, BUREAU, STREET, PARK, JOINT, ENTERPRISE)

# What a row is: a union, or a service point of the union above it (opinion 五（二）2).
UNION, STATION, STUDIO, REST_STOP, LEGAL_AID, MEDIATION = (
    "union",
    "service_station",
    "union_studio",
    "rest_stop",
    "legal_aid_office",
    "mediation_committee",
)
KINDS = (UNION, STATION, STUDIO, REST_STOP, LEGAL_AID, MEDIATION)


class Organisation(Base):
    """A union organisation, or a service point that belongs to one."""

    __tablename__ = "organisations"

    id = sa.Column(Id, primary_key=True)
    code = sa.Column(sa.String(50), nullable=False, unique=True)
    name = sa.Column(sa.String(100), nullable=False)
    level = sa.Column(sa.String(20), nullable=False)  # one of LEVELS; a service point has its union's level
    kind = sa.Column(sa.String(20), nullable=False, default=UNION, server_default=UNION)  # one of KINDS
    parent_id = sa.Column(Id, sa.ForeignKey("organisations.id"), index=True)
    district = sa.Column(sa.String(20), index=True)  # full name: 浦东新区
    street = sa.Column(sa.String(50))  # full name: 花木街道, 川沙新镇
    # Below the street: villages, neighbourhoods, parks, buildings that a joint union covers.
    areas = sa.Column(sa.JSON, nullable=False, default=list, server_default="[]")
    employers = sa.Column(sa.JSON, nullable=False, default=list, server_default="[]")  # names of employers covered
    # Special groups served (opinion 五（二）3), as in bot.organisations.groups.
    groups = sa.Column(sa.JSON, nullable=False, default=list, server_default="[]")
    address = sa.Column(sa.String(200))
    latitude = sa.Column(sa.Float)  # degrees, GCJ-02: the datum of WeChat's locations
    longitude = sa.Column(sa.Float)
    hours = sa.Column(sa.String(100))  # as it is told to people: 周一至周五 9:00-17:00
    phone = sa.Column(sa.String(50))  # a public number; empty falls back to 12351
    contacts = sa.Column(EncryptedJson)  # [{"name", "duty", "phone"}]: people's own data
    closed = sa.Column(sa.Boolean, nullable=False, default=False, server_default=sa.false())
    changed_at = sa.Column(UtcDateTime, default=clock.now, onupdate=clock.now)

    parent = relationship("Organisation", remote_side=[id])


class Ancestry(Base):
    """Who stands above whom, at any distance; every organisation is its own ancestor at distance 0.

    The whole branch below a union, or the line above one, is then one indexed lookup.
    """

    __tablename__ = "organisation_ancestry"

    ancestor_id = sa.Column(Id, sa.ForeignKey("organisations.id"), primary_key=True)
    descendant_id = sa.Column(Id, sa.ForeignKey("organisations.id"), primary_key=True, index=True)
    distance = sa.Column(sa.Integer, nullable=False)
