"""A cadre of one of the unions, whose account at the desk gives out codes."""

import sqlalchemy as sa

from bot.organisations.model import Organisation
from bot.staff import binding, service
from bot.staff.model import AGENT, Staff
from bot.storage.engine import Database

UNION, USERNAME, NAME = "虹口区总工会", "zhangsanfeng", "张三丰"
_CODE = "{code}"


def with_code(database: Database, text: str) -> str:
    """Return a text with a new code in place of `{code}`."""
    return text.replace(_CODE, _new_code(database)) if _CODE in text else text


def _new_code(database: Database) -> str:
    with database.work() as session:
        staff = session.execute(sa.select(Staff).where(Staff.username == USERNAME)).scalar_one_or_none()
        if staff is None:
            union = session.execute(sa.select(Organisation).where(Organisation.name == UNION)).scalar_one()
            staff = service.add(session, USERNAME, NAME, AGENT, "a long made-up word 1", union.id)
            session.flush()
        code = binding.new_code(session, staff.id)
        session.commit()
    return code
