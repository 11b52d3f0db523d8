"""Who sees which cases: lists, one case, counts."""

import pytest
import sqlalchemy as sa

from bot.cases import queries
from bot.cases.filing import Filing
from bot.cases.filtering import CaseFilter
from bot.cases.model import Case
from bot.cases.service import DESK, file
from bot.cases.visibility import may_see, visible_to

STAFF = ("city", "admin", "pudong", "chief", "minhang", "zhangjiang", "huamu", "factory", "tower")
ABOVE_ZHANGJIANG = {"city", "admin", "pudong", "chief", "zhangjiang"}


@pytest.fixture
def session(database, world, monday):
    with database.work() as session:
        yield session


def seeing(session, world, case):
    """Return who sees a case, the same by the list, the case and the check of one."""
    found = set()
    for name in STAFF:
        staff = world.who(session, name)
        listed = case.id in session.execute(sa.select(Case.id).where(visible_to(staff))).scalars().all()
        assert listed == may_see(session, staff, case) == (queries.by_number(session, case.number, staff) is not None)
        assert listed == (case.number in [row.number for row in queries.search(session, viewer=staff).cases])
        if listed:
            found.add(name)
    return found


def test_the_union_that_has_it_and_those_above_see_a_case(session, world):
    assert seeing(session, world, world.filed(session)) == ABOVE_ZHANGJIANG


def test_an_enterprise_union_sees_its_own(session, world):
    case = world.filed(session, anonymous=False)
    assert seeing(session, world, case) == ABOVE_ZHANGJIANG | {"factory"}


def test_a_passed_over_union_does_not_see_it_even_in_its_own_branch(session, world):
    case = world.filed(session, own_union="accused", anonymous=False)
    case.organisation_id = world.unions["factory"]
    session.flush()
    assert seeing(session, world, case) == ABOVE_ZHANGJIANG


def test_what_nobody_else_can_place_is_the_citys_to_see(session, world):
    case = world.filed(session, district=None, street=None, employer=None)
    case.organisation_id = None
    session.flush()
    assert seeing(session, world, case) == {"city", "admin"}


def test_a_window_that_took_a_case_in_goes_on_seeing_it_with_those_above_it(session, world):
    window = world.who(session, "minhang")
    told = Filing(summary="拖欠工资", district="浦东新区", street="张江镇")
    case = file(session, told, None, None, "desk:1", staff=window)
    assert (case.source, case.received_by_id) == (DESK, world.unions["minhang"])
    assert seeing(session, world, case) == ABOVE_ZHANGJIANG | {"minhang"}


def test_pages_and_counts_hold_only_what_one_sees(session, world):
    for n in range(3):
        world.filed(session, f"message:{n}")
    world.filed(session, "message:9", district="闵行区", street=None, employer=None)
    page = queries.search(session, viewer=world.who(session, "minhang"))
    assert (page.total, len(page.cases)) == (1, 1)
    assert queries.search(session, wanted=CaseFilter(state="open"), viewer=world.who(session, "zhangjiang")).total == 3
