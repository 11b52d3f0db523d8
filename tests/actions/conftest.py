"""Actions called as rasa_sdk calls them, on a real database."""

from collections.abc import Iterator
from datetime import date

import pytest

from actions.context import Resources, using
from bot import clock
from bot.hours import OfficeHours
from bot.storage.engine import Database
from tests.support.dialogue import Talk


@pytest.fixture
def talk(database: Database) -> Iterator[Talk]:
    """A conversation outside office hours, on a day that stands still."""
    with using(Resources(database, OfficeHours.parse("1-5 09:00-17:30"))), clock.fixed(date(2026, 11, 22)):
        yield Talk(database)
