"""What waits for a union, within the branch of whoever looks."""

import pytest
import sqlalchemy as sa

from bot.membership import applying, deciding, leads, lists
from bot.membership.access import NotFound
from bot.membership.routing import Workplace
from bot.staff.model import Audit
from tests.support.membership import number_of, person


@pytest.fixture
def waiting(database, unions, staff) -> list[int]:
    """Two applications in Zhangjiang, one of them refused, and one in Xuhui."""
    with database.work() as session:
        places = [Workplace("某店", "浦东新区", "张江镇")] * 2 + [Workplace("某店", "徐汇区")]
        ids = [
            applying.apply(session, person(n, place), None, None, f"test:{n}").application.id
            for n, place in enumerate(places)
        ]
        deciding.refuse(session, ids[1], staff.city, "重复了")
        session.commit()
    return ids


def test_applications_are_listed_within_the_branch_newest_first_and_masked(database, waiting, staff):
    with database.reading() as session:
        assert [line.id for line in lists.applications(session, staff.city)] == waiting[::-1]
        assert [line.id for line in lists.applications(session, staff.city, limit=1)] == [waiting[2]]
        assert [line.id for line in lists.applications(session, staff.city, before=waiting[2])] == waiting[1::-1]
        assert lists.applications(session, staff.enterprise) == []
        (line,) = lists.applications(session, staff.street, ("received",))
        assert (line.id, line.name, line.phone) == (waiting[0], "张**", "138****0000")
        assert (line.id_number, line.rule) == (f"310101********{number_of(0)[-4:]}", "joint")


def test_what_is_revealed_of_an_applicant_is_written_down(database, waiting, staff):
    with database.work() as session:
        with pytest.raises(NotFound):
            lists.reveal(session, staff.other, waiting[0], "phone")
        assert lists.reveal(session, staff.street, waiting[0], "phone", "10.0.0.1") == "13800000000"
        seen = session.execute(sa.select(Audit.action, Audit.subject, Audit.subject_id, Audit.address)).one()
        assert tuple(seen) == ("view_phone", "application", waiting[0], "10.0.0.1")


def test_an_application_is_read_with_its_events_within_the_branch(database, waiting, staff):
    with database.reading() as session:
        row = lists.application(session, staff.street, waiting[1])
        assert [event.action for event in row.events] == ["applied", "refused"]
        with pytest.raises(NotFound):
            lists.application(session, staff.other, waiting[1])


def test_leads_are_listed_with_the_members_of_today_and_the_visits(database, enrolled, staff):
    for n in range(4):
        enrolled(n, threshold=3)
    with database.work() as session:
        (line,) = lists.leads(session, staff.street)
        assert (line.lead.members, line.members, line.visits) == (3, 4, 0)
        leads.visit(session, line.lead.id, staff.street, "见到了人事")
        leads.visit(session, line.lead.id, staff.street, "见到了老板")
        session.commit()
        (line,) = lists.leads(session, staff.street, ("visited",))
        assert (line.visits, line.lead.employer.name) == (2, "上海暮云商贸有限公司")
        assert lists.leads(session, staff.street, ("opened",)) == lists.leads(session, staff.other) == []


def test_a_notice_of_an_application_reaches_the_union_it_was_routed_to(database, waiting, staff):
    with database.reading() as session:
        assert [event.application_id for event in lists.notices(session, staff.street)] == [waiting[1], waiting[0]]
        assert [event.application_id for event in lists.notices(session, staff.other)] == [waiting[2]]
        newest = lists.notices(session, staff.street, limit=1)
        assert [event.application_id for event in lists.notices(session, staff.street, newest[0].id)] == [waiting[0]]
