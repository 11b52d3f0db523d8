"""The scheduler process: the jobs run beside a server that answers about its health."""

import asyncio

from prometheus_client import Counter, Histogram
from sanic import Sanic

from bot.scheduling.scheduler import Scheduler
from bot.settings import Settings
from bot.storage.engine import Database
from integrations import health
from integrations.running import checks

RUNS = Counter("scheduler_runs_total", "Runs of a job: done, elsewhere or failed.", ["job", "outcome"])
DONE = Counter("scheduler_items_total", "What jobs did: reminders, escalations, cases closed.", ["job"])
SECONDS = Histogram("scheduler_run_seconds", "How long a run of a job took.", ["job"])


def create_scheduler_app(settings: Settings) -> Sanic:
    """Make the scheduler process's application; over HTTP it answers only about its health."""
    database = Database.from_settings(settings)
    scheduler = Scheduler(database, observe=_observe)
    app = Sanic("union-assistant-scheduler", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = settings.max_body_bytes
    app.config.ACCESS_LOG = False
    app.blueprint(health.blueprint(checks(settings, database)))

    @app.before_server_start
    async def start(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        scheduler.start()

    @app.before_server_stop
    async def stop(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        await asyncio.to_thread(scheduler.stop)
        database.close()

    return app


def _observe(job: str, outcome: str, count: int, seconds: float) -> None:
    RUNS.labels(job, outcome).inc()
    DONE.labels(job).inc(count)
    SECONDS.labels(job).observe(seconds)
