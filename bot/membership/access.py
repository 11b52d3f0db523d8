"""Who may touch what in membership: staff work within their union's branch of the tree, the city's with all."""

from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from bot.cases.visibility import Viewer
from bot.membership.model import Lead, Member, MembershipApplication
from bot.organisations import tree
from bot.organisations.model import UNION, Organisation
from bot.staff.model import Staff

Row = TypeVar("Row", MembershipApplication, Member, Lead)

_NAMES = {MembershipApplication: "入会申请", Member: "会员", Lead: "建会线索"}


class MembershipError(Exception):
    """Something cannot be done; the message is one line for whoever wanted it."""


class NotFound(MembershipError):
    """There is no such row, or it is not in the branch of whoever asks: the two look the same on purpose."""


class NotNow(MembershipError):
    """What is wanted does not fit the present state, perhaps because somebody else was faster."""


class BadValue(MembershipError):
    """A value is not acceptable."""


def within(staff: Viewer, column: sa.Column) -> ColumnElement:
    """Return the condition that `column`, an organisation's id, lies in the branch of `staff`.

    Rows without an organisation are the city's desk's.
    """
    if staff.organisation_id is None:
        return sa.true()
    return column.in_(tree.branch(staff.organisation_id))


def take(session: Session, model: type[Row], row_id: int, staff: Staff) -> Row:
    """Lock a row for a change by `staff` and return it as it is once the lock is held.

    Raises:
        NotFound: There is none in their branch.
    """
    wanted = (
        sa.select(model)
        .where(model.id == row_id, within(staff, model.organisation_id))
        .with_for_update(of=model)
        .execution_options(populate_existing=True)
    )
    row = session.execute(wanted).scalar_one_or_none()
    if row is None:
        raise NotFound(f"没有这条{_NAMES[model]}，或不归您这边管")
    return row


def union(session: Session, organisation_id: int | None) -> Organisation:
    """Return a union that can hold memberships.

    Raises:
        BadValue: There is none, it is closed, or it is a service point.
    """
    found = session.get(Organisation, organisation_id) if organisation_id else None
    if found is None or found.closed or found.kind != UNION:
        raise BadValue("请选一家在用的工会：没有选、已撤销，或选的是服务站点")
    return found
