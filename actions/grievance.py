"""The grievance: what filing it means."""

from datetime import datetime

from actions.context import Turn
from actions.service import CaseService
from bot.cases.filing import Filing
from bot.forms.field import Values
from bot.forms.grievance import GRIEVANCE
from bot.forms.personal import number_or_none


class GrievanceService(CaseService):
    """Takes a grievance down and files it as a case."""

    name, form = GRIEVANCE.service, GRIEVANCE

    def filing(self, values: Values, started_at: datetime, turn: Turn) -> Filing:
        """Return the case."""
        return Filing(
            summary=values["matter"]["text"],
            topic=values["matter"]["topic"],
            district=values["place"]["district"],
            street=values["place"]["street"],
            employer=values["employer"],
            since=values["since"],
            amount=values.get("amount"),
            people=values["people"],
            name=values["name"],
            phone=number_or_none(values["phone"]),
            anonymous=values["anonymous"],
            started_at=started_at,
        )
