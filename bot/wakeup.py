"""Telling another process that there is something to do: Redis publish/subscribe, or short sleeps without it."""

import asyncio
import logging
import time
from typing import Protocol

import redis
import redis.asyncio

logger = logging.getLogger(__name__)

_PREFIX = "union-assistant:wake:"
_POLL_SECONDS = 0.3
_PAUSE_SECONDS = 5.0


class Wakeups(Protocol):
    """Wakes the waiters on a topic: `outbox`, `inbox` or `desk`.

    A wake-up is a hint and may be lost: whoever waits looks at the database again after its timeout.
    """

    def notify(self, topic: str) -> None:
        """Wake whoever waits on `topic`, in any process."""

    async def wait(self, topic: str, timeout: float) -> None:
        """Return when `topic` was notified, or after `timeout` seconds at the latest."""

    async def close(self) -> None:
        """Let go of connections."""


class Polling:
    """The embedded default: no signals, the database is looked at a few times a second."""

    def notify(self, topic: str) -> None:
        """Do nothing: waiters look again soon."""

    async def wait(self, topic: str, timeout: float) -> None:
        """Sleep briefly."""
        await asyncio.sleep(min(timeout, _POLL_SECONDS))

    async def close(self) -> None:
        """Do nothing: nothing is held."""


class RedisWakeups:
    """Wake-ups through Redis.

    Each topic has one waiter a process. A Redis that is away or hangs costs a delay, never the work.

    Args:
        url: The Redis URL.
    """

    def __init__(self, url: str) -> None:
        self._publisher = redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)
        self._subscriber = redis.asyncio.Redis.from_url(url, socket_connect_timeout=1)
        self._subscriptions: dict[str, redis.asyncio.client.PubSub] = {}
        self._quiet_until = 0.0

    def notify(self, topic: str) -> None:
        """Publish; it may take a second when Redis hangs, so it is called from threads. Then it pauses."""
        if time.monotonic() < self._quiet_until:
            return
        try:
            self._publisher.publish(_PREFIX + topic, "1")
        except redis.RedisError as error:
            self._quiet_until = time.monotonic() + _PAUSE_SECONDS
            logger.warning("wake-up %s not published: %s", topic, type(error).__name__)

    async def wait(self, topic: str, timeout: float) -> None:
        """Wait for a message on the topic's channel, `timeout` seconds and little more at the most."""
        try:
            await asyncio.wait_for(self._listen(topic, timeout), timeout + 0.5)
        except (redis.RedisError, OSError, asyncio.TimeoutError) as error:
            logger.warning("wake-ups on %s are away: %s", topic, type(error).__name__)
            self._subscriptions.pop(topic, None)
            await asyncio.sleep(min(timeout, _POLL_SECONDS))

    async def _listen(self, topic: str, timeout: float) -> None:
        subscription = self._subscriptions.get(topic)
        if subscription is None:
            subscription = self._subscriber.pubsub(ignore_subscribe_messages=True)
            await subscription.subscribe(_PREFIX + topic)
            self._subscriptions[topic] = subscription
        loop = asyncio.get_running_loop()
        end = loop.time() + timeout
        while (left := end - loop.time()) > 0:
            if await subscription.get_message(timeout=left):
                # One look at the database answers all that were sent meanwhile.
                while await subscription.get_message(timeout=0.001):
                    pass
                return

    async def close(self) -> None:
        """Close subscriptions and connections."""
        for subscription in self._subscriptions.values():
            await subscription.close()
        await self._subscriber.close()
        self._publisher.close()


def create(redis_url: str | None) -> Wakeups:
    """Return the kind of wake-ups that the settings call for."""
    return RedisWakeups(redis_url) if redis_url else Polling()
