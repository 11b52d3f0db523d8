"""The three addresses that every process answers: /healthz, /readyz and /metrics (contracts.md, HTTP)."""

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json, raw

logger = logging.getLogger(__name__)

Check = Callable[[], Awaitable[object] | object]

# Longer than a healthy database or Redis ever needs, shorter than a load balancer waits.
CHECK_SECONDS = 2.0


async def examine(checks: Mapping[str, Check]) -> dict[str, str]:
    """Run the checks side by side.

    Args:
        checks: What must work, by name. A check that returns has passed; one that raises, or takes longer
            than `CHECK_SECONDS`, has failed. One that is not a coroutine function runs in a thread.

    Returns:
        `"ok"` or the kind of failure by check name. The failure's own text goes to the log only: it may hold
        addresses and accounts.
    """
    outcomes = await asyncio.gather(*(_examine(name, check) for name, check in checks.items()))
    return dict(zip(checks, outcomes, strict=True))


def blueprint(checks: Mapping[str, Check]) -> Blueprint:
    """Make the health addresses of one process.

    Args:
        checks: What must work before the process can serve (see `examine`).

    Returns:
        A Sanic blueprint with `/healthz` (200 while the process lives), `/readyz` (200, or 503 while a check
        fails; the body lists every check) and `/metrics` (Prometheus text).
    """
    health = Blueprint("health")

    @health.get("/healthz")
    async def healthz(request: Request) -> HTTPResponse:
        return json({"alive": True})

    @health.get("/readyz")
    async def readyz(request: Request) -> HTTPResponse:
        outcomes = await examine(checks)
        ready = all(outcome == "ok" for outcome in outcomes.values())
        return json({"ready": ready, "checks": outcomes}, status=200 if ready else 503)

    @health.get("/metrics")
    async def metrics(request: Request) -> HTTPResponse:
        return raw(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    return health


async def _call(check: Check) -> None:
    outcome = check() if inspect.iscoroutinefunction(check) else await asyncio.to_thread(check)
    if inspect.isawaitable(outcome):
        await outcome


async def _examine(name: str, check: Check) -> str:
    try:
        await asyncio.wait_for(_call(check), CHECK_SECONDS)
    except asyncio.TimeoutError:
        logger.warning("readiness check %s took longer than %.0f s", name, CHECK_SECONDS)
        return "timeout"
    except Exception as error:
        # Whatever a dependency raises, it means the same here: not ready.
        logger.warning("readiness check %s failed: %s", name, error)
        return type(error).__name__
    return "ok"
