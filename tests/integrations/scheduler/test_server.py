"""The scheduler's process, as it runs in production: started, asked, killed, started again."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import httpx
import pytest
import sqlalchemy as sa

from bot import clock
from bot.cases.filing import Filing
from bot.cases.model import CaseDeadline, CaseEvent
from bot.cases.service import file
from bot.settings import Settings
from bot.storage.engine import Database
from bot.storage.upgrade import upgrade
from tests.support.ports import free_port


@pytest.fixture
def folder(tmp_path):
    """A data folder with a case whose time to be accepted was over long ago."""
    database = Database.from_settings(Settings.load({}, tmp_path))
    upgrade(database)
    with database.work() as session, clock.fixed(clock.now() - timedelta(days=9)):
        file(session, Filing(summary="老板拖欠工资", phone="13800000000"), None, None, "desk:1")
        session.commit()
    database.close()
    return tmp_path


@contextmanager
def scheduler(folder):
    """Run the process; give its address and itself."""
    port = free_port()
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "integrations.cli", "serve", "scheduler", "--port", str(port)],
            env=env | {"DATA_DIR": str(folder)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait()


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while True:
        try:
            if condition():
                return
        except httpx.TransportError:
            pass
        assert time.monotonic() < end
        time.sleep(0.1)


def escalations(folder):
    database = Database.from_settings(Settings.load({}, folder))
    with database.reading() as session:
        escalated = sa.select(sa.func.count(CaseEvent.id)).where(CaseEvent.action == "escalated")
        steps = sa.select(sa.func.sum(CaseDeadline.escalations))
        found = session.execute(escalated).scalar_one(), session.execute(steps).scalar_one()
    database.close()
    return found


def test_it_does_what_was_missed_once_over_kills_and_restarts_and_logs_nothing_personal(folder):
    with scheduler(folder) as (url, process):
        until(lambda: "scheduler_runs_total" in httpx.get(f"{url}/metrics").text)
        assert httpx.get(f"{url}/readyz").json() == {"ready": True, "checks": {"database": "ok"}}
        until(lambda: escalations(folder) == (1, 1))
        process.send_signal(signal.SIGKILL)
    with scheduler(folder) as (url, process):
        until(lambda: httpx.get(f"{url}/readyz").status_code == 200)
        until(lambda: 'scheduler_runs_total{job="case-escalations"' in httpx.get(f"{url}/metrics").text)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert escalations(folder) == (1, 1)
    written = (folder / "log.txt").read_text()
    assert "Traceback" not in written and "13800000000" not in written and "拖欠" not in written
