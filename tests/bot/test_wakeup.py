import asyncio
import time

from bot import wakeup


async def test_without_redis_a_waiter_looks_again_soon():
    began = time.monotonic()
    await wakeup.create(None).wait("outbox", 30)
    assert time.monotonic() - began < 5


async def test_a_notification_wakes_a_waiter_in_another_process(redis_server):
    waiter, notifier = wakeup.create(redis_server), wakeup.create(redis_server)
    waiting = asyncio.create_task(waiter.wait("outbox", 20))
    began = time.monotonic()
    while not waiting.done() and time.monotonic() - began < 10:
        await asyncio.sleep(0.1)
        notifier.notify("outbox")
    await waiting
    assert time.monotonic() - began < 10
    await waiter.close()
    await notifier.close()


async def test_topics_do_not_wake_each_other(redis_server):
    wakeups = wakeup.create(redis_server)
    await wakeups.wait("desk", 0.2)
    waiting = asyncio.create_task(wakeups.wait("desk", 0.8))
    wakeups.notify("outbox")
    await asyncio.sleep(0.3)
    assert not waiting.done()
    await waiting
    await wakeups.close()


async def test_a_redis_that_is_away_costs_time_but_no_error():
    wakeups = wakeup.create("redis://127.0.0.1:1/0")
    wakeups.notify("outbox")
    await wakeups.wait("outbox", 0.2)
    await wakeups.close()
