"""Casework: the unions as a tree, employers, and what cases need to move."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "employers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("district", sa.String(length=20), nullable=True),
        sa.Column("street", sa.String(length=50), nullable=True),
        sa.Column("merged_into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["merged_into_id"], ["employers.id"], name=op.f("fk_employers_merged_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employers")),
    )
    with op.batch_alter_table("employers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employers_district"), ["district"], unique=False)
        batch_op.create_index(batch_op.f("ix_employers_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_employers_name"), ["name"], unique=False)

    op.create_table(
        "employer_names",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("employer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("written", sa.String(length=100), nullable=False),
        sa.Column("core", sa.String(length=100), nullable=False),
        sa.Column("district", sa.String(length=20), server_default="", nullable=False),
        sa.Column("by_staff", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.id"], name=op.f("fk_employer_names_employer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_names")),
        sa.UniqueConstraint("written", "district", name=op.f("uq_employer_names_written_district")),
    )
    with op.batch_alter_table("employer_names", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employer_names_core"), ["core"], unique=False)
        batch_op.create_index(batch_op.f("ix_employer_names_employer_id"), ["employer_id"], unique=False)

    op.create_table(
        "organisation_ancestry",
        sa.Column("ancestor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("descendant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("distance", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ancestor_id"], ["organisations.id"], name=op.f("fk_organisation_ancestry_ancestor_id")
        ),
        sa.ForeignKeyConstraint(
            ["descendant_id"], ["organisations.id"], name=op.f("fk_organisation_ancestry_descendant_id")
        ),
        sa.PrimaryKeyConstraint("ancestor_id", "descendant_id", name=op.f("pk_organisation_ancestry")),
    )
    with op.batch_alter_table("organisation_ancestry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_ancestry_descendant_id"), ["descendant_id"], unique=False)

    op.create_table(
        "case_deadlines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("duty", sa.String(length=20), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_deadlines_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_deadlines")),
    )
    with op.batch_alter_table("case_deadlines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_deadlines_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_case_deadlines_open",
            ["due_at"],
            unique=False,
            postgresql_where=sa.text("met_at IS NULL"),
            sqlite_where=sa.text("met_at IS NULL"),
        )

    op.create_table(
        "case_help",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_help_case_id")),
        sa.PrimaryKeyConstraint("case_id", "kind", name=op.f("pk_case_help")),
    )
    op.create_table(
        "case_links",
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("other_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_links_case_id")),
        sa.ForeignKeyConstraint(["other_id"], ["cases.id"], name=op.f("fk_case_links_other_id")),
        sa.PrimaryKeyConstraint("case_id", "other_id", name=op.f("pk_case_links")),
    )
    with op.batch_alter_table("case_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_links_other_id"), ["other_id"], unique=False)

    op.create_table(
        "case_referrals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("office", sa.String(length=30), nullable=False),
        sa.Column("handed_over", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("came_back", sa.Text(), nullable=True),
        sa.Column("back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_referrals_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_referrals")),
    )
    with op.batch_alter_table("case_referrals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_referrals_case_id"), ["case_id"], unique=False)

    # Columns are added in place, with their references: a copied table would lose what points to it (SQLite).

    op.add_column("case_events", sa.Column("from_state", sa.String(length=20), nullable=True))
    op.add_column("case_events", sa.Column("to_state", sa.String(length=20), nullable=True))
    op.add_column(
        "case_events",
        sa.Column(
            "from_organisation_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("organisations.id", name=op.f("fk_case_events_from_organisation_id")),
        ),
        inline_references=True,
    )
    op.add_column(
        "case_events",
        sa.Column(
            "to_organisation_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("organisations.id", name=op.f("fk_case_events_to_organisation_id")),
        ),
        inline_references=True,
    )

    op.add_column("cases", sa.Column("matter", sa.String(length=20), nullable=True))
    op.add_column("cases", sa.Column("source", sa.String(length=10), server_default="wechat", nullable=False))
    op.add_column(
        "cases",
        sa.Column(
            "employer_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("employers.id", name=op.f("fk_cases_employer_id")),
        ),
        inline_references=True,
    )
    op.add_column("cases", sa.Column("special_group", sa.String(length=20), nullable=True))
    op.add_column("cases", sa.Column("details", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("routing_rule", sa.String(length=40), nullable=True))
    op.add_column(
        "cases",
        sa.Column(
            "hidden_from_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("organisations.id", name=op.f("fk_cases_hidden_from_id")),
        ),
        inline_references=True,
    )
    op.add_column(
        "cases",
        sa.Column(
            "assignee_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("staff.id", name=op.f("fk_cases_assignee_id")),
        ),
        inline_references=True,
    )
    op.add_column("cases", sa.Column("supervised", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("cases", sa.Column("reopened", sa.Integer(), server_default="0", nullable=False))
    op.add_column("cases", sa.Column("score", sa.Integer(), nullable=True))
    op.add_column("cases", sa.Column("score_word", sa.Text(), nullable=True))
    op.add_column("cases", sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cases", sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cases", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_cases_assignee_id"), "cases", ["assignee_id"])
    op.create_index(op.f("ix_cases_employer_id"), "cases", ["employer_id"])
    op.create_index(op.f("ix_cases_matter"), "cases", ["matter"])

    op.add_column("organisations", sa.Column("kind", sa.String(length=20), server_default="union", nullable=False))
    op.add_column("organisations", sa.Column("areas", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("organisations", sa.Column("employers", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("organisations", sa.Column("groups", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("organisations", sa.Column("address", sa.String(length=200), nullable=True))
    op.add_column("organisations", sa.Column("latitude", sa.Float(), nullable=True))
    op.add_column("organisations", sa.Column("longitude", sa.Float(), nullable=True))
    op.add_column("organisations", sa.Column("hours", sa.String(length=100), nullable=True))
    op.add_column("organisations", sa.Column("phone", sa.String(length=50), nullable=True))
    op.add_column("organisations", sa.Column("contacts", sa.Text(), nullable=True))
    op.add_column("organisations", sa.Column("closed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("organisations", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))

    op.add_column(
        "staff",
        sa.Column(
            "organisation_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.ForeignKey("organisations.id", name=op.f("fk_staff_organisation_id")),
        ),
        inline_references=True,
    )
    op.create_index(op.f("ix_staff_organisation_id"), "staff", ["organisation_id"])

    # Organisations from before the tree knew its branches.
    op.execute(
        "INSERT INTO organisation_ancestry (ancestor_id, descendant_id, distance) "
        "WITH RECURSIVE line (ancestor_id, descendant_id, distance) AS ("
        "SELECT id, id, 0 FROM organisations UNION ALL "
        "SELECT organisations.parent_id, line.descendant_id, line.distance + 1 FROM line "
        "JOIN organisations ON organisations.id = line.ancestor_id WHERE organisations.parent_id IS NOT NULL"
        ") SELECT ancestor_id, descendant_id, distance FROM line"
    )


def downgrade() -> None:
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_organisation_id"))
        batch_op.drop_column("organisation_id")

    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_column("changed_at")
        batch_op.drop_column("closed")
        batch_op.drop_column("contacts")
        batch_op.drop_column("phone")
        batch_op.drop_column("hours")
        batch_op.drop_column("longitude")
        batch_op.drop_column("latitude")
        batch_op.drop_column("address")
        batch_op.drop_column("groups")
        batch_op.drop_column("employers")
        batch_op.drop_column("areas")
        batch_op.drop_column("kind")

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cases_matter"))
        batch_op.drop_index(batch_op.f("ix_cases_employer_id"))
        batch_op.drop_index(batch_op.f("ix_cases_assignee_id"))
        batch_op.drop_column("closed_at")
        batch_op.drop_column("resolved_at")
        batch_op.drop_column("accepted_at")
        batch_op.drop_column("score_word")
        batch_op.drop_column("score")
        batch_op.drop_column("reopened")
        batch_op.drop_column("supervised")
        batch_op.drop_column("assignee_id")
        batch_op.drop_column("hidden_from_id")
        batch_op.drop_column("routing_rule")
        batch_op.drop_column("details")
        batch_op.drop_column("special_group")
        batch_op.drop_column("employer_id")
        batch_op.drop_column("source")
        batch_op.drop_column("matter")

    with op.batch_alter_table("case_events", schema=None) as batch_op:
        batch_op.drop_column("to_organisation_id")
        batch_op.drop_column("from_organisation_id")
        batch_op.drop_column("to_state")
        batch_op.drop_column("from_state")

    with op.batch_alter_table("case_referrals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_referrals_case_id"))

    op.drop_table("case_referrals")
    with op.batch_alter_table("case_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_links_other_id"))

    op.drop_table("case_links")
    op.drop_table("case_help")
    with op.batch_alter_table("case_deadlines", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_case_deadlines_open", postgresql_where=sa.text("met_at IS NULL"), sqlite_where=sa.text("met_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_case_deadlines_case_id"))

    op.drop_table("case_deadlines")
    with op.batch_alter_table("organisation_ancestry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_ancestry_descendant_id"))

    op.drop_table("organisation_ancestry")
    with op.batch_alter_table("employer_names", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employer_names_employer_id"))
        batch_op.drop_index(batch_op.f("ix_employer_names_core"))

    op.drop_table("employer_names")
    with op.batch_alter_table("employers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employers_name"))
        batch_op.drop_index(batch_op.f("ix_employers_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_employers_district"))

    op.drop_table("employers")
