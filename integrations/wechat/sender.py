"""The sender: delivers what the passive reply did not take, in order, with retry, and says what it could not."""

import asyncio
import logging
import random
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

from prometheus_client import Counter
from sqlalchemy.exc import DBAPIError

from bot.conversations import inbox, outbox
from bot.settings import WeChatSettings
from bot.storage.engine import Database
from bot.storage.media_store import MediaStore
from bot.wakeup import Wakeups
from integrations.wechat import reply
from integrations.wechat.client import WeChatClient
from integrations.wechat.errors import Delivery, SendOutcome
from integrations.wechat.fetching import Fetcher

logger = logging.getLogger(__name__)

Item = TypeVar("Item")

_IDLE_SECONDS = 1.0
_SIDE_BY_SIDE = 20
# How long sends under way may go on after the end was asked for.
_LAST_SECONDS = 3.0

_sends = Counter("assistant_sends_total", "Customer-service messages, by outcome", ["outcome"])

# What the desk shows where a message did not arrive.
_PROBLEMS = {
    Delivery.UNREACHABLE: "对方未关注公众号",
    Delivery.WINDOW_CLOSED: "超过 48 小时未互动，或对方已取消关注",
    Delivery.ALLOWANCE_USED: "平台允许的客服消息条数已用完",
    Delivery.DAILY_LIMIT: "今日接口调用次数已达上限",
    Delivery.FORBIDDEN: "公众号没有发送权限，或对方拒收消息",
    Delivery.TOO_LONG: "消息过长，平台未接收",
    Delivery.TOKEN_BAD: "公众号凭证失效，请联系运维",
    Delivery.ADDRESS_NOT_LISTED: "服务器地址不在公众号白名单，请联系运维",
    Delivery.RETRY: "平台繁忙或网络不通，稍后重试",
    Delivery.UNCERTAIN: "平台没有回音，稍后重试",
    Delivery.UNKNOWN: "平台返回未知错误",
}
_NOTHING_LEFT = "内容已删除，没有可发送的文字"
_HELD = frozenset({Delivery.ALLOWANCE_USED, Delivery.DAILY_LIMIT})
_AGAIN = frozenset({Delivery.RETRY, Delivery.UNCERTAIN, Delivery.TOKEN_BAD, Delivery.ADDRESS_NOT_LISTED})
# Nothing reached the person, so nothing of the allowance is used up.
_NOT_SENT = frozenset({Delivery.RETRY, Delivery.TOKEN_BAD, Delivery.ADDRESS_NOT_LISTED})


