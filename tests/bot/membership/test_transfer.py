"""A change of job moves the membership; nobody joins a second time, and both unions are told."""

import threading

import pytest

from bot.membership import changing, lists, transfer
from bot.membership.access import BadValue, NotFound, NotNow
from bot.membership.model import Member, MembershipEvent
from bot.membership.routing import Workplace
from tests.support.membership import WITH_UNION, actions, count, number_of, said

NEW_JOB = Workplace(WITH_UNION, "浦东新区", "张江镇")


def do(database, step, *arguments, **more):
    with database.work() as session:
        done = step(session, *arguments, **more)
        session.commit()
        return done


def test_membership_place_and_group_move_and_the_history_stays(database, enrolled, staff, unions, chat):
    member = enrolled(conversation_id=chat()[0])
    assert do(database, transfer.transfer, member, staff.city, NEW_JOB)
    with database.reading() as session:
        row = session.get(Member, member)
        assert (row.organisation_id, row.employer, row.state) == (unions.enterprise, WITH_UNION, "member")
        (move,) = transfer.moves(session, member)
        assert (move.left, move.joined) == ("张江镇联合工会", "上海晨星电子有限公司工会")
        assert (move.left_employer, move.joined_employer) == ("上海暮云商贸有限公司", WITH_UNION)
        assert said(session)[-1].startswith("您的会籍转好了，现在在上海晨星电子有限公司工会")


def test_each_of_the_two_unions_finds_the_move_among_its_notices(database, enrolled, staff, unions):
    do(database, transfer.transfer, enrolled(), staff.city, NEW_JOB)
    with database.reading() as session:
        assert [event.action for event in lists.notices(session, staff.enterprise)] == ["moved_in"]
        assert [event.action for event in lists.notices(session, staff.street)][:2] == ["moved_in", "moved_out"]
        assert lists.notices(session, staff.other) == []


def test_the_union_that_takes_a_membership_may_ask_for_it_and_a_third_may_not(database, enrolled, staff):
    member = enrolled()
    with pytest.raises(NotFound):
        do(database, transfer.transfer, member, staff.other, NEW_JOB, id_number=number_of(1))
    assert do(database, transfer.transfer, member, staff.enterprise, NEW_JOB, id_number=f" {number_of(1)} ")


@pytest.mark.parametrize("number", [None, "", "310", "张三", number_of(2)])
def test_whose_number_the_taking_union_cannot_give_is_no_more_found_than_who_does_not_exist(
    database, enrolled, staff, number
):
    member = enrolled()
    said_of = set()
    for key in (member, member + 100):
        with pytest.raises(NotFound) as refusal:
            do(database, transfer.transfer, key, staff.enterprise, NEW_JOB, id_number=number)
        said_of.add(str(refusal.value))
    assert len(said_of) == 1
    with database.reading() as session:
        assert transfer.moves(session, member) == []


def test_a_member_of_the_own_branch_is_moved_without_the_number(database, enrolled, staff, unions):
    assert do(database, transfer.transfer, enrolled(), staff.street, NEW_JOB, unions.enterprise)


def test_the_same_move_twice_and_from_two_processes_is_one_move(database, enrolled, staff):
    member = enrolled()
    moved = []
    threads = [
        threading.Thread(target=lambda: moved.append(do(database, transfer.transfer, member, staff.city, NEW_JOB)))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(moved) == [False, True]
    with database.reading() as session:
        assert len(transfer.moves(session, member)) == 1


def test_a_union_can_be_named_and_must_be_one_that_is_in_use(database, enrolled, staff, unions):
    member = enrolled()
    assert do(database, transfer.transfer, member, staff.city, Workplace("某店", "徐汇区"), unions.xuhui)
    with pytest.raises(BadValue, match="请选一家"):
        do(database, transfer.transfer, member, staff.city, NEW_JOB, 9999)


def test_a_retained_membership_is_in_force_again_with_dues(database, enrolled, staff):
    member = enrolled()
    do(database, changing.retain, member, staff.street, "unemployed")
    with database.reading() as session:
        assert (session.get(Member, member).state, session.get(Member, member).dues) == ("retained", "exempt")
    do(database, transfer.transfer, member, staff.city, NEW_JOB)
    with database.reading() as session:
        assert (session.get(Member, member).state, session.get(Member, member).dues) == ("member", "wage")


def test_who_has_left_is_not_moved(database, enrolled, staff):
    member = enrolled()
    do(database, changing.leave, member, staff.street, "resigned")
    with pytest.raises(NotNow, match="入会申请"):
        do(database, transfer.transfer, member, staff.city, NEW_JOB)


def test_leaving_keeps_the_row_with_the_day_and_the_reason(database, enrolled, staff, chat):
    member = enrolled(conversation_id=chat()[0])
    with pytest.raises(BadValue, match="原因"):
        do(database, changing.leave, member, staff.street, "bored")
    do(database, changing.leave, member, staff.street, "resigned")
    with pytest.raises(NotNow, match="已离开"):
        do(database, changing.leave, member, staff.street, "resigned")
    with database.reading() as session:
        row = session.get(Member, member)
        assert (row.state, str(row.left_on), row.events[-1].detail) == ("left", "2026-11-22", {"reason": "resigned"})
        assert "退会手续" in said(session)[-1]


def test_changes_are_one_event_that_tells_what_was_before(database, enrolled, staff):
    member = enrolled()
    assert do(database, changing.change, member, staff.street, card="issued", phone="13900000000") == ["card", "phone"]
    assert do(database, changing.change, member, staff.street, card="issued", phone="13900000000") == []
    with database.reading() as session:
        row = session.get(Member, member)
        assert (row.card, row.phone, row.phone_hash) == (
            "issued",
            "13900000000",
            database.vault.fingerprint("13900000000"),
        )
        assert actions(session, action="changed") == [("changed", "staff")]
        assert row.events[-1].detail["card"] == ["none", "issued"]


@pytest.mark.parametrize(
    "values", [{"card": "gold"}, {"card": ""}, {"dues": "x"}, {"special_group": "x"}, {"phone": "1"}]
)
def test_values_that_do_not_exist_are_refused(database, enrolled, staff, values):
    member = enrolled()
    before = count(database, MembershipEvent)
    with pytest.raises(BadValue):
        do(database, changing.change, member, staff.street, **values)
    assert count(database, MembershipEvent) == before


def test_of_who_has_left_only_the_card_can_be_taken_back(database, enrolled, staff):
    member = enrolled()
    do(database, changing.change, member, staff.street, card="issued", special_group="rider")
    do(database, changing.leave, member, staff.street, "resigned")
    with pytest.raises(NotNow):
        do(database, changing.change, member, staff.street, dues="fixed")
    assert do(database, changing.change, member, staff.street, card="returned") == ["card"]
