"""Applying to join: one person has one application, whoever takes it down (opinion 四 first duty; 五（一）2)."""

import threading
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from bot import clock
from bot.employers import merging
from bot.employers.core import core_of
from bot.employers.model import EmployerName
from bot.employers.recognising import add_name, recognise
from bot.membership import applying, deciding
from bot.membership.access import BadValue
from bot.membership.model import Member, MembershipApplication, MembershipEvent
from bot.membership.routing import Workplace
from bot.organisations import tree
from bot.organisations.model import Organisation
from tests.support.membership import WITH_UNION, ZHANGJIANG, actions, count, number_of, person, said


def apply(database, application, conversation_id=None, message_id=None, key="message:1"):
    with database.work() as session:
        applied = applying.apply(session, application, conversation_id, message_id, key)
        session.commit()
        return applied


def test_an_application_has_a_number_its_union_its_first_event_and_the_word_that_is_owed(database, unions, chat):
    conversation_id, message_id = chat()
    applied = apply(database, person(), conversation_id, message_id)
    assert applied.outcome == "received"
    with database.reading() as session:
        row = applying.by_number(session, " r2026112200001 ")
        assert (row.id, row.state, row.organisation_id) == (applied.application.id, "received", unions.joint)
        assert (row.routing_rule, row.name, row.employer_id) == ("joint", "张三丰", 1)
        assert actions(session, application_id=row.id) == [("applied", "person")]
        assert [row.number] == [one.number for one in applying.of_conversation(session, conversation_id)]
        (words,) = said(session)
        assert row.number in words and "张江镇联合工会" in words and "{" not in words


def test_the_identity_is_kept_encrypted_and_found_by_a_keyed_hash_only(database, unions):
    apply(database, person())
    with database.reading() as session:
        raw = session.execute(sa.text("SELECT name, phone, id_number, id_hash FROM membership_applications")).one()
        assert not any(word in column for column in raw for word in ("张三丰", "138", number_of(1)))
        assert raw.id_hash == database.vault.fingerprint(number_of(1))


def test_applying_twice_says_so_and_doubles_nothing(database, unions, chat):
    conversation_id, message_id = chat()
    first = apply(database, person(), conversation_id, message_id)
    again = apply(database, person(name="张三疯"), conversation_id, None, key="message:2")
    assert (again.outcome, again.application.id) == ("open_already", first.application.id)
    assert (count(database, MembershipApplication), count(database, MembershipEvent)) == (1, 1)
    with database.reading() as session:
        assert "还在办" in said(session)[1] and first.application.number in said(session)[1]


def test_the_same_filing_done_again_after_a_crash_finds_its_own(database, unions, chat):
    where = chat()
    first, again = apply(database, person(), *where), apply(database, person(), *where)
    assert (again.outcome, again.application.id) == ("received", first.application.id)
    with database.reading() as session:
        assert len(said(session)) == 1


def test_another_chat_is_not_told_the_number_of_an_application(database, unions, chat):
    first = apply(database, person(), *chat())
    other, message = chat("openid-li", "key-2")
    assert apply(database, person(), other, message, key="message:2").outcome == "open_already"
    with database.reading() as session:
        assert first.application.number not in said(session)[1] and "12351" in said(session)[1]


def test_a_member_is_recognised_and_not_told_where_the_membership_is_held(database, enrolled, chat):
    enrolled()
    assert apply(database, person(), *chat(), key="message:2") == applying.Applied("member_already", None)
    assert (count(database, MembershipApplication), count(database, Member)) == (1, 1)
    with database.reading() as session:
        assert "已经登记为工会会员" in said(session)[0] and "联合工会" not in said(session)[0]


