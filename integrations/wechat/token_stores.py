"""Where the access token is kept: in this process, or in Redis for all of them."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import asdict, dataclass, field
from typing import Protocol

from redis.asyncio import Redis
from redis.exceptions import LockError

from bot import clock
from integrations.wechat.errors import TokenUnavailable

# The platform's limits on forced refreshes.
FORCED_APART = 30  # seconds between two
FORCED_A_DAY = 20

_LOCK_FOR = 30  # seconds after which the lock of a process that died is free


@dataclass(frozen=True)
class Token:
    """An access token with its times, in seconds since 1970.

    Attributes:
        value: The token; a secret.
        expires_at: When it stops being valid.
        refresh_at: From when on a newer one should be asked for.
    """

    value: str = field(repr=False)
    expires_at: float
    refresh_at: float


class TokenStore(Protocol):
    """Where the token is kept, and what keeps its refreshers apart."""

    async def load(self) -> Token | None:
        """Return the token kept, valid or not, or None."""
        ...

    async def save(self, token: Token) -> None:
        """Keep `token` in the place of the one before."""
        ...

    def lock(self, wait: float) -> AbstractAsyncContextManager[bool]:
        """Enter with whether the refresher's lock was had within `wait` seconds."""
        ...

    async def claim_force(self) -> bool:
        """Tell whether a forced refresh is allowed now, and count it."""
        ...


class MemoryStore:
    """Keeps the token in this process: enough on the embedded default."""

    def __init__(self) -> None:
        self._token: Token | None = None
        self._lock = asyncio.Lock()
        self._forced: list[float] = []

    async def load(self) -> Token | None:
        """Return the token kept, or None."""
        return self._token

    async def save(self, token: Token) -> None:
        """Keep `token`."""
        self._token = token

    @asynccontextmanager
    async def lock(self, wait: float) -> AsyncIterator[bool]:
        """Enter with whether the lock was had within `wait` seconds (0: at once)."""
        if self._lock.locked() and not wait:
            yield False
            return
        try:
            await asyncio.wait_for(self._lock.acquire(), wait or None)
        except asyncio.TimeoutError:
            yield False
            return
        try:
            yield True
        finally:
            self._lock.release()

    async def claim_force(self) -> bool:
        """Tell whether a forced refresh is allowed now, and count it."""
        now = clock.now().timestamp()
        self._forced = [moment for moment in self._forced if now - moment < 86_400]
        if len(self._forced) >= FORCED_A_DAY or (self._forced and now - self._forced[-1] < FORCED_APART):
            return False
        self._forced.append(now)
        return True


class RedisStore:
    """Keeps the token in Redis, for any number of processes."""

    def __init__(self, redis: "Redis[str]", app_id: str) -> None:
        """Use `redis` (made with `decode_responses=True`) under keys of this account."""
        self._redis, self._key = redis, f"wechat:{app_id}:token"

    async def load(self) -> Token | None:
        """Return the token kept, or None."""
        kept = await self._redis.get(self._key)
        return Token(**json.loads(kept)) if kept else None

    async def save(self, token: Token) -> None:
        """Keep `token` until it expires."""
        seconds = max(1, int(token.expires_at - clock.now().timestamp()))
        await self._redis.set(self._key, json.dumps(asdict(token)), ex=seconds)

    @asynccontextmanager
    async def lock(self, wait: float) -> AsyncIterator[bool]:
        """Enter with whether the lock was had within `wait` seconds (0: at once)."""
        lock = self._redis.lock(f"{self._key}:lock", timeout=_LOCK_FOR, sleep=0.05)
        if not await lock.acquire(blocking=wait > 0, blocking_timeout=wait):
            yield False
            return
        try:
            yield True
        finally:
            try:
                await lock.release()
            except LockError as error:
                raise TokenUnavailable("the refresh took longer than its lock") from error

    async def claim_force(self) -> bool:
        """Tell whether a forced refresh is allowed now, and count it."""
        if not await self._redis.set(f"{self._key}:forced", "1", ex=FORCED_APART, nx=True):
            return False
        today = f"{self._key}:forced:{clock.today().isoformat()}"
        count = await self._redis.incr(today)
        await self._redis.expire(today, 2 * 86_400)
        return count <= FORCED_A_DAY
