"""The filter of lists and figures."""

from datetime import date, timedelta

import pytest

from bot import clock
from bot.cases import moves, notes, queries, referrals
from bot.cases.filtering import CaseFilter
from bot.conversations.model import PERSON
from tests.bot.cases.conftest import MONDAY

FILTERS = [
    ({}, "ab"),
    ({"kind": "legal_aid"}, "b"),
    ({"matter": "wage"}, "a"),
    ({"matter": "-"}, "b"),
    ({"state": "referred"}, "a"),
    ({"state": "open"}, "ab"),
    ({"state": "over"}, ""),
    ({"district": "浦东新区"}, "a"),
    ({"district": "-"}, "b"),
    ({"street": "张江镇"}, "a"),
    ({"employer_id": 1}, "a"),
    ({"employer_id": "-"}, "b"),
    ({"special_group": "care"}, "a"),
    ({"special_group": "-"}, "b"),
    ({"help_kind": "legal_aid"}, "a"),
    ({"help_kind": "democratic_management"}, ""),
    ({"referred_to": "court"}, "a"),
    ({"referred_to": "justice"}, ""),
    ({"supervised": True}, "a"),
    ({"reopened": True}, ""),
    ({"score": "-"}, "ab"),
    ({"score": 5}, ""),
    ({"number": "00001"}, "a"),
    ({"filed_from": date(2026, 11, 24)}, "b"),
    ({"filed_to": date(2026, 11, 23)}, "a"),
    ({"filed_from": date(2026, 11, 23), "filed_to": date(2026, 11, 24)}, "ab"),
    ({"kind": "legal_aid", "district": "浦东新区"}, ""),
]


@pytest.fixture
def session(database, world):
    """Two cases: A grievance about the factory that went all the way, and B, legal aid without a place, untouched."""
    with database.work() as session:
        with clock.fixed(MONDAY):
            first = world.filed(session, "a", topic="wage.arrears", special_group="care")
            street = world.who(session, "zhangjiang")
            moves.accept(session, first.id, street)
            referrals.refer(session, first.id, "court", "材料", "要起诉", street)
            notes.tag_help(session, first.id, ["legal_aid"], street)
            notes.supervise(session, first.id, world.who(session, "chief"), True, "要紧")
        with clock.fixed(MONDAY + timedelta(days=1)):
            world.filed(session, "b", kind="legal_aid", district=None, street=None, employer=None)
        yield session


def found(session, **wanted):
    with clock.fixed(MONDAY + timedelta(days=2)):
        page = queries.search(session, wanted=CaseFilter(**wanted))
    assert page.total == len(page.cases)
    return "".join(sorted(case.source_key for case in page.cases))


def test_each_part_of_a_filter_narrows_the_list(session):
    for wanted, keys in FILTERS:
        assert found(session, **wanted) == keys, wanted


def test_unions_are_meant_with_their_branch_or_exactly(session, world):
    assert found(session, organisation_id=world.unions["pudong"]) == "a"
    assert found(session, holder_id=world.unions["pudong"]) == ""
    assert found(session, holder_id=world.unions["zhangjiang"]) == "a"
    assert found(session, mine=world.staff["zhangjiang"]) == "a"


def test_overdue_is_what_is_missed_now_or_was_met_late(session, world):
    assert found(session, overdue=True) == ""
    with clock.fixed(MONDAY + timedelta(days=9)):
        page = queries.search(session, wanted=CaseFilter(overdue=True))
        assert [case.source_key for case in page.cases] == ["b"]  # nobody accepted it; the other rests at the court
        (late,) = page.cases
        moves.withdraw(session, late.id, PERSON, conversation_id=world.conversation)
    with clock.fixed(MONDAY + timedelta(days=30)):
        assert [c.source_key for c in queries.search(session, wanted=CaseFilter(overdue=True)).cases] == ["b", "a"]