def test_two_processes_at_once_take_one_person_down_once(database, unions, chat):
    conversation_id, _ = chat()
    outcomes = []

    def file(key):
        outcomes.append(apply(database, person(), conversation_id, None, key).outcome)

    threads = [threading.Thread(target=file, args=(f"message:{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["open_already"] * 3 + ["received"]
    assert (count(database, MembershipApplication), count(database, MembershipEvent)) == (1, 1)


def test_after_a_refusal_one_can_apply_again(database, unions, staff):
    first = apply(database, person())
    with database.work() as session:
        deciding.refuse(session, first.application.id, staff.street, "资料看不清")
        session.commit()
    assert apply(database, person(), key="message:2").outcome == "received"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"id_number": number_of(1)[:-1] + "?"}, "应为 18 位"),
        ({"id_number": number_of(1)[:16] + "00"}, "校验码不对"),
        ({"phone": "021-12345678"}, "不是固定电话"),
        ({"name": "张3"}, "姓名"),
    ],
)
def test_what_cannot_be_right_is_refused_without_repeating_it(database, unions, values, reason):
    with database.work() as session, pytest.raises(BadValue, match=reason) as refused:
        applying.apply(session, replace(person(), **values), None, None, "message:1")
    assert not any(value in str(refused.value) for value in values.values())


def test_no_unions_at_all_is_the_city_desk_and_not_nowhere(database, chat):
    applied = apply(database, person(), *chat())
    assert (applied.application.organisation_id, applied.application.routing_rule) == (None, "desk")
    with database.reading() as session:
        assert "由工会的工作人员核对" in said(session)[0] and "12351，报编号" in said(session)[0]


@pytest.mark.parametrize(
    ("workplace", "union", "rule"),
    [
        (Workplace(WITH_UNION, "浦东新区", "张江镇"), "enterprise", "enterprise"),  # 工会法 §3
        (Workplace("某平台", "浦东新区", "张江镇", group="rider"), "riders", "serving"),  # 五（二）3
        (Workplace("上海暮云商贸有限公司", "浦东新区", "张江"), "joint", "joint"),  # 五（一）2
        (Workplace(None, "浦东新区", "川沙新镇"), "pudong", "district"),
        (Workplace(None, "徐汇区"), "xuhui", "district"),
        (Workplace(), "city", "city"),
    ],
)
def test_the_nearest_union_that_can_takes_a_person_in_and_the_rule_is_noted(database, unions, workplace, union, rule):
    row = apply(database, person(workplace=workplace)).application
    assert (row.organisation_id, row.routing_rule) == (getattr(unions, union), rule)
    with database.reading() as session:
        event = session.execute(sa.select(MembershipEvent)).scalar_one()
        assert (event.detail, event.to_organisation_id) == ({"rule": rule}, row.organisation_id)


def test_who_is_known_already_is_told_by_the_number_alone(database, unions, chat):
    conversation_id, message_id = chat()
    with database.reading() as session:
        assert applying.known_already(session, number_of(1), conversation_id) is None
    applied = apply(database, person(), conversation_id, message_id)
    with database.reading() as session:
        assert applied.application.number in applying.known_already(session, number_of(1), conversation_id)
        assert applied.application.number not in applying.known_already(session, number_of(1), conversation_id + 1)


@pytest.mark.parametrize("has_union", [True, False, None])
@pytest.mark.parametrize("member_elsewhere", [True, False, None])
def test_what_the_person_says_of_unions_is_kept_and_what_they_do_not_know_is_empty(
    database, unions, has_union, member_elsewhere
):
    place = Workplace("上海暮云商贸有限公司", "浦东新区", "张江镇", has_union=has_union)
    apply(database, replace(person(workplace=place), member_elsewhere=member_elsewhere))
    with database.reading() as session:
        row = session.execute(sa.select(MembershipApplication)).scalar_one()
        assert (row.has_union, row.member_elsewhere) == (has_union, member_elsewhere)


@pytest.mark.parametrize(("has_union", "rule"), [(True, "enterprise"), (None, "joint"), (False, "joint")])
def test_a_union_that_they_say_there_is_is_looked_for_under_every_name_of_the_employer(
    database, unions, has_union, rule
):
    with database.work() as session:
        recognise(session, WITH_UNION, "浦东新区")
        session.commit()
    row = apply(
        database, person(workplace=Workplace("晨星电子", "浦东新区", "张江镇", has_union=has_union))
    ).application
    assert row.routing_rule == rule


