"""The one access token of the account, refreshed by one process at a time."""

from typing import Protocol, TypeGuard

import httpx
from redis.exceptions import RedisError

from bot import clock
from integrations.wechat.api import exchange
from integrations.wechat.errors import ApiUnavailable, TokenUnavailable
from integrations.wechat.token_stores import Token, TokenStore

REFRESH_EARLY = 300  # seconds before its end from which on a new token can be had, the old one still valid

_TRY_AGAIN = 30  # seconds until the platform is asked again when it did not give a newer token yet
_DEADLINE = 10.0  # seconds for one call; two of them are shorter than the lock
_WAIT = 15.0  # seconds to wait for somebody else's refresh when there is no valid token


class TokenSource(Protocol):
    """Where calls get their access token."""

    async def get(self) -> str:
        """Return a valid token.

        Raises:
            TokenUnavailable: There is none, and none could be had.
        """
        ...

    async def refresh(self, bad_token: str) -> str:
        """Return another token after the platform refused `bad_token`.

        Raises:
            TokenUnavailable: None could be had.
        """
        ...


class TokenService:
    """The token source of all processes: one store, one refresher at a time."""

    def __init__(self, http: httpx.AsyncClient, store: TokenStore, app_id: str, app_secret: str) -> None:
        """Get tokens for the account over `http` (from `api.open_http`) and keep them in `store`."""
        self._http, self._store = http, store
        self._app_id, self._app_secret = app_id, app_secret

    async def get(self) -> str:
        """Return a valid token, asking for a new one in the last minutes of the old.

        Raises:
            TokenUnavailable: There is none, and none could be had.
        """
        try:
            token = await self._store.load()
            if _valid(token) and not _due(token):
                return token.value
            # While the old one is valid nobody waits: one refreshes, the others go on with it.
            async with self._store.lock(0 if _valid(token) else _WAIT) as mine:
                newer = await self._store.load()
                if _valid(newer) and not (mine and _due(newer)):
                    return newer.value
                if not mine:
                    raise TokenUnavailable("another process is getting one")
                return await self._renew(newer)
        except RedisError as error:
            raise TokenUnavailable(f"Redis is not reachable ({type(error).__name__})") from error

    async def refresh(self, bad_token: str) -> str:
        """Return another token after the platform refused `bad_token`.

        A forced refresh is scarce, so it is used only when neither another process nor the platform's
        ordinary answer has a newer token.

        Raises:
            TokenUnavailable: None could be had.
        """
        try:
            async with self._store.lock(_WAIT) as mine:
                token = await self._store.load()
                if _valid(token) and token.value != bad_token:
                    return token.value
                if not mine:
                    raise TokenUnavailable("another process is getting one")
                token = await self._ask()
                if token.value == bad_token:
                    if not await self._store.claim_force():
                        raise TokenUnavailable("the platform allows no forced refresh now")
                    token = await self._ask(force=True)
                await self._store.save(token)
                return token.value
        except RedisError as error:
            raise TokenUnavailable(f"Redis is not reachable ({type(error).__name__})") from error

    async def _renew(self, old: Token | None) -> str:
        try:
            token = await self._ask()
        except TokenUnavailable:
            if not _valid(old):
                raise
            # The old one is good for minutes yet: use it, and do not ask again for a while.
            token = Token(old.value, old.expires_at, clock.now().timestamp() + _TRY_AGAIN)
        await self._store.save(token)
        return token.value

    async def _ask(self, *, force: bool = False) -> Token:
        payload = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._app_secret,
            "force_refresh": force,
        }
        try:
            answer = await exchange(self._http, "POST", "/cgi-bin/stable_token", payload=payload, deadline=_DEADLINE)
        except ApiUnavailable as error:
            raise TokenUnavailable(str(error)) from error
        if answer.code:
            raise TokenUnavailable(f"the platform answered with error {answer.code}", answer.code)
        value, seconds = answer.body.get("access_token"), answer.body.get("expires_in")
        if not isinstance(value, str) or not value or not isinstance(seconds, int):
            raise TokenUnavailable("the platform's answer holds no token")
        now = clock.now().timestamp()
        return Token(value, now + seconds, now + max(seconds - REFRESH_EARLY, _TRY_AGAIN))


def _valid(token: Token | None) -> TypeGuard[Token]:
    return token is not None and clock.now().timestamp() < token.expires_at


def _due(token: Token) -> bool:
    return clock.now().timestamp() >= token.refresh_at
