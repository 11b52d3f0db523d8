"""The desk's list of warnings."""

from bot.cases.model import RISK_REPORT
from bot.warnings import queries, service


def test_the_most_dangerous_comes_first_then_the_oldest_and_ended_ones_apart(database, unions, filer):
    with database.work() as session:
        _, serious = filer(session, "明远物业", people=12)
        _, urgent = filer(session, "瑞丰物流", people=40)
        _, later = filer(session, "佳禾食品", people=12)
        _, false = filer(session, "博洋服饰", people=12)
        service.false_alarm(session, false.id, unions.staff.xinqiao, "重复反映")
        session.commit()
    with database.reading() as session:
        page = queries.search(session, unions.staff.xinqiao)
        assert [row.id for row in page.warnings] == [urgent.id, serious.id, later.id]
        assert (page.page, page.pages, page.total) == (1, 1, 3)
        ended = queries.search(session, unions.staff.xinqiao, ended=True, page=9)
        assert [row.id for row in ended.warnings] == [false.id]
        assert queries.search(session, unions.staff.minhang).warnings == []


def test_a_warning_is_found_by_its_number_by_those_who_see_it(database, unions, filer):
    with database.work() as session:
        number = filer(session, people=12)[1].number
        session.commit()
    with database.reading() as session:
        found = queries.by_number(session, unions.staff.songjiang, number)
        assert [event.action for event in found.events] == ["raised", "told", "told"]
        assert queries.by_number(session, unions.staff.minhang, number) is None


def test_an_urgent_warning_is_an_alarm_until_it_is_confirmed(database, unions, filer):
    """Issue 5: a risk report alerts a person at once."""
    with database.work() as session:
        _, warning = filer(session, kind=RISK_REPORT)
        filer(session, "明远物业", people=12)
        session.commit()
        assert [row.id for row in queries.alarms(session, unions.staff.desk)] == [warning.id]
        service.confirm(session, warning.id, unions.staff.xinqiao)
        session.commit()
        assert queries.alarms(session, unions.staff.desk) == []
