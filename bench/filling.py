"""A database as large as a city's: made-up cases, with their events, deadlines, people, employers and unions."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot import clock
from bot.cases.model import Case, CaseDeadline, CaseEvent
from bot.conversations.model import Conversation
from bot.employers.model import Employer, EmployerName
from bot.organisations.model import Organisation
from bot.organisations.sample import load_sample
from bot.storage.engine import Database

PEOPLE, EMPLOYERS, BATCH = 20_000, 5_000, 5_000
_STATES = ("received", "assigned", "accepted", "in_progress", "waiting", "resolved", "closed", "closed", "closed")
_MATTERS = ("wage", "contract", "termination", "hours", "leave", "insurance", "injury")
_KINDS = ("grievance", "grievance", "grievance", "legal_aid", "mediation", "hardship")
_WORDS = "东方长江浦申海明华新宏远达盛泰恒安康佳美联合众诚信义和平光大"


def fill(database: Database, cases: int, seed: int = 172) -> None:
    """Fill an empty database with the present schema; the same seed gives the same rows."""
    chance = random.Random(seed)
    with database.work() as session:
        load_sample(session)
        session.commit()
        unions = session.execute(
            sa.select(Organisation.id, Organisation.district, Organisation.street).where(
                Organisation.district.is_not(None)
            )
        ).all()
    now = clock.now()
    _insert(database, Conversation, ({"account": "bench", "openid": f"bench-{n}"} for n in range(PEOPLE)))
    _insert(database, Employer, _employers(chance, unions))
    _insert(database, EmployerName, _names(chance, unions))
    _insert(database, Case, _cases(random.Random(seed), unions, cases, now))
    _insert(database, CaseEvent, _events(cases, now))
    _insert(database, CaseDeadline, _deadlines(random.Random(seed + 1), cases, now))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")  # what a database does by itself in time


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


def _name(number: int) -> str:
    chance = random.Random(number)
    return "".join(chance.choices(_WORDS, k=4)) + chance.choice(("商贸", "餐饮", "物流", "科技", "电子"))


def _employers(chance: random.Random, unions: list[Any]) -> Iterator[dict[str, Any]]:
    for number in range(EMPLOYERS):
        union = chance.choice(unions)
        yield {"name": f"上海{_name(number)}有限公司", "district": union.district, "street": union.street}


def _names(chance: random.Random, unions: list[Any]) -> Iterator[dict[str, Any]]:
    for number in range(EMPLOYERS):
        written = f"上海{_name(number)}有限公司"
        yield {"employer_id": number + 1, "written": f"{written}{number}", "core": _name(number)}


def _cases(chance: random.Random, unions: list[Any], cases: int, now: datetime) -> Iterator[dict[str, Any]]:
    for number in range(1, cases + 1):
        union, employer, state = chance.choice(unions), chance.randrange(EMPLOYERS), chance.choice(_STATES)
        filed = now - timedelta(minutes=5 * (cases - number))
        yield {
            "number": f"{filed:%Y%m%d}{number:06d}",
            "source_key": f"bench:{number}",
            "kind": chance.choice(_KINDS),
            "matter": chance.choice(_MATTERS),
            "state": state,
            "urgency": 0,
            "summary": f"公司拖欠工资，编造的第 {number} 件",
            "district": union.district,
            "street": union.street,
            "employer": f"上海{_name(employer)}有限公司",
            "employer_id": employer + 1,
            "people": chance.choice((1, 1, 1, 2, 5, 12)),
            "person_name": "张三丰",
            "phone": "13800000000",
            "conversation_id": chance.randrange(PEOPLE) + 1,
            "organisation_id": union.id,
            "routing_rule": "street",
            "score": chance.choice((None, None, 3, 4, 5)) if state == "closed" else None,
            "created_at": filed,
            "accepted_at": filed + timedelta(hours=5) if state not in ("received", "assigned") else None,
            "resolved_at": filed + timedelta(hours=90) if state in ("resolved", "closed") else None,
            "closed_at": filed + timedelta(hours=120) if state == "closed" else None,
            "changed_at": filed,
        }


def _events(cases: int, now: datetime) -> Iterator[dict[str, Any]]:
    for number in range(1, cases + 1):
        for action in ("filed", "assigned", "note"):
            yield {"case_id": number, "at": now, "actor": "system", "action": action, "detail": {}}


def _deadlines(chance: random.Random, cases: int, now: datetime) -> Iterator[dict[str, Any]]:
    for number in range(1, cases + 1):
        filed = now - timedelta(minutes=5 * (cases - number))
        open_one = chance.random() < 0.1
        for duty, days in (("accept", 2), ("resolve", 15)):
            due = filed + timedelta(days=days)
            met = None if open_one else due - timedelta(hours=chance.randrange(-5, 40))
            yield {"case_id": number, "duty": duty, "due_at": due, "remind_at": due - timedelta(days=1), "met_at": met}
