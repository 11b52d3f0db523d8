"""Membership: applications, the register, leads to set up a union, and their events."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "members",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_hash", sa.String(length=64), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_hash", sa.String(length=64), nullable=True),
        sa.Column("id_number", sa.Text(), nullable=False),
        sa.Column("id_hash", sa.String(length=64), nullable=False),
        sa.Column("employer", sa.String(length=100), nullable=True),
        sa.Column("employer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("district", sa.String(length=20), nullable=True),
        sa.Column("street", sa.String(length=50), nullable=True),
        sa.Column("special_group", sa.String(length=20), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("dues", sa.String(length=10), nullable=True),
        sa.Column("card", sa.String(length=10), server_default="none", nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.id"], name=op.f("fk_members_employer_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_members_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("id_hash", name=op.f("uq_members_id_hash")),
    )
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_members_district"), ["district"], unique=False)
        batch_op.create_index(batch_op.f("ix_members_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index("ix_members_joined_on", ["joined_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_members_name_hash"), ["name_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_members_phone_hash"), ["phone_hash"], unique=False)
        batch_op.create_index("ix_members_register", ["organisation_id", "state", "id"], unique=False)

    op.create_table(
        "union_leads",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("employer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("district", sa.String(length=20), nullable=True),
        sa.Column("street", sa.String(length=50), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("established_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.id"], name=op.f("fk_union_leads_employer_id")),
        sa.ForeignKeyConstraint(["established_id"], ["organisations.id"], name=op.f("fk_union_leads_established_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_union_leads_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_union_leads")),
        sa.UniqueConstraint("employer_id", name=op.f("uq_union_leads_employer_id")),
    )
    with op.batch_alter_table("union_leads", schema=None) as batch_op:
        batch_op.create_index("ix_union_leads_desk", ["organisation_id", "state", "id"], unique=False)

    op.create_table(
        "membership_applications",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("source_key", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("id_number", sa.Text(), nullable=False),
        sa.Column("id_hash", sa.String(length=64), nullable=False),
        sa.Column("employer", sa.String(length=100), nullable=True),
        sa.Column("employer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("district", sa.String(length=20), nullable=True),
        sa.Column("street", sa.String(length=50), nullable=True),
        sa.Column("area", sa.String(length=100), nullable=True),
        sa.Column("special_group", sa.String(length=20), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("routing_rule", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_membership_applications_conversation_id")
        ),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.id"], name=op.f("fk_membership_applications_employer_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_membership_applications_member_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_membership_applications_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_applications")),
        sa.UniqueConstraint("number", name=op.f("uq_membership_applications_number")),
        sa.UniqueConstraint("source_key", name=op.f("uq_membership_applications_source_key")),
    )
    with op.batch_alter_table("membership_applications", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_applications_conversation_id"), ["conversation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_membership_applications_created_at"), ["created_at"], unique=False)
        batch_op.create_index("ix_membership_applications_desk", ["organisation_id", "state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_applications_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_applications_id_hash"), ["id_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_applications_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            "uq_membership_applications_open",
            ["id_hash"],
            unique=True,
            postgresql_where=sa.text("state IN ('received', 'checked', 'approved')"),
            sqlite_where=sa.text("state IN ('received', 'checked', 'approved')"),
        )

    op.create_table(
        "membership_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("actor", sa.String(length=10), nullable=False),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=True),
        sa.Column("to_state", sa.String(length=20), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("from_organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("to_organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["membership_applications.id"], name=op.f("fk_membership_events_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["from_organisation_id"], ["organisations.id"], name=op.f("fk_membership_events_from_organisation_id")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["union_leads.id"], name=op.f("fk_membership_events_lead_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_membership_events_member_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_membership_events_organisation_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_membership_events_staff_id")),
        sa.ForeignKeyConstraint(
            ["to_organisation_id"], ["organisations.id"], name=op.f("fk_membership_events_to_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_events")),
    )
    with op.batch_alter_table("membership_events", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_events_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_events_lead_id"), ["lead_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_events_member_id"), ["member_id"], unique=False)
        batch_op.create_index("ix_membership_events_notices", ["organisation_id", "id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("membership_events", schema=None) as batch_op:
        batch_op.drop_index("ix_membership_events_notices")
        batch_op.drop_index(batch_op.f("ix_membership_events_member_id"))
        batch_op.drop_index(batch_op.f("ix_membership_events_lead_id"))
        batch_op.drop_index(batch_op.f("ix_membership_events_application_id"))

    op.drop_table("membership_events")
    with op.batch_alter_table("membership_applications", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_membership_applications_open",
            postgresql_where=sa.text("state IN ('received', 'checked', 'approved')"),
            sqlite_where=sa.text("state IN ('received', 'checked', 'approved')"),
        )
        batch_op.drop_index(batch_op.f("ix_membership_applications_member_id"))
        batch_op.drop_index(batch_op.f("ix_membership_applications_id_hash"))
        batch_op.drop_index(batch_op.f("ix_membership_applications_employer_id"))
        batch_op.drop_index("ix_membership_applications_desk")
        batch_op.drop_index(batch_op.f("ix_membership_applications_created_at"))
        batch_op.drop_index(batch_op.f("ix_membership_applications_conversation_id"))

    op.drop_table("membership_applications")
    with op.batch_alter_table("union_leads", schema=None) as batch_op:
        batch_op.drop_index("ix_union_leads_desk")

    op.drop_table("union_leads")
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index("ix_members_register")
        batch_op.drop_index(batch_op.f("ix_members_phone_hash"))
        batch_op.drop_index(batch_op.f("ix_members_name_hash"))
        batch_op.drop_index("ix_members_joined_on")
        batch_op.drop_index(batch_op.f("ix_members_employer_id"))
        batch_op.drop_index(batch_op.f("ix_members_district"))

    op.drop_table("members")
