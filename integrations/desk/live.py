"""Live updates: one look at the database serves every browser that is connected to this process."""

import asyncio
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.hours import OfficeHours
from bot.staff import sessions
from bot.storage.engine import Database
from bot.wakeup import Wakeups
from integrations.desk import board, metrics

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0  # at the latest, when no wake-up comes
HEARTBEAT_SECONDS = 15.0
# The cheap sign is a maximum, which a transaction that commits late can hide behind: build anew now and then.
REBUILD_SECONDS = 5.0
_COUNT_SECONDS = 5.0


@dataclass(frozen=True)
class _Sight:
    """What one look found: sessions that hold, the board's number, open conversations' versions."""

    alive: set[str]
    board: int
    versions: dict[int, Any]


class Client:
    """One browser. What it has not fetched yet is kept once per kind, the newest wins: a slow one costs no memory.

    Args:
        token_hash: Its session.
        conversation_id: The conversation on its screen.
    """

    def __init__(self, token_hash: str, conversation_id: int | None) -> None:
        self.token_hash = token_hash
        self.conversation_id = conversation_id
        self.known: dict[str, Any] = {}
        self._pending: dict[str, Any] = {}
        self._woken = asyncio.Event()
        self._closed = False

    def offer(self, kind: str, version: Any, data: Any) -> None:
        """Give it `data` unless it has this version already."""
        if kind not in self.known or self.known[kind] != version:
            self.known[kind] = version
            self._pending[kind] = data
            self._woken.set()

    def close(self, farewell: str | None = None) -> None:
        """End its stream, after an event named `farewell`."""
        if farewell:
            self._pending[farewell] = {}
        self._closed = True
        self._woken.set()

    async def next(self) -> list[tuple[str, Any]] | None:
        """Wait for news: (event, data) pairs, an empty list as a heartbeat, None at the end."""
        if self._closed and not self._pending:
            return None
        try:
            await asyncio.wait_for(self._woken.wait(), HEARTBEAT_SECONDS)
        except asyncio.TimeoutError:
            return []
        self._woken.clear()
        news, self._pending = list(self._pending.items()), {}
        return news or None


class Live:
    """Looks at the database and tells the browsers what changed.

    Args:
        database: The database.
        wakeups: Says when to look; without Redis it is looked at a few times a second.
        office_hours: For the board.
    """

    def __init__(self, database: Database, wakeups: Wakeups, office_hours: OfficeHours) -> None:
        self._database = database
        self._wakeups = wakeups
        self._office_hours = office_hours
        self._clients: set[Client] = set()
        self._looking = asyncio.Lock()
        self._board: Any = None
        self._board_number = 0
        self._sign: Any = None
        self._built_at = 0.0
        self._counted_at = 0.0

    async def join(self, token_hash: str, conversation_id: int | None) -> Client:
        """Add a browser; it gets the present state at once."""
        client = Client(token_hash, conversation_id)
        self._clients.add(client)
        metrics.STREAMS.inc()
        try:
            await self.look()
        except BaseException:
            self.leave(client)
            raise
        return client

    def leave(self, client: Client) -> None:
        """Forget a browser that has gone."""
        if client in self._clients:
            self._clients.remove(client)
            metrics.STREAMS.dec()

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        for client in self._clients:
            client.close()

    async def run(self) -> None:
        """Look again and again until cancelled; a database that is away is waited for."""
        while True:
            await self._wakeups.wait("desk", LOOK_SECONDS)
            try:
                await self._count()
                if self._clients:
                    await self.look()
            except Exception as error:
                # A database that is away, a row that cannot be read: whatever it is, the next look may be good
                # again, and a desk that has silently stopped looking alerts nobody.
                logger.error("live updates failed this time: %s", type(error).__name__)
                await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Look once and tell every browser what is new to it."""
        async with self._looking:
            clients = list(self._clients)
            open_ids = {client.conversation_id for client in clients if client.conversation_id}
            sight = await asyncio.to_thread(self._see, {client.token_hash for client in clients}, open_ids)
        for client in clients:
            if client.token_hash not in sight.alive:
                client.close("signed_out")
                continue
            client.offer("board", sight.board, self._board)
            if client.conversation_id:
                news = {"id": client.conversation_id}
                client.offer("conversation", sight.versions[client.conversation_id], news)

    def _see(self, token_hashes: Iterable[str], conversation_ids: Iterable[int]) -> _Sight:
        with self._database.reading() as session:
            sign, now = board.board_version(session), time.monotonic()
            if sign != self._sign or now - self._built_at > REBUILD_SECONDS:
                self._sign, self._built_at = sign, now
                fresh = board.build(session, self._office_hours)
                if fresh != self._board:
                    self._board, self._board_number = fresh, self._board_number + 1
            versions = {key: board.conversation_version(session, key) for key in conversation_ids}
            return _Sight(sessions.alive(session, token_hashes), self._board_number, versions)

    async def _count(self) -> None:
        """Keep the metric of waiting conversations, whether somebody looks at the desk or not."""
        if time.monotonic() - self._counted_at < _COUNT_SECONDS:
            return
        self._counted_at = time.monotonic()

        def count() -> int:
            with self._database.reading() as session:
                return board.waiting(session)

        metrics.WAITING.set(await asyncio.to_thread(count))
