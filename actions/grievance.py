"""The grievance form: what filing it means."""

from datetime import datetime

from sqlalchemy.orm import Session

from actions.base import ServiceForm
from actions.context import Turn
from bot.cases.service import Grievance, file_grievance
from bot.forms.draft import Draft
from bot.forms.field import Values
from bot.forms.grievance import GRIEVANCE


class GrievanceForm(ServiceForm):
    """Takes a grievance down and files it as a case."""

    form = GRIEVANCE

    def file(self, session: Session, values: Values, draft: Draft, turn: Turn) -> None:
        """File the case; its number reaches the person through the outbox."""
        place = values["place"]
        grievance = Grievance(
            summary=values["matter"]["text"],
            topic=values["matter"]["topic"],
            district=place["district"],
            street=place["street"],
            employer=values["employer"],
            since=values["since"],
            amount=values.get("amount"),
            people=values["people"],
            name=values["name"],
            phone=values["phone"],
            anonymous=values["anonymous"],
            started_at=datetime.fromisoformat(draft.started_at),
        )
        file_grievance(session, grievance, turn.conversation_id, turn.message_id, f"message:{turn.message_id}")
