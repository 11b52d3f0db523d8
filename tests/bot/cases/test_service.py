"""Filing a case: everything in one transaction, and once."""

import threading
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot import clock
from bot.cases.consent import give_consent, has_consented
from bot.cases.filing import Filing
from bot.cases.model import Case, CaseEvent
from bot.cases.service import file
from bot.conversations import files
from bot.conversations.inbox import Allowance, Incoming, accept
from bot.conversations.model import Attachment, Conversation, Message, Outbox
from bot.organisations.model import Organisation
from bot.warnings.model import EarlyWarning

NOON = datetime(2026, 11, 22, 12, tzinfo=clock.SHANGHAI)


@pytest.fixture(autouse=True)
def noon():
    with clock.fixed(NOON):
        yield


@pytest.fixture
def confirmed(database):
    """The message that confirms, as (conversation_id, message_id)."""
    with database.work() as session:
        incoming = Incoming("gh_test", "openid-zhang", "key-1", "text", "确认提交", allowance=Allowance(5, 172800))
        accepted = accept(session, incoming, awaited_seconds=4.5)
        session.commit()
    return accepted.conversation_id, accepted.message_id


def grievance(**values):
    told = dict(
        summary="老板拖欠工资",
        topic="wage.arrears",
        district="浦东新区",
        name="张三丰",
        phone="13800000000",
        anonymous=True,
        started_at=NOON - timedelta(minutes=5),
    )
    return Filing(**{**told, **values})


def file_it(database, confirmed, **values):
    with database.work() as session:
        case = file(session, grievance(**values), *confirmed, f"message:{confirmed[1]}")
        session.commit()
        return case.number


@pytest.mark.parametrize(
    ("kind", "urgency", "by"),
    [
        ("grievance", 0, ("11月25日（周三）17:30", "12月14日（周一）17:30")),
        ("legal_aid", 0, ("11月25日（周三）17:30", "12月7日（周一）17:30")),
        ("hardship", 0, ("11月25日（周三）17:30", "12月21日（周一）17:30")),
        ("mediation", 0, ("11月26日（周四）17:30", "12月14日（周一）17:30")),
        ("upper_union", 0, ("11月24日（周二）17:30", "12月7日（周一）17:30")),
        ("risk_report", 2, ("11月23日（周一）11:00",)),
        ("consultation", 0, ("11月24日（周二）17:30", "11月30日（周一）17:30")),
    ],
)
def test_whoever_files_is_told_the_number_who_has_it_and_by_when(database, confirmed, kind, urgency, by) -> None:
    number = file_it(database, confirmed, kind=kind, urgency=urgency)
    with database.reading() as session:
        (told,) = session.execute(sa.select(Message.text).where(Message.reply_to == confirmed[1])).scalars()
    for words in (number, "市总工会的工作人员", "我要补充", "12351", *by):
        assert words in told


def counts(database):
    with database.reading() as session:
        return [session.execute(sa.select(sa.func.count(t.id))).scalar_one() for t in (Case, CaseEvent, Outbox)]


def test_a_case_has_a_number_its_first_event_and_the_word_that_is_owed(database, confirmed):
    number = file_it(database, confirmed, street="张江镇", amount=18000, people=3, employer="上海晨星电子厂")
    assert number == f"20261122{1:05d}"
    with database.reading() as session:
        case = session.execute(sa.select(Case)).scalar_one()
        assert (case.number, case.person_name, case.phone) == (number, "张三丰", "13800000000")
        assert (case.street, case.amount, case.people, case.state) == ("张江镇", 18000, 3, "received")
        assert [(event.actor, event.action) for event in case.events] == [("person", "filed")]
        owed = session.execute(sa.select(Message).where(Message.reply_to == confirmed[1])).scalar_one()
        assert number in owed.text and "12351" in owed.text and "{" not in owed.text
        assert (owed.author, owed.data["service"], owed.data["outcome"]) == ("system", "grievance", "service")


def test_filing_twice_is_one_case_one_event_and_one_reply(database, confirmed):
    assert file_it(database, confirmed) == file_it(database, confirmed)
    assert counts(database) == [1, 1, 1]


