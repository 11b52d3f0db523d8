"""Tests of the token service: one refresher, its two stores, and the limits on forced refreshes."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from bot import clock
from integrations.wechat.api import open_http
from integrations.wechat.errors import TokenUnavailable
from integrations.wechat.token_stores import FORCED_A_DAY, MemoryStore, RedisStore, TokenStore
from integrations.wechat.tokens import TokenService
from tests.support.loopback_api import LoopbackApi, Response, running
from tests.support.ports import free_port

pytest_plugins = ["tests.support.servers"]

PATH = "/cgi-bin/stable_token"
NewService = Callable[[], TokenService]


def token(value: str, expires_in: int = 7200, delay: float = 0.0) -> Response:
    return Response({"access_token": value, "expires_in": expires_in}, delay=delay)


def forced(api: LoopbackApi) -> list[bool]:
    return [request.json()["force_refresh"] for request in api.calls(PATH)]


@pytest.fixture
def api() -> Iterator[LoopbackApi]:
    with running() as server:
        yield server


@pytest.fixture(params=["memory", "redis"])
async def new_service(request: pytest.FixtureRequest, api: LoopbackApi) -> AsyncIterator[NewService]:
    """Make services of one account, as so many processes would (with Redis, each with its own connection)."""
    app_id, shared = f"wx{uuid4().hex}", MemoryStore()
    url = request.getfixturevalue("redis_server") if request.param == "redis" else ""
    async with AsyncExitStack() as stack:

        def make() -> TokenService:
            store: TokenStore = shared
            if url:
                redis: Redis[str] = Redis.from_url(url, decode_responses=True)
                stack.push_async_callback(redis.close)
                store = RedisStore(redis, app_id)
            http = open_http(api.url)
            stack.push_async_callback(http.aclose)
            return TokenService(http, store, app_id, "s3cret")

        yield make


async def test_a_token_is_asked_for_once_and_kept(api: LoopbackApi, new_service: NewService) -> None:
    api.script(PATH, token("a"), token("b"))
    service = new_service()
    assert [await service.get(), await service.get()] == ["a", "a"]
    (request,) = api.calls(PATH)
    assert (request.method, request.query) == ("POST", {})
    assert request.json() | {"appid": ""} == {
        "grant_type": "client_credential",
        "appid": "",
        "secret": "s3cret",
        "force_refresh": False,
    }


async def test_many_callers_in_two_processes_cause_one_call(api: LoopbackApi, new_service: NewService) -> None:
    api.script(PATH, token("a", delay=0.2), token("b"))
    first, second = new_service(), new_service()
    got = await asyncio.gather(*(service.get() for service in [first, second] * 5))
    assert set(got) == {"a"}
    assert len(api.calls(PATH)) == 1


async def test_in_its_last_minutes_one_refreshes_and_nobody_waits(api: LoopbackApi, new_service: NewService) -> None:
    api.script(PATH, token("old"), token("new", delay=0.3))
    first, second = new_service(), new_service()
    await first.get()
    with clock.fixed(clock.now() + timedelta(seconds=7200 - 299)):
        refreshing = asyncio.create_task(first.get())
        await asyncio.sleep(0.1)
        assert await second.get() == "old"
        assert await refreshing == "new"
        assert await second.get() == "new"
    assert forced(api) == [False, False]


async def test_before_its_last_minutes_a_token_is_not_refreshed(api: LoopbackApi, new_service: NewService) -> None:
    api.script(PATH, token("old"), token("new"))
    service = new_service()
    await service.get()
    with clock.fixed(clock.now() + timedelta(seconds=7200 - 320)):
        assert await service.get() == "old"


async def test_a_valid_token_outlives_a_failed_refresh(api: LoopbackApi, new_service: NewService) -> None:
    api.script(PATH, token("old"), {"errcode": -1})
    service = new_service()
    await service.get()
    with clock.fixed(clock.now() + timedelta(seconds=7200 - 200)):
        assert [await service.get(), await service.get()] == ["old", "old"]
    assert len(api.calls(PATH)) == 2


async def test_a_refused_token_is_replaced_by_the_platforms_newer_one_without_force(
    api: LoopbackApi, new_service: NewService
) -> None:
    api.script(PATH, token("bad"), token("good"))
    service = new_service()
    assert await service.refresh(await service.get()) == "good"
    assert await service.get() == "good"
    assert forced(api) == [False, False]


async def test_a_refused_token_that_the_platform_still_gives_is_replaced_by_force(
    api: LoopbackApi, new_service: NewService
) -> None:
    api.script(PATH, token("bad"), token("bad"), token("good"))
    service = new_service()
    assert await service.refresh(await service.get()) == "good"
    assert forced(api) == [False, False, True]


async def test_many_reports_of_one_bad_token_cause_one_refresh(api: LoopbackApi, new_service: NewService) -> None:
    api.script(PATH, token("bad"), token("good", delay=0.1), token("third"))
    first, second = new_service(), new_service()
    await first.get()
    assert set(await asyncio.gather(*(s.refresh("bad") for s in [first, second] * 3))) == {"good"}
    assert len(api.calls(PATH)) == 2


async def test_two_forced_refreshes_are_never_close_together(api: LoopbackApi, new_service: NewService) -> None:
    api.script(PATH, token("bad"), token("bad"), token("worse"), token("worse"))
    first, second = new_service(), new_service()
    assert await first.refresh(await first.get()) == "worse"
    with pytest.raises(TokenUnavailable, match="no forced refresh"):
        await second.refresh("worse")
    assert forced(api) == [False, False, True, False]


async def test_forced_refreshes_in_one_process_are_limited_by_the_day() -> None:
    store, start = MemoryStore(), clock.now()
    for n in range(FORCED_A_DAY):
        with clock.fixed(start + timedelta(seconds=31 * n)):
            assert await store.claim_force()
    with clock.fixed(start + timedelta(hours=1)):
        assert not await store.claim_force()
    with clock.fixed(start + timedelta(days=1, hours=1)):
        assert await store.claim_force()


async def test_forced_refreshes_of_all_processes_are_limited_by_the_day(redis_server: str) -> None:
    app_id = f"wx{uuid4().hex}"
    async with Redis.from_url(redis_server, decode_responses=True) as redis:
        store = RedisStore(redis, app_id)
        claimed = []
        for _ in range(FORCED_A_DAY + 1):
            claimed.append(await store.claim_force())
            await redis.delete(f"wechat:{app_id}:token:forced")  # as after 30 seconds
    assert claimed == [True] * FORCED_A_DAY + [False]


async def test_the_lock_of_a_process_that_died_becomes_free(redis_server: str) -> None:
    app_id = f"wx{uuid4().hex}"
    async with Redis.from_url(redis_server, decode_responses=True) as redis:
        async with RedisStore(redis, app_id).lock(0) as mine:
            assert mine
            assert 0 < await redis.ttl(f"wechat:{app_id}:token:lock") <= 30
            async with RedisStore(redis, app_id).lock(0) as other:
                assert not other


@pytest.mark.parametrize(
    "answer",
    [
        Response({"errcode": 40125, "errmsg": "invalid appsecret"}),
        Response({"access_token": "", "expires_in": 7200}),
        Response({"access_token": "a", "expires_in": "soon"}),
        Response(status=500),
    ],
)
async def test_without_a_token_the_error_says_so(api: LoopbackApi, new_service: NewService, answer: Response) -> None:
    api.script(PATH, answer)
    with pytest.raises(TokenUnavailable) as caught:
        await new_service().get()
    assert caught.value.code == answer.body.get("errcode")


async def test_without_redis_there_is_no_token_and_no_traceback(api: LoopbackApi) -> None:
    async with Redis.from_url(f"redis://127.0.0.1:{free_port()}", decode_responses=True) as redis:
        async with open_http(api.url) as http:
            service = TokenService(http, RedisStore(redis, "wx1"), "wx1", "s")
            with pytest.raises(TokenUnavailable, match="Redis is not reachable"):
                await service.get()
            with pytest.raises(TokenUnavailable, match="Redis is not reachable"):
                await service.refresh("bad")


async def test_tokens_and_the_secret_stay_out_of_the_log(
    api: LoopbackApi, new_service: NewService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    api.script(PATH, token("tok-1"), token("tok-1"), token("tok-2"))
    service = new_service()
    await service.refresh(await service.get())
    for secret in ("tok-1", "tok-2", "s3cret"):
        assert secret not in caplog.text
