"""Which cases a list or a figure is about: one filter, used by both, so that every figure leads to its rows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from bot import clock
from bot.cases.model import Case, CaseDeadline, CaseHelp, CaseReferral
from bot.cases.states import OPEN, OVER
from bot.organisations import tree

NOTHING = "-"  # in a filter: the case has no value there
IS_OPEN, IS_OVER = "open", "over"  # as a state: any that is not finished, or is


@dataclass(frozen=True)
class CaseFilter:
    """Which cases are meant; what is left empty does not matter. Where a field may be "-", that means no value.

    Attributes:
        number: Part of the number; capitals do not matter.
        kind: One of the kinds in model.py.
        matter: An area of the topics (wage), or "-".
        state: A state, `open` for all that are not finished, `over` for all that are.
        district: Full name of a district, or "-".
        street: Name of a street.
        organisation_id: The union that has it, or any below that union.
        holder_id: Exactly the union that has it, or "-" for the city's desk.
        employer_id: The employer as recognised, or "-".
        special_group: One of bot.organisations.groups, or "-".
        help_kind: One of the four kinds of help.
        referred_to: An office that it was referred to.
        overdue: Only those with a deadline that is missed, or was met late.
        reopened: Only those that were taken up again.
        supervised: Only those on the supervision list.
        mine: The member of staff who has it.
        score: 1 to 5, or "-".
        filed_from: Filed on this day in Shanghai or later.
        filed_to: Filed on this day or earlier.
    """

    number: str = ""
    kind: str = ""
    matter: str = ""
    state: str = ""
    district: str = ""
    street: str = ""
    organisation_id: int | None = None
    holder_id: int | str | None = None
    employer_id: int | str | None = None
    special_group: str = ""
    help_kind: str = ""
    referred_to: str = ""
    overdue: bool = False
    reopened: bool = False
    supervised: bool = False
    mine: int | None = None
    score: int | str | None = None
    filed_from: date | None = None
    filed_to: date | None = None


def conditions(wanted: CaseFilter) -> list[ColumnElement]:
    """Return the conditions on `Case` that a filter stands for; none where it is empty."""
    exact = (
        (Case.kind, wanted.kind),
        (Case.matter, wanted.matter),
        (Case.district, wanted.district),
        (Case.street, wanted.street),
        (Case.organisation_id, wanted.holder_id),
        (Case.employer_id, wanted.employer_id),
        (Case.special_group, wanted.special_group),
        (Case.assignee_id, wanted.mine),
        (Case.score, wanted.score),
    )
    found = [_is(column, value) for column, value in exact if value not in (None, "")]
    if number := wanted.number.strip():
        found.append(sa.func.upper(Case.number).contains(number.upper(), autoescape=True))
    if wanted.state:
        found.append(_in_state(wanted.state))
    if wanted.organisation_id is not None:
        found.append(Case.organisation_id.in_(tree.branch(wanted.organisation_id)))
    if wanted.help_kind:
        found.append(Case.id.in_(sa.select(CaseHelp.case_id).where(CaseHelp.kind == wanted.help_kind)))
    if wanted.referred_to:
        found.append(Case.id.in_(sa.select(CaseReferral.case_id).where(CaseReferral.office == wanted.referred_to)))
    if wanted.overdue:
        found.append(overdue(clock.now()))
    if wanted.reopened:
        found.append(Case.reopened > 0)
    if wanted.supervised:
        found.append(Case.supervised)
    if wanted.filed_from:
        found.append(Case.created_at >= clock.midnight(wanted.filed_from))
    if wanted.filed_to:
        found.append(Case.created_at < clock.midnight(wanted.filed_to + timedelta(days=1)))
    return found


def overdue(now: datetime) -> ColumnElement:
    """Return the condition that a case has a deadline that is missed at `now`, or was met late."""
    # Two lookups, because each has an index of its own.
    missed = (CaseDeadline.met_at.is_(None), CaseDeadline.paused_at.is_(None), CaseDeadline.due_at < now)
    late = CaseDeadline.met_at > CaseDeadline.due_at
    ids = sa.select(CaseDeadline.case_id)
    return sa.or_(Case.id.in_(ids.where(*missed)), Case.id.in_(ids.where(late)))


def _is(column: sa.Column, value: int | str) -> ColumnElement:
    return column.is_(None) if value == NOTHING else column == value


def _in_state(state: str) -> ColumnElement:
    groups = {IS_OPEN: OPEN, IS_OVER: tuple(sorted(OVER))}
    return Case.state.in_(groups[state]) if state in groups else Case.state == state
