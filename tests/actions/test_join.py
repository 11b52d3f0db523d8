"""Joining in chat: the application in the database."""

import sqlalchemy as sa

from actions.serving import ServiceForm
from bot.membership.model import MembershipApplication, MembershipEvent

FORM = ServiceForm()
ANSWERS = (
    "同意",
    "还不是",
    "外卖骑手",
    "上海青石配送有限公司",
    "浦东新区张江镇",
    "不清楚",
    "没有",
    "张三丰",
    "同意提供",
    "11010519491231002X",
    "13800000000",
)


async def fill(talk):
    said = await talk.say(FORM, "我要入会", "join")
    for text in ANSWERS:
        said = await talk.say(FORM, text)
    return said


def everything(talk, table):
    with talk.database.reading() as session:
        return session.execute(sa.select(table).order_by(table.id)).scalars().all()


async def test_confirming_makes_one_application_with_what_was_told(talk):
    [message] = await fill(talk)
    assert "002X" in message["text"] and "11010519491231002X" not in message["text"]
    assert await talk.say(FORM, "确认提交", "affirm") == []
    [row] = everything(talk, MembershipApplication)
    assert (row.name, row.phone, row.id_number) == ("张三丰", "13800000000", "11010519491231002X")
    assert (row.employer, row.district, row.street, row.special_group) == (
        "上海青石配送有限公司",
        "浦东新区",
        "张江镇",
        "rider",
    )
    told = [event.detail for event in everything(talk, MembershipEvent) if event.action == "told"]
    assert told == [{"has_union": False}]
    assert talk.slots["draft"] is None


async def test_a_message_worked_on_twice_makes_one_application(talk):
    await fill(talk)
    before = dict(talk.slots)
    await talk.say(FORM, "确认提交", "affirm")
    talk.slots = before
    await talk.again(FORM, "确认提交", "affirm")
    assert len(everything(talk, MembershipApplication)) == 1
    assert [event.action for event in everything(talk, MembershipEvent)].count("told") == 1
