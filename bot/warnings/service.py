"""What staff do about a warning: confirm, assess, report, mediate, close it, or find it a false alarm.

The opinion 四, fourth duty, in steps. Whoever was told of a warning, or stands above them, may take every step; each is
an event with who did it, and the firsts (first seen, reported, mediated) are noted on the warning.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from bot import clock
from bot.organisations import tree
from bot.staff.model import Staff
from bot.warnings import records
from bot.warnings.model import (
    ASSESS,
    ASSESSING,
    CLOSED,
    CONFIRM,
    CONFIRMED,
    DUTIES,
    ENDED,
    FALSE_ALARM,
    LEVELS,
    MEDIATING,
    RAISED,
    REPORT_UP,
    REPORTED,
    EarlyWarning,
)
from bot.warnings.raising import set_level
from bot.warnings.rules import DEFAULT, WarningRules
from bot.warnings.visibility import may_see


class WarningError(Exception):
    """A step that cannot be taken; the message is one line for staff."""


class UnknownWarning(WarningError):
    """There is no such warning, or it is not theirs to see."""


class StepNotAllowed(WarningError):
    """The warning is in a state from which the step does not lead, often because somebody else took it just now."""


def confirm(
    session: Session, warning_id: int, staff: Staff, note: str = "", now: datetime | None = None
) -> EarlyWarning:
    """Note that the danger is real: somebody has asked at the employer's.

    Args:
        session: A unit of work; the caller commits. The same holds for every step below.
        warning_id: The warning.
        staff: Who confirms.
        note: What they found.
        now: When; the present moment by default.

    Raises:
        UnknownWarning: There is none, or it is not theirs to see.
        StepNotAllowed: It is confirmed already, or ended.
    """
    warning = _locked(session, warning_id, staff)
    _require(warning, RAISED)
    now = now or clock.now()
    _be_confirmed(session, warning, staff, now)
    records.record(session, warning, CONFIRMED, now, staff, note=note)
    return warning


def assess(
    session: Session,
    warning_id: int,
    staff: Staff,
    level: str,
    note: str,
    now: datetime | None = None,
    rules: WarningRules = DEFAULT,
) -> EarlyWarning:
    """Judge how grave it is; can be done again while the warning is open.

    Args:
        session: As in `confirm`.
        warning_id: The warning.
        staff: Who judges.
        level: The level that it has from now on; a higher one brings forward what is still due.
        note: The judgement.
        now: When.
        rules: The limits of the levels.

    Raises:
        UnknownWarning: As in `confirm`.
        StepNotAllowed: It has ended, is not confirmed yet, or there is no such level.
    """
    if level not in LEVELS:
        raise StepNotAllowed(f"没有这个等级：{level}")
    warning = _locked(session, warning_id, staff)
    _require(warning, CONFIRMED, ASSESSING, REPORTED, MEDIATING)
    now = now or clock.now()
    if warning.state == CONFIRMED:
        warning.state = ASSESSING
    records.meet(session, warning, (ASSESS,), now)
    records.record(session, warning, ASSESSING, now, staff, before=warning.level, level=level, note=note)
    set_level(warning, level)
    records.set_deadlines(session, warning, now, rules)
    return warning


def report(session: Session, warning_id: int, staff: Staff, note: str, now: datetime | None = None) -> EarlyWarning:
    """Report it to the union above; it sees the warning from then on, if it did not before.

    Reporting comes as soon as somebody knows, assessed or not; an unconfirmed one is confirmed by it. Doing it again
    reports again; the first time is the one that is remembered.

    Args:
        session: As in `confirm`.
        warning_id: The warning.
        staff: Who reports.
        note: What is reported.
        now: When.

    Raises:
        UnknownWarning: As in `confirm`.
        StepNotAllowed: It has ended.
    """
    warning = _locked(session, warning_id, staff)
    _require(warning, RAISED, CONFIRMED, ASSESSING, REPORTED, MEDIATING)
    now = now or clock.now()
    _be_confirmed(session, warning, staff, now)
    records.meet(session, warning, (REPORT_UP,), now)
    if warning.reported_at is None:
        warning.reported_by_id, warning.reported_organisation_id = staff.id, staff.organisation_id
        warning.reported_at = now
    if warning.state != MEDIATING:
        warning.state = REPORTED
    records.record(session, warning, REPORTED, now, staff, note=note)
    above = tree.above(session, staff.organisation_id) if staff.organisation_id else None
    if above is not None:
        records.inform(session, warning, above.id, REPORTED, now)
    return warning


def mediate(session: Session, warning_id: int, staff: Staff, note: str, now: datetime | None = None) -> EarlyWarning:
    """Note that the union mediates, or how it goes on; an unconfirmed warning is confirmed by it.

    Args:
        session: As in `confirm`.
        warning_id: The warning.
        staff: Who mediates.
        note: What was said and agreed.
        now: When.

    Raises:
        UnknownWarning: As in `confirm`.
        StepNotAllowed: It has ended.
    """
    warning = _locked(session, warning_id, staff)
    _require(warning, RAISED, CONFIRMED, ASSESSING, REPORTED, MEDIATING)
    now = now or clock.now()
    _be_confirmed(session, warning, staff, now)
    if warning.mediated_at is None:
        warning.mediated_by_id, warning.mediated_organisation_id = staff.id, staff.organisation_id
        warning.mediated_at = now
    warning.state = MEDIATING
    records.record(session, warning, MEDIATING, now, staff, note=note)
    return warning


def close(session: Session, warning_id: int, staff: Staff, reason: str, now: datetime | None = None) -> EarlyWarning:
    """Close a warning that was real and is settled; `reason` says how.

    Raises:
        UnknownWarning: As in `confirm`.
        StepNotAllowed: It has ended, or nobody has confirmed it (then it is settled as a false alarm, or confirmed).
        WarningError: The reason is missing.
    """
    return _end(session, warning_id, staff, CLOSED, reason, now, (CONFIRMED, ASSESSING, REPORTED, MEDIATING))


def false_alarm(
    session: Session, warning_id: int, staff: Staff, reason: str, now: datetime | None = None
) -> EarlyWarning:
    """Close a warning behind which there was no danger; its cases never raise another one.

    Raises:
        UnknownWarning: As in `confirm`.
        StepNotAllowed: It has ended.
        WarningError: The reason is missing.
    """
    everything = (RAISED, CONFIRMED, ASSESSING, REPORTED, MEDIATING)
    return _end(session, warning_id, staff, FALSE_ALARM, reason, now, everything)


def seen(session: Session, warning_id: int, staff: Staff, now: datetime | None = None) -> EarlyWarning:
    """Note who looks at a warning for the first time (the first informed, opinion 四); later ones change nothing.

    Raises:
        UnknownWarning: As in `confirm`.
    """
    warning = _locked(session, warning_id, staff)
    if warning.seen_at is None:
        warning.seen_by_id, warning.seen_at = staff.id, now or clock.now()
        records.record(session, warning, records.SEEN, warning.seen_at, staff)
    return warning


def _locked(session: Session, warning_id: int, staff: Staff) -> EarlyWarning:
    warning = records.lock(session, warning_id)
    if warning is None or not may_see(session, staff, warning_id):
        raise UnknownWarning("没有这条预警，或者您看不到它")
    return warning


def _require(warning: EarlyWarning, *states: str) -> None:
    if warning.state in ENDED:
        raise StepNotAllowed("这条预警已经结束")
    if warning.state not in states:
        raise StepNotAllowed("这条预警的状态已变，请刷新后再试")


def _be_confirmed(session: Session, warning: EarlyWarning, staff: Staff, now: datetime) -> None:
    if warning.confirmed_at is None:
        warning.confirmed_by_id, warning.confirmed_at, warning.state = staff.id, now, CONFIRMED
        records.meet(session, warning, (CONFIRM,), now)


def _end(
    session: Session,
    warning_id: int,
    staff: Staff,
    state: str,
    reason: str,
    now: datetime | None,
    from_states: tuple[str, ...],
) -> EarlyWarning:
    if not reason.strip():
        raise WarningError("请写明原因")
    warning = _locked(session, warning_id, staff)
    _require(warning, *from_states)
    now = now or clock.now()
    warning.state, warning.ended_at, warning.end_reason = state, now, reason.strip()
    records.meet(session, warning, DUTIES, now)
    records.record(session, warning, state, now, staff, reason=reason.strip())
    return warning
