"""Live updates over real server-sent events."""

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import replace

from bot import clock
from bot.staff.model import Staff, StaffSession
from integrations.desk.live import Client

pytest_plugins = ["tests.support.servers"]


@asynccontextmanager
async def stream(browser, conversation_id=None):
    """Open the stream; gives a function that waits for the next event of a kind."""
    query = {"conversation": conversation_id} if conversation_id else {}
    headers = {"Accept": "text/event-stream"}
    async with browser.stream("GET", "/desk/events", params=query, headers=headers) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        lines = response.aiter_lines()

        async def wait_for(kind):
            async def read():
                event = ""
                async for line in lines:
                    if line.startswith("event: "):
                        event = line[7:]
                    if line.startswith("data: ") and event == kind:
                        return json.loads(line[6:])
                return None

            return await asyncio.wait_for(read(), 8)

        yield wait_for


async def test_the_board_comes_at_once_and_again_when_somebody_asks_for_a_person(wang, make):
    first = make.conversation()
    make.said(first, "转人工")
    async with stream(wang) as wait_for:
        board = await wait_for("board")
        assert board["waiting"] == [] and [row["id"] for row in board["recent"]] == [first]
        make.asks_for_person(first)
        board = await wait_for("board")
        assert board["waiting"][0]["reason_label"] == "转人工"
        danger = make.conversation()
        make.asks_for_person(danger, "danger")
        while len(board["waiting"]) < 2:
            board = await wait_for("board")
    assert [row["id"] for row in board["waiting"]] == [danger, first]
    assert board["waiting"][0]["priority"] == 9


async def test_a_new_message_and_a_delivery_are_told_to_whoever_has_the_conversation_open(wang, make):
    conversation = make.conversation()
    async with stream(wang, conversation) as wait_for:
        await wait_for("conversation")
        message = make.replied(conversation, "您好")
        assert await wait_for("conversation") == {"id": conversation}
        make.hold_delivery(message, "客服消息额度用完")
        assert await wait_for("conversation") == {"id": conversation}


async def test_another_desks_take_is_seen_without_reloading(wang, make):
    conversation = make.conversation()
    make.asks_for_person(conversation)
    li = make.staff("li", "李师傅")
    async with stream(wang) as wait_for:
        await wait_for("board")
        make.taken(conversation, li)
        board = await wait_for("board")
    assert board["waiting"] == []
    assert board["held"][0]["staff"] == {"id": li, "name": "李师傅"}


async def test_two_desk_processes_tell_each_other_through_redis(wang, make, serve, settings, redis_server):
    one, other = [await serve(replace(settings, redis_url=redis_server)) for _ in range(2)]
    conversation = make.conversation()
    wang.base_url = one.ctx.address
    async with stream(wang, conversation) as wait_for:
        await wait_for("board")
        await asyncio.sleep(0.2)
        took = await wang.write(f"{other.ctx.address}/api/v1/conversations/{conversation}/take")
        assert took.status_code == 200
        board = await wait_for("board")
    assert board["held"][0]["id"] == conversation
    assert (await wang.get("/readyz")).json()["checks"] == {"database": "ok", "redis": "ok"}


async def test_the_stream_ends_at_once_when_the_account_is_disabled(wang, make):
    async with stream(wang) as wait_for:
        await wait_for("board")
        make.change(Staff, make.rows(Staff, username="wang")[0].id, disabled=True)
        assert await wait_for("signed_out") == {}
        assert await wait_for("board") is None


async def test_the_stream_does_not_keep_an_idle_session_alive(wang, make):
    (session,) = make.rows(StaffSession)
    earlier = clock.now() - (clock.now() - session.created_at) * 2
    make.change(StaffSession, session.token_hash, seen_at=earlier)
    async with stream(wang) as wait_for:
        await wait_for("board")
    assert make.rows(StaffSession)[0].seen_at == earlier


async def test_a_stream_for_a_conversation_that_is_not_there_still_brings_the_board(wang):
    for conversation in ("999", "abc", "-1", "99999999999999999999"):
        async with stream(wang, conversation) as wait_for:
            assert (await wait_for("board"))["waiting"] == []


async def test_a_browser_that_goes_away_is_forgotten(wang, app, make):
    async with stream(wang) as wait_for:
        await wait_for("board")
        assert len(app.ctx.desk.live._clients) == 1
    make.asks_for_person(make.conversation())
    for _ in range(50):
        if not app.ctx.desk.live._clients:
            break
        await asyncio.sleep(0.1)
    assert not app.ctx.desk.live._clients


async def test_a_slow_browser_gets_the_newest_state_only():
    client = Client("hash", None)
    for number in range(1000):
        client.offer("board", number, {"number": number})
    assert await client.next() == [("board", {"number": 999})]


async def test_what_a_browser_knows_is_not_sent_again():
    client = Client("hash", None)
    client.offer("board", 1, {"number": 1})
    await client.next()
    client.offer("board", 1, {"number": 1})
    client.close()
    assert await client.next() is None
