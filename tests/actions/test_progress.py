"""A person and their cases: files, the score, the telephone number, and whose case it is."""

import pytest
import sqlalchemy as sa

from actions.received import ActionReceived
from actions.serving import ServiceForm
from bot import progress
from bot.cases import moves, service
from bot.cases.filing import Filing
from bot.cases.model import Case, CaseEvent
from bot.conversations import files
from bot.conversations.model import STAFF, Attachment, Conversation
from bot.staff.model import Staff

FORM = ServiceForm()


async def file_case(talk):
    await talk.say(FORM, "我要投诉公司欠薪，在虹口，一万八，就我一个人，我叫黄蓉，电话13800000000", "grievance")
    for text in ("同意", "上海蓝桥保洁有限公司", "三个月了", "匿名", "确认提交"):
        await talk.say(FORM, text)
    with talk.database.reading() as session:
        return session.execute(sa.select(Case)).scalar_one().id


def move(talk, case_id, *states):
    with talk.database.work() as session:
        staff = Staff(username="zhang", name="小张", role="admin", password_hash="none")
        session.add(staff)
        session.flush()
        for state in states:
            moves.move(session, case_id, state, STAFF, staff, "请补充材料")
        session.commit()


async def send_picture(talk, action):
    await talk.say(ActionReceived(), "", "image")  # into the inbox, as the channel does
    with talk.database.work() as session:
        files.expect(session, talk.conversation_id, talk.message_id, "media-1")
        session.commit()
    return await talk.again(action, '/image{"attachment": 1}', "image", entities=[])


def case(talk):
    with talk.database.reading() as session:
        found = session.execute(sa.select(Case)).scalar_one()
        return found, session.execute(sa.select(CaseEvent.action).order_by(CaseEvent.id)).scalars().all()


async def test_a_picture_sent_to_the_open_case_becomes_evidence(talk):
    case_id = await file_case(talk)
    await talk.say(FORM, "查工单", "progress")
    [message] = await send_picture(talk, FORM)
    assert "照片收到了" in message["text"]
    assert case(talk)[1][-1] == "evidence"
    with talk.database.reading() as session:
        assert session.execute(sa.select(Attachment.case_id)).scalar_one() == case_id


async def test_a_picture_that_a_case_waits_for_sets_it_going_again(talk):
    case_id = await file_case(talk)
    move(talk, case_id, "accepted", "waiting")
    [message] = await send_picture(talk, ActionReceived())
    found, events = case(talk)
    assert found.number in message["text"] and found.state == "in_progress"
    assert "evidence" in events


async def test_a_picture_is_only_acknowledged_where_no_case_waits(talk):
    await file_case(talk)
    [message] = await send_picture(talk, ActionReceived())
    assert "照片收到了" in message["text"]
    assert "evidence" not in case(talk)[1]


async def test_what_cannot_be_done_to_the_case_is_said_in_a_line(talk):
    case_id = await file_case(talk)
    await talk.say(FORM, "查工单", "progress")
    await talk.say(FORM, "补充情况")
    move(talk, case_id, "closed")
    [message] = await talk.say(FORM, "老板又打电话骂人")
    assert "重新打开" in message["text"] and talk.slots["requested_slot"] == "menu"


async def test_the_number_of_a_finished_case_is_not_changed(talk):
    case_id = await file_case(talk)
    await talk.say(FORM, "查工单", "progress")
    await talk.say(FORM, "改电话")
    move(talk, case_id, "closed")
    await talk.say(FORM, "13900000001")
    assert case(talk)[0].phone == "13800000000"


async def test_a_tapped_score_of_somebody_elses_case_is_refused(talk):
    await file_case(talk)
    number = case(talk)[0].number
    talk.openid, talk.slots = "openid-other", {}
    entities = [{"entity": "case", "value": number}, {"entity": "score", "value": 1}]
    [message] = await talk.say(FORM, "/score", "score", entities=entities)
    assert "没有找到" in message["text"]
    assert case(talk)[0].score is None


