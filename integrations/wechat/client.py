"""The calls we make to the platform, each with a named outcome."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Literal

import httpx
from redis.asyncio import Redis

from integrations.wechat.api import Answer, exchange, open_http
from integrations.wechat.errors import (
    BAD_TOKEN_CODES,
    ApiError,
    ApiUnavailable,
    Delivery,
    SendOutcome,
    TokenUnavailable,
)
from integrations.wechat.token_stores import MemoryStore, RedisStore, TokenStore
from integrations.wechat.tokens import TokenService, TokenSource

logger = logging.getLogger(__name__)

OFFICIAL_API = "https://api.weixin.qq.com"
NO_MENU = 46003

_SEND = "/cgi-bin/message/custom/send"
_RETRY_AFTER = 5.0


@asynccontextmanager
async def connect(
    *, app_id: str, app_secret: str, base_url: str = OFFICIAL_API, redis_url: str | None = None, timeout: float = 8.0
) -> AsyncIterator["WeChatClient"]:
    """Open a client for the account and close all of it at the end.

    Args:
        app_id: The account's AppID.
        app_secret: The account's AppSecret.
        base_url: The API's address.
        redis_url: Where the token is shared; needed as soon as more than one process calls the API.
        timeout: Seconds to wait for the network at each step.
    """
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(open_http(base_url, timeout=timeout))
        store: TokenStore = MemoryStore()
        if redis_url:
            redis: Redis[str] = Redis.from_url(redis_url, decode_responses=True, socket_timeout=5)
            stack.push_async_callback(redis.close)
            store = RedisStore(redis, app_id)
        yield WeChatClient(http, TokenService(http, store, app_id, app_secret))


class WeChatClient:
    """The official account's API. Neither texts nor tokens reach the log."""

    def __init__(self, http: httpx.AsyncClient, tokens: TokenSource) -> None:
        """Call over `http` (from `api.open_http`) with the tokens of `tokens`."""
        self._http, self._tokens = http, tokens

    async def send(self, message: Mapping[str, Any]) -> SendOutcome:
        """Send a customer-service message.

        Args:
            message: One of the bodies that `reply.customer_service` and its neighbours return.
        """
        return await self._outcome(_SEND, message)

    async def typing(self, openid: str, *, on: bool = True) -> SendOutcome:
        """Show the person that an answer is being written (for 15 s, after contact in the last 30 s)."""
        command = "Typing" if on else "CancelTyping"
        return await self._outcome("/cgi-bin/message/custom/typing", {"touser": openid, "command": command})

    async def upload(
        self, data: bytes, filename: str, content_type: str, kind: Literal["image", "voice", "video"] = "image"
    ) -> str:
        """Upload a temporary file, to be sent within 3 days, and return its media id.

        Raises:
            ApiError: The platform refused it.
            ApiUnavailable: The platform was not reached or gave no readable answer.
            TokenUnavailable: There is no access token.
        """
        path = "/cgi-bin/media/upload"
        files = {"media": (filename, data, content_type)}
        answer = await self._call("POST", path, params={"type": kind}, files=files, deadline=60.0)
        media_id = answer.body.get("media_id")
        if not isinstance(media_id, str):
            raise ApiUnavailable(path, "the answer holds no media id", uncertain=True)
        return media_id

    async def download(self, media_id: str, *, limit: int) -> Answer:
        """Return a file that a person sent: its `data` (at most `limit` bytes) and `headers`.

        Raises:
            ApiError: The platform refused; 40007 means that the file has expired.
            ApiUnavailable: The platform was not reached, or the file is larger than `limit`.
            TokenUnavailable: There is no access token.
        """
        path = "/cgi-bin/media/get"
        answer = await self._call("GET", path, params={"media_id": media_id}, limit=limit, deadline=60.0)
        video = answer.body.get("video_url")  # videos are kept elsewhere, at an address that needs no token
        if isinstance(video, str):
            answer = await exchange(self._http, "GET", video, limit=limit, deadline=60.0)
        if not answer.data:
            raise ApiUnavailable(path, "the answer holds no file", uncertain=True)
        return answer

    async def create_menu(self, menu: dict[str, Any]) -> None:
        """Publish the account's menu (`menu.Menu.payload`).

        Raises:
            ApiError: The platform refused it.
            ApiUnavailable: The platform was not reached or gave no readable answer.
            TokenUnavailable: There is no access token.
        """
        await self._call("POST", "/cgi-bin/menu/create", payload=menu)

    async def get_menu(self) -> dict[str, Any] | None:
        """Return the menu that is published now, in the platform's form, or None where there is none.

        Raises:
            ApiError: The platform refused.
            ApiUnavailable: The platform was not reached or gave no readable answer.
            TokenUnavailable: There is no access token.
        """
        try:
            menu = (await self._call("GET", "/cgi-bin/menu/get")).body.get("menu")
        except ApiError as error:
            if error.code == NO_MENU:
                return None
            raise
        return menu if isinstance(menu, dict) else None

    async def check(self) -> None:
        """Prove that app id, secret and address are accepted, with a call that changes nothing.

        Raises:
            ApiError: The platform refused.
            ApiUnavailable: The platform was not reached or gave no readable answer.
            TokenUnavailable: The platform gave no token; its `code` says why.
        """
        await self._call("GET", "/cgi-bin/getcallbackip")

    async def _outcome(self, path: str, message: Mapping[str, Any]) -> SendOutcome:
        try:
            answer = await self._with_token(path, lambda token: self._post(path, token, message))
            outcome = SendOutcome.of(answer.code)
        except ApiUnavailable as error:
            outcome = SendOutcome(Delivery.UNCERTAIN if error.uncertain else Delivery.RETRY)
        except TokenUnavailable as error:
            outcome = _without_token(error)
        if outcome.delivery is Delivery.RETRY and outcome.retry_after is None:
            outcome = SendOutcome(Delivery.RETRY, outcome.code, _RETRY_AFTER)
        if outcome.needs_operator:
            logger.error("%s: %s (error %s): the account needs an operator", path, outcome.delivery.value, outcome.code)
        elif outcome.delivery is not Delivery.DELIVERED:
            logger.warning("%s: %s (error %s)", path, outcome.delivery.value, outcome.code)
        return outcome

    async def _post(self, path: str, token: str, message: Mapping[str, Any]) -> Answer:
        return await exchange(self._http, "POST", path, token=token, payload=dict(message))

    async def _call(self, method: str, path: str, **options: Any) -> Answer:
        async def attempt(token: str) -> Answer:
            return await exchange(self._http, method, path, token=token, **options)

        answer = await self._with_token(path, attempt)
        if answer.code:
            raise ApiError(path, answer.code, str(answer.body.get("errmsg", "")))
        return answer

    async def _with_token(self, path: str, attempt: Callable[[str], Awaitable[Answer]]) -> Answer:
        """Try once, and once more with another token if the first was refused; never a third time."""
        token = await self._tokens.get()
        answer = await attempt(token)
        if answer.code in BAD_TOKEN_CODES:
            logger.warning("%s: the access token was refused (error %s), refreshing it once", path, answer.code)
            answer = await attempt(await self._tokens.refresh(token))
        return answer


def _without_token(error: TokenUnavailable) -> SendOutcome:
    """Return the outcome of a message that was not sent for want of a token."""
    if error.code is None:
        return SendOutcome(Delivery.RETRY)
    outcome = SendOutcome.of(error.code)
    if outcome.delivery in (Delivery.RETRY, Delivery.DAILY_LIMIT, Delivery.ADDRESS_NOT_LISTED):
        return outcome
    return SendOutcome(Delivery.TOKEN_BAD, error.code)  # the app id or its secret is wrong
