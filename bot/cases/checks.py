"""What a move is checked for, beside the table of states."""

from sqlalchemy.orm import Session

from bot.cases.errors import MoveNotAllowed, NotCompetent, ReasonMissing
from bot.cases.model import CLOSED, RESOLVED, UPPER_UNION, WITHDRAWN, Case
from bot.cases.rights import works_for
from bot.cases.routing import OFFICES
from bot.cases.states import LABELS, MOVES, NEEDS_REASON, Right, allowed
from bot.conversations.model import STAFF
from bot.organisations import tree
from bot.organisations.model import ENTERPRISE, UNION, Organisation
from bot.staff.model import Staff

MAX_REASON = 500
#: Characters of a result that the person reads as it was written; staff write it at the desk and by chat.
LEAST_RESULT = 4
# The city's desk as a goal of handing over; None means that the holder does not change.
CITY_DESK = 0


def check_state(before: str, after: str, rights: frozenset[Right]) -> None:
    """Check that a case may go from one state to another by somebody with these rights.

    Raises:
        MoveNotAllowed: It may not, by nobody.
        NotCompetent: It may, but not by them.
    """
    if allowed(before, after, rights):
        return
    words = f"“{LABELS[before]}”的工单不能转为“{LABELS.get(after, after)}”"
    if (before, after) in MOVES:
        raise NotCompetent(f"{words}：您没有这个权限")
    raise MoveNotAllowed(words)


def check_reason(to_state: str, actor: str, before: str, reason: str, handed_over: bool) -> None:
    """Check that a move says why where that is needed, in at most 500 characters.

    Raises:
        ReasonMissing: It does not.
    """
    by_staff = actor == STAFF and (to_state == WITHDRAWN or (to_state == CLOSED and before != RESOLVED))
    if not reason and (to_state in NEEDS_REASON or handed_over or by_staff):
        raise ReasonMissing("请写一句原因或说明")
    if len(reason) > MAX_REASON:
        raise ReasonMissing(f"原因太长：最多 {MAX_REASON} 个字")


def holder_after(session: Session, case: Case, organisation_id: int | None) -> Organisation | None:
    """Return the union that has a case after a move; None is the city's desk.

    Args:
        session: Any session.
        case: The case, before the move.
        organisation_id: Who shall have it; CITY_DESK for the city's; None where that does not change.

    Raises:
        NotCompetent: There is no such union, it has the case already, it is kept out of it, or it is a service point
            for other things.
    """
    if organisation_id is None:
        return session.get(Organisation, case.organisation_id) if case.organisation_id is not None else None
    target = session.get(Organisation, organisation_id) if organisation_id != CITY_DESK else None
    if organisation_id != CITY_DESK and (target is None or target.closed):
        raise NotCompetent("没有这个工会，或者它已经停用")
    if target is not None and target.kind not in (UNION, OFFICES.get(case.kind)):
        raise NotCompetent("这个服务点不办这类工单：请转给工会，或者办这类事的服务点")
    if (target.id if target else None) == case.organisation_id:
        raise NotCompetent("工单本来就在这个工会")
    if target is not None and _is_kept_from(session, case, target):
        raise NotCompetent("这张工单不经过本单位工会（当事人匿名，或者本单位工会不能、不敢、不便维权），不能转给它")
    return target


def _is_kept_from(session: Session, case: Case, target: Organisation) -> bool:
    """Return whether a union may not have a case: the passed-over one, or any enterprise's where one was to be.

    The second because the employer may be written so that its union was not found (opinion 五（二）1).
    """
    if case.hidden_from_id is not None and tree.covers(session, case.hidden_from_id, target.id):
        return True
    passed_over = case.anonymous or "own_union" in (case.details or {})
    return target.level == ENTERPRISE and passed_over and case.kind != UPPER_UNION


def check_assignee(session: Session, assignee_id: int | None, holder: Organisation | None) -> None:
    """Check that a member of staff works for the union that has a case; None is nobody in particular.

    Raises:
        NotCompetent: They do not.
    """
    if assignee_id is not None and not may_have(session.get(Staff, assignee_id), holder):
        raise NotCompetent("只能派给办理这张工单的工会的、没有停用的账号")


def may_have(staff: Staff | None, holder: Organisation | None) -> bool:
    """Return whether a case of an organisation can be this account's: one in use, of its union."""
    return staff is not None and not staff.disabled and works_for(staff, holder)


def check_supervisor(rights: frozenset[Right]) -> None:
    """Check that somebody supervises a case.

    Raises:
        NotCompetent: They do not.
    """
    if Right.SUPERVISOR not in rights:
        raise NotCompetent("督办要由本工会或上级工会的班长、管理员来定")
