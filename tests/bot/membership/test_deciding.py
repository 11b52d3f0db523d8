"""What a union does with an application: within its branch, in order, once, and the person hears of it."""

import threading

import pytest
import sqlalchemy as sa

from bot.membership import applying, changing, deciding
from bot.membership.access import BadValue, NotFound, NotNow
from bot.membership.model import Member, MembershipApplication, MembershipEvent
from tests.support.membership import actions, count, number_of, person, said, the_member


@pytest.fixture
def applied(database, unions, chat) -> int:
    """An application of Zhang's at the joint union of Zhangjiang, filed in a chat."""
    with database.work() as session:
        row = applying.apply(session, person(), *chat(), "message:1").application
        session.commit()
        return row.id


def do(database, step, *arguments, **more):
    with database.work() as session:
        done = step(session, *arguments, **more)
        session.commit()
        return done


def test_received_checked_approved_member_each_an_event_and_each_told(database, applied, staff, unions):
    for step in (deciding.check, deciding.approve, deciding.enrol):
        do(database, step, applied, staff.street)
    with database.reading() as session:
        row = session.get(MembershipApplication, applied)
        member = the_member(session)
        assert (row.state, row.member_id) == ("member", member.id)
        assert (member.state, member.organisation_id, member.dues, member.card) == (
            "member",
            unions.joint,
            "wage",
            "none",
        )
        assert (str(member.joined_on), member.id_number) == ("2026-11-22", number_of(1))
        assert actions(session, application_id=applied) == [
            ("applied", "person"),
            ("checked", "staff"),
            ("approved", "staff"),
            ("member", "staff"),
        ]
        assert actions(session, member_id=member.id) == [("member", "staff")]
        words = said(session)
        assert ["收到" in words[0], "核对好了" in words[1], "同意您入会" in words[2], "欢迎您" in words[3]] == [
            True
        ] * 4
        assert not any("{" in each for each in words)


def test_a_refusal_tells_the_reason_as_it_was_written(database, applied, staff):
    with pytest.raises(BadValue, match="原因"):
        do(database, deciding.refuse, applied, staff.street, " ")
    do(database, deciding.refuse, applied, staff.street, "照片看不清，请重新上传")
    with database.reading() as session:
        assert session.get(MembershipApplication, applied).state == "refused"
        assert "照片看不清，请重新上传" in said(session)[-1] and "再申请" in said(session)[-1]
        raw = session.execute(sa.text("SELECT reason FROM membership_applications")).scalar_one()
        assert "照片" not in raw


@pytest.mark.parametrize("who", ["other", "enterprise"])
def test_staff_of_another_branch_do_not_even_learn_that_there_is_an_application(database, applied, staff, who):
    for step in (deciding.check, deciding.approve, deciding.enrol):
        with pytest.raises(NotFound):
            do(database, step, applied, getattr(staff, who))
    with pytest.raises(NotFound):
        do(database, deciding.refuse, applied + 99, staff.city, "没有这份")
    assert count(database, MembershipEvent) == 1


def test_steps_out_of_order_are_refused_with_the_present_state(database, applied, staff):
    for step in (deciding.approve, deciding.enrol):
        with pytest.raises(NotNow, match="已收到"):
            do(database, step, applied, staff.street)
    do(database, deciding.refuse, applied, staff.street, "不符合条件")
    with pytest.raises(NotNow, match="未通过"):
        do(database, deciding.check, applied, staff.street)


def test_two_of_staff_at_once_decide_once(database, applied, staff):
    do(database, deciding.check, applied, staff.street)
    outcomes = []

    def decide(step, *arguments):
        try:
            do(database, step, applied, staff.street, *arguments)
            outcomes.append("done")
        except NotNow:
            outcomes.append("too late")

    threads = [
        threading.Thread(target=decide, args=arguments)
        for arguments in ((deciding.approve,), (deciding.approve,), (deciding.approve,))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "too late", "too late"]
    assert count(database, MembershipEvent) == 3


def test_the_city_desk_hands_an_application_to_a_union_before_it_is_approved(database, staff, unions, chat):
    with database.work() as session:
        row = applying.apply(session, person(), *chat(), "message:1").application
        row.organisation_id = None  # as it is where the register of unions is still empty
        deciding.check(session, row.id, staff.city)
        session.commit()
    with pytest.raises(BadValue, match="请选一家"):
        do(database, deciding.approve, row.id, staff.city)
    do(database, deciding.hand_over, row.id, staff.city, unions.joint, "单位在张江")
    do(database, deciding.approve, row.id, staff.street)
    with database.reading() as session:
        handed = session.execute(sa.select(MembershipEvent).filter_by(action="handed_over")).scalar_one()
        assert (handed.to_organisation_id, handed.detail) == (unions.joint, {"reason": "单位在张江"})
        assert "转给张江镇联合工会" in "".join(said(session))


def test_handing_over_to_a_union_of_another_district_takes_it_out_of_sight(database, applied, staff, unions):
    do(database, deciding.hand_over, applied, staff.street, unions.xuhui, "单位搬到徐汇了")
    with pytest.raises(NotFound):
        do(database, deciding.check, applied, staff.street)
    do(database, deciding.check, applied, staff.other)


def test_a_person_withdraws_their_own_application_once(database, applied, chat):
    with database.work() as session:
        row = session.get(MembershipApplication, applied)
        before = said(session)
        assert deciding.withdraw(session, row) and not deciding.withdraw(session, row)
        session.commit()
        assert said(session) == before  # they hear it as the answer to their words, and not a second time
        assert actions(session, application_id=applied)[-1] == ("withdrawn", "person")


def test_somebody_who_left_comes_back_as_the_same_member(database, enrolled, staff):
    first = enrolled()
    do(database, changing.leave, first, staff.street, "resigned")
    with database.work() as session:
        again = applying.apply(session, person(name="张叁丰"), None, None, "message:2").application
        deciding.check(session, again.id, staff.street)
        deciding.approve(session, again.id, staff.street)
        member = deciding.enrol(session, again.id, staff.street, dues="fixed")
        session.commit()
    assert (member.id, member.state, member.left_on, member.name, member.dues) == (
        first,
        "member",
        None,
        "张叁丰",
        "fixed",
    )
    assert count(database, Member) == 1


def test_whom_an_import_made_a_member_meanwhile_is_not_a_second_one(database, applied, staff, unions):
    do(database, deciding.check, applied, staff.street)
    do(database, deciding.approve, applied, staff.street)
    with database.work() as session:
        vault = database.vault
        session.add(
            Member(
                name="张三丰",
                name_hash=vault.fingerprint("张三丰"),
                id_number=number_of(1),
                id_hash=vault.fingerprint(number_of(1)),
                organisation_id=unions.xuhui,
                source="import",
            )
        )
        session.commit()
    member = do(database, deciding.enrol, applied, staff.street)
    assert (member.organisation_id, member.source, count(database, Member)) == (unions.xuhui, "import", 1)
    with database.reading() as session:
        assert session.get(MembershipApplication, applied).member_id == member.id
        assert "会籍在徐汇区总工会" in said(session)[-1]


def test_an_unknown_dues_category_is_refused(database, applied, staff):
    with pytest.raises(BadValue, match="会费类别"):
        do(database, deciding.enrol, applied, staff.street, dues="gold")


def test_an_event_is_never_edited(database, applied):
    with database.work() as session:
        event = session.execute(sa.select(MembershipEvent)).scalar_one()
        event.action = "other"
        with pytest.raises(ValueError, match="never edited"):
            session.flush()
