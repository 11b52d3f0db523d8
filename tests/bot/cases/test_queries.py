"""Reading cases."""

import base64
from datetime import datetime, timedelta

import pytest

from bot import clock
from bot.cases import queries
from bot.cases.filtering import CaseFilter
from bot.cases.model import Case
from bot.conversations.model import Conversation
from bot.organisations.model import Organisation
from bot.storage.engine import Database
from bot.storage.upgrade import upgrade

NOON = datetime(2026, 11, 22, 12, tzinfo=clock.SHANGHAI)


@pytest.fixture
def session(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'test.db'}", base64.urlsafe_b64encode(b"k" * 32).decode())
    upgrade(database)
    with database.work() as session:
        session.add_all(Conversation(id=n, account="gh_test", openid=f"o-{n}") for n in (1, 2))
        session.flush()
        yield session
    database.close()


def file(session, number, **values):
    session.add(Case(number=number, source_key=number, kind="grievance", summary="拖欠工资", **values))
    session.flush()


def numbers(cases):
    return [case.number for case in cases]


def test_cases_come_newest_first_in_pages_and_the_page_after_the_last_is_the_last(session):
    for n in range(queries.PAGE_SIZE + 1):
        file(session, f"202611220{n:04d}")
    first = queries.search(session)
    assert (len(first.cases), first.page, first.pages, first.total) == (20, 1, 2, 21)
    assert first.cases[0].number == "2026112200020"
    last = queries.search(session, page=7)
    assert (numbers(last.cases), last.page) == (["2026112200000"], 2)


def test_nothing_found_is_one_empty_page(session):
    page = queries.search(session, "2026")
    assert (page.cases, page.page, page.pages, page.total) == ([], 1, 1, 0)


@pytest.mark.parametrize(
    "text, found", [("0001", ["2026112200001"]), (" 0002 ", ["2026112200002"]), ("%", []), ("_", [])]
)
def test_a_part_of_a_number_finds_it_and_wildcards_find_nothing(session, text, found):
    file(session, "2026112200001")
    file(session, "2026112200002")
    assert numbers(queries.search(session, text).cases) == found


def test_only_the_whole_number_names_a_case(session):
    file(session, "2026112200001")
    assert queries.by_number(session, "2026112200001").summary == "拖欠工资"
    assert queries.by_number(session, "202611220000") is None


def test_a_conversation_has_its_own_cases_and_the_latest_name(session):
    file(session, "1", conversation_id=1, person_name="张三")
    file(session, "2", conversation_id=1, person_name="张三丰")
    file(session, "3", conversation_id=2)
    assert numbers(queries.of_conversation(session, 1)) == ["2", "1"]
    assert queries.names_by_conversation(session, [1, 2]) == {1: "张三丰"}


def test_today_begins_at_midnight_in_shanghai(session):
    with clock.fixed(NOON):
        file(session, "1", created_at=NOON - timedelta(hours=11, minutes=59))
        file(session, "2", created_at=NOON - timedelta(hours=12, minutes=1))
        assert queries.search(session, wanted=CaseFilter(filed_from=clock.today())).total == 1


def test_organisations_come_by_code_with_the_one_above(session):
    session.add(Organisation(id=1, code="31", name="上海市总工会", level="city"))
    session.flush()
    session.add(Organisation(id=2, code="310115", name="浦东新区总工会", level="district", parent_id=1))
    session.flush()
    found = queries.organisations(session)
    assert [row.code for row in found] == ["31", "310115"]
    assert found[1].parent.code == "31"
