"""Connections: one engine a process, SQLite in WAL mode or PostgreSQL, behind units of work."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.privacy import Vault
from bot.settings import Settings
from bot.storage import tables

# Relationships name tables of other packages: whoever has a database has to know all of them.
METADATA = tables.metadata


class Database:
    """The database of this process.

    Args:
        url: SQLAlchemy URL.
        data_key: The key(s) of the vault that encrypted columns use.
    """

    def __init__(self, url: str, data_key: str) -> None:
        self.engine = _make_engine(url)
        # Column types reach the vault through the dialect that they are called with: no global state.
        self.vault = Vault(data_key)
        self.engine.dialect.vault = self.vault
        self._writing = self.engine.execution_options(sqlite_begin="IMMEDIATE")

    @classmethod
    def from_settings(cls, settings: Settings) -> "Database":
        """Make the database that the settings name; nothing connects before the first use."""
        if settings.embedded:
            settings.data_dir.mkdir(parents=True, exist_ok=True)
        return cls(settings.database_url, settings.data_key)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded kind."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def work(self) -> Iterator[Session]:
        """Give a session for a unit of work: what is not committed inside is rolled back."""
        with Session(self._writing, future=True, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that only reads; it holds no write lock and never commits."""
        with Session(self.engine, future=True) as session:
            yield session

    def ping(self) -> None:
        """Ask the database one question.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: It does not answer.
        """
        with self.engine.connect() as connection:
            connection.execute(sa.text("SELECT 1"))

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _make_engine(url: str) -> Engine:
    parsed = sa.engine.make_url(url)
    quiet = {"future": True, "hide_parameters": True}  # an error's text must not repeat what people wrote
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(parsed, pool_pre_ping=True, pool_size=10, max_overflow=10, **quiet)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(parsed, connect_args={"timeout": 30, "check_same_thread": False}, **quiet)

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, record: Any) -> None:
        # The driver's own transaction handling is off: it would begin too late for a consistent read.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        # A writer takes the write lock at once: upgrading a read later fails instead of waiting.
        connection.exec_driver_sql("BEGIN " + connection.get_execution_options().get("sqlite_begin", ""))

    return engine
