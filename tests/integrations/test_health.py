"""The health addresses, asked over real HTTP."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from uuid import uuid4

import httpx
import pytest
from prometheus_client import Counter
from sanic import Sanic

from integrations import health

Serve = Callable[[Mapping[str, health.Check]], Awaitable[httpx.AsyncClient]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Start a process's health addresses on a free port and give a client for it."""
    async with AsyncExitStack() as stack:

        async def start(checks: Mapping[str, health.Check]) -> httpx.AsyncClient:
            app = Sanic(f"health-{uuid4().hex}", configure_logging=False)
            app.blueprint(health.blueprint(checks))
            listening = socket.create_server(("127.0.0.1", 0))
            server = await app.create_server(sock=listening, return_asyncio_server=True)
            await server.startup()
            stack.callback(server.close)
            address = "http://{}:{}".format(*listening.getsockname())
            return await stack.enter_async_context(httpx.AsyncClient(base_url=address, trust_env=False))

        yield start


async def passes() -> None:
    """A dependency that works."""


async def refuses() -> None:
    raise ConnectionRefusedError("redis://secret-host:6379 refused")


async def test_a_living_process_says_so_even_while_it_is_not_ready(serve: Serve) -> None:
    client = await serve({"redis": refuses})
    answer = await client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


async def test_a_process_whose_checks_pass_is_ready(serve: Serve) -> None:
    client = await serve({"database": passes, "model": passes})
    answer = await client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "checks": {"database": "ok", "model": "ok"}}


async def test_a_failing_check_is_named_without_its_address(serve: Serve) -> None:
    client = await serve({"database": passes, "redis": refuses})
    answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "checks": {"database": "ok", "redis": "ConnectionRefusedError"}}
    assert "secret-host" not in answer.text


async def test_a_check_that_hangs_is_a_failure_in_time(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CHECK_SECONDS", 0.05)
    client = await serve({"database": lambda: time.sleep(0.3), "redis": lambda: asyncio.sleep(0.3)})
    answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": "timeout", "redis": "timeout"}


async def test_a_blocking_check_runs_beside_the_server(serve: Serve) -> None:
    def blocking() -> None:
        asyncio.run(asyncio.sleep(0))  # raises if this thread already runs an event loop

    client = await serve({"database": blocking})
    assert (await client.get("/readyz")).status_code == 200


async def test_metrics_are_in_the_form_that_prometheus_reads(serve: Serve) -> None:
    Counter("health_test_turns", "Turns counted by this test").inc(3)
    client = await serve({})
    answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert "health_test_turns_total 3.0" in answer.text
