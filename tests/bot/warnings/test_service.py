"""What staff do about a warning: the fourth duty of opinion 四, found, informed, reported, mediated first."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.warnings import service
from bot.warnings.model import (
    ASSESSING,
    CLOSED,
    CONFIRMED,
    FALSE_ALARM,
    MEDIATING,
    REPORTED,
    SERIOUS,
    URGENT,
    EarlyWarning,
    WarningEvent,
)
from bot.warnings.service import StepNotAllowed, UnknownWarning, WarningError
from bot.warnings.visibility import may_see, visible_to
from tests.bot.warnings.conftest import NOON

HOUR = timedelta(hours=1)


@pytest.fixture
def warning(database, unions, filer):
    """The id of a serious warning that 新桥镇 and 松江区 were told of."""
    with database.work() as session:
        _, warning = filer(session, people=12)
        session.commit()
        return warning.id


def actions(session, warning_id):
    wanted = sa.select(WarningEvent).where(WarningEvent.warning_id == warning_id).order_by(WarningEvent.id)
    return [event.action for event in session.execute(wanted).scalars()]


def met(warning):
    return {row.duty for row in warning.deadlines if row.met_at}


def test_a_warning_goes_through_its_life_and_remembers_who_was_first(database, unions, warning):
    street, district = unions.staff.xinqiao, unions.staff.songjiang
    with database.work() as session:
        service.seen(session, warning, street, NOON + HOUR)
        service.seen(session, warning, district, NOON + 2 * HOUR)
        service.confirm(session, warning, street, "去厂里问过，属实", NOON + 2 * HOUR)
        service.assess(session, warning, street, SERIOUS, "十二人，工资三个月", NOON + 3 * HOUR)
        service.report(session, warning, street, "已报区总", NOON + 4 * HOUR)
        service.report(session, warning, district, "已报市总", NOON + 5 * HOUR)
        service.mediate(session, warning, district, "和老板谈了一次", NOON + 6 * HOUR)
        service.close(session, warning, street, "工资已发清", NOON + 30 * HOUR)
        session.commit()
    with database.reading() as session:
        row = session.get(EarlyWarning, warning)
        assert (row.state, row.end_reason, row.ended_at) == (CLOSED, "工资已发清", NOON + 30 * HOUR)
        assert (row.found_by, row.told_organisation.code) == ("system", "xinqiao")
        assert (row.seen_by.name, row.seen_at) == ("xinqiao", NOON + HOUR)
        assert (row.reported_by.name, row.reported_organisation.code) == ("xinqiao", "xinqiao")
        assert (row.mediated_by.name, row.mediated_at) == ("songjiang", NOON + 6 * HOUR)
        assert met(row) == {"confirm", "assess", "report"}
        steps = [action for action in actions(session, warning) if action not in ("raised", "told")]
        assert steps == ["seen", "confirmed", "assessing", "reported", "reported", "mediating", "closed"]
        # The district reported to the city, which knows of it since.
        assert {told.organisation.code for told in row.informed} == {"xinqiao", "songjiang", "city"}


def test_reporting_or_mediating_confirms(database, unions, warning):
    with database.work() as session:
        row = service.report(session, warning, unions.staff.xinqiao, "先报了再说", NOON)
        assert (row.state, row.confirmed_by_id) == (REPORTED, unions.staff.xinqiao.id)
        assert met(row) == {"confirm", "report"}


def test_reporting_does_not_end_the_mediation(database, unions, warning):
    with database.work() as session:
        service.mediate(session, warning, unions.staff.xinqiao, "在谈", NOON)
        assert service.report(session, warning, unions.staff.xinqiao, "已报", NOON).state == MEDIATING


def test_a_higher_level_brings_forward_what_is_due(database, unions, warning):
    with database.work() as session:
        row = service.confirm(session, warning, unions.staff.xinqiao, now=NOON)
        report_due = row.deadlines[2].due_at
        row = service.assess(session, warning, unions.staff.xinqiao, URGENT, "要停工", NOON + HOUR)
        session.flush()
        assert (row.state, row.level, row.rank) == (ASSESSING, URGENT, 2)
        assert row.deadlines[2].due_at == NOON + 13 * HOUR < report_due


def test_a_lower_level_puts_nothing_off(database, unions, warning):
    with database.work() as session:
        row = service.confirm(session, warning, unions.staff.xinqiao, now=NOON)
        before = [deadline.due_at for deadline in row.deadlines]
        service.assess(session, warning, unions.staff.xinqiao, "general", "小事", NOON)
        assert [deadline.due_at for deadline in row.deadlines] == before


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_ended_without_a_reason(database, unions, warning, reason):
    with database.work() as session:
        for end in (service.false_alarm, service.close):
            with pytest.raises(WarningError, match="原因"):
                end(session, warning, unions.staff.xinqiao, reason)


def test_only_a_confirmed_warning_is_assessed_or_closed(database, unions, warning):
    with database.work() as session:
        with pytest.raises(StepNotAllowed):
            service.assess(session, warning, unions.staff.xinqiao, SERIOUS, "")
        with pytest.raises(StepNotAllowed):
            service.close(session, warning, unions.staff.xinqiao, "好了")


def test_an_unknown_level_is_refused(database, unions, warning):
    with database.work() as session:
        service.confirm(session, warning, unions.staff.xinqiao)
        with pytest.raises(StepNotAllowed, match="等级"):
            service.assess(session, warning, unions.staff.xinqiao, "high", "")


def test_nothing_more_is_done_about_an_ended_warning(database, unions, warning):
    staff = unions.staff.xinqiao
    with database.work() as session:
        row = service.false_alarm(session, warning, staff, "重复反映", NOON)
        assert (row.state, met(row)) == (FALSE_ALARM, {"confirm", "assess", "report"})
        for step in (
            lambda: service.confirm(session, warning, staff),
            lambda: service.assess(session, warning, staff, SERIOUS, ""),
            lambda: service.report(session, warning, staff, ""),
            lambda: service.mediate(session, warning, staff, ""),
            lambda: service.close(session, warning, staff, "x"),
            lambda: service.false_alarm(session, warning, staff, "x"),
        ):
            with pytest.raises(StepNotAllowed, match="结束"):
                step()


def test_who_was_not_told_sees_nothing_and_does_nothing(database, unions, warning):
    with database.work() as session:
        for name in ("jiuting", "minhang"):
            staff = getattr(unions.staff, name)
            assert not may_see(session, staff, warning)
            with pytest.raises(UnknownWarning):
                service.confirm(session, warning, staff)


def test_who_was_told_and_who_stands_above_sees_it(database, unions, warning):
    with database.work() as session:
        for name in ("desk", "city", "songjiang", "xinqiao"):
            found = sa.select(EarlyWarning.id).where(visible_to(getattr(unions.staff, name)))
            assert session.execute(found).scalars().all() == [warning]


def test_a_warning_that_does_not_exist_is_unknown(database, unions):
    with database.work() as session, pytest.raises(UnknownWarning):
        service.confirm(session, 404, unions.staff.desk)


def test_two_who_confirm_at_once_are_one_confirmation(database, unions, warning):
    start, outcomes = threading.Barrier(2), []

    def confirm(staff):
        start.wait()
        try:
            with database.work() as session:
                service.confirm(session, warning, staff)
                session.commit()
            outcomes.append("done")
        except StepNotAllowed:
            outcomes.append("refused")

    threads = [
        threading.Thread(target=confirm, args=(staff,)) for staff in (unions.staff.xinqiao, unions.staff.songjiang)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    with database.reading() as session:
        assert session.get(EarlyWarning, warning).state == CONFIRMED
        assert actions(session, warning).count("confirmed") == 1
