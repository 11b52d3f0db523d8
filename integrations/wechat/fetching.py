"""Fetching the files that people sent, while the platform still has them; what is lost is said."""

import asyncio
import logging

from bot.conversations import files
from bot.storage.engine import Database
from bot.storage.media_store import MediaStore
from bot.wakeup import Wakeups
from bot.wording import say
from integrations.wechat import media
from integrations.wechat.client import WeChatClient
from integrations.wechat.errors import ApiError, MediaRefused, WeChatError

logger = logging.getLogger(__name__)

_MEDIA_EXPIRED = 40007

# What the desk shows in the place of a file that is not there.
_LATER = "平台繁忙或网络不通，稍后重试"
_LOST = {
    "too_large": "超过 10 MB，没有留，已请对方换一张",
    "wrong_kind": "不是照片的格式，没有留，已请对方换一张",
    "empty": "是空的，没有留，已请对方重发",
    "expired": "已经过期，取不到了，已请对方重发",
}


class Fetcher:
    """Fetches files; any number of them may run.

    Args:
        database: Where it is written down which files there are.
        client: Calls the platform.
        store: Where files are kept.
        wakeups: Tells others that something is owed, or to be seen.
    """

    def __init__(self, database: Database, client: WeChatClient, store: MediaStore, wakeups: Wakeups) -> None:
        self._database = database
        self._client = client
        self._store = store
        self._wakeups = wakeups

    def claim(self, limit: int) -> list[files.Wanted]:
        """Take on at most `limit` files that are due."""
        with self._database.reading() as session:
            if limit < 1 or not files.is_due(session):
                return []
        with self._database.work() as session:
            due = files.claim(session, limit)
            session.commit()
        return due

    async def fetch(self, wanted: files.Wanted) -> None:
        """Fetch a file and keep it; where that cannot be, write down why."""
        try:
            file = await media.fetch(self._client, wanted.media_id)
            key = await asyncio.to_thread(self._store.put, file.data)
            await asyncio.to_thread(self._kept, wanted, key, file)
        except MediaRefused as error:
            await asyncio.to_thread(self._lost, wanted, error.why)
        except WeChatError as error:
            if isinstance(error, ApiError) and error.code == _MEDIA_EXPIRED:
                await asyncio.to_thread(self._lost, wanted, "expired")
            else:
                await asyncio.to_thread(self._failed, wanted, str(error))
        except Exception as error:
            logger.error("file %d cannot be kept: %s", wanted.id, type(error).__name__)

    def _kept(self, wanted: files.Wanted, key: str, file: media.Media) -> None:
        with self._database.work() as session:
            needed = files.kept(session, wanted.id, key, file.content_type, len(file.data)) or files.is_kept(
                session, key
            )
            session.commit()
        if not needed:
            self._store.delete(key)
        self._wakeups.notify("desk")

    def _failed(self, wanted: files.Wanted, error: str) -> None:
        logger.warning("attachment %d not fetched: %s", wanted.id, error)
        with self._database.work() as session:
            over = files.failed(session, wanted.id, _LATER)
            session.commit()
        if over:
            self._lost(wanted, "expired")

    def _lost(self, wanted: files.Wanted, why: str) -> None:
        logger.warning("attachment %d is lost: %s", wanted.id, why)
        with self._database.work() as session:
            files.lost(session, wanted.id, _LOST[why], say(f"file_lost_{why}"))
            session.commit()
        for what in ("outbox", "desk"):
            self._wakeups.notify(what)
