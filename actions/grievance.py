"""The grievance: what filing it means."""

from datetime import datetime

from actions.context import Turn
from actions.service import CaseService
from bot.cases.filing import URGENT, USUAL, Filing
from bot.forms import safety
from bot.forms.field import Values
from bot.forms.grievance import GRIEVANCE
from bot.forms.personal import number_or_none


class GrievanceService(CaseService):
    """Takes a grievance down and files it as a case."""

    name, form = GRIEVANCE.service, GRIEVANCE

    def filing(self, values: Values, started_at: datetime, turn: Turn) -> Filing:
        """Return the case; where people have fallen ill it is urgent."""
        told, topic = values["matter"]["text"], values["matter"]["topic"]
        return Filing(
            summary=told,
            topic=topic,
            matter=safety.AREA if topic is None and safety.is_about(told) else None,
            urgency=URGENT if safety.is_of_many(told) else USUAL,
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
