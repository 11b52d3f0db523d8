"""News of what happens on the platform, for pages (server-sent events) and for callers that wait."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

News = dict[str, Any]
BACKLOG = 1000  # A reader that falls this far behind is cut off; it reloads when it comes back.


class Feed:
    """Hands every piece of news to everyone who listens at that moment."""

    def __init__(self) -> None:
        self._readers: set[asyncio.Queue[News | None]] = set()

    def publish(self, kind: str, **data: Any) -> None:
        """Send `{"kind": kind, **data}` (JSON types) to every listener."""
        for queue in tuple(self._readers):
            if queue.qsize() >= BACKLOG:
                self._readers.discard(queue)
                queue.put_nowait(None)
            else:
                queue.put_nowait({"kind": kind, **data})

    def close(self) -> None:
        """End every listener's stream, so that the server can stop."""
        for queue in self._readers:
            queue.put_nowait(None)
        self._readers.clear()

    @contextmanager
    def listen(self) -> Iterator["asyncio.Queue[News | None]"]:
        """Return a queue of the news from now on; None in it means that the stream has ended."""
        queue: asyncio.Queue[News | None] = asyncio.Queue()
        self._readers.add(queue)
        try:
            yield queue
        finally:
            self._readers.discard(queue)

    async def wait_until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Wait until `ready()` holds, asked again after every piece of news, for at most `seconds`."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        with self.listen() as queue:
            while not ready():
                try:
                    news = await asyncio.wait_for(queue.get(), max(0.0, end - loop.time()))
                except asyncio.TimeoutError:
                    return ready()
                if news is None:
                    return ready()
        return True
