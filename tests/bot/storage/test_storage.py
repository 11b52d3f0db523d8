from datetime import datetime

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from cryptography.fernet import Fernet

from bot.cases.model import Case, CaseEvent
from bot.conversations.model import Conversation
from bot.privacy import Vault, VaultError
from bot.storage.engine import Database
from bot.storage.tables import metadata
from bot.storage.upgrade import downgrade, is_current, upgrade


def test_the_migrations_make_the_tables_that_the_code_expects(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []


def test_upgrading_twice_changes_nothing(database):
    assert upgrade(database) == upgrade(database)
    assert is_current(database)


def test_a_database_can_go_back_to_nothing_and_up_again(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'x.db'}", Fernet.generate_key().decode())
    assert not is_current(database)
    upgrade(database)
    downgrade(database, "base")
    upgrade(database)
    assert is_current(database)
    database.close()


def test_what_is_not_committed_is_rolled_back(database):
    with database.work() as session:
        session.add(Conversation(account="a", openid="b"))
        session.flush()
    with database.reading() as session:
        assert session.execute(sa.select(sa.func.count(Conversation.id))).scalar_one() == 0


def test_a_naive_time_is_refused(database):
    with database.work() as session, pytest.raises(sa.exc.StatementError, match="naive"):
        session.add(Conversation(account="a", openid="b", last_seen_at=datetime(2026, 1, 1)))  # noqa: DTZ001
        session.flush()


def test_a_case_event_cannot_be_edited(database):
    with database.work() as session:
        case = Case(source_key="k", kind="grievance", summary="s")
        case.events.append(CaseEvent(actor="person", action="filed"))
        session.add(case)
        session.commit()
        case.events[0].action = "other"
        with pytest.raises(ValueError, match="never edited"):
            session.commit()


def test_a_value_sealed_with_another_key_is_not_opened():
    sealed = Vault(Fernet.generate_key().decode()).seal("13800000000")
    with pytest.raises(VaultError, match="DATA_KEY"):
        Vault(Fernet.generate_key().decode()).open(sealed)


def test_a_new_key_in_front_still_opens_what_the_old_one_sealed():
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    vault = Vault(f"{new},{old}")
    assert vault.open(Vault(old).seal("13800000000")) == "13800000000"
    assert vault.fingerprint("x") == Vault(old).fingerprint("x")
