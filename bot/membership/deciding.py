"""What a union does with an application: check, approve or refuse, enrol, hand over. Every step is an event."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import clock
from bot.employers.recognising import lock
from bot.membership import leads, persons
from bot.membership.access import BadValue, NotNow, take, union
from bot.membership.events import PERSON_ACTOR, note, tell
from bot.membership.model import (
    APPROVED,
    CHECKED,
    DUES,
    LEFT,
    MEMBER,
    OPEN,
    RECEIVED,
    REFUSED,
    WITHDRAWN,
    Member,
    MembershipApplication,
    MembershipEvent,
)
from bot.staff.model import Staff
from bot.wording import say

STATES = {
    RECEIVED: "已收到",
    CHECKED: "已核对",
    APPROVED: "已批准",
    MEMBER: "已入会",
    REFUSED: "未通过",
    WITHDRAWN: "已撤回",
}
MAX_REASON = 500


def check(session: Session, application_id: int, staff: Staff) -> MembershipApplication:
    """Note that the person's data were checked; received → checked.

    Args:
        session: Its unit of work; the caller commits.
        application_id: The application, in the branch of `staff`.
        staff: Who did it.

    Raises:
        NotFound: It is not in their branch.
        NotNow: It is in another state by now.
    """
    row = _take(session, application_id, staff, RECEIVED)
    event = _move(session, row, CHECKED, staff=staff)
    tell(session, row, event, "membership_checked", union=_union_name(row))
    return row


def approve(session: Session, application_id: int, staff: Staff) -> MembershipApplication:
    """Approve a checked application; who it is goes into the register with `enrol`.

    Raises:
        NotFound: It is not in their branch.
        NotNow: It is in another state by now.
        BadValue: No union is chosen yet that would hold the membership.
    """
    row = _take(session, application_id, staff, CHECKED)
    union(session, row.organisation_id)
    row.decided_at = clock.now()
    event = _move(session, row, APPROVED, staff=staff)
    tell(session, row, event, "membership_approved", union=_union_name(row))
    return row


def refuse(session: Session, application_id: int, staff: Staff, reason: str) -> MembershipApplication:
    """Refuse an open application; the reason is told to the person as it is written here.

    Raises:
        NotFound: It is not in their branch.
        NotNow: It is no longer open.
        BadValue: There is no reason, or it is too long.
    """
    row = _take(session, application_id, staff, *OPEN)
    row.reason, row.decided_at = _reason(reason), clock.now()
    event = _move(session, row, REFUSED, staff=staff, detail={"reason": row.reason})
    tell(session, row, event, "membership_refused", reason=row.reason)
    return row


def withdraw(
    session: Session, application: MembershipApplication, staff: Staff | None = None, message_id: int | None = None
) -> bool:
    """Withdraw an application for the person who filed it; false when it is no longer open.

    Whoever has it done on the phone is told in their chat; whoever does it in the chat hears it there as the answer.

    Args:
        session: Its unit of work; the caller commits.
        application: The person's own one: the caller has made sure of that.
        staff: Who did it for them on the phone; the person themselves without.
        message_id: The message that asked for it.
    """
    row = session.get(MembershipApplication, application.id, with_for_update=True, populate_existing=True)
    if row.state not in OPEN:
        return False
    row.decided_at = clock.now()
    detail = {} if message_id is None else {"message": message_id}
    event = _move(session, row, WITHDRAWN, staff=staff, actor=PERSON_ACTOR, detail=detail)
    if staff is not None:
        tell(session, row, event, "membership_withdrawn")
    return True


def hand_over(
    session: Session, application_id: int, staff: Staff, organisation_id: int, reason: str
) -> MembershipApplication:
    """Hand an open application to the union that is better placed, in their branch or not (opinion 五（二）2).

    Raises:
        NotFound: It is not in their branch.
        NotNow: It is no longer open.
        BadValue: That is no union, it has the application already, or there is no reason.
    """
    row = _take(session, application_id, staff, *OPEN)
    to, before = union(session, organisation_id), row.organisation_id
    if to.id == before:
        raise BadValue("这份申请已经在这家工会了")
    row.organisation, row.routing_rule = to, "staff"
    event = note(
        session,
        "handed_over",
        row,
        staff=staff,
        from_state=row.state,
        to_state=row.state,
        organisation_id=to.id,
        from_organisation_id=before,
        to_organisation_id=to.id,
        detail={"reason": _reason(reason)},
    )
    tell(session, row, event, "membership_handed_over", union=to.name)
    return row


def enrol(
    session: Session,
    application_id: int,
    staff: Staff,
    dues: str | None = None,
    threshold: int = leads.LAW_THRESHOLD,
) -> Member:
    """Put an approved applicant into the register; approved → member. One person is one row whatever happens.

    Somebody who left before comes back as the same member. Somebody whom an import has made a member meanwhile stays
    as they are.

    Args:
        session: Its unit of work; the caller commits.
        application_id: The application, in the branch of `staff`.
        staff: Who did it.
        dues: One of model.DUES; by the wage where there is an employer, else a fixed amount.
        threshold: Members outside one enterprise at which a setting-up lead opens (settings).

    Raises:
        NotFound: It is not in their branch.
        NotNow: It is not approved, or no longer.
        BadValue: The dues category is unknown, or the union was closed meanwhile.
    """
    if dues is not None and dues not in DUES:
        raise BadValue(f"会费类别应为 {'、'.join(DUES.values())} 之一")
    lock(session)
    row = _take(session, application_id, staff, APPROVED)
    union(session, row.organisation_id)
    member, before = _enrolled(session, row, dues)
    row.member = member
    event = _move(session, row, MEMBER, member, staff=staff, detail={"before": before} if before else {})
    tell(session, row, event, "membership_enrolled", union=member.organisation.name)
    leads.consider(session, member.employer_id, threshold)
    return member


def _enrolled(session: Session, row: MembershipApplication, dues: str | None) -> tuple[Member, str | None]:
    """Return the applicant's row of the register, in force, and the state it was in before: None for a new one."""
    wanted = (
        sa.select(Member)
        .where(Member.id_hash == row.id_hash)
        .with_for_update(of=Member)
        .execution_options(populate_existing=True)
    )
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:  # and nobody else makes them one meanwhile: whoever adds members holds the employers' lock
        made = Member(id_number=row.id_number, id_hash=row.id_hash, source="application")
        _fill(session, made, row, dues)
        session.add(made)
        return made, None
    before = found.state
    if before == LEFT:
        _fill(session, found, row, dues)
    return found, before


