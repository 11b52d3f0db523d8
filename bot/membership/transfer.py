"""Moving a membership: a change of job, a new union at the old one (会籍接转). Nobody joins a second time."""

import hmac
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from bot.employers.recognising import lock, recognise
from bot.entities import id_numbers
from bot.membership import leads
from bot.membership.access import BadValue, NotFound, NotNow, take, union
from bot.membership.events import note, tell_member
from bot.membership.model import ESTABLISHED, LEFT, MEMBER, Lead, Member, MembershipEvent
from bot.membership.outside import outside
from bot.membership.persons import fingerprint
from bot.membership.routing import Workplace, route
from bot.organisations import tree
from bot.organisations.model import Organisation
from bot.staff.model import Staff

JOB, NEW_UNION = "job", "union_established"
MOVED_OUT, MOVED_IN = "moved_out", "moved_in"


@dataclass(frozen=True)
class Move:
    """One move of a membership.

    Attributes:
        at: When.
        left: The name of the union it left.
        joined: The name of the union that holds it since.
        left_employer: The employer before, as written; None where there was none.
        joined_employer: The employer since then.
        reason: job or union_established.
    """

    at: datetime
    left: str
    joined: str
    left_employer: str | None
    joined_employer: str | None
    reason: str


def transfer(
    session: Session,
    member_id: int,
    staff: Staff,
    workplace: Workplace,
    organisation_id: int | None = None,
    threshold: int = leads.LAW_THRESHOLD,
    id_number: str | None = None,
) -> bool:
    """Move a membership to where somebody works now; both unions find it among their notices.

    A membership that was retained without a job is in force again, with dues.

    Args:
        session: Its unit of work; the caller commits.
        member_id: The member.
        staff: Who does it: of the union that holds the membership, or of the one that takes it, or above one.
        workplace: The new employer and place.
        organisation_id: The union that takes the membership; without, the one that an application would go to.
        threshold: Members outside one enterprise at which a setting-up lead opens (settings).
        id_number: The member's whole ID number, as they gave it; needed where the membership is not in the branch
            of `staff`, so that nobody takes people over without having met them.

    Returns:
        False where the membership is there already: a second click, or another process was faster.

    Raises:
        NotFound: Neither union is in the branch of `staff`, the ID number is not the member's, or there is none.
        NotNow: The member has left; they apply again.
        BadValue: No union was found or given that can hold it.
    """
    lock(session)
    to = _destination(session, workplace, organisation_id)
    member = _take(session, member_id, staff, to, id_number)
    if member.state == LEFT:
        raise NotNow("这位会员已经退会：要重新入会，请走入会申请")
    if member.state == MEMBER and (member.organisation_id, member.employer) == (to.id, workplace.employer):
        return False
    employer = recognise(session, workplace.employer, workplace.district, workplace.street)
    _move(session, member, to, staff, JOB, workplace.employer)
    member.employer, member.employer_id = workplace.employer, employer.id if employer else None
    member.district, member.street, member.special_group = workplace.district, workplace.street, workplace.group
    session.flush()
    leads.consider(session, member.employer_id, threshold)
    return True


def move_to_union(session: Session, lead_id: int, staff: Staff) -> int:
    """Move the members outside an employer to the union that was set up from a lead; return how many moved.

    Doing it again moves those who joined since, and nobody twice.

    Raises:
        NotFound: The lead is not in the branch of `staff`.
        NotNow: No union is set up yet.
        BadValue: That union was closed meanwhile.
    """
    lock(session)
    lead = take(session, Lead, lead_id, staff)
    if lead.state != ESTABLISHED:
        raise NotNow("这条线索还没有建成工会，会员转不过去")
    to = union(session, lead.established_id)
    wanted = outside(lead.employer_id).where(Member.organisation_id != to.id).order_by(Member.id)
    members = (
        session.execute(wanted.with_for_update(of=Member).execution_options(populate_existing=True)).scalars().all()
    )
    for member in members:
        _move(session, member, to, staff, NEW_UNION, member.employer)
    return len(members)


def moves(session: Session, member_id: int) -> list[Move]:
    """Return every move of a membership, the first one first."""
    left, joined = aliased(Organisation), aliased(Organisation)
    rows = session.execute(
        sa.select(MembershipEvent, left.name, joined.name)
        .join(left, left.id == MembershipEvent.from_organisation_id)
        .join(joined, joined.id == MembershipEvent.to_organisation_id)
        .where(MembershipEvent.member_id == member_id, MembershipEvent.action == MOVED_OUT)
        .order_by(MembershipEvent.id)
    )
    return [
        Move(
            event.at,
            before,
            after,
            event.detail["from_employer"],
            event.detail["to_employer"],
            event.detail["reason"],
        )
        for event, before, after in rows
    ]


def _destination(session: Session, workplace: Workplace, organisation_id: int | None) -> Organisation:
    if organisation_id is not None:
        return union(session, organisation_id)
    found = route(session, workplace).organisation
    if found is None:
        raise BadValue("找不到能接收会籍的工会：请选一家")
    return found


def _take(session: Session, member_id: int, staff: Staff, to: Organisation, id_number: str | None) -> Member:
    """Lock the member; the union that takes a membership may ask for it as well as the one that has it.

    Ids can be counted, an ID number has to come from the person: who has only the id learns and moves nothing.
    """
    try:
        return take(session, Member, member_id, staff)
    except NotFound:
        if staff.organisation_id is None or not tree.covers(session, staff.organisation_id, to.id):
            raise
        member = session.get(Member, member_id, with_for_update=True, populate_existing=True)
        given = fingerprint(session, id_numbers.id_number(id_number or "") or "")
        if member is None or not hmac.compare_digest(given, member.id_hash):
            raise
        return member


def _move(session: Session, member: Member, to: Organisation, staff: Staff, reason: str, employer: str | None) -> None:
    """Write the move down once for each of the two unions, and tell the member."""
    before = member.organisation_id
    values = {
        "staff": staff,
        "from_state": member.state,
        "to_state": MEMBER,
        "from_organisation_id": before,
        "to_organisation_id": to.id,
        "detail": {"from_employer": member.employer, "to_employer": employer, "reason": reason},
    }
    if member.dues == "exempt" and member.state != MEMBER:
        member.dues = "wage" if employer else "fixed"
    member.state, member.organisation = MEMBER, to
    note(session, MOVED_OUT, member, organisation_id=before, **values)
    event = note(session, MOVED_IN, member, organisation_id=to.id, **values)
    tell_member(session, member, event, "membership_moved", union=to.name)
