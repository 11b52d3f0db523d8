"""The figures behind the opinion's five aims (二), each of them traceable to its rows."""

from datetime import date, datetime

import pytest
import sqlalchemy as sa

from bot import clock
from bot.membership import applying, changing, counts, deciding, lists, register
from bot.membership.register import Wanted
from bot.membership.routing import Workplace
from tests.support.membership import WITH_UNION, person


@pytest.fixture
def world(database, enrolled, staff):
    """Three members outside (a lead), one inside with a card, one of October who left, one refused."""
    for n in range(3):
        enrolled(n, threshold=3)
    inside = enrolled(3, Workplace(WITH_UNION, "浦东新区", "张江镇", group="courier"))
    with clock.fixed(datetime(2026, 10, 31, 23, 30, tzinfo=clock.SHANGHAI)):
        gone = enrolled(4, Workplace("某店", "徐汇区"))
    with database.work() as session:
        changing.change(session, inside, staff.city, card="issued")
        changing.leave(session, gone, staff.city, "resigned")
        refused = applying.apply(session, person(5), None, None, "test:5").application
        deciding.refuse(session, refused.id, staff.city, "不在上海工作")
        session.commit()


def test_every_aim_has_a_figure_and_every_figure_an_aim():
    assert {figure.aim for figure in counts.FIGURES.values()} == {1, 2, 3, 4, 5}


def test_the_whole_city_counts_everybody(database, world, staff):
    with database.reading() as session:
        found = counts.total(session, staff.city)
    assert found == {
        "members": 4,
        "outside": 3,
        "groups": 1,
        "leads": 1,
        "established": 0,
        "applied": 6,
        "dues": 4,
        "unvisited": 1,
        "declined": 0,
        "cards": 1,
        "joined": 5,
        "refused": 1,
        "left": 1,
    }


def test_a_union_counts_its_own_branch(database, world, staff):
    with database.reading() as session:
        found = counts.total(session, staff.enterprise)
    assert (found["members"], found["applied"], found["leads"]) == (1, 1, 0)


def test_what_happened_is_counted_in_its_days_in_shanghai_and_what_stands_is_not_cut(database, world, staff):
    with database.reading() as session:
        october = counts.total(session, staff.city, date(2026, 10, 1), date(2026, 10, 31))
        november = counts.total(session, staff.city, date(2026, 11, 1))
    assert (october["applied"], october["joined"], october["left"], october["members"]) == (1, 1, 0, 4)
    assert (november["applied"], november["joined"], november["left"]) == (5, 4, 1)


def test_by_district_street_group_and_month(database, world, staff):
    with database.reading() as session:
        districts = counts.by(session, staff.city, "district")
        streets = counts.by(session, staff.city, "street")
        groups = counts.by(session, staff.city, "group")
        months = counts.by(session, staff.city, "month")
    assert (districts["浦东新区"]["members"], districts["浦东新区"]["leads"]) == (4, 1)
    assert (districts["徐汇区"]["left"], "members" in districts["徐汇区"]) == (1, False)
    assert (streets["浦东新区 张江镇"]["outside"], streets["徐汇区"]["joined"]) == (3, 1)
    assert (groups["courier"], groups[""]["members"]) == (
        {"members": 1, "groups": 1, "applied": 1, "dues": 1, "cards": 1, "joined": 1},
        3,
    )
    assert {key: (value["applied"], value["joined"]) for key, value in months.items()} == {
        "2026-10": (1, 1),
        "2026-11": (5, 4),
    }


@pytest.mark.parametrize("name", counts.FIGURES)
def test_every_figure_of_every_line_has_exactly_its_rows_behind_it(database, world, staff, name):
    with database.reading() as session:
        rows = session.execute(counts.rows(staff.city, name)).scalars().all()
        assert len(rows) == counts.total(session, staff.city)[name]
        for dimension in counts.BY:
            for value, line in counts.by(session, staff.city, dimension).items():
                behind = counts.rows(staff.city, name, dimension=dimension, value=value)
                assert len(session.execute(behind).scalars().all()) == line.get(name, 0)


def test_the_rows_behind_a_figure_are_what_the_lists_show(database, world, staff):
    with database.reading() as session:
        outside = counts.rows(staff.city, "outside", dimension="street", value="浦东新区 张江镇")
        assert register.search(session, staff.city, Wanted(), among=outside).total == 3
        refused = counts.rows(staff.city, "refused", date(2026, 11, 1))
        assert [line.state for line in lists.applications(session, staff.city, among=refused)] == ["refused"]
        open_leads = counts.rows(staff.street, "leads")
        assert [line.members for line in lists.leads(session, staff.street, among=open_leads)] == [3]


def test_the_month_of_nothing_is_nothing(database):
    with database.reading() as session:
        empty = sa.cast(sa.null(), sa.Date)
        assert session.execute(sa.select(counts.month(empty))).scalar_one() is None
