"""The union above is asked to step in: what filing it means."""

from datetime import datetime

from actions.cadre import CadreService
from actions.context import Turn
from bot.cases.filing import Filing
from bot.cases.model import UPPER_UNION as KIND
from bot.forms.cadre import least_people, rough_people
from bot.forms.field import Values
from bot.forms.personal import number_or_none
from bot.forms.upper_union import UPPER_UNION


class UpperUnionService(CadreService):
    """Takes the request of an enterprise union down and files it as a case for the union above it."""

    name, form = UPPER_UNION.service, UPPER_UNION

    def filing(self, values: Values, started_at: datetime, turn: Turn) -> Filing:
        """Return the case."""
        return Filing(
            kind=KIND,
            summary=values["story"],
            district=values["place"]["district"],
            street=values["place"]["street"],
            employer=values["employer"],
            people=least_people(values["people"]),
            name=values["name"],
            phone=number_or_none(values["phone"]),
            own_union=values["why"],
            started_at=started_at,
            details={
                "why": values["why"],
                "wish": values["wish"],
                **rough_people(values["people"]),
                **self.verified(turn),
            },
        )
