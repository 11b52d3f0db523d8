"""Reading lists of organisations."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from bot.organisations.model import Organisation


def listed(session: Session, district: str | None = None, closed: bool = False) -> list[Organisation]:
    """Return organisations by their codes, with the one above each.

    Args:
        session: Any session.
        district: Only those of this district (its full name).
        closed: The closed ones instead of the open ones.
    """
    wanted = sa.select(Organisation).where(Organisation.closed.is_(closed))
    if district:
        wanted = wanted.where(Organisation.district == district)
    wanted = wanted.order_by(Organisation.code).options(joinedload(Organisation.parent))
    return list(session.execute(wanted).scalars())
