"""Unions, staff and people for tests of membership; all of them are made up."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from bot import clock
from bot.conversations.inbox import Allowance, Incoming, accept
from bot.membership import applying, deciding
from bot.membership.routing import Workplace
from bot.organisations import tree
from bot.organisations.model import Organisation
from bot.staff.model import Staff
from tests.support.membership import NOON, WITH_UNION, ZHANGJIANG, person


@pytest.fixture(autouse=True)
def noon():
    with clock.fixed(NOON):
        yield


@pytest.fixture
def unions(database) -> SimpleNamespace:
    """The ids of the unions, by what they are."""
    rows = [
        ("city", "31", "上海市总工会", None, {}),
        ("pudong", "310115", "浦东新区总工会", "city", {"level": "district", "district": "浦东新区"}),
        ("xuhui", "310104", "徐汇区总工会", "city", {"level": "district", "district": "徐汇区"}),
        ("zhangjiang", "310115001", "张江镇总工会", "pudong", {"level": "street", "street": "张江镇"}),
        ("joint", "310115001L1", "张江镇联合工会", "zhangjiang", {"level": "joint", "street": "张江镇"}),
        (
            "enterprise",
            "310115001Q1",
            "上海晨星电子有限公司工会",
            "zhangjiang",
            {"level": "enterprise", "street": "张江镇", "employers": [WITH_UNION]},
        ),
        ("riders", "310115R", "浦东新区骑手联合工会", "pudong", {"level": "joint", "groups": ["rider"]}),
    ]
    ids: dict[str, int] = {}
    with database.work() as session:
        for key, code, name, parent, values in rows:
            inside = {"district": "浦东新区"} if parent in ("pudong", "zhangjiang") else {}
            given = {"level": "city", **inside, **values}
            row = Organisation(code=code, name=name, parent_id=ids.get(parent or ""), **given)
            session.add(row)
            tree.place(session, row)
            ids[key] = row.id
        session.commit()
    return SimpleNamespace(**ids)


@pytest.fixture
def staff(database, unions) -> SimpleNamespace:
    """Desk accounts: the city's, the street's, and those of another district."""
    rows = {"city": None, "street": unions.zhangjiang, "other": unions.xuhui, "enterprise": unions.enterprise}
    with database.work() as session:
        made = {
            key: Staff(username=key, name=key, password_hash="-", organisation_id=organisation_id)
            for key, organisation_id in rows.items()
        }
        session.add_all(made.values())
        session.commit()
    return SimpleNamespace(**made)


@pytest.fixture
def chat(database) -> Callable[..., tuple[int, int]]:
    """Make a person write: (conversation_id, message_id)."""

    def write(openid: str = "openid-zhang", key: str = "key-1") -> tuple[int, int]:
        with database.work() as session:
            incoming = Incoming("gh_test", openid, key, "text", "确认提交", allowance=Allowance(5, 172800))
            accepted = accept(session, incoming, awaited_seconds=4.5)
            session.commit()
        return accepted.conversation_id, accepted.message_id

    return write


@pytest.fixture
def enrolled(database, staff) -> Callable[..., int]:
    """Take people through the whole way; returns the member's id."""

    def enrol(n: int = 1, workplace: Workplace = ZHANGJIANG, conversation_id: int | None = None, **more) -> int:
        with database.work() as session:
            applied = applying.apply(session, person(n, workplace), conversation_id, None, f"test:{n}")
            deciding.check(session, applied.application.id, staff.city)
            deciding.approve(session, applied.application.id, staff.city)
            member = deciding.enrol(session, applied.application.id, staff.city, **more)
            session.commit()
            return member.id

    return enrol
