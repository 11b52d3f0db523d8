"""Figures on members, applications and leads as a table; what each means stands in `bot.membership.counts`."""

from datetime import date

from sqlalchemy.orm import Session

from bot.membership import counts
from bot.organisations.groups import GROUPS
from bot.staff.model import Staff
from bot.statistics.period import in_words
from bot.statistics.table import Column, Row, Table

ABOUT = {"district": "区", "street": "街镇", "group": "特殊就业群体", "month": "月份"}
COLUMNS = tuple(Column(name, figure.name) for name, figure in counts.FIGURES.items())


def figures(session: Session, staff: Staff, by: str, since: date | None = None, until: date | None = None) -> Table:
    """Count members, applications and leads in somebody's branch.

    Args:
        session: A reading session.
        staff: Who looks.
        by: One of ABOUT.
        since: The first day, for what happened (joined, left …); standing numbers are those of today.
        until: The last day.

    Raises:
        KeyError: There is no such dimension.
    """
    about = ABOUT[by]
    period = {name: str(day) for name, day in (("since", since), ("until", until)) if day}
    found = counts.by(session, staff, by, since, until)
    rows = tuple(
        Row(key, _label(by, key), {name: line.get(name, 0) for name in counts.FIGURES}, {by: key or "-", **period})
        for key, line in found.items()
    )
    total = Row("", "合计", dict(counts.total(session, staff, since, until)), period)
    return Table(f"会员统计：按{about}{in_words(since, until)}", about, COLUMNS, rows, total)


def _label(by: str, key: str) -> str:
    return (GROUPS.get(key, key) if by == "group" else key) or "没有写明"
