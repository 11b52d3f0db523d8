"""A small tree of unions with their staff, and a person in chat."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from bot import clock
from bot.cases.filing import Filing
from bot.cases.service import file
from bot.conversations.model import Conversation
from bot.organisations import tree
from bot.organisations.model import Organisation
from bot.staff.model import ADMIN, AGENT, SUPERVISOR, Staff

MONDAY = datetime(2026, 11, 23, 10, tzinfo=clock.SHANGHAI)
FACTORY = "上海晨星电子有限公司"

# code: level, parent's code, what else
UNIONS = {
    "city": ("city", None, {}),
    "pudong": ("district", "city", {"district": "浦东新区"}),
    "minhang": ("district", "city", {"district": "闵行区"}),
    "zhangjiang": ("street", "pudong", {"district": "浦东新区", "street": "张江镇"}),
    "huamu": ("street", "pudong", {"district": "浦东新区", "street": "花木街道"}),
    "factory": ("enterprise", "zhangjiang", {"district": "浦东新区", "street": "张江镇", "employers": [FACTORY]}),
    "tower": (
        "joint",
        "huamu",
        {"district": "浦东新区", "street": "花木街道", "areas": ["联洋大厦"], "employers": ["上海白云餐饮有限公司"]},
    ),
    "aid": ("district", "pudong", {"kind": "legal_aid_office", "district": "浦东新区"}),
    "mediators": ("street", "zhangjiang", {"kind": "mediation_committee", "district": "浦东新区", "street": "张江镇"}),
    "riders": ("district", "pudong", {"district": "浦东新区", "groups": ["rider"]}),
}


@dataclass
class World:
    """What the tests work with: ids by name."""

    unions: dict[str, int]
    staff: dict[str, int]
    conversation: int

    def who(self, session, name):
        """Return a member of staff: agent of a union by its code, `city` for the city's."""
        return session.get(Staff, self.staff[name])

    def filed(self, session, key="message:1", conversation=True, **values):
        """File a case about the factory in Zhangjiang and return it."""
        told = {"summary": "老板拖欠工资", "district": "浦东新区", "street": "张江镇", "employer": FACTORY, **values}
        case = file(session, Filing(**told), self.conversation if conversation else None, None, key)
        session.flush()
        return case


def plant(session):
    """Write the unions and their staff; return the ids of both by name."""
    unions, staff = {}, {}
    for code, (level, parent, values) in UNIONS.items():
        row = Organisation(code=code, name=f"{code}工会", level=level, parent_id=unions.get(parent), **values)
        session.add(row)
        session.flush()
        tree.place(session, row)
        unions[code] = row.id
    for code in ("pudong", "minhang", "zhangjiang", "huamu", "factory", "tower"):
        staff[code] = Staff(username=code, name=code, role=AGENT, organisation_id=unions[code], password_hash="")
    staff["city"] = Staff(username="city", name="city", role=AGENT, password_hash="")
    staff["chief"] = Staff(
        username="chief", name="chief", role=SUPERVISOR, organisation_id=unions["pudong"], password_hash=""
    )
    staff["colleague"] = Staff(
        username="colleague", name="colleague", role=AGENT, organisation_id=unions["zhangjiang"], password_hash=""
    )
    staff["admin"] = Staff(username="admin", name="admin", role=ADMIN, password_hash="")
    session.add_all(staff.values())
    session.flush()
    return unions, {name: row.id for name, row in staff.items()}


@pytest.fixture
def world(database):
    """The unions, their staff and a person in chat, in an empty database."""
    with database.work() as session:
        unions, staff = plant(session)
        person = Conversation(account="gh_test", openid="o-zhang")
        session.add(person)
        session.flush()
        made = World(unions, staff, person.id)
        session.commit()
    return made


@pytest.fixture
def monday():
    """Hold the clock at ten on a Monday morning."""
    with clock.fixed(MONDAY):
        yield MONDAY
