"""Leads to set up a union (建会线索): enough members outside one enterprise, and the street's union goes to see it.

Opinion 五（一）3: when those who joined outside the enterprise reach a certain number, the union of the district or
street goes there and helps to prepare a union. The number is a setting; it stands at the law's 25 members, from which
an employer shall have a committee (工会法 第十一条; below that a committee, a joint one or an organiser are possible).
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import clock
from bot.employers.model import Employer
from bot.employers.recognising import lock
from bot.membership.access import BadValue, NotNow, take, union
from bot.membership.events import note
from bot.membership.model import (
    DECLINED,
    ESTABLISHED,
    OPEN_LEADS,
    OPENED,
    PREPARING,
    VISITED,
    Lead,
    MembershipEvent,
)
from bot.membership.outside import counted, enough, own_union, place
from bot.organisations import finding
from bot.organisations.model import Organisation
from bot.staff.model import Staff

LAW_THRESHOLD = 25
MAX_NOTE = 1000

STATES = {OPENED: "待上门", VISITED: "已上门", PREPARING: "筹建中", ESTABLISHED: "已建会", DECLINED: "未建成"}
_MOVES = {
    OPENED: (VISITED, PREPARING, ESTABLISHED, DECLINED),
    VISITED: (VISITED, PREPARING, ESTABLISHED, DECLINED),
    PREPARING: (VISITED, PREPARING, ESTABLISHED, DECLINED),
    DECLINED: (OPENED,),
    ESTABLISHED: (),
}


def consider(session: Session, employer_id: int | None, threshold: int = LAW_THRESHOLD) -> Lead | None:
    """Open a lead where the members outside an employer have become enough; once, whoever asks at the same time.

    None is opened where the employer has a union of its own. One that was declined is opened again when as many
    members again have joined.

    Args:
        session: A unit of work in which the members are flushed; the caller commits, and has taken the employers'
            lock (`bot.employers.recognising.lock`) before it locked any member, application or lead: so nobody waits
            in a circle, neither with another count nor with a merging of employers.
        employer_id: The employer as recognised; None where it is not known.
        threshold: From how many members on.

    Returns:
        The lead that was opened by this call, or None.
    """
    if employer_id is None:
        return None
    # Two members written at once must not each be counted without the other.
    lock(session)
    employer = session.get(Employer, employer_id, populate_existing=True)
    count = counted(session, employer_id)
    if count < threshold:
        return None
    lead = _of(session, employer_id)
    if lead is not None and (lead.state != DECLINED or count < lead.members + threshold):
        return None
    district, street = place(session, employer)
    if own_union(session, employer, district) is not None:
        return None
    before = lead.state if lead else None
    if lead is None:
        lead = Lead(employer_id=employer_id)
        session.add(lead)
    lead.members, lead.threshold, lead.state, lead.closed_at = count, threshold, OPENED, None
    lead.district, lead.street = district, street
    lead.organisation = (
        finding.street(session, district, street) or finding.district(session, district) or finding.city(session)
    )
    session.flush()
    note(
        session,
        "opened",
        lead,
        from_state=before,
        to_state=OPENED,
        organisation_id=lead.organisation_id,
        detail={"members": count, "threshold": threshold},
    )
    return lead


def scan(session: Session, threshold: int = LAW_THRESHOLD) -> list[Lead]:
    """Bring every lead up to date: what imports, merged employers or a new union have changed since (scheduler).

    Leads of employers that have their own union by now are closed as established, those of employers that were
    merged into one with a lead of its own as declined; missing ones are opened.

    Args:
        session: A unit of work; the caller commits.
        threshold: From how many members on.

    Returns:
        The leads that were opened or closed.
    """
    lock(session)
    changed = []
    open_ones = sa.select(Lead.employer_id).where(Lead.state.in_(OPEN_LEADS))
    closed_ones = sa.select(Lead.employer_id).where(Lead.state == ESTABLISHED)
    due = sa.select(Employer.id).where(
        sa.or_(Employer.id.in_(open_ones), sa.and_(Employer.id.in_(enough(threshold)), Employer.id.not_in(closed_ones)))
    )
    for employer_id in session.execute(due.order_by(Employer.id)).scalars().all():
        lead = _close_settled(session, employer_id) or consider(session, employer_id, threshold)
        if lead is not None:
            changed.append(lead)
    return changed


def visit(session: Session, lead_id: int, staff: Staff, words: str) -> Lead:
    """Note a visit to the employer: who went, whom they met, what was said; there may be several.

    Args:
        session: Its unit of work; the caller commits.
        lead_id: The lead, in the branch of `staff`.
        staff: Who writes it down.
        words: What is to be kept, at most 1,000 characters.

    Raises:
        NotFound: It is not in their branch.
        NotNow: The lead is closed.
        BadValue: Nothing was noted, or too much.
    """
    return _step(session, lead_id, staff, VISITED, words)


def prepare(session: Session, lead_id: int, staff: Staff, words: str) -> Lead:
    """Note that the union is being prepared; raises as `visit`."""
    return _step(session, lead_id, staff, PREPARING, words)


def decline(session: Session, lead_id: int, staff: Staff, words: str) -> Lead:
    """Close a lead without a union, with the reason; raises as `visit`."""
    return _step(session, lead_id, staff, DECLINED, words)


def take_up(session: Session, lead_id: int, staff: Staff, words: str) -> Lead:
    """Open a declined lead again, with the reason; raises as `visit`."""
    return _step(session, lead_id, staff, OPENED, words)


def establish(session: Session, lead_id: int, staff: Staff, organisation_id: int, words: str = "") -> Lead:
    """Close a lead because a union is set up: its own, or a joint one of several employers (工会法 第十一条).

    Members are moved to it with `transfer.move_to_union`.

    Raises:
        NotFound: The lead is not in their branch.
        NotNow: It is closed.
        BadValue: That is no union.
    """
    found = union(session, organisation_id)
    return _step(session, lead_id, staff, ESTABLISHED, words or found.name, found)


def _step(
    session: Session, lead_id: int, staff: Staff, to: str, words: str, established: Organisation | None = None
) -> Lead:
    lead = take(session, Lead, lead_id, staff)
    if to not in _MOVES[lead.state]:
        raise NotNow(f"这条线索现在是“{STATES[lead.state]}”，不能改成“{STATES[to]}”")
    if not words.strip() or len(words) > MAX_NOTE:
        raise BadValue(f"请写明情况，最多 {MAX_NOTE} 个字")
    values: dict[str, Any] = {"detail": {"text": words.strip()}}
    if established is not None:
        lead.established = established
        values["to_organisation_id"] = established.id
    _move(session, lead, to, staff, **values)
    return lead


def _move(session: Session, lead: Lead, to: str, staff: Staff | None, **values: Any) -> MembershipEvent:
    before, lead.state = lead.state, to
    lead.closed_at = clock.now() if to in (ESTABLISHED, DECLINED) else None
    return note(
        session,
        to,
        lead,
        staff=staff,
        from_state=before,
        to_state=to,
        organisation_id=lead.organisation_id,
        **values,
    )


def _of(session: Session, employer_id: int) -> Lead | None:
    """Return the lead of an employer, locked."""
    wanted = sa.select(Lead).where(Lead.employer_id == employer_id).with_for_update(of=Lead)
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def _close_settled(session: Session, employer_id: int) -> Lead | None:
    """Close an open lead whose employer has its own union by now, or turned out to be another one; return it."""
    employer = session.get(Employer, employer_id, populate_existing=True)
    lead = _of(session, employer_id)
    if lead is None or lead.state not in OPEN_LEADS:
        return None
    if employer.merged_into_id is not None:  # the other one has a lead too, or this one would have moved there
        _move(session, lead, DECLINED, None, detail={"text": f"单位已并入{employer.merged_into.name}，线索在那边办"})
        return lead
    found = own_union(session, employer, lead.district)
    if found is None:
        return None
    lead.established = found
    _move(session, lead, ESTABLISHED, None, detail={"text": found.name}, to_organisation_id=found.id)
    return lead
