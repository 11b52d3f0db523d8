"""The action server: python -m actions --port 8003."""

import argparse
import asyncio
import logging
import traceback

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from rasa_sdk.endpoint import create_app as create_sdk_app
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json, raw
from sqlalchemy.exc import SQLAlchemyError

from actions.context import resources
from bot.entities.extract import warm_up
from bot.library.clauses import find
from bot.storage import upgrade
from bot.storage.engine import Database

logger = logging.getLogger(__name__)


def create_app() -> Sanic:
    """Make the application: rasa_sdk's, with the health addresses of contracts.md and quiet errors.

    Raises:
        SettingsError: A setting is missing or malformed.
    """
    shared = resources()
    warm_up()
    app = create_sdk_app("actions", cors_origins="")
    app.config.ACCESS_LOG = False
    app.error_handler.add(Exception, _failed)

    @app.after_server_start
    async def warm(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        # The library's index takes seconds to build; the first person to look something up should not wait for it.
        app.ctx.warming = asyncio.ensure_future(asyncio.to_thread(_warm_library, shared.database))

    @app.get("/healthz")
    async def healthz(request: Request) -> HTTPResponse:
        return json({"alive": True})

    @app.get("/readyz")
    async def readyz(request: Request) -> HTTPResponse:
        try:
            await asyncio.to_thread(shared.database.ping)
            ready = await asyncio.to_thread(upgrade.is_current, shared.database)
        except SQLAlchemyError as error:
            return json({"ready": False, "checks": {"database": type(error).__name__}}, status=503)
        problem = "ok" if ready else "another schema: run assistant db upgrade"
        return json({"ready": ready, "checks": {"database": problem}}, status=200 if ready else 503)

    @app.get("/metrics")
    async def metrics(request: Request) -> HTTPResponse:
        return raw(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    return app


def _warm_library(database: Database) -> None:
    try:
        with database.reading() as session:
            find(session, "工会")
    except SQLAlchemyError as error:
        logger.warning("the policy library is not ready yet: %s", type(error).__name__)


def _failed(request: Request, error: Exception) -> HTTPResponse:
    """Log where an action failed, without the message: rasa_sdk's own handler logs and returns what people wrote."""
    status = getattr(error, "status_code", 500)
    if status >= 500:
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("action failed: %s\n%s", type(error).__name__, where)
    return json({"error": type(error).__name__}, status=status)


def main() -> None:
    """Run the server until it is stopped."""
    parser = argparse.ArgumentParser(prog="python -m actions", description="The action server of Union Assistant.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8003)
    parser.add_argument("--log-level", default="INFO")
    arguments = parser.parse_args()
    logging.basicConfig(level=arguments.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # At debug level rasa_sdk logs the tracker, which is what people wrote.
    logging.getLogger("rasa_sdk").setLevel(logging.WARNING)
    create_app().run(arguments.host, arguments.port, access_log=False, motd=False)
