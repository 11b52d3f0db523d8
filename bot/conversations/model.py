"""Tables of a conversation: the thread itself, its messages, handovers, what is owed, files, dialogue state."""

import sqlalchemy as sa
from sqlalchemy.orm import relationship

from bot import clock
from bot.storage.types import Base, Encrypted, EncryptedJson, Id, UtcDateTime

BOT, QUEUE, STAFF = "bot", "queue", "staff"  # who holds a conversation
IN, OUT = "in", "out"
PERSON, SYSTEM = "person", "system"  # authors, beside BOT and STAFF
RECEIVED, DONE = "received", "done"  # an incoming message's state
# An outbox row's state: owed → (sending →) sent; held until the person writes again; failed and withheld are final.
OWED, SENDING, SENT, HELD, FAILED, WITHHELD = "owed", "sending", "sent", "held", "failed", "withheld"


class Conversation(Base):
    """The thread between one person and the union; there is one for each person and account."""

    __tablename__ = "conversations"
    __table_args__ = (
        sa.UniqueConstraint("account", "openid"),
        sa.Index("uq_conversations_cadre_id", "cadre_id", unique=True),
    )

    id = sa.Column(Id, primary_key=True)
    account = sa.Column(sa.String(64), nullable=False)
    openid = sa.Column(sa.String(64), nullable=False)
    audience = sa.Column(sa.String(10), nullable=False, default="worker")
    followed = sa.Column(sa.Boolean, nullable=False, default=True)
    holder = sa.Column(sa.String(10), nullable=False, default=BOT, index=True)
    staff_id = sa.Column(Id, sa.ForeignKey("staff.id"))
    # The account of the cadre whose WeChat this is (bot/staff/binding.py); an account has one WeChat.
    cadre_id = sa.Column(Id, sa.ForeignKey("staff.id"))
    consent_at = sa.Column(UtcDateTime)
    # The platform's 48-hour window and the customer-service messages still allowed in it.
    last_seen_at = sa.Column(UtcDateTime)
    allowance = sa.Column(sa.Integer, nullable=False, default=0)
    allowance_until = sa.Column(UtcDateTime)
    # The lease of the process that works on this conversation's messages.
    turn_owner = sa.Column(sa.String(64))
    turn_until = sa.Column(UtcDateTime)
    created_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    changed_at = sa.Column(UtcDateTime, nullable=False, default=clock.now, onupdate=clock.now, index=True)

    staff = relationship("Staff", foreign_keys=[staff_id])


class Message(Base):
    """One message of the transcript; an incoming one is also an inbox row under its unique key."""

    __tablename__ = "messages"
    __table_args__ = (
        sa.Index("ix_messages_conversation_id_id", "conversation_id", "id"),
        sa.Index("ix_messages_waiting", "state", "conversation_id", "id"),
    )

    id = sa.Column(Id, primary_key=True)
    conversation_id = sa.Column(Id, sa.ForeignKey("conversations.id"), nullable=False)
    direction = sa.Column(sa.String(3), nullable=False)
    author = sa.Column(sa.String(10), nullable=False)
    staff_id = sa.Column(Id, sa.ForeignKey("staff.id"))
    kind = sa.Column(sa.String(20), nullable=False, default="text")
    text = sa.Column(Encrypted, nullable=False, default="")
    # Options, a location, the machine-readable side of a reply.
    data = sa.Column(EncryptedJson, nullable=False, default=dict)
    created_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    # Incoming only.
    dedup_key = sa.Column(sa.String(255), unique=True)
    state = sa.Column(sa.String(10))
    attempts = sa.Column(sa.Integer, nullable=False, default=0)
    awaited_until = sa.Column(UtcDateTime)  # a push is open until then and can carry the passive reply
    passive_text = sa.Column(Encrypted)  # what that reply said: a repeat of the push gets the same
    # Outgoing only: the message it answers.
    reply_to = sa.Column(Id, sa.ForeignKey("messages.id"), index=True)

    conversation = relationship("Conversation")
    staff = relationship("Staff")
    outbox = relationship("Outbox", back_populates="message", uselist=False, foreign_keys="Outbox.message_id")


