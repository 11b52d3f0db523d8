"""As what somebody may act on a case: the person, staff of the union that has it, of one above, a supervisor."""

from sqlalchemy.orm import Session

from bot.cases.errors import NotCompetent, UnknownCase
from bot.cases.model import Case
from bot.cases.states import Right
from bot.cases.visibility import may_see
from bot.conversations.model import PERSON, STAFF, SYSTEM
from bot.organisations import tree
from bot.organisations.model import CITY, Organisation
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


def works_for(staff: Staff, holder: Organisation | None) -> bool:
    """Return whether a member of staff works for a union; the city's, or its desk (None), is organisation None's."""
    if staff.organisation_id is None:
        return holder is None or holder.level == CITY
    return holder is not None and staff.organisation_id == holder.id


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
