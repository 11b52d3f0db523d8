"""Leads to set up a union: from the law's 25 members outside on (opinion 五（一）3; 工会法 第十一条)."""

import threading

import pytest
import sqlalchemy as sa

from bot.employers import merging
from bot.employers.model import Employer
from bot.membership import applying, changing, deciding, leads, transfer
from bot.membership.access import BadValue, NotFound, NotNow
from bot.membership.model import Lead, Member, MembershipEvent
from bot.membership.outside import counted
from bot.membership.routing import Workplace
from bot.organisations import tree
from bot.organisations.model import Organisation
from tests.support.membership import WITH_UNION, ZHANGJIANG, actions, count, person

FEW = 3  # a threshold that is quick to reach


@pytest.fixture
def lead(database, enrolled, unions) -> int:
    """An open lead on the employer in Zhangjiang."""
    for n in range(FEW):
        enrolled(n, threshold=FEW)
    with database.reading() as session:
        return session.execute(sa.select(Lead.id)).scalar_one()


def do(database, step, *arguments, **more):
    with database.work() as session:
        done = step(session, *arguments, **more)
        session.commit()
        return done


def found_union(database, unions) -> int:
    """Set up the employer's own union."""
    with database.work() as session:
        row = Organisation(
            code="310115001Q2",
            name="上海暮云商贸有限公司工会",
            level="enterprise",
            district="浦东新区",
            street="张江镇",
            parent_id=unions.zhangjiang,
            employers=["上海暮云商贸有限公司"],
        )
        session.add(row)
        tree.place(session, row)
        session.commit()
        return row.id


def test_the_threshold_stands_at_the_25_members_of_the_law():
    assert leads.LAW_THRESHOLD == 25


def test_with_enough_members_one_lead_opens_for_the_union_of_the_street(database, lead, unions, enrolled):
    with database.reading() as session:
        row = session.get(Lead, lead)
        assert (row.organisation_id, row.members, row.threshold, row.state) == (unions.zhangjiang, FEW, FEW, "opened")
        assert (row.district, row.street, row.employer.name) == ("浦东新区", "张江镇", "上海暮云商贸有限公司")
        (event,) = row.events
        assert (event.action, event.actor, event.organisation_id) == ("opened", "system", unions.zhangjiang)
    enrolled(FEW + 1, threshold=FEW)
    assert count(database, Lead) == 1


def test_one_member_fewer_opens_none(database, enrolled):
    for n in range(FEW - 1):
        enrolled(n, threshold=FEW)
    assert count(database, Lead) == 0


def test_members_of_an_enterprise_union_are_not_outside(database, enrolled):
    for n in range(FEW):
        enrolled(n, Workplace(WITH_UNION, "浦东新区", "张江镇"), threshold=FEW)
    assert count(database, Lead) == 0


def test_those_who_left_or_have_no_job_do_not_count(database, enrolled, staff):
    first, second = enrolled(1, threshold=FEW), enrolled(2, threshold=FEW)
    do(database, changing.leave, first, staff.street, "resigned")
    do(database, changing.retain, second, staff.street, "unemployed")
    for n in (3, 4):
        enrolled(n, threshold=FEW)
    assert count(database, Lead) == 0


def test_without_a_known_employer_there_is_no_lead(database, enrolled):
    for n in range(FEW):
        enrolled(n, Workplace(None, "浦东新区", "张江镇"), threshold=FEW)
    assert count(database, Lead) == 0


def test_members_written_at_once_by_two_processes_open_one_lead_and_never_none(database, staff, unions):
    ids = []
    with database.work() as session:
        for n in range(FEW):
            row = applying.apply(session, person(n), None, None, f"test:{n}").application
            deciding.check(session, row.id, staff.city)
            deciding.approve(session, row.id, staff.city)
            ids.append(row.id)
        session.commit()
    together = threading.Barrier(FEW)
    problems = []

    def enrol(application_id):
        together.wait()
        try:
            do(database, deciding.enrol, application_id, staff.street, threshold=FEW)
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=enrol, args=(application_id,)) for application_id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert (count(database, Member), count(database, Lead)) == (FEW, 1)
    with database.reading() as session:
        assert actions(session, action="opened") == [("opened", "system")]


