"""Working off the inbox: one conversation's messages in order, different conversations side by side."""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable

from prometheus_client import Counter, Histogram
from sqlalchemy.exc import DBAPIError

from bot.conversations import inbox
from bot.conversations.outbox import Draft
from bot.storage.engine import Database
from bot.wakeup import Wakeups
from bot.wording import say

logger = logging.getLogger(__name__)

Answer = Callable[[inbox.Work], Awaitable[list[Draft]]]

TURN_SECONDS = 45.0
SWEEP_SECONDS = 3.0
_LOOK_SECONDS = 0.2

_turns = Counter("assistant_turns_total", "Messages worked off, by how it ended", ["outcome"])
_seconds = Histogram("assistant_turn_seconds", "Seconds from taking a message up to owing its replies")


class Turns:
    """Works off the inbox of this process's conversations, and takes up what a dead process left.

    Args:
        database: Where the inbox is.
        wakeups: To wake the sender when something is owed.
        answer: What a message gets (dialogue.py).
    """

    def __init__(self, database: Database, wakeups: Wakeups, answer: Answer) -> None:
        self._database = database
        self._wakeups = wakeups
        self._answer = answer
        self._owner = uuid.uuid4().hex
        self._wanted: set[int] = set()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._done: dict[int, asyncio.Event] = {}
        self._stopping = False

    def start(self, conversation_id: int) -> None:
        """See to it that a conversation's waiting messages are worked off."""
        self._wanted.add(conversation_id)
        if conversation_id not in self._tasks:
            self._tasks[conversation_id] = asyncio.create_task(self._run(conversation_id))

    async def wait(self, message_id: int, seconds: float) -> bool:
        """Wait until a message is worked off, by this process or another; false when time runs out first."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        event = self._done.setdefault(message_id, asyncio.Event())
        try:
            while (left := end - loop.time()) > 0:
                try:
                    await asyncio.wait_for(event.wait(), min(left, _LOOK_SECONDS))
                    return True
                except asyncio.TimeoutError:
                    if await asyncio.to_thread(self._is_done, message_id):
                        return True
            return False
        finally:
            self._done.pop(message_id, None)

    async def sweep(self) -> None:
        """Take up, again and again, what was accepted but is worked on by nobody."""
        while True:
            try:
                for conversation_id in await asyncio.to_thread(self._abandoned):
                    self.start(conversation_id)
            except DBAPIError as error:
                logger.error("looking for abandoned messages failed: %s", type(error).__name__)
            await self._wakeups.wait("inbox", SWEEP_SECONDS)

    async def stop(self) -> None:
        """End the work in hand; what is unfinished is taken up again by the next process."""
        self._stopping = True
        for task in list(self._tasks.values()):
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _run(self, conversation_id: int) -> None:
        keeper = asyncio.create_task(self._keep_lease(conversation_id))
        try:
            while conversation_id in self._wanted:
                self._wanted.discard(conversation_id)
                await self._drain(conversation_id)
        except Exception as error:
            # Nothing is lost: the message is still in the inbox, and the sweep takes it up again.
            _turns.labels("failed").inc()
            logger.error("conversation %d: turn failed: %s", conversation_id, _kind(error))
        finally:
            keeper.cancel()
            try:
                await asyncio.to_thread(self._release, conversation_id)
            finally:
                del self._tasks[conversation_id]
                if conversation_id in self._wanted and not self._stopping:
                    self.start(conversation_id)  # something came in while the lease was given back

    async def _keep_lease(self, conversation_id: int) -> None:
        while True:
            await asyncio.sleep(inbox.LEASE_SECONDS / 3)
            try:
                await asyncio.to_thread(self._renew, conversation_id)
            except DBAPIError as error:
                logger.error("conversation %d: lease not renewed: %s", conversation_id, type(error).__name__)

    async def _drain(self, conversation_id: int) -> None:
        while (work := await asyncio.to_thread(self._next, conversation_id)) is not None:
            with _seconds.time():
                drafts = [Draft(say("apology"))] if work.given_up else await self._try(work)
            await asyncio.to_thread(self._finish, work, drafts)
            _turns.labels("given_up" if work.given_up else "done").inc()
            if event := self._done.get(work.message_id):
                event.set()

    async def _try(self, work: inbox.Work) -> list[Draft]:
        return await asyncio.wait_for(self._answer(work), TURN_SECONDS)

    def _next(self, conversation_id: int) -> inbox.Work | None:
        with self._database.work() as session:
            mine = inbox.claim(session, conversation_id, self._owner)
            work = inbox.next_work(session, conversation_id) if mine else None
            session.commit()
        return work

    def _finish(self, work: inbox.Work, drafts: list[Draft]) -> None:
        with self._database.work() as session:
            inbox.finish(session, work.message_id, drafts)
            session.commit()
        self._wakeups.notify("outbox")
        self._wakeups.notify("desk")

    def _release(self, conversation_id: int) -> None:
        with self._database.work() as session:
            inbox.release(session, conversation_id, self._owner)
            session.commit()

    def _renew(self, conversation_id: int) -> None:
        with self._database.work() as session:
            inbox.claim(session, conversation_id, self._owner)
            session.commit()

    def _is_done(self, message_id: int) -> bool:
        with self._database.reading() as session:
            return inbox.is_done(session, message_id)

    def _abandoned(self) -> list[int]:
        with self._database.reading() as session:
            return inbox.abandoned(session)


def _kind(error: BaseException) -> str:
    """Name an error and its causes without their texts, which may repeat what a person wrote."""
    names = []
    cause: BaseException | None = error
    while cause is not None:
        names.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return " ← ".join(names)
