"""The scheduler: one of many does the work, a restart misses nothing, and one job's trouble is not another's."""

import threading
import time

import pytest
from sqlalchemy.exc import OperationalError

from bot.scheduling.jobs import JOBS, Job
from bot.scheduling.scheduler import Scheduler


class Seen:
    """Collects what schedulers say of their runs."""

    def __init__(self):
        self.runs = []

    def __call__(self, name, outcome, count, seconds):
        self.runs.append((name, outcome, count))


@pytest.fixture
def seen():
    return Seen()


def until(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_every_job_runs_at_the_start_and_again_later(database, seen):
    ran = threading.Semaphore(0)
    job = Job("count", 1, lambda database, now: ran.release() or 2)
    scheduler = Scheduler(database, [job], seen)
    scheduler.start()
    assert ran.acquire(timeout=10) and ran.acquire(timeout=10)
    scheduler.stop()
    assert seen.runs[0] == ("count", "done", 2)


def test_of_two_processes_one_works_and_the_other_takes_over_when_it_ends(database, seen):
    done = []
    jobs = [Job("work", 60, lambda database, now: done.append(1) or 1)]
    first, second = Scheduler(database, jobs, seen, "first"), Scheduler(database, jobs, seen, "second")
    first.start()
    until(lambda: done)
    second.run(jobs[0])
    assert seen.runs[-1] == ("work", "elsewhere", 0) and len(done) == 1
    first.stop()
    second.run(jobs[0])
    assert seen.runs[-1] == ("work", "done", 1) and len(done) == 2


def test_a_database_that_is_away_and_a_job_that_breaks_stop_nothing(database, seen, caplog):
    def away(database, now):
        raise OperationalError("SELECT 1", {}, Exception("connection to 13800000000 lost"))

    def broken(database, now):
        raise ZeroDivisionError

    jobs = [Job("away", 1, away), Job("broken", 1, broken), Job("fine", 1, lambda database, now: 1)]
    scheduler = Scheduler(database, jobs, seen)
    scheduler.start()
    until(lambda: [name for name, _, _ in seen.runs].count("fine") >= 2)
    scheduler.stop()
    outcomes = {(name, outcome) for name, outcome, _ in seen.runs}
    assert {("away", "failed"), ("broken", "failed"), ("fine", "done")} <= outcomes
    assert "job away waits for the database: OperationalError" in caplog.text
    assert "13800000000" not in caplog.text


def test_the_jobs_of_the_product_run_on_an_empty_database(database, seen):
    scheduler = Scheduler(database, JOBS, seen)
    for job in JOBS:
        scheduler.run(job)
    assert seen.runs == [(job.name, "done", 0) for job in JOBS]
    assert len({job.name for job in JOBS}) == len(JOBS)
