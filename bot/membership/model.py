"""Tables of membership: applications, the register, what happened to each, and leads to set up a union."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import relationship

from bot import clock
from bot.organisations.model import Organisation
from bot.storage.types import Base, Encrypted, EncryptedJson, Id, UtcDateTime

# States of an application; the first three are open. Approved is what the union decided, member what became of it.
RECEIVED, CHECKED, APPROVED, MEMBER, REFUSED, WITHDRAWN = (
    "received",
    "checked",
    "approved",
    "member",
    "refused",
    "withdrawn",
)
OPEN = (RECEIVED, CHECKED, APPROVED)

# States of a membership, beside MEMBER: kept without a job (保留会籍), and left.
RETAINED, LEFT = "retained", "left"

# Dues: by the wage, a fixed amount where there is no wage from one employer, none while the membership is retained.
DUES = {"wage": "按工资比例", "fixed": "定额", "exempt": "免交"}
CARDS = {"none": "未办", "applied": "办理中", "issued": "已发", "lost": "遗失", "returned": "已收回"}
MEMBER_STATES = {MEMBER: "在册", RETAINED: "保留会籍", LEFT: "已离开"}

# A lead's states; the first three are open.
OPENED, VISITED, PREPARING, ESTABLISHED, DECLINED = "opened", "visited", "preparing", "established", "declined"
OPEN_LEADS = (OPENED, VISITED, PREPARING)


class MembershipApplication(Base):
    """One application to join (入会申请)."""

    __tablename__ = "membership_applications"

    id = sa.Column(Id, primary_key=True)
    number = sa.Column(sa.String(20), unique=True)  # given once the row has its id
    # What filed it: filing again after a crash finds it instead of filing a second one.
    source_key = sa.Column(sa.String(100), nullable=False, unique=True)
    state = sa.Column(sa.String(20), nullable=False, default=RECEIVED)
    name = sa.Column(Encrypted, nullable=False)
    phone = sa.Column(Encrypted, nullable=False)
    id_number = sa.Column(Encrypted, nullable=False)
    id_hash = sa.Column(sa.String(64), nullable=False, index=True)  # keyed: the vault's fingerprint
    employer = sa.Column(sa.String(100))  # as written
    employer_id = sa.Column(Id, sa.ForeignKey("employers.id"), index=True)  # as recognised
    district = sa.Column(sa.String(20))  # of the workplace, full name
    street = sa.Column(sa.String(50))
    area = sa.Column(sa.String(100))  # village, neighbourhood, park, street front or building, as written
    special_group = sa.Column(sa.String(20))  # bot.organisations.groups; opinion 五（二）3
    # What the person says, empty where they do not know: the employer has a union; they are a member elsewhere.
    has_union = sa.Column(sa.Boolean)
    member_elsewhere = sa.Column(sa.Boolean)
    organisation_id = sa.Column(Id, sa.ForeignKey("organisations.id"))  # who decides; None is the city's desk
    routing_rule = sa.Column(sa.String(20), nullable=False)  # the rule that chose it, by its name in routing.py
    reason = sa.Column(Encrypted)  # why it was refused
    conversation_id = sa.Column(Id, sa.ForeignKey("conversations.id"), index=True)
    member_id = sa.Column(Id, sa.ForeignKey("members.id"), index=True)
    created_at = sa.Column(UtcDateTime, nullable=False, default=clock.now, index=True)
    due_at = sa.Column(UtcDateTime)  # by when the person was promised an answer
    decided_at = sa.Column(UtcDateTime)  # approved, refused or withdrawn
    changed_at = sa.Column(UtcDateTime, nullable=False, default=clock.now, onupdate=clock.now)

    organisation = relationship(Organisation)
    member = relationship("Member")
    events = relationship("MembershipEvent", back_populates="application", order_by="MembershipEvent.id")
    attachments = relationship("Attachment", order_by="Attachment.id")

    __table_args__ = (
        sa.Index("ix_membership_applications_desk", "organisation_id", "state", "id"),
        # One person has one open application, whoever files at the same moment.
        sa.Index(
            "uq_membership_applications_open",
            "id_hash",
            unique=True,
            postgresql_where=sa.text("state IN ('received', 'checked', 'approved')"),
            sqlite_where=sa.text("state IN ('received', 'checked', 'approved')"),
        ),
    )


class Member(Base):
    """One person of the register (会员实名制, opinion 四 first duty); the same person is never a second row."""

    __tablename__ = "members"

    id = sa.Column(Id, primary_key=True)
    name = sa.Column(Encrypted, nullable=False)
    name_hash = sa.Column(sa.String(64), nullable=False, index=True)
    phone = sa.Column(Encrypted)
    phone_hash = sa.Column(sa.String(64), index=True)
    id_number = sa.Column(Encrypted, nullable=False)
    id_hash = sa.Column(sa.String(64), nullable=False, unique=True)
    employer = sa.Column(sa.String(100))  # as written
    employer_id = sa.Column(Id, sa.ForeignKey("employers.id"), index=True)  # as recognised
    district = sa.Column(sa.String(20), index=True)  # of the workplace, full name
    street = sa.Column(sa.String(50))
    special_group = sa.Column(sa.String(20))
    # Where the membership is held; outside the enterprise (企业外入会) when that is no enterprise union.
    organisation_id = sa.Column(Id, sa.ForeignKey("organisations.id"), nullable=False)
    state = sa.Column(sa.String(20), nullable=False, default=MEMBER)
    dues = sa.Column(sa.String(10))  # one of DUES; empty where it is not known
    card = sa.Column(sa.String(10), nullable=False, default="none", server_default="none")  # one of CARDS
    source = sa.Column(sa.String(20), nullable=False)  # application, import
    joined_on = sa.Column(sa.Date)  # the day in Shanghai; empty where an old register does not tell
    left_on = sa.Column(sa.Date)
    changed_at = sa.Column(UtcDateTime, nullable=False, default=clock.now, onupdate=clock.now)

    organisation = relationship(Organisation)
    events = relationship("MembershipEvent", back_populates="member", order_by="MembershipEvent.id")

    __table_args__ = (
        sa.Index("ix_members_register", "organisation_id", "state", "id"),
        sa.Index("ix_members_joined_on", "joined_on"),
    )


class Lead(Base):
    """A lead to set up a union at an employer (建会线索, opinion 五（一）3); one for each employer."""

    __tablename__ = "union_leads"

    id = sa.Column(Id, primary_key=True)
    employer_id = sa.Column(Id, sa.ForeignKey("employers.id"), nullable=False, unique=True)
    district = sa.Column(sa.String(20))
    street = sa.Column(sa.String(50))
    organisation_id = sa.Column(Id, sa.ForeignKey("organisations.id"))  # who must visit; None is the city's desk
    members = sa.Column(sa.Integer, nullable=False)  # counted when it was opened, or opened again
    threshold = sa.Column(sa.Integer, nullable=False)  # as set at that time
    state = sa.Column(sa.String(20), nullable=False, default=OPENED)
    established_id = sa.Column(Id, sa.ForeignKey("organisations.id"))  # the union that was set up
    opened_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    closed_at = sa.Column(UtcDateTime)

    employer = relationship("Employer")
    organisation = relationship(Organisation, foreign_keys=[organisation_id])
    established = relationship(Organisation, foreign_keys=[established_id])
    events = relationship("MembershipEvent", back_populates="lead", order_by="MembershipEvent.id")

    __table_args__ = (sa.Index("ix_union_leads_desk", "organisation_id", "state", "id"),)


class MembershipEvent(Base):
    """One thing that happened to an application, a member or a lead; never edited."""

    __tablename__ = "membership_events"

    id = sa.Column(Id, primary_key=True)
    at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    application_id = sa.Column(Id, sa.ForeignKey("membership_applications.id"), index=True)
    member_id = sa.Column(Id, sa.ForeignKey("members.id"), index=True)
    lead_id = sa.Column(Id, sa.ForeignKey("union_leads.id"), index=True)
    actor = sa.Column(sa.String(10), nullable=False)  # person, staff, system
    staff_id = sa.Column(Id, sa.ForeignKey("staff.id"))
    action = sa.Column(sa.String(20), nullable=False)
    from_state = sa.Column(sa.String(20))
    to_state = sa.Column(sa.String(20))
    # The union that has to know of it (a member came, a member went, a lead to visit).
    organisation_id = sa.Column(Id, sa.ForeignKey("organisations.id"))
    from_organisation_id = sa.Column(Id, sa.ForeignKey("organisations.id"))
    to_organisation_id = sa.Column(Id, sa.ForeignKey("organisations.id"))
    detail = sa.Column(EncryptedJson, nullable=False, default=dict)

    application = relationship("MembershipApplication", back_populates="events")
    member = relationship("Member", back_populates="events")
    lead = relationship("Lead", back_populates="events")
    staff = relationship("Staff")
    organisation = relationship(Organisation, foreign_keys=[organisation_id])
    from_organisation = relationship(Organisation, foreign_keys=[from_organisation_id])
    to_organisation = relationship(Organisation, foreign_keys=[to_organisation_id])

    __table_args__ = (sa.Index("ix_membership_events_notices", "organisation_id", "id"),)


@event.listens_for(MembershipEvent, "before_update")
@event.listens_for(MembershipEvent, "before_delete")
def _refuse(mapper: Any, connection: Any, target: MembershipEvent) -> None:
    raise ValueError(f"membership event {target.id}: events are never edited or deleted")
