"""Reading cases: lists, one by its number, counts. Changing them is service.py's."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from bot.cases.filtering import CaseFilter, conditions
from bot.cases.model import Case, CaseEvent
from bot.cases.visibility import Viewer, visible_to
from bot.organisations.model import Organisation

PAGE_SIZE = 20
_WHOLE = (
    joinedload(Case.organisation),
    joinedload(Case.assignee),
    joinedload(Case.recognised_employer),
    selectinload(Case.events).options(
        joinedload(CaseEvent.staff), joinedload(CaseEvent.from_organisation), joinedload(CaseEvent.to_organisation)
    ),
    selectinload(Case.attachments),
    selectinload(Case.deadlines),
    selectinload(Case.referrals),
    selectinload(Case.help_given),
)


@dataclass(frozen=True)
class CasePage:
    """One page of a list of cases.

    Attributes:
        cases: The cases, newest first, with their organisation.
        page: Which page this is, from 1.
        pages: How many there are, at least 1.
        total: How many cases the search found.
    """

    cases: list[Case]
    page: int
    pages: int
    total: int


def search(
    session: Session,
    number: str = "",
    page: int = 1,
    *,
    wanted: CaseFilter | None = None,
    viewer: Viewer | None = None,
) -> CasePage:
    """Return a page of cases, newest first.

    Args:
        session: A reading session.
        number: Part of a case number; every case when empty. Case does not matter.
        page: From 1; one beyond the last gives the last.
        wanted: Which cases; all by default.
        viewer: Who looks; they get what they may see. None sees all.
    """
    which = [*conditions(wanted or CaseFilter()), *conditions(CaseFilter(number=number))]
    if viewer is not None:
        which.append(visible_to(viewer))
    total = session.execute(sa.select(sa.func.count(Case.id)).where(*which)).scalar_one()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    # The page is found in the index first: rows are wide, and only those shown are read.
    ids = sa.select(Case.id).where(*which).order_by(Case.id.desc()).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    rows = session.execute(
        sa.select(Case)
        .where(Case.id.in_(session.execute(ids).scalars().all()))
        .order_by(Case.id.desc())
        .options(joinedload(Case.organisation), joinedload(Case.assignee))
    )
    return CasePage(list(rows.scalars()), page, pages, total)


def by_number(session: Session, number: str, viewer: Viewer | None = None) -> Case | None:
    """Return the case with exactly this number, with all that belongs to it.

    Args:
        session: Any session.
        number: The number.
        viewer: Who looks; a case that they may not see is none. None sees all.
    """
    wanted = sa.select(Case).where(Case.number == number)
    if viewer is not None:
        wanted = wanted.where(visible_to(viewer))
    return session.execute(wanted.options(*_WHOLE)).scalar_one_or_none()


def of_conversation(session: Session, conversation_id: int) -> list[Case]:
    """Return the cases filed in a conversation, newest first, with organisation, events and attachments."""
    wanted = sa.select(Case).where(Case.conversation_id == conversation_id).order_by(Case.id.desc())
    return list(session.execute(wanted.options(*_WHOLE)).scalars())


def names_by_conversation(session: Session, conversation_ids: Iterable[int]) -> dict[int, str]:
    """Return the name that a person gave with their latest case, by conversation; absent where none was given."""
    rows = session.execute(
        sa.select(Case.conversation_id, Case.person_name)
        .where(Case.conversation_id.in_(set(conversation_ids)), Case.person_name.is_not(None))
        .order_by(Case.id)
    )
    return {conversation_id: name for conversation_id, name in rows if name}


def organisations(session: Session) -> list[Organisation]:
    """Return every union organisation by its code, with the one above it."""
    wanted = sa.select(Organisation).order_by(Organisation.code).options(joinedload(Organisation.parent))
    return list(session.execute(wanted).scalars())