class Outbox(Base):
    """The delivery of one outgoing message."""

    __tablename__ = "outbox"
    __table_args__ = (sa.Index("ix_outbox_state_conversation_id_id", "state", "conversation_id", "id"),)

    id = sa.Column(Id, primary_key=True)
    message_id = sa.Column(Id, sa.ForeignKey("messages.id"), nullable=False, unique=True)
    conversation_id = sa.Column(Id, sa.ForeignKey("conversations.id"), nullable=False)
    # One reply is owed once, however often the work that owes it is done again after a crash.
    key = sa.Column(sa.String(100), nullable=False, unique=True)
    state = sa.Column(sa.String(10), nullable=False, default=OWED)
    via = sa.Column(sa.String(10))  # passive or service
    parts_sent = sa.Column(sa.Integer, nullable=False, default=0)
    attempts = sa.Column(sa.Integer, nullable=False, default=0)
    not_before = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    claimed_until = sa.Column(UtcDateTime)
    sent_at = sa.Column(UtcDateTime)
    problem = sa.Column(sa.String(200))

    message = relationship("Message", back_populates="outbox", foreign_keys=[message_id])
    conversation = relationship("Conversation")


class Handover(Base):
    """One time that a conversation needed a person: asked, taken, ended."""

    __tablename__ = "handovers"
    __table_args__ = (
        sa.Index(
            "uq_handovers_open",
            "conversation_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    id = sa.Column(Id, primary_key=True)
    conversation_id = sa.Column(Id, sa.ForeignKey("conversations.id"), nullable=False, index=True)
    reason = sa.Column(sa.String(20), nullable=False)  # asked, failures, danger, staff
    priority = sa.Column(sa.Integer, nullable=False, default=0)  # 0 as usual, 9 danger to life
    requested_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)
    taken_at = sa.Column(UtcDateTime)
    staff_id = sa.Column(Id, sa.ForeignKey("staff.id"))
    ended_at = sa.Column(UtcDateTime)
    ended_by = sa.Column(sa.String(10))  # staff, person

    conversation = relationship("Conversation")
    staff = relationship("Staff")


class Attachment(Base):
    """A file that a person sent: fetched at once, because the platform keeps it for three days only."""

    __tablename__ = "attachments"

    id = sa.Column(Id, primary_key=True)
    message_id = sa.Column(Id, sa.ForeignKey("messages.id"), nullable=False, unique=True)
    conversation_id = sa.Column(Id, sa.ForeignKey("conversations.id"), nullable=False, index=True)
    # What it belongs to, at the most one of the two.
    case_id = sa.Column(Id, sa.ForeignKey("cases.id"), index=True)
    application_id = sa.Column(Id, sa.ForeignKey("membership_applications.id"), index=True)
    media_id = sa.Column(sa.String(128), nullable=False)
    storage_key = sa.Column(sa.String(64))  # SHA-256 of the content; empty until it is fetched
    content_type = sa.Column(sa.String(100))
    size = sa.Column(sa.Integer)
    attempts = sa.Column(sa.Integer, nullable=False, default=0)
    # When to fetch it, or to fetch it again; empty once it is kept or given up.
    fetch_at = sa.Column(UtcDateTime, default=clock.now, index=True)
    problem = sa.Column(sa.String(200))
    created_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)

    message = relationship("Message")


class DialogueEvent(Base):
    """One event of the dialogue model's tracker; kept encrypted, because it repeats what people wrote."""

    __tablename__ = "dialogue_events"
    __table_args__ = (sa.Index("ix_dialogue_events_sender_id", "sender", "id"),)

    id = sa.Column(Id, primary_key=True)
    sender = sa.Column(sa.String(64), nullable=False)
    starts_session = sa.Column(sa.Boolean, nullable=False, default=False)
    data = sa.Column(EncryptedJson, nullable=False)
