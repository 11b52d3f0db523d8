"""The scheduler of a process: APScheduler calls the jobs, the lease decides whether this process does them.

Any number of processes may run one. What is to be done stands in rows, not in the scheduler's memory: whoever gets the
lease next finds what was left, and nothing that is done already.
"""

import logging
import time
import uuid
from collections.abc import Callable, Sequence

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import DBAPIError

from bot import clock
from bot.scheduling import lease
from bot.scheduling.jobs import JOBS, Job
from bot.storage.engine import Database

logger = logging.getLogger(__name__)

LEASE = "scheduler"
# Longer than a round of any job takes, shorter than anybody minds when the process with the lease dies.
LEASE_SECONDS = 90.0

# What came of a job: its name, "done", "elsewhere" (another process has the lease) or "failed", how much, seconds.
Observer = Callable[[str, str, int, float], None]


class Scheduler:
    """Runs the jobs of this process, in threads of its own.

    Args:
        database: Where the rows and the lease are.
        jobs: What to run.
        observe: Called after each run.
        owner: Tells this process from others.
    """

    def __init__(
        self,
        database: Database,
        jobs: Sequence[Job] = JOBS,
        observe: Observer = lambda name, outcome, count, seconds: None,
        owner: str | None = None,
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._observe = observe
        self.owner = owner or uuid.uuid4().hex
        self._clockwork = BackgroundScheduler(timezone=clock.SHANGHAI)
        # What nobody expected; APScheduler has written it to the log, and goes on.
        self._clockwork.add_listener(self._failed, EVENT_JOB_ERROR)

    def start(self) -> None:
        """Run every job now and from now on."""
        for job in self._jobs:
            self._clockwork.add_job(
                self.run,
                "interval",
                args=(job,),
                id=job.name,
                name=job.name,
                seconds=job.every_seconds,
                next_run_time=clock.now(),
                # One that was late, or still at it, is not made up for: the rows hold what is due.
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        self._clockwork.start()

    def stop(self) -> None:
        """Finish what is under way and leave the lease to others."""
        self._clockwork.shutdown(wait=True)
        try:
            with self._database.work() as session:
                lease.release(session, LEASE, self.owner)
                session.commit()
        except DBAPIError as error:
            logger.warning("the lease was not given up, and runs out by itself: %s", type(error).__name__)

    def run(self, job: Job) -> None:
        """Run a job once, if this process has the lease or can take it."""
        begun = time.monotonic()
        try:
            outcome, count = self._run(job)
        except DBAPIError as error:
            logger.error("job %s waits for the database: %s", job.name, type(error).__name__)
            outcome, count = "failed", 0
        if count:
            logger.info("job %s: %d done", job.name, count)
        self._observe(job.name, outcome, count, time.monotonic() - begun)

    def _run(self, job: Job) -> tuple[str, int]:
        now = clock.now()
        with self._database.work() as session:
            held = lease.take(session, LEASE, self.owner, now, LEASE_SECONDS)
            session.commit()
        return ("done", job.run(self._database, now)) if held else ("elsewhere", 0)

    def _failed(self, event: JobExecutionEvent) -> None:
        self._observe(event.job_id, "failed", 0, 0.0)
