"""The desk's process: what it is made of, and how it starts and stops."""

import asyncio
from functools import lru_cache
from itertools import count
from pathlib import Path

import jinja2
from sanic import Sanic

from bot import wakeup
from bot.settings import Settings
from bot.storage.engine import Database
from bot.storage.media_store import media_store
from integrations import health
from integrations.desk import errors, headers
from integrations.desk.api import api
from integrations.desk.attachments import attachments
from integrations.desk.context import Desk
from integrations.desk.live import Live
from integrations.desk.pages import pages
from integrations.running import checks, keep_running

_HERE = Path(__file__).parent
_numbers = count(1)


def create_app(settings: Settings, database: Database) -> Sanic:
    """Make the desk.

    Args:
        settings: All settings; it uses desk_secret, office_hours, data_dir, redis_url and max_body_bytes.
        database: The database, with its schema in place. Whoever made it closes it.

    Returns:
        The application, ready to be served; nothing connects before it starts.
    """
    app = Sanic(f"desk-{next(_numbers)}", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = settings.max_body_bytes
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 3.0
    app.config.ACCESS_LOG = False
    app.config.MOTD = False
    wakeups = wakeup.create(settings.redis_url)
    live = Live(database, wakeups, settings.office_hours)
    app.ctx.desk = Desk(settings, database, wakeups, live, _templates(), media_store(settings, database.vault))
    errors.install(app)
    headers.install(app)
    app.blueprint(health.blueprint(checks(settings, database)))
    app.blueprint(pages)
    app.blueprint(attachments)
    app.blueprint(api)
    app.static("/desk/static", _HERE / "static", name="static")
    app.register_listener(_start, "after_server_start")
    app.register_listener(_stop, "before_server_stop")
    return app


async def _start(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
    app.ctx.looking = keep_running(app, app.ctx.desk.live.run())


async def _stop(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
    """End the streams first: the server waits for open connections."""
    app.ctx.desk.live.close()
    app.ctx.looking.cancel()
    await asyncio.wait({app.ctx.looking})
    await app.ctx.desk.wakeups.close()


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(_HERE / "templates")
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    environment.filters["twice"] = lambda text: (text, text)  # a choice whose value is its label
    environment.filters["when"] = lambda text: text[:16].replace("T", " ") if text else "—"
    return environment
