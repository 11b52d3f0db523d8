"""Made-up people for the tests of membership, and how to look at what became of them."""

from datetime import datetime

import sqlalchemy as sa

from bot import clock
from bot.conversations.model import Message
from bot.entities.id_numbers import check_character
from bot.membership.applying import Application
from bot.membership.model import Member, MembershipEvent
from bot.membership.routing import Workplace

NOON = datetime(2026, 11, 22, 12, tzinfo=clock.SHANGHAI)
WITH_UNION, WITHOUT_UNION = "上海晨星电子有限公司", "上海暮云商贸有限公司"
ZHANGJIANG = Workplace(WITHOUT_UNION, "浦东新区", "张江镇")


def number_of(n: int) -> str:
    """Return the ID number of the n-th made-up person."""
    first = f"310101{1990 + n // 1000 % 10}0101{n % 1000:03d}"
    return first + check_character(first)


def person(n: int = 1, workplace: Workplace = ZHANGJIANG, **values: str) -> Application:
    told = dict(name="张三丰", phone=f"138{n:08d}", id_number=number_of(n), workplace=workplace)
    return Application(**{**told, **values})


def said(session) -> list[str]:
    """Return what is owed to people, in order."""
    return list(
        session.execute(sa.select(Message.text).where(Message.direction == "out").order_by(Message.id)).scalars()
    )


def count(database, table) -> int:
    with database.reading() as session:
        return session.execute(sa.select(sa.func.count(table.id))).scalar_one()


def actions(session, **where) -> list[tuple[str, str]]:
    wanted = sa.select(MembershipEvent.action, MembershipEvent.actor).filter_by(**where).order_by(MembershipEvent.id)
    return [tuple(row) for row in session.execute(wanted)]


def the_member(session) -> Member:
    return session.execute(sa.select(Member)).scalar_one()
