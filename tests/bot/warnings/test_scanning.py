"""The scan: what was missed is found after a restart, and what is overdue goes to the union above, once (issue 4)."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from bot.cases.model import Case
from bot.employers.merging import merge, split
from bot.employers.model import EmployerName
from bot.warnings import scanning, service
from bot.warnings.model import EarlyWarning, WarningEvent
from bot.warnings.scanning import Scanned, scan
from tests.bot.warnings.conftest import NOON

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def warning(database, unions, filer):
    """The id of a serious warning: to be confirmed in 12 hours, assessed in 24, reported in 48."""
    with database.work() as session:
        _, warning = filer(session, people=12)
        session.commit()
        return warning.id


def run(database, now):
    return scan(database, now)


def events(database, action):
    with database.reading() as session:
        return list(session.execute(sa.select(WarningEvent).where(WarningEvent.action == action)).scalars())


def test_cases_that_were_never_weighed_are_weighed_by_the_scan_once(database, unions, filer):
    with database.work() as session:
        for _ in range(3):
            filer(session, weigh=False)
        session.commit()
    first = run(database, NOON)
    assert (first.weighed, len(first.warnings)) == (3, 1)
    assert run(database, NOON + HOUR) == Scanned()


def test_a_case_whose_employer_was_never_recognised_is_recognised_by_the_scan(database, unions, filer):
    with database.work() as session:
        cases = [filer(session, name, weigh=False)[0] for name in ("恒昌电子", "上海恒昌电子有限公司", "横昌电子")]
        for case in cases:
            case.employer_id = None
        session.commit()
    assert len(run(database, NOON).warnings) == 1


def spoil(database, table, column, key):
    """Make a row that cannot be read: what stands there is not encrypted, as if its key were lost."""
    with database.engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {table} SET {column} = '打13800000000' WHERE id = {key}"))  # noqa: S608


def test_cases_that_cannot_be_weighed_stop_no_other_and_are_tried_again(database, unions, filer, monkeypatch, caplog):
    monkeypatch.setattr(scanning, "_CASES", 2)
    with database.work() as session:
        broken = [filer(session, "阿昌五金", weigh=False, ago=DAY)[0].id for _ in range(2)]
        fine = filer(session, weigh=False, people=12)[0].id
        session.commit()
    for case_id in broken:
        spoil(database, "cases", "summary", case_id)
    outcome = run(database, NOON)
    assert (outcome.weighed, len(outcome.warnings)) == (1, 1)
    assert [f"weighing case {key} failed" in caplog.text for key in (*broken, fine)] == [True, True, False]
    assert "13800000000" not in caplog.text
    with database.work() as session:
        for case_id in broken:
            session.execute(sa.update(Case).where(Case.id == case_id).values(summary="拖欠工资"))
        session.commit()
    assert run(database, NOON + HOUR).weighed == 2


def test_a_warning_that_cannot_be_read_stops_the_duties_of_no_other(database, unions, filer, warning, caplog):
    with database.work() as session:
        filer(session, "阿昌五金", people=12)
        session.commit()
    spoil(database, "warnings", "end_reason", warning)
    assert run(database, NOON + 12 * HOUR).escalated == 1
    assert f"the duties of warning {warning} failed" in caplog.text
    assert "13800000000" not in caplog.text


def test_a_database_that_is_away_is_told_to_the_scheduler(database, unions, filer, monkeypatch):
    def away(*_):
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    with database.work() as session:
        filer(session, weigh=False)
        session.commit()
    monkeypatch.setattr(scanning, "consider", away)
    with pytest.raises(OperationalError):
        run(database, NOON)


def test_cases_before_the_window_are_left_alone(database, unions, filer):
    with database.work() as session:
        for _ in range(3):
            filer(session, weigh=False, ago=15 * DAY)
        session.commit()
    assert run(database, NOON) == Scanned()


def test_a_merge_of_employers_raises_what_their_cases_together_make(database, unions, filer):
    with database.work() as session:
        keep = filer(session, "明远物业")[0].employer_id
        filer(session, "明远物业", ago=3 * DAY)
        gone = filer(session, "阿明保洁", ago=5 * DAY)[0].employer_id
        merge(session, keep, gone, unions.staff.desk)
        session.commit()
    assert len(run(database, NOON).warnings) == 1


def test_a_split_raises_no_second_warning(database, unions, filer):
    with database.work() as session:
        for name in ("恒昌电子", "恒昌电子厂", "横昌电子"):
            filer(session, name)
        names = session.execute(sa.select(EmployerName.id).where(EmployerName.written == "横昌电子")).scalars().all()
        split(session, names, unions.staff.desk)
        session.commit()
    run(database, NOON)
    assert len(events(database, "raised")) == 1


def test_who_has_to_act_is_reminded_once_before_a_duty_is_due(database, warning):
    assert run(database, NOON + 8 * HOUR) == Scanned()
    assert run(database, NOON + 9 * HOUR).reminded == 1
    assert run(database, NOON + 10 * HOUR).reminded == 0
    assert [event.detail["duty"] for event in events(database, "reminded")] == ["confirm"]


def test_what_is_overdue_is_told_to_the_union_above_once(database, unions, warning):
    outcome = run(database, NOON + 12 * HOUR)
    assert outcome.escalated == 1
    assert run(database, NOON + 13 * HOUR).escalated == 0
    [event] = events(database, "overdue")
    assert (event.detail["duty"], event.organisation_id) == ("confirm", unions.ids["city"])
    with database.reading() as session:
        row = session.get(EarlyWarning, warning)
        assert {told.organisation.code: told.why for told in row.informed}["city"] == "overdue"


def test_above_the_city_nobody_is_told_but_it_is_noted(database, warning):
    run(database, NOON + 12 * HOUR)
    run(database, NOON + 24 * HOUR)
    assert [(event.detail["duty"], event.organisation_id is None) for event in events(database, "overdue")] == [
        ("confirm", False),
        ("assess", True),
    ]


def test_what_was_missed_for_days_is_made_up_for_at_once(database, warning):
    assert run(database, NOON + 5 * DAY).escalated == 3
    assert run(database, NOON + 6 * DAY) == Scanned()


def test_what_is_done_is_neither_reminded_of_nor_escalated(database, unions, warning):
    with database.work() as session:
        service.false_alarm(session, warning, unions.staff.xinqiao, "重复反映", NOON)
        session.commit()
    assert run(database, NOON + 9 * DAY) == Scanned()


def test_two_scans_at_once_do_everything_once(database, unions, filer, warning):
    with database.work() as session:
        for _ in range(3):
            filer(session, "明远物业", weigh=False, now=NOON + 12 * HOUR)
        session.commit()
    start, outcomes = threading.Barrier(2), []

    def work():
        start.wait()
        outcomes.append(run(database, NOON + 12 * HOUR))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 2
    with database.reading() as session:
        assert session.execute(sa.select(sa.func.count(EarlyWarning.id))).scalar_one() == 2
        assert session.execute(sa.select(sa.func.count(Case.id)).where(Case.considered_at.is_(None))).scalar_one() == 0
    run(database, NOON + 12 * HOUR)  # what one of them left to the other
    assert len(events(database, "overdue")) == 1
    assert len(events(database, "raised")) == 2
