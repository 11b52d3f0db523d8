"""A person and their cases: files, the score, the telephone number, and whose case it is."""

import pytest
import sqlalchemy as sa

from actions.answer import ActionAnswer
from actions.received import ActionReceived
from actions.serving import ServiceForm
from bot import progress
from bot.cases import moves, service
from bot.cases.filing import Filing
from bot.cases.model import Case, CaseDeadline, CaseEvent
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


async def test_a_picture_is_only_acknowledged_where_nothing_was_filed(talk):
    [message] = await send_picture(talk, ActionReceived())
    assert "照片收到了" in message["text"] and "我要投诉" in message["text"]


async def test_a_picture_after_filing_goes_into_the_case_once_the_person_says_so(talk):
    case_id = await file_case(talk)
    [message] = await send_picture(talk, ActionReceived())
    assert case(talk)[0].number in message["text"] and "evidence" not in case(talk)[1]
    talk.offered([message])
    [message] = await talk.tell("1")
    assert "已经放进" in message["text"] and talk.slots["requested_slot"] == "menu"
    with talk.database.reading() as session:
        assert session.execute(sa.select(Attachment.case_id)).scalar_one() == case_id


async def test_pictures_sent_one_after_another_go_into_the_case_together(talk):
    case_id = await file_case(talk)
    await send_picture(talk, ActionReceived())
    await talk.say(ActionAnswer(), "你们看看这几张")
    for _ in range(3):
        [message] = await send_picture(talk, ActionReceived())
    talk.offered([message])
    await talk.tell("是，放进去")
    with talk.database.reading() as session:
        given = session.execute(sa.select(Attachment.case_id).order_by(Attachment.id)).scalars().all()
    assert given == [None, case_id, case_id, case_id]  # the first was asked about before, and not said to be for it
    assert case(talk)[1].count("evidence") == 1


async def test_a_tapped_picture_of_somebody_elses_conversation_is_not_added(talk):
    await file_case(talk)
    talk.openid, talk.slots = "openid-other", {}
    await send_picture(talk, ActionReceived())
    theirs = talk.message_id
    talk.openid = "openid-zhang"
    number = case(talk)[0].number
    entities = [{"entity": "case", "value": number}, {"entity": "file", "value": theirs}]
    [message] = await talk.say(FORM, "/progress", "progress", entities=entities)
    assert "没有可以补充的材料" in message["text"] and "evidence" not in case(talk)[1]


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


async def test_words_after_the_result_take_the_case_up_again_with_new_deadlines(talk):
    case_id = await file_case(talk)
    move(talk, case_id, "accepted", "resolved")
    [message] = await talk.tell("补充一下，钱只到了一半")
    found, events = case(talk)
    assert found.state == "reopened" and events[-2:] == ["note", "reopened"]
    assert found.number in message["text"] and "重新办了" in message["text"]
    with talk.database.reading() as session:
        due = session.execute(sa.select(CaseDeadline.duty).where(CaseDeadline.met_at.is_(None))).scalars()
        assert sorted(due) == ["accept", "resolve"]
    [message] = await talk.tell("再补充一点，老板电话也不接了")
    assert "重新办了" not in message["text"] and case(talk)[1].count("reopened") == 1


async def test_a_picture_after_the_result_takes_the_case_up_again(talk):
    case_id = await file_case(talk)
    move(talk, case_id, "accepted", "resolved")
    await talk.tell("查工单", "progress")
    [message] = await send_picture(talk, FORM)
    assert "重新办了" in message["text"] and case(talk)[0].state == "reopened"


async def test_words_after_the_result_that_say_it_is_settled_ask_for_the_score(talk):
    case_id = await file_case(talk)
    move(talk, case_id, "accepted", "resolved")
    await talk.tell("补充一下，钱都收到了，谢谢你们")
    assert talk.slots["requested_slot"] == "score" and case(talk)[0].state == "resolved"
    await talk.tell("5分")
    assert case(talk)[0].state == "closed"


async def test_a_corrected_number_after_the_result_leaves_the_result_as_it_is(talk):
    case_id = await file_case(talk)
    move(talk, case_id, "accepted", "resolved")
    await talk.tell("电话写错了，应该是13900000001")
    found, events = case(talk)
    assert (found.state, found.phone, events[-1]) == ("resolved", "13900000001", "corrected")


@pytest.mark.parametrize(
    ("words", "action"),
    [
        (("补充：昨天又发了一千",), "note"),
        (("改电话", "13900000001"), "corrected"),
        (("改姓名", "黄药师"), "corrected"),
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
        own = progress.find(session, conversation.id, filed.number)
        assert "咨询" in own.told() and "咨询" in own.brief()
