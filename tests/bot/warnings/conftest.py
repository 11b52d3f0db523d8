"""What tests of warnings start from: a tree of unions, staff at every level, and filing made short."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from bot import clock
from bot.cases.model import Case
from bot.conversations.model import Conversation
from bot.employers.recognising import recognise
from bot.organisations import tree
from bot.organisations.model import CITY, DISTRICT, STREET, Organisation
from bot.staff.model import Staff
from bot.warnings.raising import consider

NOON = datetime(2026, 11, 22, 12, tzinfo=clock.SHANGHAI)


@pytest.fixture(autouse=True)
def noon():
    with clock.fixed(NOON):
        yield


@pytest.fixture
def unions(database):
    """The city's union, two districts' and two streets', with one account each."""
    with database.work() as session:
        made = {}
        for code, name, level, parent, district, street in (
            ("city", "上海市总工会", CITY, None, None, None),
            ("songjiang", "松江区总工会", DISTRICT, "city", "松江区", None),
            ("minhang", "闵行区总工会", DISTRICT, "city", "闵行区", None),
            ("xinqiao", "新桥镇总工会", STREET, "songjiang", "松江区", "新桥镇"),
            ("jiuting", "九亭镇总工会", STREET, "songjiang", "松江区", "九亭镇"),
        ):
            row = Organisation(
                code=code,
                name=name,
                level=level,
                parent_id=made[parent].id if parent else None,
                district=district,
                street=street,
            )
            session.add(row)
            session.flush()
            tree.place(session, row)
            made[code] = row
        staff = {
            name: Staff(
                username=name, name=name, password_hash="x", organisation_id=made[name].id if name in made else None
            )
            for name in ("desk", *made)
        }
        session.add_all(staff.values())
        session.commit()
    return SimpleNamespace(ids={code: row.id for code, row in made.items()}, staff=SimpleNamespace(**staff))


@pytest.fixture
def filer(database):
    """File a case and weigh it: `file(session, "恒昌电子", …)` gives (case, warning or None)."""
    count = 0

    def file(
        session,
        employer="恒昌电子",
        district="松江区",
        street="新桥镇",
        summary="拖欠工资",
        ago=timedelta(0),
        person=None,
        weigh=True,
        now=NOON,
        **values,
    ):
        nonlocal count
        count += 1
        key = f"{database.engine.dialect.name}-{count}"
        if person is None:
            row = Conversation(account="gh_test", openid=f"o-{key}")
            session.add(row)
            session.flush()
            person = row.id
        found = recognise(session, employer, district, street)
        case = Case(
            source_key=key,
            number=key,
            kind=values.pop("kind", "grievance"),
            summary=summary,
            employer=employer,
            employer_id=found.id if found else None,
            district=district,
            street=street,
            conversation_id=person,
            created_at=now - ago,
            **values,
        )
        session.add(case)
        session.flush()
        return case, consider(session, case, now) if weigh else None

    return file
