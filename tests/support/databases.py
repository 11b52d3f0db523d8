"""The database fixture: every test that takes it runs on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet

from bot.storage.engine import Database
from bot.storage.tables import metadata
from bot.storage.upgrade import upgrade

KEY = Fernet.generate_key().decode("ascii")


@pytest.fixture(scope="session")
def _postgres(postgres_server: str) -> Iterator[Database]:
    database = Database(postgres_server, KEY)
    upgrade(database)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database with the present schema, once of each kind."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'test.db'}", KEY)
        upgrade(database)
        yield database
        database.close()
        return
    database = request.getfixturevalue("_postgres")
    yield database
    with database.engine.begin() as connection:
        tables = ", ".join(table.name for table in metadata.sorted_tables)
        connection.execute(sa.text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
