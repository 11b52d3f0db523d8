"""Tables of employers and of the names that people wrote for them."""

import sqlalchemy as sa
from sqlalchemy.orm import relationship

from bot import clock
from bot.storage.types import Base, Id, UtcDateTime


class Employer(Base):
    """One employer; the cases, warnings and members on it point here."""

    __tablename__ = "employers"

    id = sa.Column(Id, primary_key=True)
    name = sa.Column(sa.String(100), nullable=False, index=True)  # the fullest name known
    district = sa.Column(sa.String(20), index=True)
    street = sa.Column(sa.String(50))
    # Staff found it to be the same as another one; names and rows have moved there, and a split moves them back.
    merged_into_id = sa.Column(Id, sa.ForeignKey("employers.id"), index=True)
    created_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)

    merged_into = relationship("Employer", remote_side=[id])
    names = relationship("EmployerName", back_populates="employer", order_by="EmployerName.id")


class EmployerName(Base):
    """One way in which an employer was written, and what it comes down to for matching."""

    __tablename__ = "employer_names"

    id = sa.Column(Id, primary_key=True)
    employer_id = sa.Column(Id, sa.ForeignKey("employers.id"), nullable=False, index=True)
    written = sa.Column(sa.String(100), nullable=False)
    core = sa.Column(sa.String(100), nullable=False, index=True)  # without place and legal form: 大润发商贸
    district = sa.Column(sa.String(20), nullable=False, default="", server_default="")  # where it was said to be
    by_staff = sa.Column(
        sa.Boolean, nullable=False, default=False, server_default=sa.false()
    )  # staff decided, for good

    employer = relationship("Employer", back_populates="names")

    __table_args__ = (sa.UniqueConstraint("written", "district"),)


class EmployerKey(Base):
    """A part of a name under which names that may mean the same are found (bot.employers.keys)."""

    __tablename__ = "employer_keys"

    key = sa.Column(sa.String(40), primary_key=True)
    district = sa.Column(sa.String(20), primary_key=True)  # where the name counts; empty where that is not known
    name_id = sa.Column(Id, sa.ForeignKey("employer_names.id"), primary_key=True, index=True)


class EmployerDecision(Base):
    """What staff decided about who is who: a merge, a split, or the undoing of one; never edited but marked undone."""

    __tablename__ = "employer_decisions"

    id = sa.Column(Id, primary_key=True)
    at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    staff_id = sa.Column(Id, sa.ForeignKey("staff.id"), nullable=False)
    kind = sa.Column(sa.String(10), nullable=False)  # merge, split, undo
    from_id = sa.Column(Id, sa.ForeignKey("employers.id"), nullable=False, index=True)
    to_id = sa.Column(Id, sa.ForeignKey("employers.id"), nullable=False, index=True)
    # The rows that moved from the one to the other: {"employer_names": [ids], "cases": [ids], …}.
    moved = sa.Column(sa.JSON, nullable=False, default=dict)
    undone_by_id = sa.Column(Id, sa.ForeignKey("employer_decisions.id"))

    staff = relationship("Staff")
    from_employer = relationship("Employer", foreign_keys=[from_id])
    to_employer = relationship("Employer", foreign_keys=[to_id])
