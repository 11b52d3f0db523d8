"""Tests of the servers that other tests stand on."""

import psycopg2
import pytest
import redis
from sqlalchemy import create_engine, inspect, text

from tests.support import servers

pytest_plugins = ["tests.support.servers"]


def test_the_redis_server_answers(redis_server: str) -> None:
    with redis.Redis.from_url(redis_server) as client:
        assert client.ping()


def test_every_test_gets_an_empty_database_of_its_own(postgres_database: str) -> None:
    engine = create_engine(postgres_database, future=True)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE cases (title text)"))
        connection.execute(text("INSERT INTO cases VALUES ('拖欠工资')"))
        assert connection.scalar(text("SELECT title FROM cases")) == "拖欠工资"
    assert inspect(engine).get_table_names() == ["cases"]
    engine.dispose()


def test_a_database_is_gone_after_its_test_even_with_connections_left_open(postgres_server: str) -> None:
    scope = servers.postgres_database.__wrapped__(postgres_server)  # type: ignore[attr-defined]
    url = next(scope)
    left_open = psycopg2.connect(url.replace("+psycopg2", ""))
    assert next(scope, None) is None
    with pytest.raises(psycopg2.OperationalError, match="does not exist"):
        psycopg2.connect(url.replace("+psycopg2", ""))
    left_open.close()


@pytest.mark.parametrize(("ci", "outcome"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)])
def test_a_missing_server_is_a_skip_here_and_a_failure_in_ci(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="apt-get install redis-server"):
        servers._missing("redis-server")
