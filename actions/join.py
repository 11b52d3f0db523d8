"""Joining the union: what filing it means."""

from sqlalchemy.orm import Session

from actions.context import Turn
from actions.service import FormService
from bot.forms.draft import Draft
from bot.forms.field import Values
from bot.forms.join import EMPLOYEE, JOIN
from bot.membership import events
from bot.membership.applying import Application, apply
from bot.membership.routing import Workplace


class JoinService(FormService):
    """Takes an application down and gives it to the union that can take the person in."""

    name, form = JOIN.service, JOIN

    def file(self, session: Session, values: Values, draft: Draft, turn: Turn) -> None:
        """Apply; the number reaches the person through the outbox."""
        kind = values["kind"]
        workplace = Workplace(
            employer=values["employer"],
            district=values["place"]["district"],
            street=values["place"]["street"],
            area=values["area"],
            group=None if kind == EMPLOYEE else kind,
        )
        application = Application(values["name"], values["phone"], values["id_number"], workplace)
        applied = apply(session, application, turn.conversation_id, turn.message_id, f"message:{turn.message_id}")
        has_union = values.get("has_union")
        if applied.outcome == "received" and applied.application is not None and has_union is not None:
            events.note(
                session, "told", applied.application, actor=events.PERSON_ACTOR, detail={"has_union": has_union}
            )
