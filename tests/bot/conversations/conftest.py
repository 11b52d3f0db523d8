"""Made-up conversations for the tests of the conversation core."""

from collections.abc import Callable
from itertools import count

import pytest
from sqlalchemy.orm import Session

from bot.conversations import inbox
from bot.conversations.inbox import Accepted, Allowance, Incoming
from bot.staff.model import Staff
from bot.storage.engine import Database

Say = Callable[..., Accepted]
_numbers = count(1)


@pytest.fixture
def says(database: Database) -> Say:
    """Accept a message from a made-up person."""

    def say(text: str, who: str = "zhang", key: str | None = None, **more: object) -> Accepted:
        incoming = Incoming(
            "gh_test", f"openid-{who}", key or f"key-{next(_numbers)}", str(more.pop("kind", "text")), text,
            allowance=more.pop("allowance", Allowance(5, 48 * 3600)), **more,  # type: ignore[arg-type]
        )  # fmt: skip
        with database.work() as session:
            accepted = inbox.accept(session, incoming, awaited_seconds=4.5)
            session.commit()
        return accepted

    return say


@pytest.fixture
def staff(database: Database) -> Callable[[str], int]:
    """Make a desk account and return its id."""

    def make(name: str) -> int:
        with database.work() as session:
            account = Staff(username=name, name=name, password_hash="x")
            session.add(account)
            session.commit()
            return account.id

    return make


@pytest.fixture
def work(database: Database) -> "Callable[[Callable[[Session], object]], object]":
    """Run a function in a unit of work and commit it."""

    def run(function: Callable[[Session], object]) -> object:
        with database.work() as session:
            result = function(session)
            session.commit()
            return result

    return run
