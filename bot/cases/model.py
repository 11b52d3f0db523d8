"""Tables of cases, their events, and the union organisations that act on them."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import relationship

from bot import clock
from bot.storage.types import Base, Encrypted, EncryptedJson, Id, UtcDateTime

RECEIVED = "received"


class Organisation(Base):
    """A union organisation that cases are routed to."""

    __tablename__ = "organisations"

    id = sa.Column(Id, primary_key=True)
    code = sa.Column(sa.String(50), nullable=False, unique=True)
    name = sa.Column(sa.String(100), nullable=False)
    level = sa.Column(sa.String(20), nullable=False)  # city, district, street, enterprise
    parent_id = sa.Column(Id, sa.ForeignKey("organisations.id"), index=True)
    district = sa.Column(sa.String(20), index=True)
    street = sa.Column(sa.String(50))

    parent = relationship("Organisation", remote_side=[id])


class Case(Base):
    """One case (工单)."""

    __tablename__ = "cases"

    id = sa.Column(Id, primary_key=True)
    number = sa.Column(sa.String(20), unique=True)  # given once the row has its id
    # What filed it: the same filing done again after a crash finds the case instead of filing a second one.
    source_key = sa.Column(sa.String(100), nullable=False, unique=True)
    kind = sa.Column(sa.String(20), nullable=False)
    topic = sa.Column(sa.String(50))
    state = sa.Column(sa.String(20), nullable=False, default=RECEIVED, index=True)
    urgency = sa.Column(sa.Integer, nullable=False, default=0)
    summary = sa.Column(Encrypted, nullable=False)
    district = sa.Column(sa.String(20), index=True)
    street = sa.Column(sa.String(50))
    employer = sa.Column(sa.String(100), index=True)
    since = sa.Column(sa.String(50))  # as the person said it, with the date where it is one
    amount = sa.Column(sa.Integer)  # yuan
    people = sa.Column(sa.Integer)
    person_name = sa.Column(Encrypted)
    phone = sa.Column(Encrypted)
    anonymous = sa.Column(sa.Boolean, nullable=False, default=True)  # towards the employer
    conversation_id = sa.Column(Id, sa.ForeignKey("conversations.id"), index=True)
    organisation_id = sa.Column(Id, sa.ForeignKey("organisations.id"), index=True)
    created_at = sa.Column(UtcDateTime, nullable=False, default=clock.now, index=True)
    changed_at = sa.Column(UtcDateTime, nullable=False, default=clock.now, onupdate=clock.now)

    conversation = relationship("Conversation")
    organisation = relationship("Organisation")
    events = relationship("CaseEvent", back_populates="case", order_by="CaseEvent.id")
    attachments = relationship("Attachment")


class CaseEvent(Base):
    """One thing that happened to a case (办理记录); never edited."""

    __tablename__ = "case_events"

    id = sa.Column(Id, primary_key=True)
    case_id = sa.Column(Id, sa.ForeignKey("cases.id"), nullable=False, index=True)
    at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    actor = sa.Column(sa.String(10), nullable=False)  # person, bot, staff, system
    staff_id = sa.Column(Id, sa.ForeignKey("staff.id"))
    action = sa.Column(sa.String(30), nullable=False)  # filed, note, evidence, moved …
    detail = sa.Column(EncryptedJson, nullable=False, default=dict)

    case = relationship("Case", back_populates="events")
    staff = relationship("Staff")


@event.listens_for(CaseEvent, "before_update")
@event.listens_for(CaseEvent, "before_delete")
def _refuse(mapper: Any, connection: Any, target: CaseEvent) -> None:
    raise ValueError(f"case event {target.id}: events are never edited or deleted")
