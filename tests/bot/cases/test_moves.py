"""Moves: who may make them, what they write, and what the person hears."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.cases import moves, queries, trail
from bot.cases.errors import ChangedMeanwhile, MoveNotAllowed, NotCompetent, ReasonMissing, UnknownCase
from bot.cases.model import CaseEvent
from bot.conversations.model import PERSON, STAFF, SYSTEM, Conversation, Message, Outbox
from bot.staff.model import Staff


@pytest.fixture
def session(database, world, monday):
    with database.work() as session:
        yield session


@pytest.fixture
def case(session, world):
    """A case of somebody anonymous, with the street's union."""
    return world.filed(session)


def told(session):
    """Return what has been owed to the person since the case's number, the latest last."""
    wanted = sa.select(Message).join(Outbox, Outbox.message_id == Message.id).order_by(Message.id)
    return list(session.execute(wanted).scalars())[1:]


def test_the_whole_life_of_a_case_is_on_its_trail_and_the_person_hears_what_concerns_them(session, world, case, monday):
    street = world.who(session, "zhangjiang")
    moves.assign(session, case.id, world.who(session, "chief"), world.staff["colleague"])
    moves.accept(session, case.id, street)
    moves.start(session, case.id, street)
    moves.ask_person(session, case.id, street, "请发工资条的照片")
    moves.start(session, case.id, street)
    moves.resolve(session, case.id, street, "公司已经补发了三个月工资")
    moves.close(session, case.id, SYSTEM)
    events = session.execute(sa.select(CaseEvent).order_by(CaseEvent.id)).scalars().all()
    way = ["received", "assigned", "accepted", "in_progress", "waiting", "in_progress", "resolved", "closed"]
    assert [event.to_state for event in events] == way
    assert [event.from_state for event in events[1:]] == way[:-1]
    assert events[1].staff_id == world.staff["chief"] and events[1].detail["assignee"] == world.staff["colleague"]
    assert (case.assignee_id, case.accepted_at, case.resolved_at, case.closed_at) == (street.id, *[monday] * 3)
    words = told(session)
    assert len(words) == 4 and all(case.number in message.text for message in words)
    accepted, waiting, resolved, closed = words
    assert "zhangjiang工会" in accepted.text
    assert "请发工资条的照片" in waiting.text and "公司已经补发了三个月工资" in resolved.text
    assert all(message.author == SYSTEM and message.data["case"] == case.number for message in words)
    assert [option["payload"] for option in closed.data["options"]] == [
        f'/score{{"case": "{case.number}", "score": {score}}}' for score in (1, 2, 3, 4, 5)
    ]


def test_any_point_hands_a_case_to_the_competent_one_and_the_trail_shows_who_had_it_when(session, world, case, monday):
    street, later = world.who(session, "zhangjiang"), monday + timedelta(hours=1)
    moves.accept(session, case.id, street)
    event = moves.hand_over(session, case.id, street, world.unions["huamu"], "单位其实在花木", later)
    assert (event.from_organisation_id, event.to_organisation_id) == (world.unions["zhangjiang"], world.unions["huamu"])
    assert (case.state, case.organisation.code, case.assignee_id) == ("assigned", "huamu", None)
    moves.hand_over(session, case.id, world.who(session, "huamu"), None, "跨区的事", later + timedelta(hours=1))
    held = trail.held_by(list(session.execute(sa.select(CaseEvent).order_by(CaseEvent.id)).scalars()))
    assert [row.organisation.code if row.organisation else None for row in held] == ["zhangjiang", "huamu", None]
    assert [row.reason for row in held] == ["", "单位其实在花木", "跨区的事"]
    assert (held[0].until, held[1].since, held[2].until) == (later, later, None)
    assert "huamu工会" in told(session)[1].text and "市总工会" in told(session)[2].text


def test_who_handed_a_case_over_has_no_more_to_say_about_it(session, world, case):
    street = world.who(session, "zhangjiang")
    moves.hand_over(session, case.id, street, world.unions["huamu"], "不归我们")
    with pytest.raises(UnknownCase):
        moves.accept(session, case.id, street)


@pytest.mark.parametrize("name", ["minhang", "huamu", "factory"])
def test_staff_of_another_branch_do_not_even_learn_that_there_is_a_case(session, world, case, name):
    with pytest.raises(UnknownCase):
        moves.accept(session, case.id, world.who(session, name))
    with pytest.raises(UnknownCase):
        moves.accept(session, 999, world.who(session, name))


@pytest.mark.parametrize("name", ["zhangjiang", "pudong", "city"])
def test_the_union_that_has_it_and_every_union_above_may_act(session, world, case, name):
    moves.accept(session, case.id, world.who(session, name))
    # A union above that steps in does not become a colleague of those who have it.
    assert case.assignee_id == (world.staff["zhangjiang"] if name == "zhangjiang" else None)


