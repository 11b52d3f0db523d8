"""Mediation: what filing it means."""

from datetime import datetime

from actions.context import Turn
from actions.service import CaseService
from bot.cases.filing import Filing
from bot.cases.model import MEDIATION as KIND
from bot.forms.field import Values
from bot.forms.mediation import MEDIATION
from bot.forms.personal import number_or_none


class MediationService(CaseService):
    """Takes a request for mediation down and files it as a case."""

    name, form = MEDIATION.service, MEDIATION

    def filing(self, values: Values, started_at: datetime, turn: Turn) -> Filing:
        """Return the case; who wants to talk to the other side cannot be unknown to it."""
        details = {name: values[name] for name in ("wish", "willing") if values[name] is not None}
        return Filing(
            kind=KIND,
            summary=values["matter"]["text"],
            topic=values["matter"]["topic"],
            district=values["place"]["district"],
            street=values["place"]["street"],
            employer=values["employer"],
            amount=values.get("amount"),
            people=values["people"],
            name=values["name"],
            phone=number_or_none(values["phone"]),
            anonymous=False,
            started_at=started_at,
            details=details,
        )
