"""Rules for every test: no network beyond this machine, and in CI no test is left out."""

import asyncio
import ipaddress
import os
import random
import socket
from collections.abc import Generator
from contextlib import ExitStack
from typing import Any

import pytest
from sanic import Sanic

from bot.paths import ROOT

pytest_plugins = ["tests.support.servers", "tests.support.databases"]

# Sanic rewrites its own methods when an app starts; only in test mode can a process start a second app.
Sanic.test_mode = True

# Requirements that are not part of this repository; tests that read them are left out where they are missing.
SHARED = ROOT.parent / "shared"


class NetworkForbiddenError(Exception):
    """A test tried to reach another machine."""


def is_loopback(host: str | bytes | None) -> bool:
    """Return whether `host`, as given to the socket functions, is this machine."""
    name = host.decode() if isinstance(host, bytes) else host or ""
    if name in ("", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


@pytest.fixture(autouse=True, scope="session")
def event_loop_policy() -> asyncio.AbstractEventLoopPolicy:
    """Run tests on asyncio's own loop: uvloop, which Sanic and Rasa put in its place, connects in C, past the guard."""
    policy = asyncio.DefaultEventLoopPolicy()
    asyncio.set_event_loop_policy(policy)
    return policy


@pytest.fixture(autouse=True, scope="session")
def only_loopback() -> Generator[None, None, None]:
    """Refuse connections and name look-ups that leave this machine."""
    with pytest.MonkeyPatch.context() as patch:
        for method in ("connect", "connect_ex"):
            patch.setattr(socket.socket, method, _guarded_connect(getattr(socket.socket, method)))
        patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
        yield


def _guarded_connect(real: Any) -> Any:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_loopback(address[0]):
            raise NetworkForbiddenError(f"a test tried to connect to {address[0]}:{address[1]}")
        return real(self, address)

    return connect


def _guarded_lookup(real: Any) -> Any:
    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_loopback(host):
            raise NetworkForbiddenError(f"a test tried to look up {host}")
        return real(host, *args, **kwargs)

    return getaddrinfo


@pytest.fixture
def free_ports() -> int:
    """Return the first of six ports in a row that nobody listens on, below those that Linux gives to connections."""
    while True:
        with ExitStack() as stack:
            first = random.randrange(10_000, 20_000)  # scenarios have theirs above
            try:
                for port in range(first, first + 6):
                    stack.enter_context(socket.create_server(("127.0.0.1", port)))
            except OSError:
                continue
            return first


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure: CI installs whatever a test may need (.ci/run).

    The one exception is the folder beside the repository, which CI cannot install.
    """
    if not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if "shared" in reason and not SHARED.exists():
        return
    report.outcome = "failed"
    report.longrepr = f"skipped in CI, where nothing may be: {reason}"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, None]:
    """Apply the rule to tests that were skipped."""
    outcome = yield
    if os.environ.get("CI"):
        _forbid_skip(outcome.get_result())


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, None]:
    """Apply the rule to whole files that were skipped."""
    outcome = yield
    if os.environ.get("CI"):
        _forbid_skip(outcome.get_result())
