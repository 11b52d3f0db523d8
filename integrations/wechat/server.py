"""The webhook process: the official account's server URL with the dialogue model behind it."""

import asyncio
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
from rasa.core.agent import Agent
from rasa.core.channels.channel import register
from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic

from bot import wakeup
from bot.entities.extract import warm_up
from bot.settings import Settings
from bot.storage.engine import Database
from bot.storage.media_store import media_store
from integrations import health
from integrations.running import checks, keep_running
from integrations.wechat.channel import WeChatChannel
from integrations.wechat.dialogue import Dialogue
from integrations.wechat.housekeeping import keep_house
from integrations.wechat.process import connect, new_app
from integrations.wechat.tracker_store import DatabaseTrackerStore
from integrations.wechat.turns import Turns

# An action server that is being restarted is back within seconds; a call that it refused has done nothing yet.
_PATIENCE_SECONDS = 20.0


class PatientEndpoint(EndpointConfig):
    """The action server's address; a connection that is refused is tried again for a while."""

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """Send the request, waiting for an action server that is not there yet."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _PATIENCE_SECONDS
        while True:
            try:
                return await super().request(*args, **kwargs)
            except aiohttp.ClientConnectorError:
                if loop.time() > end:
                    raise
                await asyncio.sleep(0.3)


def load_agent(model: Path, database: Database, actions_url: str) -> Agent:
    """Load the dialogue model onto our tracker store.

    Raises:
        rasa.exceptions.ModelNotFound: There is no model at `model`.
    """
    agent = Agent(action_endpoint=PatientEndpoint(url=actions_url, enable_selective_domain=True))
    # Set here and not in the constructor, which would put a store in memory behind it for when it fails:
    # dialogue state that is lost with the process must not pass for saved.
    agent.tracker_store = DatabaseTrackerStore(database)
    agent.load_model(model)
    return agent


def create_bot_app(settings: Settings, model: Path) -> Sanic:
    """Make the webhook process's application: the official account's server URL with the dialogue model behind it.

    Raises:
        SettingsError: The account's settings are missing.
        rasa.exceptions.ModelNotFound: There is no model at `model`.
    """
    wechat = settings.require_wechat()
    database = Database.from_settings(settings)
    wakeups = wakeup.create(settings.redis_url)
    agent = load_agent(model, database, settings.actions_url)
    warm_up()
    store = media_store(settings, database.vault)
    dialogue = Dialogue(agent, database, settings.office_hours, store)
    turns = Turns(database, wakeups, dialogue.answer)

    app = new_app("bot", settings)
    app.ctx.agent = agent

    async def typing(openid: str) -> None:
        await app.ctx.client.typing(openid)

    register([WeChatChannel(wechat, database, turns, typing, wakeups)], app, route="/webhooks/")
    app.blueprint(health.blueprint({**checks(settings, database), "model": partial(_require_ready, agent)}))

    @app.before_server_start
    async def start(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        app.ctx.open = AsyncExitStack()
        app.ctx.client = await app.ctx.open.enter_async_context(connect(settings))
        house = keep_house(database, settings.staff_answer_minutes, settings.staff_idle_hours)
        app.ctx.work = [keep_running(app, turns.sweep()), keep_running(app, house)]

    @app.before_server_stop
    async def stop(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        for task in app.ctx.work:
            task.cancel()
        await turns.stop()
        await app.ctx.open.aclose()
        await wakeups.close()
        database.close()

    return app


def _require_ready(agent: Agent) -> None:
    if not agent.is_ready():
        raise RuntimeError("the model is not loaded")
