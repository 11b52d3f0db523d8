"""Cadres tie their WeChat to their account."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "binding_codes",
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_binding_codes_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_binding_codes")),
    )
    op.create_index(op.f("ix_binding_codes_code_hash"), "binding_codes", ["code_hash"])
    op.create_table(
        "binding_attempts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_binding_attempts_conversation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_binding_attempts")),
    )
    op.create_index(op.f("ix_binding_attempts_conversation_id"), "binding_attempts", ["conversation_id"])
    op.add_column(
        "conversations",
        sa.Column("cadre_id", _ID, sa.ForeignKey("staff.id", name=op.f("fk_conversations_cadre_id"))),
        inline_references=True,
    )
    op.create_index("uq_conversations_cadre_id", "conversations", ["cadre_id"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_conversations_cadre_id", "conversations")
    with op.batch_alter_table("conversations") as batch:
        batch.drop_column("cadre_id")
    op.drop_table("binding_attempts")
    op.drop_table("binding_codes")
