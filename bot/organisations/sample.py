"""The unions that the project ships with: the city's, the districts', the streets' and towns', by name."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.organisations import importing
from bot.organisations.model import Organisation
from bot.paths import DATA

SAMPLE = DATA / "organisations.csv"


def load_sample(session: Session) -> int:
    """Take in the shipped organisations where there are none at all; return how many.

    Args:
        session: A unit of work; the caller commits.
    """
    if session.execute(sa.select(Organisation.id).limit(1)).first():
        return 0
    return importing.take(session, importing.load(SAMPLE)).added
