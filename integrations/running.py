"""How every process runs: what must work before it can serve, work beside the server, and how it ends."""

import asyncio
import logging
import socket
from collections.abc import Coroutine
from typing import Any

import redis
from sanic import Sanic

from bot.settings import Settings
from bot.storage import upgrade
from bot.storage.engine import Database
from bot.storage.media_store import media_store
from integrations import health

logger = logging.getLogger(__name__)


class ServeError(Exception):
    """A process cannot serve, or could not go on; the message is one line."""


def checks(settings: Settings, database: Database) -> dict[str, health.Check]:
    """Return what must work before a process can serve: the database with the present schema, Redis, and the bucket."""
    needed: dict[str, health.Check] = {"database": lambda: _require_schema(database)}
    if settings.redis_url:
        needed["redis"] = redis.Redis.from_url(settings.redis_url, socket_timeout=1, socket_connect_timeout=1).ping
    if settings.media_s3 is not None:
        needed["media"] = media_store(settings, database.vault).check
    return needed


def keep_running(app: Sanic, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
    """Run `work` beside the server; should it fail, end the process, so that whoever supervises it starts it anew."""

    def ended(task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and (error := task.exception()):
            logger.critical("the process cannot go on: %s", type(error).__name__, exc_info=error)
            app.ctx.failed = True
            app.stop()

    task = asyncio.create_task(work)
    task.add_done_callback(ended)
    return task


def serve(app: Sanic, host: str, port: int) -> None:
    """Serve until the process is asked to end.

    Raises:
        ServeError: The address cannot be listened on, or work beside the server failed.
    """
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise ServeError(f"{host} 的端口 {port} 不能用：{error.strerror}；请停掉占用它的程序，或换一个端口") from error
    app.run(sock=listening, workers=1, access_log=False, motd=False, debug=False)
    if getattr(app.ctx, "failed", False):
        raise ServeError("进程无法继续运行，原因见日志")


def _require_schema(database: Database) -> None:
    database.ping()
    if not upgrade.is_current(database):
        raise RuntimeError("the database has another schema: run assistant db upgrade")