def _fill(session: Session, member: Member, row: MembershipApplication, dues: str | None) -> None:
    """Write what an application says into its member, new or come back."""
    member.name, member.name_hash = row.name, persons.fingerprint(session, row.name)
    member.phone, member.phone_hash = row.phone, persons.fingerprint(session, row.phone)
    member.employer, member.employer_id = row.employer, row.employer_id
    member.district, member.street, member.special_group = row.district, row.street, row.special_group
    member.organisation = row.organisation
    member.state, member.joined_on, member.left_on = MEMBER, clock.today(), None
    member.dues = dues or ("wage" if row.employer else "fixed")


def _take(session: Session, application_id: int, staff: Staff, *states: str) -> MembershipApplication:
    row = take(session, MembershipApplication, application_id, staff)
    if row.state not in states:
        raise NotNow(f"这份申请现在是“{STATES[row.state]}”，不能这样办：可能同事已经处理过了，请刷新看看")
    return row


def _move(
    session: Session, row: MembershipApplication, to: str, *more: Member, staff: Staff | None, **values: Any
) -> MembershipEvent:
    before, row.state = row.state, to
    return note(session, to, row, *more, staff=staff, from_state=before, to_state=to, **values)


def _union_name(row: MembershipApplication) -> str:
    return row.organisation.name if row.organisation else say("membership_union_city")


def _reason(text: str) -> str:
    plain = text.strip()
    if not plain or len(plain) > MAX_REASON:
        raise BadValue(f"请写明原因，最多 {MAX_REASON} 个字")
    return plain
