"""The table of leases: which process does the scheduled work now."""

import sqlalchemy as sa

from bot.storage.types import Base, UtcDateTime


class Lease(Base):
    """The right of one process to do a piece of work, until it runs out."""

    __tablename__ = "leases"

    name = sa.Column(sa.String(50), primary_key=True)
    owner = sa.Column(sa.String(64), nullable=False)
    until = sa.Column(UtcDateTime, nullable=False)
