from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from bot import clock
from bot.cases.model import Case
from bot.employers.model import Employer
from bot.organisations import tree
from bot.organisations.model import Organisation
from bot.statistics import warnings
from bot.warnings.model import EarlyWarning, WarningDeadline, WarningOrganisation

AT = datetime(2026, 3, 2, 9, 0, tzinfo=clock.SHANGHAI)
CITY = SimpleNamespace(organisation_id=None)


@pytest.fixture
def filled(database):
    """An urgent one that was confirmed in time and one that nobody looked at, the second known only to Huangpu."""
    with database.work() as session:
        employer = Employer(name="上海编造餐饮有限公司")
        case = Case(source_key="1", kind="grievance", summary="编造的")
        unions = [Organisation(code=code, name=code, level="district") for code in ("PD", "HP")]
        session.add_all([employer, case, *unions])
        session.flush()
        for union in unions:
            tree.place(session, union)
        common = {
            "rule": "cases",
            "found_by": "system",
            "found_case_id": case.id,
            "first_case_at": AT,
            "last_case_at": AT,
            "raised_at": AT,
        }
        first = EarlyWarning(
            level="urgent",
            rank=2,
            state="closed",
            cases=4,
            people=30,
            employer=employer,
            confirmed_at=AT + timedelta(hours=1),
            reported_at=AT + timedelta(hours=3),
            **common,
        )
        second = EarlyWarning(level="general", rank=0, state="raised", cases=3, people=3, **common)
        session.add_all([first, second])
        session.flush()
        session.add(WarningOrganisation(warning_id=second.id, organisation_id=unions[1].id, why="raised", at=AT))
        session.add(WarningDeadline(warning=second, duty="confirm", due_at=AT, remind_at=AT))
        session.commit()
        return database, unions[0].id, unions[1].id


def test_warnings_are_counted_by_level_with_how_fast_the_unions_were(filled):
    database, *_ = filled
    with database.reading() as session:
        table = warnings.figures(session, CITY, "level", labels={"urgent": "特急"})
    rows = {row.label: row.values for row in table.rows}
    assert rows["特急"]["hours_to_confirm"] == pytest.approx(1.0, abs=0.001)
    assert (rows["特急"]["people"], rows["特急"]["late"], rows["general"]["late"]) == (30, 0, 1)
    assert (table.total.values["warnings"], table.total.values["open"]) == (2, 1)


def test_employers_have_their_names_and_a_warning_without_one_says_so(filled):
    database, *_ = filled
    with database.reading() as session:
        table = warnings.figures(session, CITY, "employer")
    assert {row.label for row in table.rows} == {"上海编造餐饮有限公司", "没有写明"}


def test_a_union_counts_those_it_was_told_of(filled):
    database, pudong, huangpu = filled
    with database.reading() as session:
        mine = warnings.figures(session, SimpleNamespace(organisation_id=huangpu), "state")
        others = warnings.figures(session, SimpleNamespace(organisation_id=pudong), "state")
    assert (mine.total.values["warnings"], others.total.values["warnings"]) == (1, 0)


def test_a_period_is_days_in_shanghai(filled):
    database, *_ = filled
    with database.reading() as session:
        within = warnings.figures(session, CITY, "state", since=AT.date(), until=AT.date())
        after = warnings.figures(session, CITY, "state", since=AT.date() + timedelta(days=1))
    assert (within.total.values["warnings"], after.total.values["warnings"]) == (2, 0)
