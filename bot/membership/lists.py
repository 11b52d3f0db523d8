"""What waits for a union: applications, leads to set up a union, and notices, within the branch of whoever looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload
from sqlalchemy.sql import Select

from bot import clock
from bot.membership.access import NotFound, within
from bot.membership.model import MEMBER, VISITED, Lead, Member, MembershipApplication, MembershipEvent
from bot.membership.register import Personal
from bot.organisations.model import ENTERPRISE, Organisation
from bot.privacy import mask_id_number, mask_name, mask_phone
from bot.staff import service as accounts
from bot.staff.model import Staff

PAGE_SIZE = 50


@dataclass(frozen=True)
class ApplicationLine:
    """An application as a list shows it, with what is personal masked.

    Attributes:
        id: Its id.
        number: What the person knows it by.
        state: One of deciding.STATES.
        name: 张**.
        phone: 138****0000.
        id_number: 310101********1234.
        employer: As written, or None.
        district: Of the workplace, or None.
        street: Of the workplace, or None.
        special_group: One of bot.organisations.groups, or None.
        has_union: Whether the person says that the employer has a union, or None.
        member_elsewhere: Whether the person says that they are a member already, or None.
        organisation_id: The union that decides; None is the city's desk.
        organisation: Its name, or None.
        rule: The rule that chose it, one of routing.RULES, or staff.
        created_at: When it came in.
        due_at: By when the person was promised an answer, or None.
        late: Whether that has passed without one.
        decided_at: When it was approved, refused or withdrawn, or None.
    """

    id: int
    number: str
    state: str
    name: str
    phone: str
    id_number: str
    employer: str | None
    district: str | None
    street: str | None
    special_group: str | None
    has_union: bool | None
    member_elsewhere: bool | None
    organisation_id: int | None
    organisation: str | None
    rule: str
    created_at: datetime
    due_at: datetime | None
    late: bool
    decided_at: datetime | None


@dataclass(frozen=True)
class LeadLine:
    """A lead as a list shows it.

    Attributes:
        lead: The row, with its employer, the union that visits, and the one that was set up.
        members: How many members outside the employer there are now.
        visits: How often somebody went.
    """

    lead: Lead
    members: int
    visits: int


def applications(
    session: Session,
    staff: Staff,
    states: Sequence[str] = (),
    before: int | None = None,
    limit: int = PAGE_SIZE,
    among: Select | None = None,
) -> list[ApplicationLine]:
    """Return applications, newest first.

    Args:
        session: A reading session.
        staff: Who looks.
        states: In these states only (deciding.STATES); in any without.
        before: The id of the last one of the page before.
        limit: How many at most.
        among: A query of applications to stay among: the rows behind a figure (`counts.rows`).
    """
    table = MembershipApplication
    wanted = sa.select(table).where(within(staff, table.organisation_id)).options(joinedload(table.organisation))
    if states:
        wanted = wanted.where(table.state.in_(states))
    rows = session.execute(_page(wanted, table, before, limit, among)).scalars()
    return [application_line(row) for row in rows]


def application(session: Session, staff: Staff, application_id: int) -> MembershipApplication:
    """Return an application with its events; personal values are not masked in it.

    Raises:
        NotFound: There is none in the branch of `staff`.
    """
    table = MembershipApplication
    wanted = sa.select(table).where(table.id == application_id, within(staff, table.organisation_id))
    row = session.execute(wanted.options(joinedload(table.organisation))).scalar_one_or_none()
    if row is None:
        raise NotFound("没有这份申请，或不归您这边管")
    return row


def application_line(row: MembershipApplication) -> ApplicationLine:
    """Return an application with what is personal masked."""
    return ApplicationLine(
        id=row.id,
        number=row.number,
        state=row.state,
        name=mask_name(row.name),
        phone=mask_phone(row.phone),
        id_number=mask_id_number(row.id_number),
        employer=row.employer,
        district=row.district,
        street=row.street,
        special_group=row.special_group,
        has_union=row.has_union,
        member_elsewhere=row.member_elsewhere,
        organisation_id=row.organisation_id,
        organisation=row.organisation.name if row.organisation else None,
        rule=row.routing_rule,
        created_at=row.created_at,
        due_at=row.due_at,
        late=row.decided_at is None and row.due_at is not None and row.due_at < clock.now(),
        decided_at=row.decided_at,
    )


def reveal(session: Session, staff: Staff, application_id: int, what: Personal, address: str = "") -> str:
    """Return one personal value of an application; who has seen it is written into the audit.

    Args:
        session: A unit of work; the caller commits before the value is shown.
        staff: Who looks.
        application_id: The application, in their branch.
        what: name, phone or id_number.
        address: Where the request came from.

    Raises:
        NotFound: There is none in the branch of `staff`.
    """
    row = application(session, staff, application_id)
    accounts.audit(session, staff.id, f"view_{what}", "application", row.id, address=address)
    value: str = getattr(row, what)
    return value


def leads(
    session: Session,
    staff: Staff,
    states: Sequence[str] = (),
    before: int | None = None,
    limit: int = PAGE_SIZE,
    among: Select | None = None,
) -> list[LeadLine]:
    """Return leads, newest first; arguments as in `applications`, states of leads.STATES."""
    holder = aliased(Organisation)
    outside = (
        sa.select(sa.func.count())
        .select_from(Member)
        .join(holder, holder.id == Member.organisation_id)
        .where(Member.employer_id == Lead.employer_id, Member.state == MEMBER, holder.level != ENTERPRISE)
    )
    visits = sa.select(sa.func.count()).where(MembershipEvent.lead_id == Lead.id, MembershipEvent.action == VISITED)
    wanted = sa.select(Lead, outside.scalar_subquery(), visits.scalar_subquery())
    wanted = wanted.where(within(staff, Lead.organisation_id))
    if states:
        wanted = wanted.where(Lead.state.in_(states))
    names = joinedload(Lead.employer), joinedload(Lead.organisation), joinedload(Lead.established)
    rows = session.execute(_page(wanted, Lead, before, limit, among).options(*names))
    return [LeadLine(*row) for row in rows]


def notices(
    session: Session, staff: Staff, before: int | None = None, limit: int = PAGE_SIZE
) -> Sequence[MembershipEvent]:
    """Return what the unions in the branch of `staff` have to know of, newest first.

    That is: applications that came, members who moved in or out, leads to visit and what became of them.

    Args:
        session: A reading session.
        staff: Who looks.
        before: The id of the last event of the page before.
        limit: Events on a page.
    """
    wanted = sa.select(MembershipEvent).where(
        MembershipEvent.organisation_id.is_not(None), within(staff, MembershipEvent.organisation_id)
    )
    return session.execute(_page(wanted, MembershipEvent, before, limit, None)).scalars().all()


def _page(wanted: Select, table: type, before: int | None, limit: int, among: Select | None) -> Select:
    key = table.id  # type: ignore[attr-defined]
    if before is not None:
        wanted = wanted.where(key < before)
    if among is not None:
        wanted = wanted.where(key.in_(among.with_only_columns(key)))
    return wanted.order_by(key.desc()).limit(limit)
