"""What the scheduler looks for: cases that were never weighed, and duties that are due or overdue.

Filing weighs a case at once (raising.consider). The scan finds what that missed: a process that died in between,
employers that staff merged or split since. Every scan can be repeated, or run twice at once: nothing is done twice.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.cases.model import Case
from bot.employers.recognising import recognise
from bot.organisations import tree
from bot.organisations.model import Organisation
from bot.warnings import records
from bot.warnings.model import EarlyWarning, WarningDeadline, WarningOrganisation
from bot.warnings.raising import consider
from bot.warnings.rules import DEFAULT, WarningRules

# In one go; the next scan takes the rest.
_CASES, _DUTIES = 100, 100


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


def scan(session: Session, now: datetime, rules: WarningRules = DEFAULT) -> Scanned:
    """Weigh what was missed, and see to what is due; the caller commits.

    Args:
        session: A unit of work of its own.
        now: The moment that everything is counted from.
        rules: The numbers of early warning.
    """
    weighed, warnings = _weigh(session, now, rules)
    reminded, escalated = _see_to_duties(session, now)
    return Scanned(weighed, tuple(sorted(warnings)), reminded, escalated)


def _weigh(session: Session, now: datetime, rules: WarningRules) -> tuple[int, set[int]]:
    wanted = (
        sa.select(Case)
        .where(Case.considered_at.is_(None), Case.created_at > rules.since(now))
        .order_by(Case.created_at, Case.id)
        .limit(_CASES)
    )
    cases = list(session.execute(wanted).scalars())
    # All employers are recognised before any is locked: the order in which filing takes its locks.
    for case in cases:
        if case.employer_id is None and case.employer:
            employer = recognise(session, case.employer, case.district, case.street)
            case.employer_id = employer.id if employer else None
    warnings = set()
    for case in sorted(cases, key=lambda case: (case.employer_id or 0, case.id)):
        warning = consider(session, case, now, rules)
        if warning is not None:
            warnings.add(warning.id)
    return len(cases), warnings


def _see_to_duties(session: Session, now: datetime) -> tuple[int, int]:
    """Remind of what is nearly due, and tell the union above of what is overdue; each once."""
    wanted = (
        sa.select(WarningDeadline.warning_id)
        .where(
            WarningDeadline.met_at.is_(None),
            WarningDeadline.escalated_at.is_(None),
            WarningDeadline.remind_at <= now,
            sa.or_(WarningDeadline.reminded_at.is_(None), WarningDeadline.due_at <= now),
        )
        .order_by(WarningDeadline.remind_at)
        .limit(_DUTIES)
    )
    reminded = escalated = 0
    for warning_id in sorted(set(session.execute(wanted).scalars())):
        warning = records.lock(session, warning_id, wait=False)
        if warning is None:  # somebody is at it; the next scan comes in a minute
            continue
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
