"""Joining in chat: the application in the database."""

import sqlalchemy as sa

from actions.serving import ServiceForm
from bot.membership import applying, deciding, leads, lists
from bot.membership.model import Lead, MembershipApplication, MembershipEvent
from bot.membership.routing import Workplace
from bot.organisations.model import Organisation
from bot.staff.model import Staff
from tests.conversations.organisations import add_organisations
from tests.support.membership import person

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


async def fill(talk, work=ANSWERS[2]):
    said = await talk.say(FORM, "我要入会", "join")
    for text in (*ANSWERS[:2], work, *ANSWERS[3:]):
        said = await talk.say(FORM, text)
    return said


def union(session, code):
    return session.execute(sa.select(Organisation).where(Organisation.code == code)).scalar_one()


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
    assert (row.has_union, row.member_elsewhere) == (False, False)
    assert [event.action for event in everything(talk, MembershipEvent)] == ["applied"]
    assert talk.slots["draft"] is None


async def test_a_message_worked_on_twice_makes_one_application(talk):
    await fill(talk)
    before = dict(talk.slots)
    await talk.say(FORM, "确认提交", "affirm")
    talk.slots = before
    await talk.again(FORM, "确认提交", "affirm")
    assert len(everything(talk, MembershipApplication)) == 1
    assert len(everything(talk, MembershipEvent)) == 1


async def test_the_25th_who_joins_without_a_union_at_work_opens_a_lead_for_the_street(talk):
    """From the chat to the union that decides, its address and the day of the answer, to the register and the lead."""
    with talk.database.work() as session:
        add_organisations(session)
        joint = union(session, "PD-ZJ-L")
        joint.address, joint.phone = "张江镇虚构路2号", "021-50000002"
        street = Staff(username="li", name="李师傅", password_hash="-", organisation_id=joint.parent_id)
        session.add(street)
        session.commit()
        place = Workplace("上海青石配送有限公司", "浦东新区", "张江镇")
        for n in range(leads.LAW_THRESHOLD - 1):
            one = applying.apply(session, person(n, place), None, None, f"test:{n}").application
            enrol(session, one, street)
        session.commit()
        assert leads.LAW_THRESHOLD == 25 and session.execute(sa.select(Lead)).first() is None

    await fill(talk, work="单位职工")
    await talk.say(FORM, "确认提交", "affirm")
    [reply] = talk.owed()
    for words in (
        "由张江镇联合工会核对",
        "10 个工作日内、最晚 12月7日",
        "张江镇虚构路2号",
        "电话 021-50000002",
        "编号是 R",
    ):
        assert words in reply["text"]
    with talk.database.work() as session:
        row = everything(talk, MembershipApplication)[-1]
        assert row.number in reply["text"]
        enrol(session, session.get(MembershipApplication, row.id), session.merge(street))
        session.commit()
    talk.hear()
    assert "欢迎您，您已经是工会会员了！会籍在张江镇联合工会" in talk.owed()[-1]["text"]

    with talk.database.reading() as session:
        [line] = lists.leads(session, session.get(Staff, street.id))
        assert (line.lead.employer.name, line.members) == ("上海青石配送有限公司", 25)
        assert line.lead.organisation.name == "张江镇总工会"
        assert lists.notices(session, session.get(Staff, street.id))[0].lead_id == line.lead.id


def enrol(session, application, staff):
    deciding.check(session, application.id, staff)
    deciding.approve(session, application.id, staff)
    deciding.enrol(session, application.id, staff)
