"""A figure of the membership statistics in an address: the rows behind it are the rows of a list."""

from dataclasses import dataclass

import sqlalchemy as sa
from sanic import Request
from sqlalchemy.sql import Select

from bot.membership import counts
from bot.organisations import tree
from bot.organisations.groups import GROUPS
from bot.staff.model import Staff
from integrations.desk import filters
from integrations.desk.errors import Refused

NAMES = ("figure", "by", "value", "since", "until", "organisation_id")


@dataclass(frozen=True)
class Behind:
    """Which rows a list is to stay among.

    Attributes:
        query: The parameters as they stand in the address.
        label: What they mean, for people; empty when the list is not cut down.
    """

    query: dict[str, str]
    label: str

    def rows(self, staff: Staff, model: type) -> Select | None:
        """Return the query of the rows of `model`, in somebody's branch; None when the list is not cut down.

        Raises:
            Refused: The figure is one of another table.
        """
        query, wanted = self.query, None
        if name := query.get("figure"):
            if counts.FIGURES[name].model is not model:
                raise Refused(422, "invalid", "这个数字不是这份名单里的")
            since, until = (filters.day(key, query[key]) if key in query else None for key in ("since", "until"))
            value = "" if query.get("value") == "-" else query.get("value", "")
            wanted = counts.rows(staff, name, since, until, query.get("by"), value)
        if union := query.get("organisation_id"):
            column = model.organisation_id  # type: ignore[attr-defined]
            start = wanted if wanted is not None else _all(model)
            wanted = start.where(column.in_(tree.branch(int(union))))
        return wanted


def read(request: Request) -> Behind:
    """Read the parameters of an address.

    Raises:
        Refused: One of them is none that there is.
    """
    query = {name: text for name in NAMES if (text := (request.args.get(name) or "").replace("\0", "")[:100])}
    if query.get("figure", "members") not in counts.FIGURES or query.get("by", "month") not in counts.BY:
        raise Refused(422, "invalid", "没有这个数字")
    for name in ("since", "until"):
        if name in query:
            filters.day(name, query[name])
    union = query.get("organisation_id", "1")
    if not (union.isascii() and union.isdecimal()) or len(union) > 18:
        raise Refused(422, "invalid", "organisation_id 应为一个整数")
    return Behind(query, _label(query))


def _label(query: dict[str, str]) -> str:
    if "figure" not in query:
        return ""
    words = [counts.FIGURES[query["figure"]].name]
    if value := query.get("value"):
        words.append("没有写明" if value == "-" else GROUPS.get(value, value))
    if period := [f"{query[name]} {word}" for name, word in (("since", "起"), ("until", "止")) if name in query]:
        words.append("，".join(period))
    return "，".join(words)


def _all(model: type) -> Select:
    return sa.select(model)
