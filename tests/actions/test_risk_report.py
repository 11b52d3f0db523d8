"""A cadre reports by chat that people are at the gate: who hears of it at once, from the chat to the desk."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from actions.context import Resources, using
from bot import clock
from bot.cases import deadlines, queries
from bot.cases.filing import AT_ONCE
from bot.cases.model import RISK_REPORT
from bot.conversations.model import Conversation, Message
from bot.hours import OfficeHours
from bot.organisations.model import Organisation
from bot.staff.model import Staff
from bot.warnings import queries as warnings
from bot.warnings import service
from bot.warnings.model import RAISED, URGENT
from tests.conversations.organisations import add_organisations
from tests.support.dialogue import Talk

NIGHT = datetime(2026, 11, 22, 23, 30, tzinfo=clock.SHANGHAI)
REPORT = (
    ("报告，张江这边有厂要闹起来了", "risk_report"),
    ("我是街道工会的", "unclear"),
    ("同意", "affirm"),
    ("上海明日电子有限公司", "unclear"),
    ("两个月没发工资，老板联系不上，200人围在门口", "unclear"),
    ("一百多人聚在厂门口，没有冲突", "unclear"),
    ("不清楚", "skip"),
    ("没有", "deny"),
    ("欧阳锋", "unclear"),
    ("13800000000", "unclear"),
    ("确认提交", "affirm"),
)
ACCOUNTS = {"street": "PD-ZJ", "district": "PD", "enterprise": "PD-ZJ-E", "elsewhere": "HK", "city": None}


@pytest.fixture
def night(database):
    with using(Resources(database, OfficeHours.parse("1-5 09:00-17:30"))), clock.fixed(NIGHT):
        yield


@pytest.fixture
def staff(database, night):
    """Accounts of unions near and far, each with their WeChat."""
    with database.work() as session:
        add_organisations(session)
        made = {}
        for name, code in ACCOUNTS.items():
            union = session.execute(sa.select(Organisation.id).where(Organisation.code == (code or "-"))).scalar()
            made[name] = Staff(username=name, name=name, password_hash="-", organisation_id=union)
            session.add(made[name])
            session.flush()
            bound = Conversation(account="gh_test", openid=f"openid-{name}", audience="cadre", cadre_id=made[name].id)
            session.add(bound)
        session.commit()
    return made


async def report(database, openid="openid-ouyang"):
    talk = Talk(database, openid)
    said = []
    for text, intent in REPORT:
        said += await talk.tell(text, intent)
    return talk, said


def alerted(database) -> dict[str, list[str]]:
    """Return what was owed to the accounts' WeChats."""
    wanted = (
        sa.select(Staff.name, Message.text)
        .join(Conversation, Conversation.cadre_id == Staff.id)
        .join(Message, sa.and_(Message.conversation_id == Conversation.id, Message.direction == "out"))
    )
    found: dict[str, list[str]] = {}
    with database.reading() as session:
        for name, text in session.execute(wanted):
            if "特急预警" in text:
                found.setdefault(name, []).append(text)
    return found


async def test_the_report_is_an_urgent_case_and_warning_of_street_and_district_at_once(database, staff):
    _, said = await report(database)
    with database.reading() as session:
        [case] = queries.search(session, viewer=staff["street"]).cases
        assert (case.kind, case.urgency, case.organisation.name) == (RISK_REPORT, AT_ONCE, "张江镇总工会")
        assert deadlines.open_deadlines(session, case.id).keys() == {"accept", "resolve"}
        [warning] = warnings.alarms(session, staff["city"])
        assert (warning.level, warning.state, warning.found_case_id) == (URGENT, RAISED, case.id)
        told = warnings.by_number(session, staff["city"], warning.number).informed
        assert {row.organisation.name for row in told} == {"张江镇总工会", "浦东新区总工会"}
        for name in ("street", "district"):
            assert [row.id for row in warnings.alarms(session, staff[name])] == [warning.id], name
        for name in ("enterprise", "elsewhere"):
            assert warnings.alarms(session, staff[name]) == [], name
    assert case.number in said[-1]["text"] and "张江镇总工会和它的上级工会，同时发出了预警" in said[-1]["text"]


async def test_cadres_of_street_and_district_read_it_on_their_phones_at_night(database, staff):
    await report(database)
    found = alerted(database)
    assert found.keys() == {"street", "district"}
    [words] = found["street"]
    for part in ("上海明日电子有限公司", "浦东新区张江镇", "约 200 人", "到 11月23日 01:30 还没人核实"):
        assert part in words, part


async def test_a_second_report_alerts_nobody_twice_and_who_reports_is_not_alerted(database, staff):
    await report(database, "openid-street")  # the street's own account reports: their WeChat need not be told
    assert alerted(database).keys() == {"district"}
    await report(database)
    assert {name: len(texts) for name, texts in alerted(database).items()} == {"street": 1, "district": 1}


async def test_once_somebody_has_confirmed_it_nobody_is_alerted_any_more(database, staff):
    await report(database, "openid-street")
    with database.work() as session:
        [warning] = warnings.alarms(session, staff["city"])
        service.confirm(session, warning.id, session.merge(staff["district"]))
        session.commit()
    await report(database)
    assert alerted(database).keys() == {"district"}
    with database.reading() as session:
        assert warnings.alarms(session, staff["city"]) == []


async def test_an_account_that_was_disabled_is_not_alerted(database, staff):
    with database.work() as session:
        session.merge(staff["district"]).disabled = True
        session.commit()
    await report(database)
    assert alerted(database).keys() == {"street"}
