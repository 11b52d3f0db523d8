"""The sender process; it needs no dialogue model, so it does not load Rasa."""

import asyncio
from contextlib import AsyncExitStack

from sanic import Sanic

from bot import wakeup
from bot.settings import Settings
from bot.storage.engine import Database
from bot.storage.media_store import media_store
from integrations import health
from integrations.running import checks, keep_running
from integrations.wechat.process import connect, new_app
from integrations.wechat.sender import Sender


def create_sender_app(settings: Settings) -> Sanic:
    """Make the sender process's application; over HTTP it answers only about its health.

    Raises:
        SettingsError: The account's settings are missing.
    """
    wechat = settings.require_wechat()
    database = Database.from_settings(settings)
    wakeups = wakeup.create(settings.redis_url)
    store = media_store(settings, database.vault)
    app = new_app("sender", settings)
    app.blueprint(health.blueprint(checks(settings, database)))

    @app.before_server_start
    async def start(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        app.ctx.open = AsyncExitStack()
        client = await app.ctx.open.enter_async_context(connect(settings))
        app.ctx.sending = keep_running(app, Sender(wechat, database, client, store, wakeups).run())

    @app.before_server_stop
    async def stop(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        app.ctx.sending.cancel()
        await asyncio.gather(app.ctx.sending, return_exceptions=True)
        await app.ctx.open.aclose()
        await wakeups.close()
        database.close()

    return app
