"""Tables of the desk's accounts, their sessions, and the audit trail."""

import sqlalchemy as sa
from sqlalchemy.orm import relationship

from bot import clock
from bot.storage.types import Base, Id, UtcDateTime

AGENT, SUPERVISOR, ADMIN = "agent", "supervisor", "admin"


class Staff(Base):
    """One desk account."""

    __tablename__ = "staff"

    id = sa.Column(Id, primary_key=True)
    username = sa.Column(sa.String(50), nullable=False, unique=True)
    name = sa.Column(sa.String(50), nullable=False)  # as people see it: 工号 or a working name
    role = sa.Column(sa.String(20), nullable=False, default=AGENT)
    # The union whose branch they work for and see; None is the city's, which sees all.
    organisation_id = sa.Column(Id, sa.ForeignKey("organisations.id"), index=True)
    password_hash = sa.Column(sa.String(200), nullable=False)
    disabled = sa.Column(sa.Boolean, nullable=False, default=False)
    failures = sa.Column(sa.Integer, nullable=False, default=0)  # wrong passwords in a row
    locked_until = sa.Column(UtcDateTime)
    last_sign_in_at = sa.Column(UtcDateTime)
    created_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)

    organisation = relationship("Organisation")


class StaffSession(Base):
    """One sign-in; the browser holds the token, the database its hash."""

    __tablename__ = "staff_sessions"

    token_hash = sa.Column(sa.String(64), primary_key=True)
    staff_id = sa.Column(Id, sa.ForeignKey("staff.id"), nullable=False, index=True)
    created_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    seen_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    expires_at = sa.Column(UtcDateTime, nullable=False)

    staff = relationship("Staff")


class BindingCode(Base):
    """A one-time code with which a cadre ties their WeChat to their account; only its hash is kept."""

    __tablename__ = "binding_codes"

    staff_id = sa.Column(Id, sa.ForeignKey("staff.id"), primary_key=True)  # a new code replaces the one before
    code_hash = sa.Column(sa.String(64), nullable=False, index=True)
    expires_at = sa.Column(UtcDateTime, nullable=False)

    staff = relationship("Staff")


class BindingAttempt(Base):
    """A code that somebody sent and that was none; counted, so that codes cannot be guessed."""

    __tablename__ = "binding_attempts"

    id = sa.Column(Id, primary_key=True)
    conversation_id = sa.Column(Id, sa.ForeignKey("conversations.id"), nullable=False, index=True)
    at = sa.Column(UtcDateTime, nullable=False, default=clock.now)


class Audit(Base):
    """Who did or saw what, and when; never edited, and holds no personal value itself."""

    __tablename__ = "audit"

    id = sa.Column(Id, primary_key=True)
    at = sa.Column(UtcDateTime, nullable=False, default=clock.now, index=True)
    staff_id = sa.Column(Id, sa.ForeignKey("staff.id"), index=True)
    action = sa.Column(sa.String(50), nullable=False)  # sign_in, view_phone, take, hand_back …
    subject = sa.Column(sa.String(20))  # case, conversation, staff, attachment
    subject_id = sa.Column(Id)
    detail = sa.Column(sa.String(200))
    address = sa.Column(sa.String(45))

    staff = relationship("Staff")
