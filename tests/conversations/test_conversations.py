"""Whole conversations with the services, as data (README.md)."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from actions.context import Resources, using
from bot import clock
from bot.cases import moves
from bot.cases.model import Case
from bot.conversations.model import STAFF, Handover
from bot.hours import OfficeHours
from bot.staff.model import Staff
from bot.storage.engine import Database
from bot.storage.upgrade import upgrade
from tests.conversations.cadres import with_code
from tests.conversations.organisations import add_organisations
from tests.conversations.scripts import SCRIPTS, Script
from tests.support.databases import KEY
from tests.support.dialogue import Talk

TODAY = date(2026, 11, 22)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database with a few unions in it; what the databases differ in is tested elsewhere."""
    database = Database(f"sqlite:///{tmp_path / 'conversations.db'}", KEY)
    upgrade(database)
    with database.work() as session:
        add_organisations(session)
        session.commit()
    yield database
    database.close()


@pytest.mark.parametrize("script", SCRIPTS, ids=[script.name for script in SCRIPTS])
async def test_conversation(script: Script, database: Database) -> None:
    people: dict[str, Talk] = {}
    day = TODAY
    with using(Resources(database, OfficeHours.parse("1-5 09:00-17:30"))):
        for number, step in enumerate(script.steps, 1):
            day += timedelta(days=step.get("days_later", 0))
            if "desk" in step:
                with clock.fixed(day):
                    move_case(database, step["desk"], step.get("text", ""))
                continue
            person = people.setdefault(step.get("who", "somebody"), Talk(database, f"openid-{step.get('who', 'one')}"))
            before = _filed(database), _handover(database)
            with clock.fixed(day):
                person.hear()
                text = str(step.get("say", step.get("choose"))).replace("{case}", _latest_number(database))
                text = with_code(database, text)
                messages = await person.tell(text, step.get("intent", "unclear"), **_more(step))
            said = "\n".join(message["text"] for message in messages)
            status = _status(database, person, before)
            check(person, messages, said, status, step.get("expect", {}), f"step {number} {text} -> {said}")
            if "case" in step.get("expect", {}):
                check_case(database, step["expect"]["case"], f"step {number}")


def _more(step: dict[str, Any]) -> dict[str, Any]:
    more = {name: step[name] for name in ("confidence", "topic", "data") if name in step}
    if "entities" in step:
        more["entities"] = [{"entity": kind, "value": value} for kind, value in step["entities"].items()]
    return more


def _filed(database: Database) -> int:
    with database.reading() as session:
        return session.execute(sa.select(sa.func.count()).select_from(Case)).scalar_one()


def _handover(database: Database) -> tuple[int, int] | None:
    """Return the latest call for a person: its id and its priority."""
    with database.reading() as session:
        wanted = sa.select(Handover.id, Handover.priority).order_by(Handover.id.desc()).limit(1)
        row = session.execute(wanted).one_or_none()
    return (row.id, row.priority) if row else None


def _latest_number(database: Database) -> str:
    with database.reading() as session:
        number = session.execute(sa.select(Case.number).order_by(Case.id.desc()).limit(1)).scalar_one_or_none()
    return number or ""


def _status(database: Database, person: Talk, before: tuple[int, tuple[int, int] | None]) -> str:
    """Return how the message left the conversation."""
    handover = _handover(database)
    if handover is not None and handover != before[1]:
        return "crisis" if handover[1] else "human"
    if _filed(database) > before[0]:
        return "confirmed"
    return "asking" if person.slots.get("requested_slot") else "idle"


def check(
    person: Talk, messages: list[dict[str, Any]], said: str, status: str, expected: dict[str, Any], where: str
) -> None:
    """Hold what was said, and what is known now, against what a step expects."""
    if "asks" in expected:
        assert person.slots.get("requested_slot") == expected["asks"], where
    if "status" in expected:
        assert status == expected["status"], where
    if "outcome" in expected:
        assert messages[-1]["custom"]["outcome"] == expected["outcome"], where
    if "options" in expected:
        assert [option.label for option in person.options] == expected["options"], where
    for words in expected.get("contains", ()):
        assert str(words) in said, where
    for words in expected.get("not_contains", ()):
        assert str(words) not in said, where
    draft = json.loads(json.dumps(person.slots.get("draft"))) or {}
    for name, value in expected.get("values", {}).items():
        assert draft["values"][name] == value, where
    if "left" in expected:
        assert sorted(person.slots.get("left") or {}) == sorted(expected["left"]), where


def move_case(database: Database, to_state: str, text: str) -> None:
    """Have the city's staff move the case filed last; the person hears of it as they would."""
    with database.work() as session:
        staff = session.execute(sa.select(Staff)).scalars().first() or Staff(
            username="zhang", name="小张", role="admin", password_hash="none"
        )
        session.add(staff)
        session.flush()
        case_id = session.execute(sa.select(sa.func.max(Case.id))).scalar_one()
        moves.move(session, case_id, to_state, STAFF, staff, text)
        session.commit()


def check_case(database: Database, expected: dict[str, Any], where: str) -> None:
    """Hold the case filed last against what a step expects of its columns; of `details`, a part."""
    with database.reading() as session:
        case = session.execute(sa.select(Case).order_by(Case.id.desc()).limit(1)).scalar_one()
        for name, value in expected.items():
            if name == "details":
                assert {key: (case.details or {}).get(key) for key in value} == value, where
            elif name == "organisation":
                assert case.organisation is not None and case.organisation.name == value, where
            else:
                assert getattr(case, name) == value, f"{where}: {name}"
