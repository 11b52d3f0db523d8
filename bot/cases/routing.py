"""Which union organisation a case goes to first."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.organisations.model import Organisation

DISTRICT = "district"


def organisation_for(session: Session, district: str | None) -> Organisation | None:
    """Return the union of a district, or None where there is none: then the case is the city desk's.

    Args:
        session: The session of the filing.
        district: The district's full name (浦东新区).
    """
    if not district:
        return None
    wanted = (
        sa.select(Organisation)
        .where(Organisation.level == DISTRICT, Organisation.district == district)
        .order_by(Organisation.id)
        .limit(1)
    )
    return session.execute(wanted).scalar_one_or_none()
