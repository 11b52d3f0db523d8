"""Writing what happens to a warning: its events, who is told, by when what is due."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.staff.model import Staff
from bot.warnings.model import (
    DUTIES,
    EarlyWarning,
    WarningDeadline,
    WarningEvent,
    WarningOrganisation,
)
from bot.warnings.rules import WarningRules

# What an event is, beside the states that a move names.
CASE_ADDED, LEVEL, TOLD, REMINDED, OVERDUE, SEEN, NOTE, MOVED = (
    "case_added",
    "level",
    "told",
    "reminded",
    "overdue",
    "seen",
    "note",
    "moved",  # to another employer, by a merge or split
)
# How much of a limit is over when whoever has to act is reminded.
_REMIND_AFTER = 0.75


def record(
    session: Session,
    warning: EarlyWarning,
    action: str,
    now: datetime,
    staff: Staff | None = None,
    organisation_id: int | None = None,
    **detail: Any,
) -> None:
    """Add an event; without `staff` the system did it.

    Args:
        session: The unit of work.
        warning: The warning, with its id.
        action: A state, or one of the names above.
        now: When.
        staff: Who did it.
        organisation_id: Who was told; for staff, their own organisation is noted.
        detail: What else is to be known (JSON types).
    """
    session.add(
        WarningEvent(
            warning_id=warning.id,
            at=now,
            actor="staff" if staff else "system",
            staff_id=staff.id if staff else None,
            organisation_id=organisation_id or (staff.organisation_id if staff else None),
            action=action,
            detail=detail,
        )
    )


def inform(session: Session, warning: EarlyWarning, organisation_id: int, why: str, now: datetime) -> bool:
    """Tell an organisation of a warning; return false where it knows already.

    Args:
        session: The unit of work, which holds the warning's lock.
        warning: The warning.
        organisation_id: Who is told.
        why: raised, overdue or reported.
        now: When.
    """
    if session.get(WarningOrganisation, (warning.id, organisation_id)) is not None:
        return False
    session.add(WarningOrganisation(warning_id=warning.id, organisation_id=organisation_id, why=why, at=now))
    if warning.told_at is None:
        warning.told_organisation_id, warning.told_at = organisation_id, now
    record(session, warning, TOLD, now, organisation_id=organisation_id, why=why)
    session.flush()
    return True


def set_deadlines(session: Session, warning: EarlyWarning, now: datetime, rules: WarningRules) -> None:
    """Set what is due by the warning's level; a duty that is due already is never put off, only brought forward."""
    present = {row.duty: row for row in deadlines(session, warning.id)}
    for duty in DUTIES:
        limit = timedelta(hours=rules.hours[warning.level][duty])
        row = present.get(duty)
        if row is None:
            row = WarningDeadline(warning_id=warning.id, duty=duty, due_at=now + limit)
            row.remind_at = now + _REMIND_AFTER * limit
            session.add(row)
        elif row.met_at is None and now + limit < row.due_at:
            row.due_at, row.remind_at = now + limit, min(row.remind_at, now + _REMIND_AFTER * limit)
    session.flush()


def meet(session: Session, warning: EarlyWarning, duties: tuple[str, ...], now: datetime) -> None:
    """Note that duties are done, or no longer due."""
    for row in deadlines(session, warning.id):
        if row.duty in duties and row.met_at is None:
            row.met_at = now


def deadlines(session: Session, warning_id: int) -> list[WarningDeadline]:
    """Return the deadlines of a warning as they are now; whoever changes them holds the warning's lock."""
    wanted = sa.select(WarningDeadline).where(WarningDeadline.warning_id == warning_id).order_by(WarningDeadline.id)
    return list(session.execute(wanted.execution_options(populate_existing=True)).scalars())


def lock(session: Session, warning_id: int, wait: bool = True) -> EarlyWarning | None:
    """Lock a warning and return it as it is once the lock is held.

    Args:
        session: The unit of work.
        warning_id: The warning.
        wait: Whether to wait for somebody else who holds it.

    Returns:
        The warning; None where there is no such warning, or it is held and we do not wait.
    """
    wanted = sa.select(EarlyWarning).where(EarlyWarning.id == warning_id).with_for_update(skip_locked=not wait)
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()
