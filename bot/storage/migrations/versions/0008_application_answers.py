"""What an applicant says of a union at work and of a membership elsewhere, and by when they have an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_COLUMNS = {
    "has_union": sa.Boolean(),
    "member_elsewhere": sa.Boolean(),
    "due_at": sa.DateTime(timezone=True),
}


def upgrade() -> None:
    for name, kind in _COLUMNS.items():
        op.add_column("membership_applications", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("membership_applications") as batch:
        for name in _COLUMNS:
            batch.drop_column(name)
