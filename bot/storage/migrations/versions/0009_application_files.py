"""Files that a person sends belong to a case, or to their application to join."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    key = sa.ForeignKey("membership_applications.id", name=op.f("fk_attachments_application_id"))
    op.add_column("attachments", sa.Column("application_id", _ID, key, nullable=True), inline_references=True)
    op.create_index(op.f("ix_attachments_application_id"), "attachments", ["application_id"])


def downgrade() -> None:
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachments_application_id"))
        batch_op.drop_column("application_id")
