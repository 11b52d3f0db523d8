"""Tables of cases: what was filed, what happened to it, by when what is due, and what it is tied to."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import relationship

from bot import clock
from bot.organisations.model import Organisation
from bot.storage.types import Base, Encrypted, EncryptedJson, Id, UtcDateTime

# States (工单状态), in the order of a case's life; which moves are allowed is states.py's.
RECEIVED, ASSIGNED, ACCEPTED, IN_PROGRESS, WAITING, REFERRED, RESOLVED, CLOSED, WITHDRAWN, REOPENED = (
    "received",
    "assigned",
    "accepted",
    "in_progress",
    "waiting",  # for the person
    "referred",
    "resolved",
    "closed",
    "withdrawn",
    "reopened",
)

# Kinds: those of the services (contracts.md), and a consultation that staff took over.
GRIEVANCE, LEGAL_AID, HARDSHIP, MEDIATION, UPPER_UNION, RISK_REPORT, CONSULTATION = (
    "grievance",
    "legal_aid",
    "hardship",
    "mediation",
    "upper_union",
    "risk_report",
    "consultation",
)


class Case(Base):
    """One case (工单)."""

    __tablename__ = "cases"

    id = sa.Column(Id, primary_key=True)
    number = sa.Column(sa.String(20), unique=True)  # given once the row has its id
    # What filed it: the same filing done again after a crash finds the case instead of filing a second one.
    source_key = sa.Column(sa.String(100), nullable=False, unique=True)
    kind = sa.Column(sa.String(20), nullable=False)
    topic = sa.Column(sa.String(50))
    matter = sa.Column(sa.String(20), index=True)  # the area of the topics: wage, injury …
    source = sa.Column(sa.String(10), nullable=False, default="wechat", server_default="wechat")  # wechat, desk, system
    state = sa.Column(sa.String(20), nullable=False, default=RECEIVED, index=True)
    urgency = sa.Column(sa.Integer, nullable=False, default=0)
    summary = sa.Column(Encrypted, nullable=False)
    district = sa.Column(sa.String(20), index=True)
    street = sa.Column(sa.String(50))
    employer = sa.Column(sa.String(100), index=True)  # as written
    employer_id = sa.Column(Id, sa.ForeignKey("employers.id"), index=True)  # as recognised
    special_group = sa.Column(sa.String(20))  # bot.organisations.groups; opinion 五（二）3
    since = sa.Column(sa.String(50))  # as the person said it, with the date where it is one
    amount = sa.Column(sa.Integer)  # yuan
    people = sa.Column(sa.Integer)
    person_name = sa.Column(Encrypted)
    phone = sa.Column(Encrypted)
    anonymous = sa.Column(sa.Boolean, nullable=False, default=True)  # towards the employer
    conversation_id = sa.Column(Id, sa.ForeignKey("conversations.id"), index=True)
    details = sa.Column(EncryptedJson)  # what only this kind of case has
    # Who has it now; None is the city's desk, never nowhere.
    organisation_id = sa.Column(Id, sa.ForeignKey("organisations.id"), index=True)
    # The window that took it down for the person (一口受理, opinion 五（二）2); it may go on looking at it.
    received_by_id = sa.Column(Id, sa.ForeignKey("organisations.id"), index=True)
    routing_rule = sa.Column(sa.String(40))  # the rule that chose it, by its name in routing.py
    # The union that the complaint is about or that cannot act (opinion 五（二）1): its branch does not see the case.
    hidden_from_id = sa.Column(Id, sa.ForeignKey("organisations.id"))
    assignee_id = sa.Column(Id, sa.ForeignKey("staff.id"), index=True)
    supervised = sa.Column(sa.Boolean, nullable=False, default=False, server_default=sa.false())  # 督办
    # The highest union that a missed deadline was escalated to; None while `supervised` is the city's desk.
    supervising_id = sa.Column(Id, sa.ForeignKey("organisations.id"), index=True)
    reopened = sa.Column(sa.Integer, nullable=False, default=0, server_default="0")  # how often
    score = sa.Column(sa.Integer)  # 1 to 5, by the person, after closing
    score_word = sa.Column(Encrypted)
    # When it was last weighed for an early warning (bot.warnings.raising); None: the next scan has to do it.
    considered_at = sa.Column(UtcDateTime)
    created_at = sa.Column(UtcDateTime, nullable=False, default=clock.now, index=True)
    accepted_at = sa.Column(UtcDateTime)
    resolved_at = sa.Column(UtcDateTime)
    closed_at = sa.Column(UtcDateTime)
    changed_at = sa.Column(UtcDateTime, nullable=False, default=clock.now, onupdate=clock.now)

    conversation = relationship("Conversation")
    organisation = relationship(Organisation, foreign_keys=[organisation_id])
    hidden_from = relationship(Organisation, foreign_keys=[hidden_from_id])
    received_by = relationship(Organisation, foreign_keys=[received_by_id])
    supervising = relationship(Organisation, foreign_keys=[supervising_id])
    assignee = relationship("Staff")
    recognised_employer = relationship("Employer")
    help_given = relationship("CaseHelp", order_by="CaseHelp.kind")
    deadlines = relationship("CaseDeadline", back_populates="case", order_by="CaseDeadline.id")
    referrals = relationship("CaseReferral", back_populates="case", order_by="CaseReferral.id")
    events = relationship("CaseEvent", back_populates="case", order_by="CaseEvent.id")
    attachments = relationship("Attachment")

    __table_args__ = (
        # Lists and their counts are answered from this alone: rows are wide with what is encrypted.
        sa.Index(
            "ix_cases_list",
            "id",
            "organisation_id",
            "received_by_id",
            "hidden_from_id",
            "state",
            "kind",
            "matter",
            "district",
            "supervised",
            "assignee_id",
            "employer_id",
            "created_at",
            "number",
        ),
        # What a warning on an employer counts.
        sa.Index("ix_cases_employer_id_created_at", "employer_id", "created_at"),
        sa.Index(
            "ix_cases_unconsidered",
            "created_at",
            postgresql_where=sa.text("considered_at IS NULL"),
            sqlite_where=sa.text("considered_at IS NULL"),
        ),
    )


class CaseEvent(Base):
    """One thing that happened to a case (办理记录); never edited."""

    __tablename__ = "case_events"

    id = sa.Column(Id, primary_key=True)
    case_id = sa.Column(Id, sa.ForeignKey("cases.id"), nullable=False, index=True)
    at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    actor = sa.Column(sa.String(10), nullable=False)  # person, bot, staff, system
    staff_id = sa.Column(Id, sa.ForeignKey("staff.id"))
    action = sa.Column(sa.String(30), nullable=False)  # filed, note, evidence, moved …
    from_state = sa.Column(sa.String(20))
    to_state = sa.Column(sa.String(20))
    from_organisation_id = sa.Column(Id, sa.ForeignKey("organisations.id"))  # who handed it over
    to_organisation_id = sa.Column(Id, sa.ForeignKey("organisations.id"))  # who has it from then on
    detail = sa.Column(EncryptedJson, nullable=False, default=dict)

    case = relationship("Case", back_populates="events")
    staff = relationship("Staff")
    from_organisation = relationship(Organisation, foreign_keys=[from_organisation_id])
    to_organisation = relationship(Organisation, foreign_keys=[to_organisation_id])


class CaseHelp(Base):
    """One of the four kinds of help that a case got (四位一体, opinion 五（二）2)."""

    __tablename__ = "case_help"

    case_id = sa.Column(Id, sa.ForeignKey("cases.id"), primary_key=True)
    # legal_aid, legal_supervision, collective_bargaining, democratic_management
    kind = sa.Column(sa.String(30), primary_key=True)


class CaseLink(Base):
    """Two cases that belong together; the smaller id stands first."""

    __tablename__ = "case_links"

    case_id = sa.Column(Id, sa.ForeignKey("cases.id"), primary_key=True)
    other_id = sa.Column(Id, sa.ForeignKey("cases.id"), primary_key=True, index=True)
    reason = sa.Column(sa.String(100), nullable=False, default="")


class CaseReferral(Base):
    """A case handed to an office outside the unions (四方联动, opinion 五（二）2), and what came back."""

    __tablename__ = "case_referrals"

    id = sa.Column(Id, primary_key=True)
    case_id = sa.Column(Id, sa.ForeignKey("cases.id"), nullable=False, index=True)
    office = sa.Column(sa.String(30), nullable=False)  # human_resources, court, justice
    handed_over = sa.Column(Encrypted, nullable=False)  # what was given to them
    at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    came_back = sa.Column(Encrypted)
    back_at = sa.Column(UtcDateTime)

    case = relationship("Case", back_populates="referrals")


class CaseDeadline(Base):
    """By when something is due on a case; what was done about it is noted here, so that it is done once."""

    __tablename__ = "case_deadlines"

    id = sa.Column(Id, primary_key=True)
    case_id = sa.Column(Id, sa.ForeignKey("cases.id"), nullable=False, index=True)
    duty = sa.Column(sa.String(20), nullable=False)  # accept, resolve, follow_up
    counted_from = sa.Column(UtcDateTime)  # None once a pause has moved it
    # It reaches into a year whose holidays are not known yet; counted anew when they are.
    provisional = sa.Column(sa.Boolean, nullable=False, default=False, server_default=sa.false())
    due_at = sa.Column(UtcDateTime, nullable=False)
    remind_at = sa.Column(UtcDateTime, nullable=False)
    met_at = sa.Column(UtcDateTime)  # done, or no longer due (withdrawn, superseded)
    reminded_at = sa.Column(UtcDateTime)
    paused_at = sa.Column(UtcDateTime)  # the person or another office has the next word; what is left then stays left
    escalate_at = sa.Column(UtcDateTime)  # when the next union above hears of it; None above the last one
    escalated_at = sa.Column(UtcDateTime)  # the last time
    escalations = sa.Column(sa.Integer, nullable=False, default=0, server_default="0")

    case = relationship("Case", back_populates="deadlines")

    __table_args__ = (
        # What the scheduler looks through: what is open, soonest first.
        sa.Index(
            "ix_case_deadlines_open",
            "due_at",
            "paused_at",
            "case_id",
            postgresql_where=sa.text("met_at IS NULL"),
            sqlite_where=sa.text("met_at IS NULL"),
        ),
        # What was met too late.
        sa.Index(
            "ix_case_deadlines_late",
            "case_id",
            postgresql_where=sa.text("met_at > due_at"),
            sqlite_where=sa.text("met_at > due_at"),
        ),
        sa.Index(
            "ix_case_deadlines_remind",
            "remind_at",
            postgresql_where=sa.text("met_at IS NULL AND reminded_at IS NULL"),
            sqlite_where=sa.text("met_at IS NULL AND reminded_at IS NULL"),
        ),
    )


@event.listens_for(CaseEvent, "before_update")
@event.listens_for(CaseEvent, "before_delete")
def _refuse(mapper: Any, connection: Any, target: CaseEvent) -> None:
    raise ValueError(f"case event {target.id}: events are never edited or deleted")
