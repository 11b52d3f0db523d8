"""The simulator as a Sanic app: the official API, the control API, the page, and the usual health endpoints."""

from asyncio import AbstractEventLoop
from pathlib import Path

from prometheus_client import CONTENT_TYPE_LATEST
from sanic import Sanic
from sanic.config import Config
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw, text

from integrations.simulator.api import api_blueprint
from integrations.simulator.config import ConfigError, SimulatorConfig
from integrations.simulator.control import UnknownPush, control_blueprint
from integrations.simulator.errors import ApiError
from integrations.simulator.exchange import BadRequest, error_answer
from integrations.simulator.faults import FaultError
from integrations.simulator.phone import GestureError
from integrations.simulator.pushing import Pusher
from integrations.simulator.world import OpenidTaken, UnknownPerson, World

STATIC = Path(__file__).parent / "static"
EXPECTED_ERRORS = (
    BadRequest,
    ConfigError,
    FaultError,
    GestureError,
    OpenidTaken,
    UnknownPerson,
    UnknownPush,
)
# The page loads nothing from elsewhere and runs no inline script, whatever a message contains.
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_app(config: SimulatorConfig) -> Sanic:
    """Build the simulator.

    Args:
        config: The account and the platform's numbers.

    Returns:
        An app with all its state in memory; it must run in a single process.
    """
    # Not registered under its name, so that tests can have several in one process.
    app = Sanic("simulator", config=_server_config(), configure_logging=False)
    world = World(config)
    pusher = Pusher(world)
    app.blueprint(api_blueprint(world))
    app.blueprint(control_blueprint(world, pusher))
    _add_page(app, world)
    _add_health(app, world)
    for error in EXPECTED_ERRORS:
        app.exception(error)(error_answer)

    @app.before_server_stop
    async def end_streams(app: Sanic, loop: AbstractEventLoop) -> None:
        world.feed.close()

    @app.after_server_stop
    async def end_deliveries(app: Sanic, loop: AbstractEventLoop) -> None:
        await pusher.close()

    return app


def run(host: str, port: int, config: SimulatorConfig) -> None:
    """Serve the simulator on `host`:`port` until the process is asked to stop (SIGINT, SIGTERM)."""
    create_app(config).run(host=host, port=port, workers=1, access_log=False, debug=False)


def _server_config() -> Config:
    return Config(
        {
            "REGISTER": False,
            "MOTD": False,
            "ACCESS_LOG": False,
            "FALLBACK_ERROR_FORMAT": "json",
            "GRACEFUL_SHUTDOWN_TIMEOUT": 1.0,
            "KEEP_ALIVE_TIMEOUT": 60,
            "REQUEST_MAX_SIZE": 20 * 1024 * 1024,
        }
    )


def _add_page(app: Sanic, world: World) -> None:
    app.static("/", STATIC / "index.html", name="page")
    app.static("/static", STATIC, name="static")

    @app.get("/media/<media_id:str>")
    async def media(request: Request, media_id: str) -> HTTPResponse:
        try:
            found = world.media.get(media_id, world.now())
        except ApiError:
            return text("gone", status=404)
        return raw(found.data, content_type=found.content_type)

    @app.on_response
    async def add_headers(request: Request, response: HTTPResponse) -> None:
        response.headers.update(SECURITY_HEADERS)
        if request.path.startswith("/static/") or request.path == "/":
            response.headers["Cache-Control"] = "no-cache"


def _add_health(app: Sanic, world: World) -> None:
    @app.get("/healthz")
    async def healthz(request: Request) -> HTTPResponse:
        return json({"status": "ok"})

    @app.get("/readyz")
    async def readyz(request: Request) -> HTTPResponse:
        # It depends on nothing: whether the webhook is up is what it is there to show.
        return json({"status": "ready"})

    @app.get("/metrics")
    async def metrics(request: Request) -> HTTPResponse:
        return text(world.metrics.text(len(world.people)), content_type=CONTENT_TYPE_LATEST)
