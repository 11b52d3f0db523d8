"""The register: searched within the branch, masked; what is revealed is in the audit (opinion 四 first duty)."""

import pytest
import sqlalchemy as sa

from bot.membership import changing, register
from bot.membership.access import NotFound
from bot.membership.register import Wanted
from bot.membership.routing import Workplace
from bot.staff.model import Audit
from tests.support.membership import WITH_UNION, number_of


@pytest.fixture
def two(enrolled) -> tuple[int, int]:
    """One member outside, one in the enterprise union; both called Zhang."""
    return enrolled(1), enrolled(2, Workplace(WITH_UNION, "浦东新区", "张江镇", group="courier"))


def found(session, staff, **wanted):
    page = register.search(session, staff, Wanted(**wanted))
    assert page.total == len(page.lines)
    return [line.id for line in page.lines]


def audited(session):
    rows = session.execute(sa.select(Audit.action, Audit.subject, Audit.subject_id, Audit.address).order_by(Audit.id))
    return [tuple(row) for row in rows]


def test_a_list_shows_nobody_s_name_or_number_whole(database, two, staff):
    with database.reading() as session:
        line = register.search(session, staff.city, Wanted()).lines[1]
        assert (line.name, line.phone) == ("张**", "138****0001")
        assert line.id_number == f"310101********{number_of(1)[-4:]}"
        assert (line.organisation, line.employer) == ("张江镇联合工会", "上海暮云商贸有限公司")


def test_staff_find_the_members_of_their_branch_only(database, two, staff):
    outside, inside = two
    with database.reading() as session:
        assert found(session, staff.city) == found(session, staff.street) == [inside, outside]
        assert found(session, staff.enterprise) == [inside]
        assert found(session, staff.other) == []


@pytest.mark.parametrize(
    ("wanted", "who"),
    [
        ({"text": number_of(1)}, "outside"),
        ({"text": " 138 0000 0002 "}, "inside"),
        ({"text": "张 三丰"}, "both"),
        ({"text": "张三"}, "nobody"),
        ({"text": "晨星"}, "inside"),
        ({"text": "%"}, "nobody"),
        ({"group": "courier"}, "inside"),
        ({"district": "浦东新区", "state": "member"}, "both"),
        ({"state": "left"}, "nobody"),
        ({"card": "issued"}, "nobody"),
    ],
)
def test_members_are_found_by_whole_names_and_numbers_and_parts_of_employers(database, two, staff, wanted, who):
    outside, inside = two
    with database.reading() as session:
        expected = {"outside": [outside], "inside": [inside], "both": [inside, outside], "nobody": []}[who]
        assert found(session, staff.city, **wanted) == expected


def test_a_union_is_searched_with_all_below_it(database, two, staff, unions):
    with database.reading() as session:
        assert found(session, staff.city, organisation_id=unions.zhangjiang) == [two[1], two[0]]
        assert found(session, staff.city, organisation_id=unions.enterprise) == [two[1]]
        assert found(session, staff.other, organisation_id=unions.enterprise) == []


def test_pages_follow_each_other_without_gaps(database, two, staff):
    with database.reading() as session:
        first = register.search(session, staff.city, Wanted(), limit=1)
        last = register.search(session, staff.city, Wanted(), before=first.before, limit=1)
        assert ([first.lines[0].id, last.lines[0].id], first.total) == ([two[1], two[0]], 2)
        assert (first.before, last.before) == (two[1], None)


def test_what_is_revealed_is_written_down_with_who_saw_it(database, two, staff):
    with database.work() as session:
        assert register.reveal(session, staff.street, two[0], "phone", "10.0.0.1") == "13800000001"
        assert register.reveal(session, staff.street, two[0], "id_number") == number_of(1)
        session.commit()
        assert audited(session) == [
            ("view_phone", "member", two[0], "10.0.0.1"),
            ("view_id_number", "member", two[0], None),
        ]
        with pytest.raises(NotFound):
            register.reveal(session, staff.other, two[0], "phone")


def test_the_union_of_a_new_job_finds_the_person_by_the_whole_number_masked_and_written_down(database, two, staff):
    with database.work() as session:
        assert register.find_person(session, staff.other, number_of(1)).id == two[0]
        assert register.find_person(session, staff.other, number_of(9)) is None
        assert [row[:3] for row in audited(session)] == [
            ("find_member", "member", two[0]),
            ("find_member", "member", None),
        ]


def test_who_left_can_still_be_looked_up(database, two, staff):
    with database.work() as session:
        changing.leave(session, two[0], staff.street, "resigned")
        session.commit()
        assert found(session, staff.street, state="left") == [two[0]]
        assert register.one(session, staff.street, two[0]).events[-1].action == "left"
