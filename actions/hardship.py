"""Hardship assistance: what filing it means."""

from datetime import datetime

from actions.context import Turn
from actions.service import CaseService
from bot.cases.filing import Filing
from bot.cases.model import HARDSHIP as KIND
from bot.forms.field import Values
from bot.forms.hardship import HARDSHIP
from bot.forms.personal import number_or_none


class HardshipService(CaseService):
    """Takes an application for assistance down and files it as a case."""

    name, form = HARDSHIP.service, HARDSHIP

    def filing(self, values: Values, started_at: datetime, turn: Turn) -> Filing:
        """Return the case; the union at the workplace is the first to help, so the name is not kept from it."""
        details = {name: values.get(name) for name in ("reason", "household", "other_help", "member")}
        return Filing(
            kind=KIND,
            summary=values["story"],
            district=values["place"]["district"],
            street=values["place"]["street"],
            employer=values["employer"],
            name=values["name"],
            phone=number_or_none(values["phone"]),
            anonymous=False,
            started_at=started_at,
            details={name: value for name, value in details.items() if value is not None},
        )