def test_a_passed_over_enterprise_union_can_neither_see_nor_be_given_the_case(session, world):
    case = world.filed(session, own_union="accused", anonymous=False)
    assert (case.organisation.code, case.routing_rule) == ("zhangjiang", "own_union_passed_over")
    with pytest.raises(NotCompetent, match="不经过本单位工会"):
        moves.hand_over(session, case.id, world.who(session, "zhangjiang"), world.unions["factory"], "给他们")
    with pytest.raises(UnknownCase):
        moves.accept(session, case.id, world.who(session, "factory"))


@pytest.mark.parametrize("told", [{"anonymous": True}, {"anonymous": False, "own_union": "cannot"}])
def test_an_enterprise_union_that_was_not_found_by_its_name_is_kept_out_all_the_same(session, world, told):
    case = world.filed(session, employer="厂里", **told)
    assert (case.organisation.code, case.hidden_from_id) == ("zhangjiang", None)
    with pytest.raises(NotCompetent, match="不经过本单位工会"):
        moves.hand_over(session, case.id, world.who(session, "zhangjiang"), world.unions["factory"], "给他们")


def test_a_disabled_account_does_nothing(session, world, case):
    street = world.who(session, "zhangjiang")
    street.disabled = True
    with pytest.raises(UnknownCase):
        moves.accept(session, case.id, street)


@pytest.mark.parametrize("name", ["minhang", "city", "pudong"])
def test_a_case_is_assigned_to_staff_of_the_union_that_has_it_only(session, world, case, name):
    with pytest.raises(NotCompetent, match="只能派给"):
        moves.assign(session, case.id, world.who(session, "zhangjiang"), world.staff[name])


def test_the_citys_staff_work_for_the_city_union_and_for_its_desk(session, world):
    case = world.filed(session, district=None, street=None, employer=None)
    assert case.organisation.code == "city"
    moves.assign(session, case.id, world.who(session, "city"), world.staff["admin"])
    moves.hand_over(session, case.id, world.who(session, "city"), None, "热线自己办")
    moves.assign(session, case.id, world.who(session, "city"), world.staff["admin"])
    assert (case.organisation_id, case.assignee_id) == (None, world.staff["admin"])


@pytest.mark.parametrize("target", [999, "closed", "zhangjiang"])
def test_a_case_is_not_handed_to_nobody_to_a_closed_union_or_to_who_has_it(session, world, case, target):
    if target == "closed":
        case.organisation.parent.closed = True
        target = "pudong"
    with pytest.raises(NotCompetent):
        street = world.who(session, "zhangjiang")
        moves.hand_over(session, case.id, street, world.unions.get(target, target), "转")


def test_what_needs_a_reason_is_refused_without_one_and_a_refusal_leaves_no_trace(session, world, case):
    street = world.who(session, "zhangjiang")
    moves.accept(session, case.id, street)
    count = trail.last_event_id(session, case.id)
    for attempt in (
        lambda: moves.resolve(session, case.id, street, "  "),
        lambda: moves.ask_person(session, case.id, street, ""),
        lambda: moves.hand_over(session, case.id, street, world.unions["huamu"], ""),
        lambda: moves.withdraw(session, case.id, STAFF, street),
        lambda: moves.close(session, case.id, STAFF, world.who(session, "chief")),
        lambda: moves.resolve(session, case.id, street, "字" * 501),
    ):
        with pytest.raises(ReasonMissing):
            attempt()
    assert (case.state, case.organisation.code) == ("accepted", "zhangjiang")
    assert trail.last_event_id(session, case.id) == count


def test_forbidden_moves_say_from_where_to_where(session, world, case):
    with pytest.raises(MoveNotAllowed, match="“已登记”的工单不能转为“已处理”"):
        moves.resolve(session, case.id, world.who(session, "zhangjiang"), "好了")
    with pytest.raises(MoveNotAllowed):
        moves.move(session, case.id, "nonsense", STAFF, world.who(session, "zhangjiang"), "好")
    with pytest.raises(MoveNotAllowed, match="哪个单位"):
        moves.accept(session, case.id, world.who(session, "zhangjiang"))
        moves.move(session, case.id, "referred", STAFF, world.who(session, "zhangjiang"), "好")


def test_only_a_supervisor_puts_a_case_away_without_a_result_and_the_person_reads_why(session, world, case):
    with pytest.raises(NotCompetent, match="没有这个权限"):
        moves.close(session, case.id, STAFF, world.who(session, "zhangjiang"), "重复登记")
    moves.close(session, case.id, STAFF, world.who(session, "chief"), "和前一张是同一件事")
    (word,) = told(session)
    assert "和前一张是同一件事" in word.text and "options" not in word.data