def test_two_scans_at_once_open_one_lead(database, enrolled):
    for n in range(FEW):
        enrolled(n)
    opened = []
    threads = [threading.Thread(target=lambda: opened.extend(do(database, leads.scan, FEW))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(opened), count(database, Lead)) == (1, 1)


def test_a_visit_is_noted_again_and_again_until_the_union_is_set_up(database, lead, staff, unions):
    do(database, leads.visit, lead, staff.street, "见到了人事经理，说要请示老板")
    do(database, leads.visit, lead, staff.street, "老板同意筹备")
    do(database, leads.prepare, lead, staff.street, "成立筹备组，五个人")
    do(database, leads.establish, lead, staff.street, found_union(database, unions))
    with database.reading() as session:
        row = session.get(Lead, lead)
        assert (row.state, row.established.name) == ("established", "上海暮云商贸有限公司工会")
        assert [event.to_state for event in row.events] == ["opened", "visited", "visited", "preparing", "established"]
        assert row.events[2].detail == {"text": "老板同意筹备"}
        kept = session.execute(sa.text("SELECT detail FROM membership_events")).scalars().all()
        assert not any("老板" in text for text in kept)
    with pytest.raises(NotNow, match="已建会"):
        do(database, leads.visit, lead, staff.street, "又去了一次")


def test_a_note_is_needed_and_the_lead_must_be_in_the_branch(database, lead, staff):
    with pytest.raises(BadValue, match="写明情况"):
        do(database, leads.visit, lead, staff.street, " ")
    with pytest.raises(NotFound):
        do(database, leads.visit, lead, staff.other, "路过")


def test_members_are_moved_to_the_new_union_once_and_both_unions_are_told(database, lead, staff, unions):
    with pytest.raises(NotNow, match="还没有建成"):
        do(database, transfer.move_to_union, lead, staff.street)
    new = found_union(database, unions)
    do(database, leads.establish, lead, staff.street, new)
    assert do(database, transfer.move_to_union, lead, staff.street) == FEW
    assert do(database, transfer.move_to_union, lead, staff.street) == 0
    with database.reading() as session:
        held = set(session.execute(sa.select(Member.organisation_id)).scalars())
        told = session.execute(
            sa.select(MembershipEvent.action, MembershipEvent.organisation_id, sa.func.count())
            .where(MembershipEvent.action.in_(("moved_out", "moved_in")))
            .group_by(MembershipEvent.action, MembershipEvent.organisation_id)
        ).all()
        assert held == {new}
        assert sorted(map(tuple, told)) == [("moved_in", new, FEW), ("moved_out", unions.joint, FEW)]


def test_a_declined_lead_comes_back_only_when_as_many_again_have_joined(database, lead, staff, enrolled):
    do(database, leads.decline, lead, staff.street, "老板不同意，员工也散了")
    for n in range(FEW, 2 * FEW - 1):
        enrolled(n, threshold=FEW)
    with database.reading() as session:
        assert session.get(Lead, lead).state == "declined"
    enrolled(2 * FEW - 1, threshold=FEW)
    with database.reading() as session:
        row = session.get(Lead, lead)
        assert (row.state, row.members, row.closed_at) == ("opened", 2 * FEW, None)
        assert [event.from_state for event in row.events] == [None, "opened", "declined"]


def test_staff_take_a_declined_lead_up_again(database, lead, staff):
    do(database, leads.decline, lead, staff.street, "老板不同意")
    do(database, leads.take_up, lead, staff.street, "换了老板")
    with database.reading() as session:
        assert session.get(Lead, lead).state == "opened"


def test_a_scan_closes_what_has_its_union_by_now_and_opens_what_an_import_left(database, lead, unions, enrolled):
    other = Workplace("上海拂晓物流有限公司", "浦东新区", "张江镇")
    for n in range(10, 10 + FEW):
        enrolled(n, other)
    new = found_union(database, unions)
    changed = do(database, leads.scan, FEW)
    assert [(row.state, row.established_id) for row in changed] == [("established", new), ("opened", None)]
    assert do(database, leads.scan, FEW) == []


def test_the_place_is_where_most_members_say_it_is(database, enrolled, unions):
    for n in range(FEW):
        enrolled(n, Workplace(ZHANGJIANG.employer, "徐汇区" if n else "浦东新区"), threshold=FEW)
    with database.reading() as session:
        row = session.execute(sa.select(Lead)).scalar_one()
        assert (row.district, row.street, row.organisation_id) == ("徐汇区", None, unions.xuhui)


def test_the_lead_of_an_employer_that_turned_out_to_be_another_is_closed_there(database, lead, enrolled, staff):
    for n in range(20, 20 + FEW):
        enrolled(n, Workplace("上海拂晓物流有限公司", "浦东新区", "张江镇"), threshold=FEW)
    with database.work() as session:
        kept, gone = session.execute(sa.select(Lead.employer_id).order_by(Lead.id)).scalars()
        merging.merge(session, kept, gone, staff.city)
        changed = leads.scan(session, FEW)
        session.commit()
        assert [(row.employer_id, row.state) for row in changed] == [(gone, "declined")]
        assert "已并入上海暮云商贸有限公司" in changed[0].events[-1].detail["text"]
        assert counted(session, kept) == 2 * FEW


def test_enrolling_scanning_moving_and_merging_employers_at_once_never_wait_in_a_circle(database, staff, unions):
    places = [Workplace(name, "浦东新区", "张江镇") for name in ("上海暮云商贸有限公司", "上海拂晓物流有限公司")]
    ids = []
    with database.work() as session:
        for n in range(16):
            row = applying.apply(session, person(n, places[n % 2]), None, None, f"test:{n}").application
            deciding.check(session, row.id, staff.city)
            deciding.approve(session, row.id, staff.city)
            ids.append(row.id)
        session.commit()
        kept, gone = session.execute(sa.select(Employer.id).order_by(Employer.id)).scalars()
    moving = do(database, deciding.enrol, ids.pop(), staff.city).id
    problems = []

    def attempt(*steps):
        try:
            for step in steps:
                do(database, *step)
        except Exception as problem:
            problems.append(problem)

    work = [
        *([(deciding.enrol, id_, staff.city, None, FEW) for id_ in ids[part::3]] for part in range(3)),
        [(leads.scan, FEW)] * 4,
        [(merging.merge, kept, gone, staff.city)],
        [(transfer.transfer, moving, staff.city, places[n % 2], None, FEW) for n in range(4)],
    ]
    threads = [threading.Thread(target=attempt, args=steps) for steps in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (problems, count(database, Member)) == ([], 16)
    do(database, leads.scan, FEW)
    with database.reading() as session:
        assert [row.employer_id for row in session.execute(sa.select(Lead).filter_by(state="opened")).scalars()] == [
            kept
        ]
        assert counted(session, kept) == 16
