"""An application to join, followed in chat: files, what may be put right, whose it is, and that it is done once."""

import sqlalchemy as sa

from actions.received import ActionReceived
from actions.serving import ServiceForm
from bot.conversations import files
from bot.conversations.model import Attachment
from bot.membership.model import CHECKED, MembershipApplication, MembershipEvent

FORM = ServiceForm()
TOLD = ("同意", "没入过", "美团", "不清楚", "不知道", "可以", "11010519491231002x")


async def send_picture(talk, action):
    await talk.say(ActionReceived(), "", "image")  # into the inbox, as the channel does
    with talk.database.work() as session:
        files.expect(session, talk.conversation_id, talk.message_id, "media-1")
        session.commit()
    return await talk.again(action, '/image{"attachment": 1}', "image", entities=[])


async def join(talk, with_picture=False):
    await talk.say(FORM, "我是送外卖的，在浦东张江，想加入工会，我叫令狐冲，电话13800000000", "join")
    for text in TOLD:
        await talk.say(FORM, text)
    if with_picture:
        await send_picture(talk, FORM)
    await talk.say(FORM, "确认提交")


def application(talk):
    with talk.database.reading() as session:
        return session.execute(sa.select(MembershipApplication)).scalar_one()


def events(talk):
    with talk.database.reading() as session:
        rows = session.execute(sa.select(MembershipEvent).order_by(MembershipEvent.id)).scalars().all()
        return [row.action for row in rows if row.actor == "person"]


def given_to(talk):
    with talk.database.reading() as session:
        return session.execute(sa.select(Attachment.application_id)).scalars().all()


async def test_a_picture_sent_while_joining_belongs_to_the_application(talk):
    await join(talk, with_picture=True)
    assert given_to(talk) == [application(talk).id]


async def test_a_picture_sent_later_goes_into_the_application_once_the_person_says_so(talk):
    await join(talk)
    [message] = await send_picture(talk, ActionReceived())
    assert application(talk).number in message["text"] and given_to(talk) == [None]
    talk.offered([message])
    [message] = await talk.tell("是，放进去")
    assert "已经放进" in message["text"] and given_to(talk) == [application(talk).id]
    assert events(talk)[-1] == "evidence"


async def test_name_and_phone_are_put_right_and_the_trail_says_so(talk):
    await join(talk)
    await talk.tell("名字写错了，应该是任盈盈")
    await talk.tell("电话写错了，应该是13800000001")
    row = application(talk)
    assert (row.name, row.phone) == ("任盈盈", "13800000001")
    assert events(talk)[-2:] == ["changed", "changed"]


async def test_a_name_that_was_checked_is_the_unions_to_put_right(talk):
    await join(talk)
    with talk.database.work() as session:
        session.get(MembershipApplication, application(talk).id).state = CHECKED
        session.commit()
    [message] = await talk.tell("名字写错了，应该是任盈盈")
    assert "核对过" in message["text"] and application(talk).name == "令狐冲"


async def test_a_turn_that_runs_again_does_to_the_application_what_it_did_already(talk):
    await join(talk)
    before = dict(talk.slots)
    first = await talk.say(FORM, "补充一下，我也送叮咚买菜", "join")
    talk.slots = before
    assert await talk.again(FORM, "补充一下，我也送叮咚买菜", "join") == first
    assert events(talk).count("note") == 1


async def test_a_withdrawal_is_told_once_and_what_is_over_takes_nothing_more(talk):
    await join(talk)
    await talk.tell("我不入会了")
    [message] = await talk.tell("确定撤回")
    assert "已经撤回" in message["text"]
    assert sum("已经撤回" in said["text"] for said in talk.owed()) <= 1  # it stands there as the answer, if at all
    assert application(talk).state == "withdrawn"
    await talk.tell("电话写错了，应该是13800000001")
    assert application(talk).phone == "13800000000"


async def test_somebody_elses_application_is_not_told_of(talk):
    await join(talk)
    number = application(talk).number
    talk.openid, talk.slots = "openid-other", {}
    [message] = await talk.say(FORM, number, "progress")
    assert "没有找到" in message["text"]
