"""The sender: delivers what the passive reply did not take, in order, with retry, and says what it could not."""

import asyncio
import logging
import random

from prometheus_client import Counter
from sqlalchemy.exc import DBAPIError

from bot.conversations import files, outbox
from bot.settings import WeChatSettings
from bot.storage.engine import Database
from bot.storage.media_store import MediaStore
from bot.wakeup import Wakeups
from integrations.wechat import media, reply
from integrations.wechat.client import WeChatClient
from integrations.wechat.errors import ApiError, Delivery, MediaRefused, SendOutcome, WeChatError

logger = logging.getLogger(__name__)

_IDLE_SECONDS = 1.0
_MEDIA_EXPIRED = 40007

_sends = Counter("assistant_sends_total", "Customer-service messages, by outcome", ["outcome"])

# What the desk shows where a message did not arrive.
_PROBLEMS = {
    Delivery.UNREACHABLE: "对方未关注公众号",
    Delivery.WINDOW_CLOSED: "超过 48 小时未互动，或对方已取消关注",
    Delivery.ALLOWANCE_USED: "平台允许的客服消息条数已用完，等对方再发消息时送达",
    Delivery.DAILY_LIMIT: "今日接口调用次数已达上限，等对方再发消息时送达",
    Delivery.FORBIDDEN: "公众号没有发送权限，或对方拒收消息",
    Delivery.TOO_LONG: "消息过长，平台未接收",
    Delivery.TOKEN_BAD: "公众号凭证失效，请联系运维",
    Delivery.ADDRESS_NOT_LISTED: "服务器地址不在公众号白名单，请联系运维",
    Delivery.RETRY: "平台繁忙或网络不通，稍后重试",
    Delivery.UNCERTAIN: "平台没有回音，稍后重试",
    Delivery.UNKNOWN: "平台返回未知错误",
}


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
        self._store = store
        self._wakeups = wakeups

    async def run(self) -> None:
        """Deliver for ever; a database that is away is waited for."""
        while True:
            try:
                busy = await self.deliver_once()
                busy |= await self.fetch_once()
            except DBAPIError as error:
                logger.error("the outbox cannot be read: %s", type(error).__name__)
                busy = False
            if not busy:
                await self._wakeups.wait("outbox", _IDLE_SECONDS)

    async def deliver_once(self) -> bool:
        """Deliver what is due now, different people side by side; return whether there was anything."""
        due = await asyncio.to_thread(self._claim)
        await asyncio.gather(*(self._deliver(delivery) for delivery in due))
        return bool(due)

    async def fetch_once(self) -> bool:
        """Fetch the files that people sent; return whether any was fetched."""
        wanted = await asyncio.to_thread(self._missing)
        results = await asyncio.gather(*(self._fetch(*each) for each in wanted))
        return any(results)

    async def _deliver(self, delivery: outbox.Delivery) -> None:
        bodies = self._bodies(delivery)
        for number, body in enumerate(bodies[delivery.parts_sent :], delivery.parts_sent + 1):
            if not await asyncio.to_thread(self._spend, delivery.conversation_id):
                await asyncio.to_thread(self._settle, delivery, SendOutcome(Delivery.ALLOWANCE_USED))
                return
            outcome = await self._client.send(body)
            _sends.labels(outcome.delivery.value).inc()
            if outcome.delivery is not Delivery.DELIVERED:
                await asyncio.to_thread(self._settle, delivery, outcome)
                return
            await asyncio.to_thread(self._part_sent, delivery, number == len(bodies))

    def _bodies(self, delivery: outbox.Delivery) -> list[dict[str, object]]:
        bodies = reply.customer_service(
            delivery.openid, delivery.text, delivery.options, verified=self._settings.verified
        )
        if len(bodies) > 1:
            # Part of it may have gone out in a passive reply: both have to cut it at the same place.
            bodies = tuple(
                reply.text_message(delivery.openid, part) for part in reply.texts(delivery.text, delivery.options)
            )
        return list(bodies)

    async def _fetch(self, attachment_id: int, media_id: str) -> bool:
        try:
            file = await media.fetch(self._client, media_id)
            key = await asyncio.to_thread(self._store.put, file.data)
            await asyncio.to_thread(self._kept, attachment_id, key, file)
            return True
        except MediaRefused as error:
            await asyncio.to_thread(self._failed, attachment_id, str(error), True)
        except WeChatError as error:
            expired = isinstance(error, ApiError) and error.code == _MEDIA_EXPIRED
            await asyncio.to_thread(self._failed, attachment_id, str(error)[:200], expired)
        return False

    def _claim(self) -> list[outbox.Delivery]:
        with self._database.reading() as session:
            if not outbox.is_due(session):
                return []
        with self._database.work() as session:
            due = outbox.claim(session)
            session.commit()
        return due

    def _spend(self, conversation_id: int) -> bool:
        with self._database.work() as session:
            allowed = outbox.spend(session, conversation_id)
            session.commit()
        return allowed

    def _part_sent(self, delivery: outbox.Delivery, last: bool) -> None:
        with self._database.work() as session:
            outbox.part_sent(session, delivery.id, last)
            session.commit()
        self._wakeups.notify("desk")

    def _settle(self, delivery: outbox.Delivery, outcome: SendOutcome) -> None:
        problem = _PROBLEMS[outcome.delivery]
        if outcome.delivery is Delivery.UNKNOWN:
            problem += f"（{outcome.code}）"
        if outcome.needs_operator:
            logger.error("the account needs attention: %s (error %s)", outcome.delivery.value, outcome.code)
        with self._database.work() as session:
            if outcome.delivery in (Delivery.ALLOWANCE_USED, Delivery.DAILY_LIMIT):
                outbox.hold(session, delivery.id, problem)
            elif outcome.delivery in (
                Delivery.RETRY,
                Delivery.UNCERTAIN,
                Delivery.TOKEN_BAD,
                Delivery.ADDRESS_NOT_LISTED,
            ):
                outbox.retry(session, delivery.id, _backoff(delivery.attempts, outcome), problem)
            else:
                outbox.fail(session, delivery.id, problem)
            session.commit()
        self._wakeups.notify("desk")

    def _missing(self) -> list[tuple[int, str]]:
        with self._database.reading() as session:
            return [(file.id, file.media_id) for file in files.missing(session)]

    def _kept(self, attachment_id: int, key: str, file: media.Media) -> None:
        with self._database.work() as session:
            files.kept(session, attachment_id, key, file.content_type, len(file.data))
            session.commit()
        self._wakeups.notify("desk")

    def _failed(self, attachment_id: int, problem: str, final: bool) -> None:
        logger.warning("attachment %d not fetched: %s", attachment_id, problem)
        with self._database.work() as session:
            files.failed(session, attachment_id, problem, final)
            session.commit()


def _backoff(attempts: int, outcome: SendOutcome) -> float:
    """Return seconds until the next try: doubling, spread so that senders do not march in step."""
    return max(outcome.retry_after or 0.0, min(2.0**attempts, 300.0) * random.uniform(0.7, 1.0))  # noqa: S311