class Sender:
    """Drains the outbox and fetches files; any number of them may run.

    Args:
        settings: The account.
        database: Where the outbox is.
        client: Calls the platform.
        store: Where files are kept.
        wakeups: Says when something is owed.
    """

    def __init__(
        self,
        settings: WeChatSettings,
        database: Database,
        client: WeChatClient,
        store: MediaStore,
        wakeups: Wakeups,
    ) -> None:
        self._settings = settings
        self._database = database
        self._client = client
        self._wakeups = wakeups
        self._files = Fetcher(database, client, store, wakeups)
        self._running: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Deliver and fetch for ever; a database that is away is waited for."""
        try:
            await asyncio.gather(
                self._forever("outbox", self._claim, self._deliver),
                self._forever("files", self._files.claim, self._files.fetch),
            )
        finally:
            # What is being sent now would be sent again by the next sender if it were cut off here.
            if self._running:
                await asyncio.wait(self._running, timeout=_LAST_SECONDS)

    async def deliver_once(self) -> bool:
        """Deliver what is due now, different people side by side; return whether there was anything."""
        due = await asyncio.to_thread(self._claim, _SIDE_BY_SIDE)
        await asyncio.gather(*(self._deliver(delivery) for delivery in due))
        return bool(due)

    async def fetch_once(self) -> bool:
        """Fetch the files that are due now; return whether there were any."""
        due = await asyncio.to_thread(self._files.claim, _SIDE_BY_SIDE)
        await asyncio.gather(*(self._files.fetch(wanted) for wanted in due))
        return bool(due)

    async def _forever(
        self, what: str, claim: Callable[[int], Sequence[Item]], work: Callable[[Item], Coroutine[Any, Any, None]]
    ) -> None:
        """Work on whatever is due, each by itself: one slow person or file holds up nobody else's."""
        mine: set[asyncio.Task[None]] = set()
        waiting = asyncio.create_task(self._wakeups.wait(what, _IDLE_SECONDS))
        while True:
            due: Sequence[Item] = ()
            try:
                due = await asyncio.to_thread(claim, _SIDE_BY_SIDE - len(mine))
            except DBAPIError as error:
                logger.error("the %s cannot be read: %s", what, type(error).__name__)
            for item in due:
                task = asyncio.create_task(work(item))
                for tasks in (mine, self._running):
                    tasks.add(task)
                    task.add_done_callback(tasks.discard)
            if waiting.done():
                waiting = asyncio.create_task(self._wakeups.wait(what, _IDLE_SECONDS))
            # A delivery that ends may be followed by the next of the same conversation.
            await asyncio.wait({waiting, *mine}, return_when=asyncio.FIRST_COMPLETED)

    async def _deliver(self, delivery: outbox.Delivery) -> None:
        try:
            await self._send(delivery)
        except Exception as error:
            # One delivery that cannot be worked on must not stop all others; its claim runs out and it comes again.
            logger.error("delivery %d failed: %s", delivery.id, type(error).__name__)

    async def _send(self, delivery: outbox.Delivery) -> None:
        bodies = self._bodies(delivery)
        if not bodies:
            await asyncio.to_thread(self._give_up, delivery, _NOTHING_LEFT)
        for number, body in enumerate(bodies, 1):
            if not await asyncio.to_thread(self._spend, delivery.conversation_id):
                await asyncio.to_thread(self._settle, delivery, SendOutcome(Delivery.ALLOWANCE_USED))
                return
            outcome = await self._client.send(body)
            _sends.labels(outcome.delivery.value).inc()
            if outcome.delivery is not Delivery.DELIVERED:
                await asyncio.to_thread(self._settle, delivery, outcome)
                return
            if not await asyncio.to_thread(self._part_sent, delivery, number == len(bodies)):
                return

    def _bodies(self, delivery: outbox.Delivery) -> list[dict[str, object]]:
        """Return what is left to send."""
        if not delivery.parts_sent:
            bodies = reply.customer_service(
                delivery.openid, delivery.text, delivery.options, verified=self._settings.verified
            )
            if len(bodies) == 1:
                return list(bodies)
        # What goes out in parts may begin in a passive reply, which knows only texts: both cut at the same place.
        texts = reply.texts(delivery.text, delivery.options)
        return [reply.text_message(delivery.openid, text) for text in texts[delivery.parts_sent :]]

    def _claim(self, limit: int) -> list[outbox.Delivery]:
        with self._database.reading() as session:
            if limit < 1 or not outbox.is_due(session):
                return []
        with self._database.work() as session:
            due = outbox.claim(session, limit)
            session.commit()
        return due

    def _spend(self, conversation_id: int) -> bool:
        with self._database.work() as session:
            allowed = outbox.spend(session, conversation_id)
            session.commit()
        return allowed

    def _part_sent(self, delivery: outbox.Delivery, last: bool) -> bool:
        with self._database.work() as session:
            ours = outbox.part_sent(session, delivery, last)
            session.commit()
        self._wakeups.notify("desk")
        return ours

    def _settle(self, delivery: outbox.Delivery, outcome: SendOutcome) -> None:
        problem = _PROBLEMS[outcome.delivery]
        if outcome.delivery is Delivery.UNKNOWN:
            problem += f"（{outcome.code}）"
        if outcome.needs_operator:
            logger.error("the account needs attention: %s (error %s)", outcome.delivery.value, outcome.code)
        with self._database.work() as session:
            if outcome.delivery in _NOT_SENT:
                outbox.refund(session, delivery.conversation_id)
            if outcome.delivery in _HELD:
                outbox.hold(session, delivery, problem)
            elif outcome.delivery in _AGAIN:
                outbox.retry(session, delivery, _backoff(delivery.attempts, outcome), problem)
            else:
                outbox.fail(session, delivery, problem)
            if outcome.delivery is Delivery.UNREACHABLE:
                inbox.unreachable(session, delivery.conversation_id, problem)
            session.commit()
        self._wakeups.notify("desk")

    def _give_up(self, delivery: outbox.Delivery, problem: str) -> None:
        with self._database.work() as session:
            outbox.fail(session, delivery, problem)
            session.commit()


def _backoff(attempts: int, outcome: SendOutcome) -> float:
    """Return seconds until the next try: doubling, spread so that senders do not march in step."""
    return max(outcome.retry_after or 0.0, min(2.0**attempts, 300.0) * random.uniform(0.7, 1.0))  # noqa: S311
