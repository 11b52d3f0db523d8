"""Cases of somebody who leaves: free again for their colleagues, in the same transaction."""

import pytest
import sqlalchemy as sa

from bot.cases import moves
from bot.cases.model import CaseEvent
from bot.staff import service
from bot.staff.model import ADMIN


@pytest.fixture
def session(database, world, monday):
    with database.work() as session:
        yield session


def released(session):
    wanted = sa.select(CaseEvent).where(CaseEvent.action == "released").order_by(CaseEvent.id)
    return list(session.execute(wanted).scalars())


def test_the_open_cases_of_a_disabled_account_are_nobodys_and_their_trail_says_so(session, world):
    mine, over, anothers = (world.filed(session, f"message:{n}") for n in range(3))
    street = world.who(session, "zhangjiang")
    for case in (mine, over):
        moves.accept(session, case.id, street)
    moves.resolve(session, over.id, street, "补发了")
    moves.accept(session, anothers.id, world.who(session, "colleague"))
    service.disable(session, "zhangjiang")
    service.disable(session, "zhangjiang")
    assert (mine.assignee_id, mine.state, mine.organisation.code) == (None, "accepted", "zhangjiang")
    assert (over.assignee_id, anothers.assignee_id) == (street.id, world.staff["colleague"])
    (event,) = released(session)
    assert (event.case_id, event.actor, event.detail) == (mine.id, "system", {"text": "zhangjiang 不再经办"})


def test_whoever_goes_to_another_union_leaves_their_cases_with_the_one_that_has_them(session, world):
    case, street = world.filed(session), world.who(session, "zhangjiang")
    moves.accept(session, case.id, street)
    service.assign(session, "zhangjiang", world.unions["zhangjiang"])  # where they are already
    assert case.assignee_id == street.id
    service.assign(session, "zhangjiang", world.unions["huamu"])
    assert (case.assignee_id, case.organisation.code, len(released(session))) == (None, "zhangjiang", 1)


def test_whoever_goes_from_the_citys_desk_to_the_citys_union_keeps_what_it_has(session, world):
    admin = world.who(session, "admin")
    case = world.filed(session, district=None, street=None, employer=None)
    moves.accept(session, case.id, admin)
    service.add(session, "boss", "boss", ADMIN, "wuyi-1886-chicago")
    service.assign(session, "admin", world.unions["city"])
    assert case.assignee_id == admin.id and not released(session)
