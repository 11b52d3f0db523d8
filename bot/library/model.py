"""Tables of the policy library: policies, their versions, and the clauses of each version."""

import sqlalchemy as sa
from sqlalchemy.orm import relationship

from bot import clock
from bot.storage.types import Base, Id, UtcDateTime


class Policy(Base):
    """A document under its title, whatever its text was at a time."""

    __tablename__ = "policies"

    id = sa.Column(Id, primary_key=True)
    title = sa.Column(sa.String(100), nullable=False, unique=True)

    versions = relationship(
        "PolicyVersion", back_populates="policy", order_by="PolicyVersion.id", cascade="all, delete-orphan"
    )


class PolicyVersion(Base):
    """One text of a policy; never changed after it was imported, except for being the current one or not."""

    __tablename__ = "policy_versions"
    __table_args__ = (
        sa.UniqueConstraint("policy_id", "digest", name="uq_policy_versions_text"),
        sa.Index(
            "uq_policy_versions_current",
            "policy_id",
            unique=True,
            sqlite_where=sa.text("current"),
            postgresql_where=sa.text("current"),
        ),
    )

    id = sa.Column(Id, primary_key=True)
    policy_id = sa.Column(Id, sa.ForeignKey("policies.id", ondelete="CASCADE"), nullable=False, index=True)
    number = sa.Column(sa.String(100), nullable=False, default="")  # 沪工总基〔2017〕172号
    version = sa.Column(sa.String(10), nullable=False, default="")  # ISO day, month or year
    digest = sa.Column(sa.String(64), nullable=False)  # of the words, see document.py
    file = sa.Column(sa.String(255), nullable=False)
    current = sa.Column(sa.Boolean, nullable=False, default=False)  # the one that questions are answered from
    imported_at = sa.Column(UtcDateTime, nullable=False, default=clock.now)

    policy = relationship("Policy", back_populates="versions")
    clauses = relationship("PolicyClause", order_by="PolicyClause.position", cascade="all, delete-orphan")


class PolicyClause(Base):
    """One clause of one version."""

    __tablename__ = "policy_clauses"
    __table_args__ = (sa.UniqueConstraint("version_id", "position"),)

    id = sa.Column(Id, primary_key=True)
    version_id = sa.Column(Id, sa.ForeignKey("policy_versions.id", ondelete="CASCADE"), nullable=False)
    position = sa.Column(sa.Integer, nullable=False)  # from 0, in the order of the text
    article = sa.Column(sa.String(50), nullable=False)  # as Clause.article of document.py
    headings = sa.Column(sa.Text, nullable=False, default="")  # one a line, outermost first
    text = sa.Column(sa.Text, nullable=False)
