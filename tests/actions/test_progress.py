"""A person and their cases: files, the score, the telephone number, and whose case it is."""

import sqlalchemy as sa

from actions.received import ActionReceived
from actions.serving import ServiceForm
from bot.cases import moves
from bot.cases.model import Case, CaseEvent
from bot.conversations import files
from bot.conversations.model import STAFF, Attachment
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
