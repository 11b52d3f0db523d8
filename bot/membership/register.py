"""The member register as staff see it: searched within their branch, masked, and what is revealed is written down.

Real names are what the register is for (会员实名制, opinion 四 first duty); who has looked at one is in the audit.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql import ColumnElement, Select

from bot.employers.model import EmployerName
from bot.entities import id_numbers, phones
from bot.membership.access import NotFound, within
from bot.membership.model import Member
from bot.membership.persons import fingerprint
from bot.organisations import tree
from bot.privacy import mask_id_number, mask_name, mask_phone
from bot.staff import service as accounts
from bot.staff.model import Staff

PAGE_SIZE = 50

Personal = Literal["name", "phone", "id_number"]


@dataclass(frozen=True)
class Line:
    """A member as a list shows them, with what is personal masked.

    Attributes:
        id: The member's id.
        name: 张**.
        phone: 138****0000; None where there is none.
        id_number: 310101********1234.
        employer: As written.
        organisation_id: The union that holds the membership.
        organisation: Its name.
        state: member, retained or left.
        special_group: One of bot.organisations.groups, or None.
        dues: One of model.DUES, or None where it is not known.
        card: One of model.CARDS.
        joined_on: The day, or None where an old register does not tell.
        left_on: The day, or None.
    """

    id: int
    name: str
    phone: str | None
    id_number: str
    employer: str | None
    organisation_id: int
    organisation: str
    state: str
    special_group: str | None
    dues: str | None
    card: str
    joined_on: date | None
    left_on: date | None


@dataclass(frozen=True)
class Wanted:
    """What is searched for; what is left out does not matter.

    Attributes:
        text: A whole name, mobile number or ID number, or a part of an employer's name as anybody wrote it.
        organisation_id: A union: it and all below it.
        state: member, retained or left.
        district: The workplace's, full name.
        group: One of bot.organisations.groups.
        card: One of model.CARDS.
        employer_id: An employer as recognised.
    """

    text: str = ""
    organisation_id: int | None = None
    state: str | None = None
    district: str | None = None
    group: str | None = None
    card: str | None = None
    employer_id: int | None = None


@dataclass(frozen=True)
class Page:
    """One page of members, newest first.

    Attributes:
        lines: The members.
        before: The id to ask the next page with; None on the last one.
        total: How many the search found.
    """

    lines: list[Line]
    before: int | None
    total: int


def search(
    session: Session,
    staff: Staff,
    wanted: Wanted,
    before: int | None = None,
    limit: int = PAGE_SIZE,
    among: Select | None = None,
) -> Page:
    """Return a page of the members in the branch of `staff`, newest first.

    Names and numbers are encrypted, so only whole ones are found, by their keyed hash.

    Args:
        session: A reading session.
        staff: Who looks.
        wanted: What is searched for.
        before: `Page.before` of the page before.
        limit: Members on a page.
        among: A query of members to stay among: the rows behind a figure (`counts.rows`).
    """
    conditions = [within(staff, Member.organisation_id), *_conditions(session, wanted)]
    if among is not None:
        conditions.append(Member.id.in_(among.with_only_columns(Member.id)))
    total = session.execute(sa.select(sa.func.count(Member.id)).where(*conditions)).scalar_one()
    page = sa.select(Member).where(*conditions).options(joinedload(Member.organisation)).order_by(Member.id.desc())
    if before is not None:
        page = page.where(Member.id < before)
    rows = session.execute(page.limit(limit + 1)).scalars().all()
    return Page([line(row) for row in rows[:limit]], rows[limit - 1].id if len(rows) > limit else None, total)


def one(session: Session, staff: Staff, member_id: int) -> Member:
    """Return a member with the union that holds the membership and every event; personal values are not masked in it.

    Raises:
        NotFound: There is none in the branch of `staff`.
    """
    wanted = sa.select(Member).where(Member.id == member_id, within(staff, Member.organisation_id))
    row = session.execute(wanted.options(joinedload(Member.organisation))).scalar_one_or_none()
    if row is None:
        raise NotFound("没有这位会员，或不归您这边管")
    return row


def line(row: Member) -> Line:
    """Return a member with what is personal masked."""
    return Line(
        id=row.id,
        name=mask_name(row.name),
        phone=mask_phone(row.phone) if row.phone else None,
        id_number=mask_id_number(row.id_number),
        employer=row.employer,
        organisation_id=row.organisation_id,
        organisation=row.organisation.name,
        state=row.state,
        special_group=row.special_group,
        dues=row.dues,
        card=row.card,
        joined_on=row.joined_on,
        left_on=row.left_on,
    )


def reveal(session: Session, staff: Staff, member_id: int, what: Personal, address: str = "") -> str | None:
    """Return one personal value of a member; who has seen it is written into the audit.

    Args:
        session: A unit of work; the caller commits before the value is shown.
        staff: Who looks.
        member_id: The member, in their branch.
        what: name, phone or id_number.
        address: Where the request came from.

    Raises:
        NotFound: There is none in the branch of `staff`.
    """
    row = one(session, staff, member_id)
    accounts.audit(session, staff.id, f"view_{what}", "member", row.id, address=address)
    value: str | None = getattr(row, what)
    return value


def find_person(session: Session, staff: Staff, id_number: str, address: str = "") -> Line | None:
    """Return the member of an ID number wherever the membership is held, for the union where somebody works now.

    Whoever has the whole number in hand has it from the person; asking is written into the audit all the same.

    Args:
        session: A unit of work; the caller commits before the answer is shown.
        staff: Who asks.
        id_number: The whole number.
        address: Where the request came from.
    """
    number = id_numbers.id_number(id_number)
    wanted = sa.select(Member).where(Member.id_hash == fingerprint(session, number or ""))
    row = session.execute(wanted.options(joinedload(Member.organisation))).scalar_one_or_none()
    accounts.audit(session, staff.id, "find_member", "member", row.id if row else None, address=address)
    return line(row) if row else None


def _conditions(session: Session, wanted: Wanted) -> list[ColumnElement]:
    conditions: list[ColumnElement] = []
    if text := wanted.text.strip():
        conditions.append(_text(session, text))
    if wanted.organisation_id is not None:
        conditions.append(Member.organisation_id.in_(tree.branch(wanted.organisation_id)))
    columns = {
        Member.state: wanted.state,
        Member.district: wanted.district,
        Member.special_group: wanted.group,
        Member.card: wanted.card,
        Member.employer_id: wanted.employer_id,
    }
    return conditions + [column == value for column, value in columns.items() if value is not None]


def _text(session: Session, text: str) -> ColumnElement:
    if number := id_numbers.id_number(text):
        return Member.id_hash == fingerprint(session, number)
    if number := phones.phone(text):
        return Member.phone_hash == fingerprint(session, number)
    name = Member.name_hash == fingerprint(session, "".join(text.split()))
    # Far fewer employers than members: their names are looked through instead.
    written = sa.select(EmployerName.employer_id).where(EmployerName.written.contains(text, autoescape=True))
    return sa.or_(name, Member.employer_id.in_(written))
