"""Real servers for tests, private to one test session: Redis and PostgreSQL on free loopback ports.

Use them with `pytest_plugins = ["tests.support.servers"]` in a test file.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn
from uuid import uuid4

import psycopg2
import pytest
import redis

from tests.support.ports import free_port

_PATIENCE = 30.0  # seconds for a server to start or stop on a busy machine


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """A Redis server of our own; yields its URL. Tests that share it use keys of their own."""
    program = shutil.which("redis-server")
    if not program:
        _missing("redis-server")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
        with _running([program, *options], signal.SIGTERM) as process:
            with redis.Redis(port=port) as client:
                _wait(process, client.ping, redis.ConnectionError)
            yield f"redis://127.0.0.1:{port}/0"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server of our own; yields the SQLAlchemy URL of its first database."""
    programs = _postgres_programs()
    if not programs:
        _missing("postgresql")
    port, user = free_port(), _unprivileged()
    folder = Path(tempfile.mkdtemp())  # not below pytest's own folder, which only root may enter
    try:
        if "user" in user:
            shutil.chown(folder, user["user"], user["group"])
        data = folder / "data"
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"],
            check=True,
            capture_output=True,
            cwd=folder,
            **user,
        )
        options = ["-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", folder, "-F"]
        with _running([programs / "postgres", *options], signal.SIGINT, cwd=folder, **user) as process:
            _wait(process, lambda: _connect(port).close(), psycopg2.OperationalError)
            yield f"postgresql+psycopg2://postgres@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_database(postgres_server: str) -> Iterator[str]:
    """An empty PostgreSQL database for one test; yields its SQLAlchemy URL."""
    base, name = postgres_server.rpartition("/")[0], f"test_{uuid4().hex}"
    connection = _connect(int(base.rpartition(":")[2]))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
            yield f"{base}/{name}"
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        connection.close()


def _connect(port: int) -> Any:
    return psycopg2.connect(host="127.0.0.1", port=port, user="postgres", dbname="postgres", connect_timeout=5)


def _missing(package: str) -> NoReturn:
    message = f"this test needs {package}: apt-get install {package}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def _postgres_programs() -> Path | None:
    """Return the folder of the newest PostgreSQL; what is on the path may be a wrapper for another user."""

    def version(path: Path) -> int:
        return int(re.sub(r"\D", "", path.parent.parent.name) or 0)

    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=version)
    if installed:
        return installed[-1].parent
    found = shutil.which("postgres")
    return Path(found).resolve().parent if found else None


def _unprivileged() -> dict[str, Any]:
    """Return the subprocess options under which PostgreSQL agrees to run: it refuses root."""
    if os.getuid() != 0:
        return {}
    try:
        entry = pwd.getpwnam("postgres")
    except KeyError:
        _missing("postgresql")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def _running(command: list[Any], stop: signal.Signals, **options: Any) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, **options
    )
    try:
        yield process
    finally:
        process.send_signal(stop)
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: "subprocess.Popen[bytes]", ready: Callable[[], Any], not_yet: type[Exception]) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            ready()
            return
        except not_yet:
            if process.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.05)
