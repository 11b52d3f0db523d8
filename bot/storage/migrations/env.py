"""Alembic's environment: runs the migrations on the connection that `bot.storage.upgrade` gives."""

from typing import Any

from alembic import context

from bot.storage.tables import metadata
from bot.storage.types import Encrypted, EncryptedJson, UtcDateTime


def render_item(kind: str, item: Any, autogenerate: Any) -> Any:
    """Write our own column types into a migration as what the database sees."""
    if kind == "type" and isinstance(item, (Encrypted, EncryptedJson)):
        return "sa.Text()"
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def compare_type(ctx: Any, column: Any, inspected: Any, found: Any, declared: Any) -> bool | None:
    """Leave out what only looks different: our types are text and timestamps underneath."""
    if isinstance(declared, (Encrypted, EncryptedJson, UtcDateTime)):
        return False
    return None


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_item=render_item,
    compare_type=compare_type,
    # SQLite cannot alter a column in place: Alembic copies the table instead.
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
