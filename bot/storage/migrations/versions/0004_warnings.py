"""Early warning: keys and decisions of employers, warnings, what is due on them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "employer_decisions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("from_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("undone_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["from_id"], ["employers.id"], name=op.f("fk_employer_decisions_from_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_employer_decisions_staff_id")),
        sa.ForeignKeyConstraint(["to_id"], ["employers.id"], name=op.f("fk_employer_decisions_to_id")),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["employer_decisions.id"], name=op.f("fk_employer_decisions_undone_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_decisions")),
    )
    with op.batch_alter_table("employer_decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employer_decisions_from_id"), ["from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_decisions_to_id"), ["to_id"], unique=False)

    op.create_table(
        "employer_keys",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("district", sa.String(length=20), nullable=False),
        sa.Column("name_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["name_id"], ["employer_names.id"], name=op.f("fk_employer_keys_name_id")),
        sa.PrimaryKeyConstraint("key", "district", "name_id", name=op.f("pk_employer_keys")),
    )
    with op.batch_alter_table("employer_keys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employer_keys_name_id"), ["name_id"], unique=False)

    op.create_table(
        "warnings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("employer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("district", sa.String(length=20), nullable=True),
        sa.Column("street", sa.String(length=50), nullable=True),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), server_default="raised", nullable=False),
        sa.Column("rule", sa.String(length=10), nullable=False),
        sa.Column("words", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("first_case_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_case_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_by", sa.String(length=10), nullable=False),
        sa.Column("found_case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("told_organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reported_organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mediated_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("mediated_organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("mediated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["staff.id"], name=op.f("fk_warnings_confirmed_by_id")),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.id"], name=op.f("fk_warnings_employer_id")),
        sa.ForeignKeyConstraint(["found_case_id"], ["cases.id"], name=op.f("fk_warnings_found_case_id")),
        sa.ForeignKeyConstraint(["mediated_by_id"], ["staff.id"], name=op.f("fk_warnings_mediated_by_id")),
        sa.ForeignKeyConstraint(
            ["mediated_organisation_id"], ["organisations.id"], name=op.f("fk_warnings_mediated_organisation_id")
        ),
        sa.ForeignKeyConstraint(["reported_by_id"], ["staff.id"], name=op.f("fk_warnings_reported_by_id")),
        sa.ForeignKeyConstraint(
            ["reported_organisation_id"], ["organisations.id"], name=op.f("fk_warnings_reported_organisation_id")
        ),
        sa.ForeignKeyConstraint(["seen_by_id"], ["staff.id"], name=op.f("fk_warnings_seen_by_id")),
        sa.ForeignKeyConstraint(
            ["told_organisation_id"], ["organisations.id"], name=op.f("fk_warnings_told_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warnings")),
        sa.UniqueConstraint("number", name=op.f("uq_warnings_number")),
    )
    with op.batch_alter_table("warnings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_warnings_district"), ["district"], unique=False)
        batch_op.create_index(batch_op.f("ix_warnings_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_warnings_raised_at"), ["raised_at"], unique=False)
        batch_op.create_index("ix_warnings_state_rank_raised_at", ["state", "rank", "raised_at"], unique=False)

    op.create_table(
        "warning_cases",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("warning_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_warning_cases_case_id")),
        sa.ForeignKeyConstraint(["warning_id"], ["warnings.id"], name=op.f("fk_warning_cases_warning_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_warning_cases")),
    )
    with op.batch_alter_table("warning_cases", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_warning_cases_warning_id"), ["warning_id"], unique=False)

    op.create_table(
        "warning_deadlines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("warning_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("duty", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["warning_id"], ["warnings.id"], name=op.f("fk_warning_deadlines_warning_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_deadlines")),
        sa.UniqueConstraint("warning_id", "duty", name=op.f("uq_warning_deadlines_warning_id_duty")),
    )
    with op.batch_alter_table("warning_deadlines", schema=None) as batch_op:
        batch_op.create_index(
            "ix_warning_deadlines_open",
            ["remind_at"],
            unique=False,
            postgresql_where=sa.text("met_at IS NULL AND escalated_at IS NULL"),
            sqlite_where=sa.text("met_at IS NULL AND escalated_at IS NULL"),
        )

    op.create_table(
        "warning_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("warning_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=10), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_warning_events_organisation_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_warning_events_staff_id")),
        sa.ForeignKeyConstraint(["warning_id"], ["warnings.id"], name=op.f("fk_warning_events_warning_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warning_events")),
    )
    with op.batch_alter_table("warning_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_warning_events_warning_id"), ["warning_id"], unique=False)

    op.create_table(
        "warning_organisations",
        sa.Column(
            "warning_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("why", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_warning_organisations_organisation_id")
        ),
        sa.ForeignKeyConstraint(["warning_id"], ["warnings.id"], name=op.f("fk_warning_organisations_warning_id")),
        sa.PrimaryKeyConstraint("warning_id", "organisation_id", name=op.f("pk_warning_organisations")),
    )
    with op.batch_alter_table("warning_organisations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_warning_organisations_organisation_id"), ["organisation_id"], unique=False)

    op.add_column("cases", sa.Column("considered_at", sa.DateTime(timezone=True)))
    op.create_index("ix_cases_employer_id_created_at", "cases", ["employer_id", "created_at"])
    op.create_index(
        "ix_cases_unconsidered",
        "cases",
        ["created_at"],
        postgresql_where=sa.text("considered_at IS NULL"),
        sqlite_where=sa.text("considered_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_cases_unconsidered", "cases")
    op.drop_index("ix_cases_employer_id_created_at", "cases")
    op.drop_column("cases", "considered_at")
    op.drop_table("warning_organisations")
    op.drop_table("warning_events")
    op.drop_table("warning_deadlines")
    op.drop_table("warning_cases")
    op.drop_table("warnings")
    op.drop_table("employer_keys")
    op.drop_table("employer_decisions")
