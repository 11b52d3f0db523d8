from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from bot import clock
from bot.cases import queries
from bot.cases.filtering import CaseFilter, conditions
from bot.cases.model import Case, CaseDeadline, CaseHelp, CaseReferral
from bot.cases.visibility import visible_to
from bot.organisations import tree
from bot.organisations.model import Organisation
from bot.statistics import cases
from bot.statistics.export import as_csv, as_xlsx
from bot.statistics.table import Column, Row, Table

AT = datetime(2026, 3, 2, 1, 0, tzinfo=clock.SHANGHAI)
CITY = SimpleNamespace(organisation_id=None)


@pytest.fixture
def filled(database):
    with database.work() as session:
        district = Organisation(code="PD", name="浦东新区总工会", level="district", district="浦东新区")
        other = Organisation(code="HP", name="黄浦区总工会", level="district", district="黄浦区")
        session.add_all([district, other])
        session.flush()
        for union in (district, other):
            tree.place(session, union)
        common = {"summary": "编造的", "matter": "wage", "created_at": AT}
        session.add_all(
            [
                Case(source_key="1", kind="grievance", state="received", organisation=district, **common),
                Case(
                    source_key="2",
                    kind="grievance",
                    state="closed",
                    organisation=district,
                    accepted_at=AT + timedelta(hours=2),
                    resolved_at=AT + timedelta(hours=50),
                    score=5,
                    reopened=1,
                    help_given=[CaseHelp(kind="legal_aid"), CaseHelp(kind="legal_supervision")],
                    **common,
                ),
                Case(source_key="3", kind="legal_aid", state="withdrawn", organisation=other, **common),
                Case(
                    source_key="4",
                    kind="mediation",
                    state="accepted",
                    organisation=other,
                    accepted_at=AT + timedelta(hours=4),
                    deadlines=[CaseDeadline(duty="resolve", due_at=AT, remind_at=AT)],
                    **{**common, "matter": None, "created_at": AT + timedelta(days=31)},
                ),
            ]
        )
        session.commit()
    return database


def table(database, by, wanted=None, viewer=CITY):
    with database.reading() as session:
        return cases.figures(session, by, wanted or CaseFilter(), visible_to(viewer))


def test_cases_are_counted_by_kind_with_how_fast_they_were(filled):
    found = table(filled, "kind")
    assert [(row.key, row.values["cases"]) for row in found.rows] == [
        ("grievance", 2),
        ("legal_aid", 1),
        ("mediation", 1),
    ]
    grievances = found.rows[0].values
    assert (grievances["hours_to_accept"], grievances["hours_to_resolve"]) == pytest.approx((2.0, 50.0), abs=0.001)
    assert (grievances["open"], grievances["reopened"], grievances["score"]) == (1, 1, 5.0)
    assert found.total.values["cases"] == 4
    assert found.total.values["overdue"] == 1
    assert found.total.values["withdrawn"] == 1


def test_what_is_not_known_is_a_line_of_its_own(filled):
    assert [(row.label, row.values["cases"]) for row in table(filled, "matter").rows] == [("wage", 3), ("没有写明", 1)]


def test_a_case_with_two_kinds_of_help_counts_in_both(filled):
    found = table(filled, "help")
    assert {row.key: row.values["cases"] for row in found.rows} == {"legal_aid": 1, "legal_supervision": 1}


def test_a_case_referred_twice_to_the_same_office_is_one_case(filled):
    with filled.work() as session:
        first, second = session.execute(sa.select(Case.id).order_by(Case.id).limit(2)).scalars()
        sent = {first: ("court", "court", "justice"), second: ("court",)}
        session.add_all(
            CaseReferral(case_id=case, office=office, handed_over="材料")
            for case, offices in sent.items()
            for office in offices
        )
        session.commit()
    found = table(filled, "referral")
    assert {row.key: row.values["cases"] for row in found.rows} == {"court": 2, "justice": 1}
    test_every_figure_leads_to_exactly_its_rows(filled, "referral")


def test_months_are_those_of_shanghai(filled):
    assert [row.key for row in table(filled, "month").rows] == ["2026-03", "2026-04"]


@pytest.mark.parametrize("by", sorted(cases.DIMENSIONS))
def test_every_figure_leads_to_exactly_its_rows(filled, by):
    with filled.reading() as session:
        for row in cases.figures(session, by, CaseFilter(filed_from=AT.date()), visible_to(CITY)).rows:
            wanted = CaseFilter(**{name: _typed(name, value) for name, value in row.where.items()})
            behind = session.execute(sa.select(sa.func.count(Case.id)).where(*conditions(wanted))).scalar_one()
            assert behind == row.values["cases"], row


def _typed(name, value):
    if name.startswith("filed_"):
        return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=clock.SHANGHAI).date()
    return int(value) if value.isdigit() else value


def test_a_union_counts_only_its_own_branch(filled):
    with filled.reading() as session:
        own = session.execute(sa.select(Organisation.id).where(Organisation.code == "PD")).scalar_one()
    found = table(filled, "organisation", viewer=SimpleNamespace(organisation_id=own))
    assert [(row.label, row.values["cases"]) for row in found.rows] == [("浦东新区总工会", 2)]
    assert found.total.values["cases"] == 2


def test_nothing_to_count_is_nothing_and_not_an_error(database):
    found = table(database, "kind")
    assert (found.rows, found.total.values["cases"], found.total.values["score"]) == ((), 0, None)


def test_the_list_has_as_many_rows_as_the_figure_says(filled):
    with filled.reading() as session:
        found = cases.figures(session, "kind", CaseFilter(), visible_to(CITY))
        page = queries.search(session, wanted=CaseFilter(kind="grievance"), viewer=CITY)
    assert page.total == found.rows[0].values["cases"]


def test_a_name_that_looks_like_a_formula_stays_a_name():
    column = Column("cases", "件数")
    table = Table("t", "单位", (column,), (Row("1", "=HYPERLINK(1)", {"cases": 1}),), Row("", "合计", {"cases": 1}))
    text = as_csv(table)
    assert text.startswith("\ufeff单位,件数".encode())
    assert "'=HYPERLINK" in text.decode()
    assert as_xlsx(table, table)[:2] == b"PK"