def test_a_union_that_is_not_on_the_list_is_said_to_be_unknown_and_whom_to_ask(database, unions, chat):
    place = Workplace("上海暮云商贸有限公司", "浦东新区", "张江镇", has_union=True)
    apply(database, person(workplace=place), *chat())
    with database.reading() as session:
        assert "单位的工会主席或者人事" in said(session)[0] and "张江镇联合工会照样给您办" in said(session)[0]


def test_the_reply_says_how_long_it_takes_and_where_to_ask(database, unions, chat):
    with database.work() as session:
        row = session.get(Organisation, unions.joint)
        row.address, row.phone, row.hours = "张江镇虚构路2号", "021-50000002", "周一至周五 9:00-17:00"
        session.commit()
    applied = apply(database, person(), *chat())
    # NOON is a Sunday: counted from Monday, 23 November, which is not counted itself; ten working days on.
    assert clock.local(applied.application.due_at).date() == date(2026, 12, 7)
    with database.reading() as session:
        words = said(session)[0]
    assert "10 个工作日内、最晚 12月7日" in words
    assert "可以去张江镇联合工会，张江镇虚构路2号，周一至周五 9:00-17:00，电话 021-50000002。" in words


def test_a_union_without_address_gives_way_to_the_service_station_nearby(database, unions, chat):
    with database.work() as session:
        station = Organisation(
            code="Z",
            name="张江镇工会服务站",
            level="street",
            kind="service_station",
            parent_id=unions.zhangjiang,
            district="浦东新区",
            street="张江镇",
            address="张江镇虚构路1号",
        )
        session.add(station)
        tree.place(session, station)
        session.commit()
    apply(database, person(), *chat())
    with database.reading() as session:
        assert "可以去张江镇工会服务站，张江镇虚构路1号，去之前打 12351 问一下。" in said(session)[0]


@pytest.mark.parametrize("decision", ["merge", "split"])
def test_an_application_that_comes_while_its_employer_is_merged_or_split_goes_where_the_name_goes(
    database, unions, staff, decision
):
    """Staff decide in one transaction; somebody applies before it is committed; on SQLite the one waits by itself."""
    place = replace(ZHANGJIANG, employer="上海暮云商贸有限公司")
    with database.work() as session:
        old = recognise(session, place.employer, place.district)
        other = recognise(session, "上海青石模具有限公司", place.district)
        core = core_of("暮云食品")
        kept = add_name(session, old, "暮云食品", core, place.district)
        session.commit()
        old_id, other_id, kept_id = old.id, other.id, kept.id
    reached, go_on, applied = threading.Event(), threading.Event(), []

    def decide():
        with database.work() as session:
            if decision == "merge":
                merging.merge(session, other_id, old_id, staff.city)
            else:
                wanted = sa.select(EmployerName.id).where(
                    EmployerName.employer_id == old_id, EmployerName.id != kept_id
                )
                merging.split(session, session.execute(wanted).scalars().all(), staff.city)
            reached.set()
            go_on.wait(5)
            session.commit()

    def come():
        reached.wait(5)
        applied.append(apply(database, person(workplace=place)))

    threads = [threading.Thread(target=decide), threading.Thread(target=come)]
    for thread in threads:
        thread.start()
    reached.wait(5)
    threads[1].join(1)  # time enough to write the application, if nothing holds it back
    go_on.set()
    for thread in threads:
        thread.join(10)
    with database.reading() as session:
        row = session.get(MembershipApplication, applied[0].application.id)
        assert row.employer_id == recognise(session, place.employer, place.district).id != old_id


def test_an_application_that_is_not_committed_yet_moves_with_its_employer(database, unions, staff):
    place = replace(ZHANGJIANG, employer="上海暮云商贸有限公司")
    with database.work() as session:
        gone = recognise(session, place.employer, place.district).id
        keep = recognise(session, "上海青石模具有限公司", place.district).id
        session.commit()

    def merge():
        with database.work() as session:
            merging.merge(session, keep, gone, staff.city)
            session.commit()

    merging_thread = threading.Thread(target=merge)
    with database.work() as session:
        row = applying.apply(session, person(workplace=place), None, None, "message:1").application
        merging_thread.start()
        merging_thread.join(1)
        session.commit()
    merging_thread.join(10)
    with database.reading() as session:
        assert session.get(MembershipApplication, row.id).employer_id == keep