def test_a_person_withdraws_and_takes_up_again_only_their_own_case(session, world, case):
    other = Conversation(account="gh_test", openid="o-li")
    session.add(other)
    session.flush()
    for conversation in (other.id, None):
        with pytest.raises(UnknownCase):
            moves.withdraw(session, case.id, PERSON, conversation_id=conversation)
    with pytest.raises(NotCompetent):
        moves.move(session, case.id, "accepted", PERSON, conversation_id=world.conversation)
    moves.withdraw(session, case.id, PERSON, conversation_id=world.conversation)
    moves.reopen(session, case.id, PERSON, "还是没给钱", conversation_id=world.conversation)
    assert (case.state, case.reopened, case.closed_at) == ("reopened", 1, None)
    assert told(session) == []  # they hear it as the answer to their words, and not a second time


def test_who_acts_on_an_old_view_of_a_case_is_refused(session, world, case):
    seen = trail.last_event_id(session, case.id)
    street = world.who(session, "zhangjiang")
    moves.assign(session, case.id, street, world.staff["colleague"], seen=seen)
    with pytest.raises(ChangedMeanwhile):
        moves.assign(session, case.id, street, world.staff["zhangjiang"], seen=seen)
    assert case.assignee_id == world.staff["colleague"]


def test_a_case_without_a_conversation_moves_and_owes_nobody_a_word(session, world):
    case = world.filed(session, "desk:1", conversation=False)
    street = world.who(session, "zhangjiang")
    moves.accept(session, case.id, street)
    moves.resolve(session, case.id, street, "好了")
    moves.close(session, case.id, SYSTEM)
    assert session.execute(sa.select(sa.func.count(Outbox.id))).scalar_one() == 0


def test_nobody_acts_in_a_name_without_an_account(session, world, case):
    with pytest.raises(ValueError, match="without an account"):
        moves.move(session, case.id, "accepted", STAFF)


def test_the_staff_of_the_union_that_a_service_point_belongs_to_hold_its_cases(session, world):
    case = world.filed(session, kind="legal_aid")
    assert case.organisation.code == "aid"
    district = world.who(session, "pudong")
    moves.assign(session, case.id, district, world.staff["chief"])
    moves.accept(session, case.id, district)
    assert case.assignee_id == district.id
    with pytest.raises(NotCompetent, match="只能派给"):
        moves.assign(session, case.id, district, world.staff["city"])


def test_a_service_points_own_staff_hold_its_cases_and_see_no_others(session, world):
    case, other = world.filed(session, kind="legal_aid"), world.filed(session, "desk:2", conversation=False)
    aide = Staff(username="aide", name="aide", password_hash="-", organisation_id=world.unions["aid"])
    session.add(aide)
    session.flush()
    assert [row.id for row in queries.search(session, viewer=aide).cases] == [case.id]
    moves.accept(session, case.id, aide)
    assert (case.state, case.assignee_id) == ("accepted", aide.id)
    with pytest.raises(UnknownCase):
        moves.accept(session, other.id, aide)
    moves.hand_over(session, case.id, aide, world.unions["pudong"], "要区里先定")
    with pytest.raises((UnknownCase, NotCompetent)):
        moves.accept(session, case.id, aide)


@pytest.mark.parametrize(("kind", "point"), [("grievance", "aid"), ("legal_aid", "mediators"), ("mediation", "aid")])
def test_a_case_is_not_handed_to_a_service_point_that_does_other_things(session, world, kind, point):
    case = world.filed(session, kind=kind, anonymous=False, employer=None)
    with pytest.raises(NotCompetent, match="不办这类"):
        moves.hand_over(session, case.id, world.who(session, "city"), world.unions[point], "转")


def test_a_case_is_handed_to_the_office_that_does_its_kind(session, world):
    case = world.filed(session, kind="legal_aid", district="闵行区", street=None, employer=None)
    assert case.organisation.code == "minhang"
    moves.hand_over(session, case.id, world.who(session, "minhang"), world.unions["aid"], "单位在浦东")
    assert (case.organisation.code, case.state) == ("aid", "assigned")


@pytest.mark.parametrize(
    ("name", "union"), [("zhangjiang", "zhangjiang工会"), ("pudong", "pudong工会"), ("city", "市总工会的工作人员")]
)
def test_the_person_reads_which_union_really_took_the_case_on(session, world, case, name, union):
    moves.accept(session, case.id, world.who(session, name))
    (word,) = told(session)
    assert f"{union}已经接手" in word.text


def test_a_case_taken_up_again_does_not_go_back_to_somebody_who_has_left(session, world, case):
    street = world.who(session, "zhangjiang")
    moves.accept(session, case.id, street)
    moves.resolve(session, case.id, street, "补发了")
    street.disabled = True
    moves.reopen(session, case.id, PERSON, "还是没给钱", conversation_id=world.conversation)
    assert case.assignee_id is None


def test_a_case_taken_up_again_stays_with_whoever_had_it(session, world, case):
    street = world.who(session, "zhangjiang")
    moves.accept(session, case.id, street)
    moves.resolve(session, case.id, street, "补发了")
    moves.reopen(session, case.id, PERSON, "还是没给钱", conversation_id=world.conversation)
    assert case.assignee_id == street.id
