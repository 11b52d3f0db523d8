"""Bringing a database to the present schema, and telling whether it is there (`assistant db upgrade`)."""

from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from bot.storage.engine import Database

_MIGRATIONS = Path(__file__).parent / "migrations"
# Any number that only we use: two processes that upgrade at once take turns on PostgreSQL.
_LOCK = 172_2017


def upgrade(database: Database, revision: str = "head") -> str:
    """Create or migrate the database; return the revision it is at now. Doing it twice changes nothing."""
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        command.upgrade(config(connection), revision)
        return _revision(connection) or ""


def downgrade(database: Database, revision: str) -> None:
    """Go back to an earlier revision (`base` for an empty database)."""
    with database.engine.begin() as connection:
        command.downgrade(config(connection), revision)


def is_current(database: Database) -> bool:
    """Return whether the database has the schema that this code expects."""
    with database.engine.connect() as connection:
        return _revision(connection) == _head()


def config(connection: Connection) -> Config:
    """Return Alembic's configuration for work on `connection`."""
    settings = Config()
    settings.set_main_option("script_location", str(_MIGRATIONS))
    settings.attributes["connection"] = connection
    return settings


@lru_cache(maxsize=1)
def _head() -> str | None:
    return ScriptDirectory(str(_MIGRATIONS)).get_current_head()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
