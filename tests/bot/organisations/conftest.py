"""Made-up unions for the tests of the organisations."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.orm import Session

from bot import sheets
from bot.organisations import importing, tree
from bot.organisations.importing import Outcome
from bot.organisations.model import Organisation
from bot.organisations.reading import COLUMNS
from bot.storage.engine import Database

Grow = Callable[..., Organisation]
Take = Callable[..., Outcome]


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A unit of work that is rolled back."""
    with database.work() as session:
        yield session


@pytest.fixture
def grow(session: Session) -> Grow:
    """Add a union below another one."""

    def add(code: str, level: str, parent: Organisation | None = None, **more: object) -> Organisation:
        row = Organisation(code=code, name=f"{code}工会", level=level, parent_id=parent.id if parent else None, **more)
        session.add(row)
        session.flush()
        tree.place(session, row)
        return row

    return add


@pytest.fixture
def take(session: Session) -> Take:
    """Import lines of a table in which cells are parted by `|`; the first line has the headings."""

    def run(text: str, skip_bad: bool = False) -> Outcome:
        lines = [",".join(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]
        sheet = sheets.parse("组织.csv", "\n".join(lines).encode(), COLUMNS, required=("code",))
        return importing.take(session, sheet, skip_bad)

    return run