async def test_danger_in_the_middle_comes_first(talk):
    await file_case(talk)
    await talk.say(FORM, "查工单", "progress")
    assert await talk.say(FORM, "我不想活了", "crisis") == []
    assert talk.slots["requested_slot"] is None and not talk.slots["left"]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("不要撤", "received"),
        ("先别撤", "received"),
        ("别撤回", "received"),
        ("不想撤了", "received"),
        ("先别", "received"),
        ("撤回了还能再投诉吗", "received"),
        ("撤回要紧吗？", "received"),
        ("确定撤回", "withdrawn"),
        ("嗯，那就撤了吧", "withdrawn"),
        ("我确定要撤诉", "withdrawn"),
    ],
)
async def test_only_a_clear_yes_withdraws_a_case(talk, words, state):
    await file_case(talk)
    await talk.say(FORM, "查工单", "progress")
    await talk.say(FORM, "撤回")
    said = await talk.say(FORM, words, "grievance" if "投诉" in words else "unclear")
    assert case(talk)[0].state == state
    if "吗" in words:
        assert talk.slots["requested_slot"] == "withdraw" and "以后想办可以再打开" in said[0]["text"]


async def test_words_and_pictures_after_the_result_are_asked_about(talk):
    case_id = await file_case(talk)
    move(talk, case_id, "accepted", "resolved")
    await talk.tell("查工单", "progress")
    [message] = await talk.tell("补充：钱只到了一半")
    assert "还没解决吗" in message["text"] and "没解决，接着办" in [option.label for option in talk.options]
    [message] = await send_picture(talk, FORM)
    assert "还没解决吗" in message["text"]
    await talk.tell("没解决，接着办")
    await talk.tell("说好的钱只到了一半")
    assert case(talk)[0].state == "reopened"


@pytest.mark.parametrize(
    ("words", "action"),
    [
        (("补充：昨天又发了一千",), "note"),
        (("改电话", "13900000001"), "note"),
        (("撤回", "确定撤回"), "withdrawn"),
    ],
)
async def test_a_turn_that_runs_again_does_to_the_case_what_it_did_already(talk, words, action):
    await file_case(talk)
    await talk.say(FORM, "查工单", "progress")
    for text in words[:-1]:
        await talk.say(FORM, text)
    before = dict(talk.slots)
    first = await talk.say(FORM, words[-1])
    talk.slots = before
    assert await talk.again(FORM, words[-1]) == first
    assert case(talk)[1].count(action) == 1


async def test_a_picture_of_a_turn_that_runs_again_is_evidence_once(talk):
    await file_case(talk)
    await talk.say(FORM, "查工单", "progress")
    [message] = await send_picture(talk, FORM)
    assert await talk.again(FORM, '/image{"attachment": 1}', "image", entities=[]) == [message]
    assert case(talk)[1].count("evidence") == 1


async def test_a_score_is_not_asked_for_again_in_a_turn_that_runs_again(talk):
    case_id = await file_case(talk)
    move(talk, case_id, "accepted", "resolved")
    await talk.say(FORM, "查工单", "progress")
    before = dict(talk.slots)
    await talk.say(FORM, "5分")
    talk.slots = before
    await talk.again(FORM, "5分")
    assert case(talk)[1].count("scored") == 1
    assert not any("请打个分" in message["text"] for message in talk.owed())


def test_a_consultation_of_staff_is_told_with_its_word(talk):
    with talk.database.work() as session:
        conversation = Conversation(account="gh_test", openid="openid-huang")
        session.add(conversation)
        session.flush()
        filed = service.file(session, Filing(kind="consultation", summary="问年假"), conversation.id, None, "desk:1")
        session.refresh(filed)
        assert "咨询" in progress.told(filed) and "咨询" in progress.brief(filed)
