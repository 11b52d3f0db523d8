"""What the two processes that face WeChat share: the application, the client, what must work."""

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager
from typing import Any

import redis
from sanic import Sanic

from bot.settings import Settings
from bot.storage.engine import Database
from integrations import health
from integrations.wechat import client

logger = logging.getLogger(__name__)


def new_app(name: str, settings: Settings) -> Sanic:
    """Make a process's application, with its limits."""
    app = Sanic(f"union-assistant-{name}", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = settings.max_body_bytes
    app.config.ACCESS_LOG = False
    return app


def connect(settings: Settings) -> AbstractAsyncContextManager[client.WeChatClient]:
    """Open a client of the platform's API inside an `async with` block.

    Raises:
        SettingsError: The account's settings are missing.
    """
    wechat = settings.require_wechat()
    return client.connect(
        app_id=wechat.app_id,
        app_secret=wechat.app_secret,
        base_url=wechat.api_base_url,
        redis_url=settings.redis_url,
    )


def checks(settings: Settings, database: Database) -> dict[str, health.Check]:
    """Return what must work before such a process can serve."""
    needed: dict[str, health.Check] = {"database": database.ping}
    if settings.redis_url:
        needed["redis"] = redis.Redis.from_url(settings.redis_url, socket_timeout=1).ping
    return needed


def keep_running(app: Sanic, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
    """Run `work` beside the server; should it fail, end the process, so that whoever supervises it starts it anew."""

    def ended(task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and (error := task.exception()):
            logger.critical("the process cannot go on: %s", type(error).__name__, exc_info=error)
            app.stop()

    task = asyncio.create_task(work)
    task.add_done_callback(ended)
    return task