def test_filing_at_the_same_moment_from_two_processes_is_one_case(database, confirmed):
    numbers = []
    threads = [threading.Thread(target=lambda: numbers.append(file_it(database, confirmed))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 2 and len(set(numbers)) == 1
    assert counts(database) == [1, 1, 1]


def test_a_process_that_dies_before_the_commit_leaves_nothing(database, confirmed):
    with database.work() as session:
        file(session, grievance(), *confirmed, f"message:{confirmed[1]}")
        session.flush()
    assert counts(database) == [0, 0, 0]
    assert file_it(database, confirmed)
    assert counts(database) == [1, 1, 1]


def test_pictures_sent_since_the_form_began_belong_to_the_case(database, confirmed):
    conversation, _ = confirmed
    with database.work() as session:
        for key, minutes in (("old", 60), ("new", 2)):
            incoming = Incoming("gh_test", "openid-zhang", key, "image", allowance=Allowance(5, 172800))
            message = accept(session, incoming, 4.5)
            attachment = files.expect(session, conversation, message.message_id, f"media-{key}")
            attachment.created_at = NOON - timedelta(minutes=minutes)
        session.commit()
    file_it(database, confirmed)
    with database.reading() as session:
        owners = dict(session.execute(sa.select(Attachment.media_id, Attachment.case_id)).all())
        case = session.execute(sa.select(Case.id)).scalar_one()
    assert owners == {"media-old": None, "media-new": case}


def test_a_case_goes_to_the_union_of_its_district_and_to_the_city_where_there_is_none(database, confirmed):
    with database.work() as session:
        session.add(Organisation(code="PD", name="浦东新区总工会", level="district", district="浦东新区"))
        session.commit()
    file_it(database, confirmed)
    with database.reading() as session:
        case = session.execute(sa.select(Case)).scalar_one()
        assert case.organisation.name == "浦东新区总工会"
        owed = session.execute(sa.select(Message).where(Message.reply_to == confirmed[1])).scalar_one()
        assert "浦东新区总工会" in owed.text
    with database.work() as session:
        elsewhere = file(session, grievance(district="崇明区"), confirmed[0], confirmed[1], "message:other")
        assert elsewhere.organisation is None


def test_an_employer_written_short_leads_to_its_union_once_it_is_known(database, world, monday):
    with database.work() as session:
        first = world.filed(session, anonymous=False)
        second = world.filed(session, "message:2", anonymous=False, employer="晨星电子")
        assert first.employer_id == second.employer_id
        assert [case.organisation.code for case in (first, second)] == ["factory", "factory"]
        assert (second.employer, second.routing_rule) == ("晨星电子", "enterprise")


def test_a_case_taken_down_at_a_window_has_no_conversation_and_owes_no_word(database, world, monday):
    with database.work() as session:
        window = world.who(session, "huamu")
        filing = Filing(summary="拖欠工资", kind="hardship", district="闵行区", topic="benefit.hardship")
        case = file(session, filing, None, None, "desk:1", staff=window)
        assert (case.source, case.received_by.code, case.organisation.code) == ("desk", "huamu", "minhang")
        assert (case.kind, case.matter, case.events[0].actor) == ("hardship", "benefit", "staff")
        assert (case.events[0].staff_id, case.events[0].detail["rule"]) == (window.id, "district")
        assert session.execute(sa.select(sa.func.count(Outbox.id))).scalar_one() == 0


def test_what_a_summary_says_of_the_own_union_and_the_occupation_is_kept_on_the_case(database, world, monday):
    with database.work() as session:
        case = world.filed(session, summary="我是送外卖的骑手，站里的工会主席是老板的小舅子，工会不管", anonymous=False)
        assert (case.special_group, case.details["own_union"]) == ("rider", "accused")
        assert (case.routing_rule, case.hidden_from.code) == ("own_union_passed_over", "factory")


def test_the_third_case_on_one_employer_raises_a_warning_in_the_same_transaction(database, world, monday):
    with database.work() as session:
        for n in range(3):
            person = Conversation(account="gh_test", openid=f"o-{n}")
            session.add(person)
            session.flush()
            told = Filing(summary="拖欠工资", district="浦东新区", street="张江镇", employer="上海晨星电子有限公司")
            file(session, told, person.id, None, f"message:{n}")
        assert session.execute(sa.select(sa.func.count(EarlyWarning.id))).scalar_one() == 1


def test_consent_is_kept_with_the_time_it_was_first_given(database, confirmed):
    conversation, _ = confirmed
    with database.work() as session:
        assert not has_consented(session, conversation)
        give_consent(session, conversation)
        session.commit()
    with clock.fixed(NOON + timedelta(days=1)), database.work() as session:
        give_consent(session, conversation)
        session.commit()
        assert has_consented(session, conversation)
        case_message = session.get(Message, confirmed[1])
        assert case_message.conversation.consent_at == NOON
