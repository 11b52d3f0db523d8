"""What becomes of the cases of somebody who leaves: nobody's, until a colleague gets them."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import clock
from bot.cases import trail
from bot.cases.checks import may_have
from bot.cases.model import Case
from bot.cases.states import OPEN
from bot.conversations.model import SYSTEM
from bot.staff.model import Staff


def release(session: Session, staff: Staff) -> None:
    """Take from an account the open cases that it cannot have any more, and write that on their trails.

    The cases stay in their state with the union that has them; its staff find them among what is to do.

    Args:
        session: The unit of work in which the account was disabled or given to another union; the caller commits.
        staff: The account, as it is after that.
    """
    theirs = sa.select(Case.id).where(Case.assignee_id == staff.id, Case.state.in_(OPEN)).order_by(Case.id)
    for case_id in session.execute(theirs).scalars().all():
        case = trail.lock(session, case_id, owes=False)
        # It may have been assigned to somebody else while we waited for it.
        if case is None or case.assignee_id != staff.id or may_have(staff, case.organisation):
            continue
        case.assignee_id = None
        trail.record(session, case, trail.RELEASED, SYSTEM, at=clock.now(), text=f"{staff.name} 不再经办")
