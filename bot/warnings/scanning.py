"""What the scheduler looks for: cases that were never weighed, and duties that are due or overdue.

Filing weighs a case at once (raising.consider). The scan finds what that missed: a process that died in between,
employers that staff merged or split since. Every scan can be repeated, or run twice at once: nothing is done twice.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot.cases.model import Case
from bot.employers.recognising import recognise
from bot.organisations import tree
from bot.organisations.model import Organisation
from bot.storage.engine import Database
from bot.warnings import records
from bot.warnings.model import EarlyWarning, WarningDeadline, WarningOrganisation
from bot.warnings.raising import consider
from bot.warnings.rules import DEFAULT, WarningRules

logger = logging.getLogger(__name__)

# In one go; the next scan takes the rest.
_CASES, _WARNINGS = 100, 100
# Tried in one go: so many more, that those which fail every time do not keep the others out.
_TRIED = 1000

_Done = TypeVar("_Done")


@dataclass(frozen=True)
class Scanned:
    """What a scan did.

    Attributes:
        weighed: Cases that had not been weighed.
        warnings: Ids of the warnings that they are behind: new ones, and open ones that took them in.
        reminded: Duties of which whoever has to act was reminded.
        escalated: Overdue duties of which the union above was told.
    """

    weighed: int = 0
    warnings: tuple[int, ...] = ()
    reminded: int = 0
    escalated: int = 0


def scan(database: Database, now: datetime, rules: WarningRules = DEFAULT) -> Scanned:
    """Weigh what was missed, and see to what is due.

    Every case and every warning has a unit of work of its own: one that fails is logged, stops no other, and is tried
    again by the next scan.

    Args:
        database: Where the rows are.
        now: The moment that everything is counted from.
        rules: The numbers of early warning.

    Raises:
        sqlalchemy.exc.OperationalError: The database is away; what was done until then is kept.
    """
    missed = (
        sa.select(Case.id)
        .where(Case.considered_at.is_(None), Case.created_at > rules.since(now))
        .order_by(Case.created_at, Case.id)
    )
    behind = _each(database, missed, _CASES, "weighing case", lambda session, key: _weigh(session, key, now, rules))
    due = (
        sa.select(WarningDeadline.warning_id)
        .where(
            WarningDeadline.met_at.is_(None),
            WarningDeadline.escalated_at.is_(None),
            WarningDeadline.remind_at <= now,
            sa.or_(WarningDeadline.reminded_at.is_(None), WarningDeadline.due_at <= now),
        )
        .group_by(WarningDeadline.warning_id)
        .order_by(sa.func.min(WarningDeadline.remind_at), WarningDeadline.warning_id)
    )
    duties = _each(database, due, _WARNINGS, "the duties of warning", lambda session, key: _remind(session, key, now))
    return Scanned(
        weighed=len(behind),
        warnings=tuple(sorted({key for keys in behind for key in keys})),
        reminded=sum(reminded for reminded, _ in duties),
        escalated=sum(escalated for _, escalated in duties),
    )


def _each(
    database: Database, wanted: Select, most: int, what: str, act: Callable[[Session, int], _Done | None]
) -> list[_Done]:
    """Do something to the rows with the wanted ids, each in a unit of work of its own; return what came of them.

    Args:
        database: Where the rows are.
        wanted: Selects the ids, the most pressing first.
        most: After so many that were done, the rest is left to the next scan.
        what: Stands before the id in the log.
        act: Does it; None where there was nothing to do.
    """
    with database.reading() as session:
        ids = list(session.execute(wanted.limit(_TRIED)).scalars())
    done: list[_Done] = []
    for key in ids:
        if len(done) == most:
            break
        try:
            with database.work() as session:
                outcome = act(session, key)
                session.commit()
        except (OperationalError, InterfaceError):
            raise  # not this row's fault: the others would fail alike
        except Exception as error:
            # An error's own words may repeat what a person wrote; its kind and place do not.
            place = traceback.extract_tb(error.__traceback__)[-1]
            logger.error("%s %d failed: %s in %s, line %s", what, key, type(error).__name__, place.name, place.lineno)
            continue
        if outcome is not None:
            done.append(outcome)
    return done


def _weigh(session: Session, case_id: int, now: datetime, rules: WarningRules) -> tuple[int, ...] | None:
    """Weigh a case; return the id of the warning that it is behind, if any; None where it was weighed meanwhile."""
    case = session.get(Case, case_id)
    if case.considered_at is not None:
        return None
    # The employer is recognised before it is locked: the order in which filing takes its locks.
    if case.employer_id is None and case.employer:
        employer = recognise(session, case.employer, case.district, case.street)
        case.employer_id = employer.id if employer else None
    warning = consider(session, case, now, rules)
    return () if warning is None else (warning.id,)


def _remind(session: Session, warning_id: int, now: datetime) -> tuple[int, int] | None:
    """Remind of what is nearly due, and tell the union above of what is overdue, each once; return how many of each."""
    warning = records.lock(session, warning_id, wait=False)
    if warning is None:  # somebody is at it; the next scan comes in a minute
        return None
    reminded = escalated = 0
    for row in records.deadlines(session, warning_id):  # as they are now that the warning is ours
        if row.met_at is not None or row.escalated_at is not None:
            continue
        if row.due_at <= now:
            row.escalated_at = now
            _escalate(session, warning, row.duty, now)
            escalated += 1
        elif row.remind_at <= now and row.reminded_at is None:
            row.reminded_at = now
            records.record(session, warning, records.REMINDED, now, duty=row.duty)
            reminded += 1
    return reminded, escalated


def _escalate(session: Session, warning: EarlyWarning, duty: str, now: datetime) -> None:
    """Tell the next union above those who know; above the city there is none, its desk sees what is overdue."""
    above = _next_above(session, warning.id)
    records.record(session, warning, records.OVERDUE, now, organisation_id=above.id if above else None, duty=duty)
    if above is not None:
        records.inform(session, warning, above.id, records.OVERDUE, now)


def _next_above(session: Session, warning_id: int) -> Organisation | None:
    told = _told(session, warning_id)
    for organisation_id in told:
        for organisation in tree.line_above(session, organisation_id):
            if organisation.id not in told:
                return organisation
    return None


def _told(session: Session, warning_id: int) -> list[int]:
    """Return the ids of the organisations that were told of a warning, in the order in which they were."""
    wanted = (
        sa.select(WarningOrganisation.organisation_id)
        .where(WarningOrganisation.warning_id == warning_id)
        .order_by(WarningOrganisation.at, WarningOrganisation.organisation_id)
    )
    return list(session.execute(wanted).scalars())
