"""`assistant serve`: runs one process in the foreground; what a unit file of a production machine calls."""

import logging
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from bot.settings import Settings
from integrations.commands import MODELS, CommandError, ensure_admin
from integrations.processes import LOOPBACK, PORTS

if TYPE_CHECKING:
    from sanic import Sanic

_BASE_PORT = 8000
# How long requests under way may go on after the end was asked for; less than supervision.STOP_SECONDS.
_DRAIN_SECONDS = 3.0


@click.command(short_help="运行单个进程（正式部署用）", help="在前台运行单个进程，供 systemd 等管理。")
@click.argument("process", type=click.Choice(list(PORTS)))
@click.option("--host", default=LOOPBACK, show_default=True, help="监听地址。")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="监听端口，默认 " + "，".join(f"{name} {_BASE_PORT + offset}" for name, offset in PORTS.items()) + "。",
)
def command(process: str, host: str, port: int | None) -> None:
    """Run a process until it is asked to stop."""
    settings = Settings.load()
    port = port or _BASE_PORT + PORTS[process]
    if process == "actions":
        # A program of its own, which this side does not import (design.md, the dependency rule). It takes this
        # process's place, so that whoever supervises has nobody in between.
        words = [sys.executable, "-m", "actions", "--host", host, "--port", str(port)]
        os.execv(sys.executable, [*words, "--log-level", settings.log_level])  # noqa: S606
    _log(settings.log_level)
    app = _APPS[process](settings)
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = min(app.config.GRACEFUL_SHUTDOWN_TIMEOUT, _DRAIN_SECONDS)
    from integrations.running import ServeError, serve

    try:
        serve(app, host, port)
    except ServeError as error:
        raise CommandError(str(error)) from error


def _bot(settings: Settings) -> "Sanic":
    from bot.nlu.quiet import keep_to_errors, quietly
    from bot.nlu.training import model_path

    model = model_path(MODELS)
    if not model.is_file():
        raise CommandError("还没有与当前内容对应的模型：先运行 assistant train")
    with quietly():
        from integrations.wechat.server import create_bot_app

        app = create_bot_app(settings, model)
    keep_to_errors()
    return app


def _sender(settings: Settings) -> "Sanic":
    from integrations.wechat.sender_server import create_sender_app

    return create_sender_app(settings)


def _scheduler(settings: Settings) -> "Sanic":
    from integrations.scheduler.server import create_scheduler_app

    return create_scheduler_app(settings)


def _desk(settings: Settings) -> "Sanic":
    from bot.storage.engine import Database
    from integrations.desk.app import create_app

    if settings.desk_admin_password:
        ensure_admin(settings)
    database = Database.from_settings(settings)
    app = create_app(settings, database)
    app.register_listener(lambda app, loop: database.close(), "after_server_stop")
    return app


def _simulator(settings: Settings) -> "Sanic":
    from integrations.simulator.app import create_app
    from integrations.simulator.config import ConfigError, SimulatorConfig

    account = settings.require_wechat()
    webhook = f"http://{LOOPBACK}:{_BASE_PORT + PORTS['bot']}/webhooks/wechat/callback"
    try:
        config = SimulatorConfig(
            webhook_url=os.environ.get("SIMULATOR_WEBHOOK_URL", webhook),
            app_id=account.app_id,
            app_secret=account.app_secret,
            token=account.token,
            encoding_aes_key=account.aes_key,
            message_mode=account.mode,
            verified=account.verified,
        )
    except ConfigError as error:
        raise CommandError(str(error)) from error
    return create_app(config)


def _log(level: str) -> None:
    """Log to standard error, where whoever supervises the process collects it."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # It logs whole addresses, and the platform's API carries the access token in them.
    logging.getLogger("httpx").setLevel(logging.WARNING)


_APPS: dict[str, Callable[[Settings], "Sanic"]] = {
    "bot": _bot,
    "desk": _desk,
    "scheduler": _scheduler,
    "sender": _sender,
    "simulator": _simulator,
}
