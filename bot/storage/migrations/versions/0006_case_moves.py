"""Case moves: who took a case in and who watches it, pauses and repeated escalation, who does scheduled work."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_LISTED = (
    *("id", "organisation_id", "received_by_id", "hidden_from_id", "state", "kind", "matter", "district"),
    *("supervised", "assignee_id", "employer_id", "created_at", "number"),
)


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    for name in ("received_by_id", "supervising_id"):
        key = sa.ForeignKey("organisations.id", name=op.f(f"fk_cases_{name}"))
        op.add_column("cases", sa.Column(name, _ID, key, nullable=True), inline_references=True)
        op.create_index(op.f(f"ix_cases_{name}"), "cases", [name])

    moment = sa.DateTime(timezone=True)
    op.add_column("case_deadlines", sa.Column("counted_from", moment, nullable=True))
    op.add_column("case_deadlines", sa.Column("provisional", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("case_deadlines", sa.Column("paused_at", moment, nullable=True))
    op.add_column("case_deadlines", sa.Column("escalate_at", moment, nullable=True))
    op.add_column("case_deadlines", sa.Column("escalations", sa.Integer(), server_default="0", nullable=False))
    # The index on what is open holds what a list asks of it, too.
    op.drop_index("ix_case_deadlines_open", "case_deadlines")
    _partial("ix_case_deadlines_open", ["due_at", "paused_at", "case_id"], "met_at IS NULL")
    _partial("ix_case_deadlines_late", ["case_id"], "met_at > due_at")
    _partial("ix_case_deadlines_remind", ["remind_at"], "met_at IS NULL AND reminded_at IS NULL")
    op.create_index("ix_cases_list", "cases", list(_LISTED))


def _partial(name: str, columns: list[str], where: str) -> None:
    text = sa.text(where)
    op.create_index(name, "case_deadlines", columns, postgresql_where=text, sqlite_where=text)


def downgrade() -> None:
    op.drop_index("ix_cases_list", "cases")
    for name in ("ix_case_deadlines_remind", "ix_case_deadlines_late", "ix_case_deadlines_open"):
        op.drop_index(name, "case_deadlines")
    _partial("ix_case_deadlines_open", ["due_at"], "met_at IS NULL")
    with op.batch_alter_table("case_deadlines", schema=None) as batch_op:
        for name in ("escalations", "escalate_at", "paused_at", "provisional", "counted_from"):
            batch_op.drop_column(name)
    with op.batch_alter_table("cases", schema=None) as batch_op:
        for name in ("supervising_id", "received_by_id"):
            batch_op.drop_index(batch_op.f(f"ix_cases_{name}"))
            batch_op.drop_column(name)
    op.drop_table("leases")
