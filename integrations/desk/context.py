"""What every handler of the desk works with: settings, database, wake-ups, live updates, templates."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import jinja2
from sanic import Request
from sqlalchemy.orm import Session

from bot.settings import Settings
from bot.storage.engine import Database
from bot.storage.media_store import MediaStore
from bot.wakeup import Wakeups
from integrations.desk.live import Live

T = TypeVar("T")


@dataclass
class Desk:
    """The parts of one desk process; nothing in it is needed by another process.

    Attributes:
        settings: All settings.
        database: The database.
        wakeups: Tells the sender and other desk processes that there is something to do.
        live: Live updates for the browsers connected to this process.
        templates: The pages.
        store: Where the files are that people sent.
    """

    settings: Settings
    database: Database
    wakeups: Wakeups
    live: Live
    templates: jinja2.Environment
    store: MediaStore

    async def read(self, look: Callable[[Session], T]) -> T:
        """Run `look` with a reading session in a thread and return what it returns (plain values, not rows)."""

        def run() -> T:
            with self.database.reading() as session:
                return look(session)

        return await asyncio.to_thread(run)

    async def write(self, change: Callable[[Session], T], *, wakes: tuple[str, ...] = ()) -> T:
        """Run `change` in a unit of work in a thread, commit, and wake those who wait on the topics `wakes`."""

        def run() -> T:
            with self.database.work() as session:
                result = change(session)
                session.commit()
            for topic in wakes:
                self.wakeups.notify(topic)
            return result

        return await asyncio.to_thread(run)


def desk_of(request: Request) -> Desk:
    """Return the desk that serves a request."""
    return request.app.ctx.desk
