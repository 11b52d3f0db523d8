"""How fast the desk's lists, a person's progress, the warning scan and the figures are with 100,000 cases.

    python -m bench.casework [DATABASE_URL]

Without a URL, a SQLite file in a temporary folder. A database that is given must be empty; it gets the present schema.
The figures stand in docs/casework.md.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from cryptography.fernet import Fernet
from sqlalchemy.orm import Session

from bench.filling import fill
from bot import clock
from bot.cases import queries
from bot.cases.filtering import CaseFilter
from bot.cases.model import Case
from bot.cases.visibility import visible_to
from bot.organisations.model import DISTRICT, STREET, Organisation
from bot.statistics import cases as figures
from bot.storage.engine import Database
from bot.storage.upgrade import upgrade
from bot.warnings.scanning import scan

CASES, RUNS = 100_000, 15
CITY = SimpleNamespace(organisation_id=None)


def main(url: str | None) -> None:
    """Fill a database, time each look at it, and print median and slowest in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        key = Fernet.generate_key().decode("ascii")
        database = Database(url or f"sqlite:///{Path(folder) / 'bench.db'}", key)
        upgrade(database)
        start = time.perf_counter()
        fill(database, CASES)
        print(f"{database.engine.dialect.name}: {CASES:,} cases filled in {time.perf_counter() - start:.0f} s")
        with database.reading() as session:
            street, district = (_union(session, level) for level in (STREET, DISTRICT))
            number = session.execute(sa.select(Case.number).where(Case.id == CASES // 3)).scalar_one()
        print(f"{'':44}{'median':>9}{'slowest':>9}  ms")
        for name, look in _looks(street, district, number).items():
            _time(database, name, look)
        _time_scan(database)
        database.close()


def _union(session: Session, level: str) -> Any:
    key = session.execute(sa.select(sa.func.min(Organisation.id)).where(Organisation.level == level)).scalar_one()
    return SimpleNamespace(organisation_id=key)


def _looks(street: Any, district: Any, number: str) -> dict[str, Callable[[Session], Any]]:
    def listed(viewer: Any = CITY, page: int = 1, **wanted: Any) -> Callable[[Session], Any]:
        return lambda session: queries.search(session, page=page, wanted=CaseFilter(**wanted), viewer=viewer)

    return {
        "case list, the city": listed(),
        "case list, the city, page 2,500": listed(page=2500),
        "case list, a district": listed(district),
        "case list, a street": listed(street),
        "case list, open": listed(state="open"),
        "case list, overdue": listed(overdue=True),
        "case list, a district, overdue and open": listed(district, overdue=True, state="open"),
        "case list, kind and matter": listed(kind="legal_aid", matter="wage"),
        "case list, one employer": listed(employer_id=17),
        "case list, part of a number": listed(number=number[-7:]),
        "one case by its number": lambda session: queries.by_number(session, number, CITY),
        "a person's cases (progress)": lambda session: queries.of_conversation(session, 4711),
        "figures by kind, the city": lambda session: figures.figures(session, "kind", CaseFilter(), visible_to(CITY)),
        "figures by matter, a district": lambda session: figures.figures(
            session, "matter", CaseFilter(), visible_to(district)
        ),
    }


def _time(database: Database, name: str, look: Callable[[Session], Any]) -> None:
    taken = []
    for _ in range(RUNS):
        with database.reading() as session:
            start = time.perf_counter()
            look(session)
            taken.append((time.perf_counter() - start) * 1000)
    _print(name, taken)


def _time_scan(database: Database) -> None:
    """Time the scan as the scheduler runs it, when the cases that were filed before have been weighed."""
    with database.work() as session:
        session.execute(sa.update(Case).values(considered_at=clock.now()).execution_options(synchronize_session=False))
        session.commit()
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        scan(database, clock.now())
        taken.append((time.perf_counter() - start) * 1000)
    _print("warning scan, nothing new", taken)


def _print(name: str, taken: list[float]) -> None:
    print(f"{name:44}{statistics.median(taken):9.1f}{max(taken):9.1f}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
