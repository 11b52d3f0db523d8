"""How people wrote an employer, as far as somebody may know: a spelling tells of the case that it came from."""

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from bot.cases.model import Case
from bot.cases.visibility import visible_to
from bot.employers.core import tidy
from bot.employers.model import Employer, EmployerName
from bot.membership.access import within
from bot.membership.model import Member
from bot.staff.model import Staff


def shown(session: Session, staff: Staff, employer: Employer, decides: bool) -> list[EmployerName]:
    """Return the spellings of an employer that somebody may read.

    Args:
        session: A reading session.
        staff: Who looks.
        employer: The employer.
        decides: Whether they decide who is who, and so need every spelling; others read those of the cases and
            members that they see, because an enterprise union is kept out of some (opinion 五（二）1).
    """
    if decides:
        return list(employer.names)
    seen = {
        (tidy(row.employer), row.district or "")
        for model, visible in _rows(staff)
        for row in session.execute(
            sa.select(model.employer, model.district).where(model.employer_id == employer.id, visible).distinct()
        )
    }
    return [name for name in employer.names if (name.written, name.district) in seen]


def containing(staff: Staff, text: str, decides: bool) -> ColumnElement:
    """Return the condition that an employer has a name, or a spelling that somebody may read, with `text` in it."""
    if decides:
        written = [sa.select(EmployerName.employer_id).where(EmployerName.written.contains(text, autoescape=True))]
    else:
        written = [
            sa.select(model.employer_id).where(model.employer.contains(text, autoescape=True), visible)
            for model, visible in _rows(staff)
        ]
    return sa.or_(Employer.name.contains(text, autoescape=True), *(Employer.id.in_(ids) for ids in written))


def _rows(staff: Staff) -> tuple[tuple[type[Case] | type[Member], ColumnElement], ...]:
    """Return the tables in which employers are written, each with the condition that somebody sees a row."""
    return (Case, visible_to(staff)), (Member, within(staff, Member.organisation_id))
