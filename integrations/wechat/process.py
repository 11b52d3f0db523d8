"""What the two processes that face WeChat share: the application and the client."""

from contextlib import AbstractAsyncContextManager

from sanic import Sanic

from bot.settings import Settings
from integrations.wechat import client


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
