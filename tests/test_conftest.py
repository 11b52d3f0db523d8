"""The rules of conftest.py hold: otherwise they would be trusted for nothing."""

import socket

import httpx
import pytest

from tests.conftest import _forbid_skip


def report(reason: str) -> pytest.TestReport:
    return pytest.TestReport("nodeid", ("file", 1, "name"), {}, "skipped", ("file", 1, reason), "call")


async def test_a_test_cannot_reach_another_machine() -> None:
    with pytest.raises(Exception, match="a test tried to"):
        socket.create_connection(("192.0.2.1", 80), timeout=0.1)
    with pytest.raises(Exception, match="a test tried to"):
        httpx.get("http://example.com/", trust_env=False)
    with pytest.raises(Exception, match="a test tried to"):
        async with httpx.AsyncClient(trust_env=False) as client:
            await client.get("http://example.com/")


def test_a_test_can_reach_its_own_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()


def test_a_skip_is_a_failure_where_the_rule_applies() -> None:
    skipped = report("Skipped: needs redis-server")
    _forbid_skip(skipped)
    assert skipped.failed
    assert "needs redis-server" in str(skipped.longrepr)
