"""As what somebody may act on a case: the person, staff of the union that has it, of one above, a supervisor."""

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from bot.cases.errors import NotCompetent, UnknownCase
from bot.cases.model import Case
from bot.cases.states import Right
from bot.cases.visibility import may_see
from bot.conversations.model import PERSON, STAFF, SYSTEM
from bot.organisations import tree
from bot.organisations.model import CITY, UNION, Organisation
from bot.staff.model import ADMIN, SUPERVISOR, Staff

_SUPERVISORS = frozenset({SUPERVISOR, ADMIN})


def rights_of(
    session: Session, case: Case, actor: str, staff: Staff | None = None, conversation_id: int | None = None
) -> frozenset[Right]:
    """Return the rights of somebody on a case.

    Args:
        session: Any session.
        case: The case.
        actor: person, staff or system.
        staff: Who, when it is staff.
        conversation_id: Where the person says it, when it is the person.

    Raises:
        UnknownCase: It is not this person's case, or this member of staff does not see it.
    """
    if actor == SYSTEM:
        return frozenset({Right.SYSTEM})
    if actor == PERSON:
        if conversation_id is None or case.conversation_id != conversation_id:
            raise UnknownCase
        return frozenset({Right.PERSON})
    if actor != STAFF or staff is None:
        raise ValueError(f"nobody acts as {actor!r} on a case without an account")
    if not may_see(session, staff, case) or staff.disabled:
        raise UnknownCase
    return _of_staff(session, case, staff)


def require_union(session: Session, case: Case, staff: Staff) -> None:
    """Check that a member of staff works for the union that has a case, or for one above it.

    Raises:
        UnknownCase: They do not see it.
        NotCompetent: They see it, but another union has it.
    """
    if not rights_of(session, case, STAFF, staff) & {Right.HOLDER, Right.ABOVE}:
        raise NotCompetent("这张工单在别的工会手里：您可以看，要办请联系它或者上级工会")


def union_of(holder: Organisation | None) -> Organisation | None:
    """Return the union whose staff hold the cases of an organisation: a service point's are those of its union."""
    return holder.parent if holder is not None and holder.kind != UNION else holder


def works_for(staff: Staff, holder: Organisation | None) -> bool:
    """Return whether a member of staff holds an organisation's cases; the city's desk (None) is the city's staff's.

    A service point's are its own staff's and those of its union; a union's are not those of its service points.
    """
    union = union_of(holder)
    if staff.organisation_id is None:
        return union is None or union.level == CITY
    return any(staff.organisation_id == place.id for place in (holder, union) if place is not None)


def own(case_organisation: ColumnElement, staff: Staff) -> ColumnElement:
    """Return `works_for` as a condition on a column with the organisation that has a case."""
    if staff.organisation_id is None:
        union = Organisation.level == CITY  # a service point has its union's level
        return sa.or_(case_organisation.is_(None), case_organisation.in_(sa.select(Organisation.id).where(union)))
    point = sa.and_(Organisation.parent_id == staff.organisation_id, Organisation.kind != UNION)
    points = sa.select(Organisation.id).where(point)
    return sa.or_(case_organisation == staff.organisation_id, case_organisation.in_(points))


def _of_staff(session: Session, case: Case, staff: Staff) -> frozenset[Right]:
    holder = session.get(Organisation, case.organisation_id) if case.organisation_id is not None else None
    if works_for(staff, holder):
        rights = {Right.HOLDER}
    elif staff.organisation_id is None:
        rights = {Right.ABOVE}
    elif case.organisation_id is not None and tree.covers(session, staff.organisation_id, case.organisation_id):
        rights = {Right.ABOVE}
    else:
        return frozenset()
    return frozenset(rights | ({Right.SUPERVISOR} if staff.role in _SUPERVISORS else set()))
