"""Members who joined outside their enterprise (企业外入会, opinion 五（一）2), counted by employer."""

from collections import Counter

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.employers.model import Employer, EmployerName
from bot.membership.model import MEMBER, Member
from bot.organisations import finding
from bot.organisations.model import ENTERPRISE, Organisation


def outside(employer_id: int) -> Select:
    """Return the query of the members of one employer who joined outside it (企业外入会, opinion 五（一）2).

    Their membership is in force and held by another union than an enterprise's own.
    """
    return (
        sa.select(Member)
        .join(Organisation, Organisation.id == Member.organisation_id)
        .where(Member.employer_id == employer_id, Member.state == MEMBER, Organisation.level != ENTERPRISE)
    )


def counted(session: Session, employer_id: int) -> int:
    """Return how many members of an employer joined outside it."""
    return session.execute(sa.select(sa.func.count()).select_from(outside(employer_id).subquery())).scalar_one()


def enough(threshold: int) -> Select:
    """Return the query of the employers with enough members outside."""
    return (
        sa.select(Member.employer_id)
        .join(Organisation, Organisation.id == Member.organisation_id)
        .where(Member.employer_id.is_not(None), Member.state == MEMBER, Organisation.level != ENTERPRISE)
        .group_by(Member.employer_id)
        .having(sa.func.count() >= threshold)
    )


def own_union(session: Session, employer: Employer, district: str | None) -> Organisation | None:
    """Return the enterprise union that an employer has, by any of its names, or None."""
    written = sa.select(EmployerName.written).where(EmployerName.employer_id == employer.id)
    names = dict.fromkeys([employer.name, *session.execute(written).scalars()])
    found = (finding.enterprise(session, name, district) for name in names)
    return next((organisation for organisation in found if organisation), None)


def place(session: Session, employer: Employer) -> tuple[str | None, str | None]:
    """Return district and street of an employer: where most of its members outside say it is, else as recognised."""
    members = outside(employer.id).subquery()
    columns = members.c.district, members.c.street
    said = session.execute(
        sa.select(*columns, sa.func.count()).where(members.c.district.is_not(None)).group_by(*columns)
    ).all()
    districts: Counter[str] = Counter()
    streets: Counter[tuple[str, str]] = Counter()
    for district, street, count in said:
        districts[district] += count
        if street:
            streets[district, street] += count
    if not districts:
        return employer.district, employer.street
    district = _most(districts)
    return district, _most(Counter({street: n for (where, street), n in streets.items() if where == district}))


def _most(counts: "Counter[str]") -> str | None:
    """Return what is counted most often; of equals the first by name, so that it is always the same one."""
    return min(counts, key=lambda name: (-counts[name], name), default=None)
