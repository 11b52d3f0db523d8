"""Tables of early warnings of collective disputes: what is behind them, who was told, what is due, what was done.

From the opinion 四, fourth duty: the union is to be the first to find, the first informed, the first to report and the
first to mediate.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import relationship

from bot.storage.types import Base, Encrypted, EncryptedJson, Id, UtcDateTime

# Levels, in the order of rising danger.
GENERAL, SERIOUS, URGENT = "general", "serious", "urgent"
LEVELS = (GENERAL, SERIOUS, URGENT)

# States, in the order of a warning's life; which moves are allowed is service.py's.
RAISED, CONFIRMED, ASSESSING, REPORTED, MEDIATING, CLOSED, FALSE_ALARM = (
    "raised",
    "confirmed",
    "assessing",
    "reported",
    "mediating",
    "closed",
    "false_alarm",
)
ENDED = (CLOSED, FALSE_ALARM)

# The rule that raised it.
CASES, PEOPLE, WORDS, REPORT = "cases", "people", "words", "report"

# What is due.
CONFIRM, ASSESS, REPORT_UP = "confirm", "assess", "report"
DUTIES = (CONFIRM, ASSESS, REPORT_UP)

SYSTEM, CADRE = "system", "cadre"  # who found it


class EarlyWarning(Base):
    """One early warning of a collective dispute (群体性劳资纠纷预警) on one employer."""

    __tablename__ = "warnings"

    id = sa.Column(Id, primary_key=True)
    number = sa.Column(sa.String(20), unique=True)  # given once the row has its id: YJ2026112200001
    employer_id = sa.Column(Id, sa.ForeignKey("employers.id"), index=True)  # None: nobody has named it yet
    district = sa.Column(sa.String(20), index=True)
    street = sa.Column(sa.String(50))
    level = sa.Column(sa.String(10), nullable=False)
    # The same as a number, so that the desk's list is one index: 2 urgent, 1 serious, 0 general.
    rank = sa.Column(sa.Integer, nullable=False)
    state = sa.Column(sa.String(20), nullable=False, default=RAISED, server_default=RAISED)
    rule = sa.Column(sa.String(10), nullable=False)
    words = sa.Column(sa.JSON, nullable=False, default=list, server_default="[]")  # of data/lexicon/warning.yml
    cases = sa.Column(sa.Integer, nullable=False)  # how many people have filed
    people = sa.Column(sa.Integer, nullable=False)  # how many it concerns, as they say
    first_case_at = sa.Column(UtcDateTime, nullable=False)
    last_case_at = sa.Column(UtcDateTime, nullable=False)
    raised_at = sa.Column(UtcDateTime, nullable=False, index=True)
    # Who was the first (opinion 四): to find it, to be told of it and to look at it, to report it, to mediate.
    found_by = sa.Column(sa.String(10), nullable=False)  # system, cadre
    found_case_id = sa.Column(Id, sa.ForeignKey("cases.id"), nullable=False)  # the case that made it one
    told_organisation_id = sa.Column(Id, sa.ForeignKey("organisations.id"))
    told_at = sa.Column(UtcDateTime)
    seen_by_id = sa.Column(Id, sa.ForeignKey("staff.id"))
    seen_at = sa.Column(UtcDateTime)
    confirmed_by_id = sa.Column(Id, sa.ForeignKey("staff.id"))
    confirmed_at = sa.Column(UtcDateTime)
    reported_by_id = sa.Column(Id, sa.ForeignKey("staff.id"))
    reported_organisation_id = sa.Column(Id, sa.ForeignKey("organisations.id"))
    reported_at = sa.Column(UtcDateTime)
    mediated_by_id = sa.Column(Id, sa.ForeignKey("staff.id"))
    mediated_organisation_id = sa.Column(Id, sa.ForeignKey("organisations.id"))
    mediated_at = sa.Column(UtcDateTime)
    ended_at = sa.Column(UtcDateTime)
    end_reason = sa.Column(Encrypted)

    employer = relationship("Employer")
    told_organisation = relationship("Organisation", foreign_keys=[told_organisation_id])
    reported_organisation = relationship("Organisation", foreign_keys=[reported_organisation_id])
    mediated_organisation = relationship("Organisation", foreign_keys=[mediated_organisation_id])
    seen_by = relationship("Staff", foreign_keys=[seen_by_id])
    confirmed_by = relationship("Staff", foreign_keys=[confirmed_by_id])
    reported_by = relationship("Staff", foreign_keys=[reported_by_id])
    mediated_by = relationship("Staff", foreign_keys=[mediated_by_id])
    informed = relationship("WarningOrganisation", order_by="WarningOrganisation.at")
    deadlines = relationship("WarningDeadline", back_populates="warning", order_by="WarningDeadline.id")
    events = relationship("WarningEvent", order_by="WarningEvent.id")

    __table_args__ = (
        # The desk's list: open ones, the most dangerous and the oldest first.
        sa.Index("ix_warnings_state_rank_raised_at", "state", "rank", "raised_at"),
    )


class WarningCase(Base):
    """A case behind a warning. A case is behind one warning at most: so it never raises a second one."""

    __tablename__ = "warning_cases"

    case_id = sa.Column(Id, sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    warning_id = sa.Column(Id, sa.ForeignKey("warnings.id"), nullable=False, index=True)
    at = sa.Column(UtcDateTime, nullable=False)

    case = relationship("Case")


class WarningOrganisation(Base):
    """An organisation that was told of a warning; its branch of the tree and those above see it."""

    __tablename__ = "warning_organisations"

    warning_id = sa.Column(Id, sa.ForeignKey("warnings.id"), primary_key=True, autoincrement=False)
    organisation_id = sa.Column(
        Id, sa.ForeignKey("organisations.id"), primary_key=True, autoincrement=False, index=True
    )
    why = sa.Column(sa.String(10), nullable=False)  # raised, overdue, reported
    at = sa.Column(UtcDateTime, nullable=False)

    organisation = relationship("Organisation")


class WarningDeadline(Base):
    """By when a duty is due; what was done about it is noted here, so that it is done once."""

    __tablename__ = "warning_deadlines"

    id = sa.Column(Id, primary_key=True)
    warning_id = sa.Column(Id, sa.ForeignKey("warnings.id"), nullable=False)
    duty = sa.Column(sa.String(10), nullable=False)
    due_at = sa.Column(UtcDateTime, nullable=False)
    remind_at = sa.Column(UtcDateTime, nullable=False)
    met_at = sa.Column(UtcDateTime)  # done, or no longer due (the warning has ended)
    reminded_at = sa.Column(UtcDateTime)
    escalated_at = sa.Column(UtcDateTime)

    warning = relationship("EarlyWarning", back_populates="deadlines")

    __table_args__ = (
        sa.UniqueConstraint("warning_id", "duty"),
        # What the scheduler looks through: what is open and not yet escalated, soonest first.
        sa.Index(
            "ix_warning_deadlines_open",
            "remind_at",
            postgresql_where=sa.text("met_at IS NULL AND escalated_at IS NULL"),
            sqlite_where=sa.text("met_at IS NULL AND escalated_at IS NULL"),
        ),
    )


class WarningEvent(Base):
    """One thing that happened to a warning; never edited."""

    __tablename__ = "warning_events"

    id = sa.Column(Id, primary_key=True)
    warning_id = sa.Column(Id, sa.ForeignKey("warnings.id"), nullable=False, index=True)
    at = sa.Column(UtcDateTime, nullable=False)
    actor = sa.Column(sa.String(10), nullable=False)  # system, staff
    staff_id = sa.Column(Id, sa.ForeignKey("staff.id"))
    organisation_id = sa.Column(Id, sa.ForeignKey("organisations.id"))  # whose staff, or who was told
    action = sa.Column(sa.String(20), nullable=False)  # raised, case_added, level, told, confirmed, overdue …
    detail = sa.Column(EncryptedJson, nullable=False, default=dict)

    staff = relationship("Staff")
    organisation = relationship("Organisation")


@event.listens_for(WarningEvent, "before_update")
@event.listens_for(WarningEvent, "before_delete")
def _refuse(mapper: Any, connection: Any, target: WarningEvent) -> None:
    raise ValueError(f"warning event {target.id}: events are never edited or deleted")
