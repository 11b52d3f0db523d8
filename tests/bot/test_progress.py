"""What a person hears of their case."""

from datetime import date

import pytest
import sqlalchemy as sa

from bot import clock, progress
from bot.cases import moves, notes
from bot.cases.errors import UnknownCase
from bot.cases.own import OwnCase
from bot.cases.service import Filing, file
from bot.cases.states import STATES
from bot.conversations.model import PERSON, STAFF, Conversation, Message
from bot.staff.model import Staff
from bot.wording import responses


@pytest.fixture
def session(database):
    with clock.fixed(date(2026, 11, 22)), database.work() as session:
        yield session


@pytest.fixture
def filed(session):
    conversation = Conversation(account="gh_test", openid="openid-zhang")
    session.add(conversation)
    session.flush()
    return file(session, Filing(summary="公司欠薪", phone="13800000000"), conversation.id, None, "message:1")


def owed(session):
    return session.execute(sa.select(Message.text).order_by(Message.id)).scalars().all()


def test_every_state_has_its_words():
    assert {f"progress_state_{state}" for state in STATES} <= set(responses())


def test_a_case_is_told_with_who_has_it_and_what_happened_last(session, filed):
    staff = Staff(username="zhang", name="小张", role="admin", password_hash="none")
    session.add(staff)
    session.flush()
    moves.accept(session, filed.id, staff)
    moves.ask_person(session, filed.id, staff, "请补充工资条")
    told = progress.find(session, filed.conversation_id, filed.number).told()
    assert filed.number in told and "在等您补充" in told and "请您补充：请补充工资条" in told
    assert "小张" not in told  # who works on it is none of it


def test_what_staff_note_for_each_other_is_not_told_to_the_person(session, filed):
    staff = Staff(username="zhang", name="小张", role="admin", password_hash="none")
    session.add(staff)
    session.flush()
    notes.note(session, filed.id, "已和单位通过电话", STAFF, staff)
    assert "补充了情况" not in progress.find(session, filed.conversation_id, filed.number).told()
    notes.note(session, filed.id, "昨天又发了一千", PERSON, conversation_id=filed.conversation_id)
    assert "补充了情况" in progress.find(session, filed.conversation_id, filed.number).told()


def test_only_the_conversation_that_filed_it_finds_it(session, filed):
    assert progress.find(session, filed.conversation_id, filed.number).number == filed.number
    assert progress.find(session, filed.conversation_id + 1, filed.number) is None
    with pytest.raises(UnknownCase):
        OwnCase(session, filed, filed.conversation_id + 1).correct_phone("13900000001")
    assert filed.phone == "13800000000"


def test_a_corrected_number_is_written_down_without_the_number(session, filed):
    OwnCase(session, filed, filed.conversation_id).correct_phone("13900000001")
    assert filed.phone == "13900000001"
    session.refresh(filed)
    event = filed.events[-1]
    assert event.actor == PERSON and "1390" not in str(event.detail)


def test_a_score_closes_a_case_that_has_its_result(session, filed):
    staff = Staff(username="zhang", name="小张", role="admin", password_hash="none")
    session.add(staff)
    session.flush()
    for state in ("accepted", "resolved"):
        moves.move(session, filed.id, state, STAFF, staff, "钱已经补上")
    before = owed(session)
    OwnCase(session, filed, filed.conversation_id).score(5, "很快")
    assert (filed.state, filed.score, filed.score_word) == ("closed", 5, "很快")
    assert owed(session) == before  # whoever gave their score is not asked for it


def test_a_corrected_number_sets_a_case_going_that_waited_for_the_person(session, filed):
    staff = Staff(username="zhang", name="小张", role="admin", password_hash="none")
    session.add(staff)
    session.flush()
    moves.accept(session, filed.id, staff)
    moves.ask_person(session, filed.id, staff, "电话打不通，请核对号码")
    OwnCase(session, filed, filed.conversation_id).correct_phone("13900000001")
    assert filed.state == "in_progress"


@pytest.mark.parametrize(
    "text, number",
    [("2026112200012", True), ("工单2026112200012号", True), ("编号R2026112200003", True), ("13800000000", False)],
)
def test_a_number_is_recognised_in_what_people_write(text, number):
    assert bool(progress.NUMBER.search(text)) == number
