"""How fast employers are recognised and warnings weighed: 100,000 employers, 100,000 cases.

    python -m bench.early_warning [DATABASE_URL]

Without a URL, a SQLite file in a temporary folder. A database that is given must have the present schema and be empty.
The figures stand in docs/early_warning.md.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.fernet import Fernet
from sqlalchemy.orm import Session

from bot import clock
from bot.cases.model import Case
from bot.employers.core import core_of
from bot.employers.keys import keys_of
from bot.employers.matching import district_of
from bot.employers.model import Employer, EmployerKey, EmployerName
from bot.employers.recognising import recognise
from bot.entities import places
from bot.storage.engine import Database
from bot.storage.upgrade import upgrade
from bot.warnings.model import EarlyWarning
from bot.warnings.raising import consider
from bot.warnings.scanning import scan

EMPLOYERS, CASES, BATCH, RUNS = 100_000, 100_000, 5_000, 200
# Companies like some characters more than others: the first are the commonest.
_CHARS = (
    "华东新海安达金宏恒盛泰隆鑫瑞丰明德信诚佳美联合众创天地科星光荣昌顺利源康宁兴旺福嘉凯博雅文远志高立正"
    "元亨和平中大富强力通腾飞云龙凤祥吉庆欣悦尚品优卓越智慧"
)
_TRADES = (
    "电子",
    "物流",
    "餐饮管理",
    "物业管理",
    "建筑工程",
    "服饰",
    "机械",
    "商贸",
    "科技",
    "人力资源",
    "食品",
    "装饰",
)
_DISTRICTS = places.districts()


def main(url: str | None) -> None:
    """Fill, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(url or f"sqlite:///{Path(folder) / 'bench.db'}", Fernet.generate_key().decode("ascii"))
        try:
            upgrade(database)
            began = time.perf_counter()
            _fill(database)
            print(f"{database.engine.dialect.name}: filled in {time.perf_counter() - began:.0f} s")
            _measure(database)
        finally:
            database.close()


def _measure(database: Database) -> None:
    chance = random.Random(7)
    numbers = [chance.randrange(EMPLOYERS) for _ in range(RUNS)]
    _time(database, "recognise: a spelling met before", lambda s, n: recognise(s, *_written(n)), numbers)
    _time(database, "recognise: another spelling", lambda s, n: recognise(s, _short(n), _written(n)[1]), numbers)
    _time(
        database, "recognise: a new employer", lambda s, n: recognise(s, f"{_brand(n)}{n}印刷", _written(n)[1]), numbers
    )
    _time(database, "recognise: a new one, district unknown", lambda s, n: recognise(s, f"{_brand(n)}乔印刷"), numbers)
    _time(database, "consider a case", _consider, numbers)
    _time_scans(database, "scan: 100 cases to weigh", 1)
    _time_scans(database, "scan: nothing to do", 50)
    with database.reading() as session:
        count = session.execute(sa.select(sa.func.count(EarlyWarning.id))).scalar_one()
    print(f"warnings raised: {count}")


def _time(database: Database, what: str, work: Callable[[Session, int], Any], numbers: list[int]) -> None:
    spent = []
    for number in numbers:
        with database.work() as session:
            session.execute(sa.select(1))
            began = time.perf_counter()
            work(session, number)
            session.flush()
            spent.append((time.perf_counter() - began) * 1000)
            session.commit()
    _print(what, spent)


def _time_scans(database: Database, what: str, runs: int) -> None:
    """Time the scan, which makes units of work of its own."""
    spent = []
    for _ in range(runs):
        began = time.perf_counter()
        scan(database, clock.now())
        spent.append((time.perf_counter() - began) * 1000)
    _print(what, spent)


def _print(what: str, spent: list[float]) -> None:
    spent.sort()
    late = spent[int(len(spent) * 0.95)] if len(spent) > 1 else spent[0]
    print(f"  {what}: median {statistics.median(spent):.1f} ms, 95 % {late:.1f} ms, most {spent[-1]:.1f} ms")


def _consider(session: Session, number: int) -> None:
    consider(session, session.get(Case, number + 1), clock.now())


def _fill(database: Database) -> None:
    _insert(database, Employer, ({"name": w, "district": d} for w, d in map(_written, range(EMPLOYERS))))
    _insert(database, EmployerName, _names())
    _insert(database, EmployerKey, _keys())
    _insert(database, Case, _cases())
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")  # what a database does by itself in time


def _brand(number: int) -> str:
    chance = random.Random(number)
    weights = [1 / (1 + place / 8) for place in range(len(_CHARS))]
    return "".join(chance.choices(_CHARS, weights, k=chance.choice((2, 2, 2, 3, 3, 4))))


def _written(number: int) -> tuple[str, str]:
    """Return the name of an employer and its district; some names are the same in two districts."""
    chance = random.Random(number + 1_000_000)
    name = f"上海{_brand(number)}{chance.choice(_TRADES)}有限公司"
    return f"{name}（{number}）", _DISTRICTS[chance.choice((3, 5, 10, 10, 10, number % 16))]


def _short(number: int) -> str:
    return _written(number)[0].removeprefix("上海").partition("有限")[0]


def _names() -> Iterator[dict[str, Any]]:
    for number in range(EMPLOYERS):
        written, district = _written(number)
        core = core_of(written)
        yield {
            "employer_id": number + 1,
            "written": written,
            "core": core.text if core else written,
            "district": district,
            "by_staff": False,
        }


def _keys() -> Iterator[dict[str, Any]]:
    for number in range(EMPLOYERS):
        written, district = _written(number)
        core = core_of(written)
        if core is not None:
            for key in keys_of(core):
                yield {"key": key, "district": district_of(core, district), "name_id": number + 1}


def _cases() -> Iterator[dict[str, Any]]:
    now = clock.now()
    for number in range(CASES):
        chance = random.Random(number + 2_000_000)
        employer = int(EMPLOYERS * chance.random() ** 4)
        written, district = _written(employer)
        filed = now - timedelta(minutes=5 * (CASES - number))
        yield {
            "number": f"{filed:%Y%m%d}{number:06d}",
            "source_key": f"bench:{number}",
            "kind": "grievance",
            "summary": "公司拖欠工资三个月，编造的",
            "district": district,
            "employer": written,
            "employer_id": employer + 1,
            "people": 1,
            "state": "received",
            "anonymous": True,
            "urgency": 0,
            "considered_at": None if number >= CASES - 100 else filed,
            "created_at": filed,
            "changed_at": filed,
        }


def _insert(database: Database, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            _write(database, table, batch)
            batch = []
    if batch:
        _write(database, table, batch)


def _write(database: Database, table: Any, batch: list[dict[str, Any]]) -> None:
    with database.work() as session:
        session.execute(sa.insert(table.__table__), batch)
        session.commit()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
