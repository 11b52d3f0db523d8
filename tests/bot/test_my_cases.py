"""What a cadre has to do: which cases, in which order, and what is shown of them."""

from datetime import timedelta

import pytest

from bot import clock, my_cases
from bot.cases import moves
from bot.cases.errors import UnknownCase
from bot.cases.model import Case, CaseDeadline
from bot.conversations.model import Conversation
from tests.bot.cases.conftest import FACTORY, MONDAY, World, plant


@pytest.fixture
def world(database):
    with database.work() as session, clock.fixed(MONDAY):
        unions, staff = plant(session)
        person = Conversation(account="gh_test", openid="o-zhang")
        session.add(person)
        session.flush()
        made = World(unions, staff, person.id)
        session.commit()
    return made


def numbers(session, world, name, shown=()):
    return [case.number for case in my_cases.to_do(session, world.who(session, name), shown)]


def test_what_is_due_first_comes_first_and_what_has_no_deadline_last(database, world):
    with database.work() as session, clock.fixed(MONDAY):
        usual = world.filed(session, "a")
        rests = world.filed(session, "b")
        urgent = world.filed(session, "c", urgency=2)
        for deadline in my_cases.loaded(session, world.who(session, "city"), rests.number).deadlines:
            deadline.paused_at = MONDAY
        session.flush()
        assert numbers(session, world, "zhangjiang") == [urgent.number, usual.number, rests.number]
        assert my_cases.due(urgent) and my_cases.due(rests) == ""


def test_cases_of_a_colleague_of_other_unions_and_those_that_are_over_are_not_theirs(database, world):
    with database.work() as session, clock.fixed(MONDAY):
        own, colleagues, over, elsewhere = (world.filed(session, key) for key in "abcd")
        agent = world.who(session, "zhangjiang")
        moves.accept(session, own.id, agent)
        moves.accept(session, colleagues.id, world.who(session, "colleague"))
        moves.accept(session, over.id, agent)
        moves.resolve(session, over.id, agent, "钱已经补发")
        moves.hand_over(session, elsewhere.id, agent, world.unions["huamu"], "单位在花木")
        assert numbers(session, world, "zhangjiang") == [own.number]
        assert numbers(session, world, "huamu") == [elsewhere.number]
        assert numbers(session, world, "pudong") == numbers(session, world, "minhang") == []


def test_a_case_that_nobody_has_is_everybodys_until_a_colleague_gets_it(database, world):
    with database.work() as session, clock.fixed(MONDAY):
        case = world.filed(session, "a")
        assert numbers(session, world, "zhangjiang") == numbers(session, world, "colleague") == [case.number]
        moves.assign(session, case.id, world.who(session, "zhangjiang"), world.staff["colleague"])
        assert (numbers(session, world, "zhangjiang"), numbers(session, world, "colleague")) == ([], [case.number])


def test_the_citys_staff_have_what_no_union_has_and_what_the_city_has(database, world):
    with database.work() as session, clock.fixed(MONDAY):
        nobodys = world.filed(session, "a", district=None, street=None, employer=None)
        handed = world.filed(session, "b")
        moves.hand_over(session, handed.id, world.who(session, "zhangjiang"), world.unions["city"], "请市里办")
        assert set(numbers(session, world, "city")) == {nobodys.number, handed.number}


def test_what_was_shown_is_left_out_and_one_more_than_a_page_tells_that_there_is_more(database, world):
    with database.work() as session, clock.fixed(MONDAY):
        filed = [world.filed(session, f"key-{place}") for place in range(7)]
        first = my_cases.to_do(session, world.who(session, "zhangjiang"))
        assert len(first) == my_cases.AT_ONCE + 1
        shown = [case.id for case in first[: my_cases.AT_ONCE]]
        assert numbers(session, world, "zhangjiang", shown) == [case.number for case in filed[my_cases.AT_ONCE :]]


def test_personal_data_is_masked_and_a_long_story_shortened(database, world):
    with database.work() as session, clock.fixed(MONDAY):
        story = "老板的电话是13900000000，" + "一直拖着不给。" * 40
        case = world.filed(session, "a", summary=story, name="张三丰", phone="13800000000", topic="wage.arrears")
        told = my_cases.told(my_cases.loaded(session, world.who(session, "zhangjiang"), case.number))
    assert "138****0000" in told and "张**" in told and "工资报酬" in told and FACTORY in told
    assert not any(hidden in told for hidden in ("13800000000", "13900000000", "张三丰"))
    assert len(told) < 400


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(days=-1), "11月25日17:30前要受理"),
        (timedelta(), "后天17:30前要受理"),
        (timedelta(days=1), "明天17:30前要受理"),
        (timedelta(days=2), "今天17:30前要受理"),
        (timedelta(days=2, hours=8), "受理已经超时 不到 1 小时"),
        (timedelta(days=2, hours=12), "受理已经超时 4 小时"),
        (timedelta(days=5), "受理已经超时 2 天"),
    ],
)
def test_what_is_due_is_said_in_plain_words(later, words):
    soon = MONDAY.replace(hour=17, minute=30) + timedelta(days=2)
    rows = [CaseDeadline(duty=duty, due_at=soon + timedelta(days=d)) for d, duty in enumerate(("accept", "resolve"))]
    with clock.fixed(MONDAY + later):
        assert my_cases.due(Case(deadlines=rows)) == words


def test_only_what_the_state_and_the_rights_allow_can_be_done(database, world):
    with database.work() as session, clock.fixed(MONDAY):
        case, agent = world.filed(session, "a"), world.who(session, "zhangjiang")
        assert my_cases.may(session, case, agent) == ["accept", "note"]
        moves.accept(session, case.id, agent)
        assert my_cases.may(session, case, agent) == ["note", "resolve"]
        assert my_cases.loaded(session, world.who(session, "huamu"), case.number) is None
        with pytest.raises(UnknownCase):
            my_cases.may(session, case, world.who(session, "huamu"))


def test_the_cases_of_a_service_point_are_those_of_the_union_that_it_belongs_to(database, world):
    with database.work() as session, clock.fixed(MONDAY):
        aid = world.filed(session, "a", kind="legal_aid")
        mediation = world.filed(session, "b", kind="mediation")
        assert (aid.organisation.code, mediation.organisation.code) == ("aid", "mediators")
        assert numbers(session, world, "pudong") == [aid.number]
        assert numbers(session, world, "zhangjiang") == [mediation.number]
        assert numbers(session, world, "city") == []


def test_a_case_that_a_union_above_accepted_is_still_to_do_for_those_who_have_it(database, world):
    with database.work() as session, clock.fixed(MONDAY):
        case = world.filed(session, "a")
        moves.accept(session, case.id, world.who(session, "pudong"))
        assert case.assignee_id is None
        assert numbers(session, world, "zhangjiang") == numbers(session, world, "colleague") == [case.number]
