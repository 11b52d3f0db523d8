"""Joining the union: what filing it means."""

from datetime import datetime

from sqlalchemy.orm import Session

from actions.context import Turn, resources
from actions.service import FormService
from bot.forms.asking import StepResult
from bot.forms.draft import Draft
from bot.forms.field import Values
from bot.forms.join import EMPLOYEE, JOIN
from bot.membership import own
from bot.membership.applying import Application, apply, known_already
from bot.membership.routing import Workplace
from bot.reply import Reply


class JoinService(FormService):
    """Takes an application down and gives it to the union that can take the person in."""

    name, form = JOIN.service, JOIN

    def step(self, draft: Draft, turn: Turn) -> StepResult:
        """Take one message; who is known already is told so as soon as the ID number is there and agreed to."""
        result = super().step(draft, turn)
        after = result.draft.values if result.draft else {}
        number = after.get("id_number") if after.get("id_consent") else None
        before = draft.values.get("id_number") if draft.values.get("id_consent") else None
        if number is None or number == before:
            return result
        with resources().database.reading() as session:
            known = known_already(session, number, turn.conversation_id)
        return StepResult(None, (Reply(known, "service", service=self.name),), "cancelled") if known else result

    def file(self, session: Session, values: Values, draft: Draft, turn: Turn) -> None:
        """Apply; the number reaches the person through the outbox."""
        kind = values["kind"]
        workplace = Workplace(
            employer=values["employer"],
            district=values["place"]["district"],
            street=values["place"]["street"],
            area=values["area"],
            group=None if kind == EMPLOYEE else kind,
            has_union=values.get("has_union"),
        )
        application = Application(
            values["name"], values["phone"], values["id_number"], workplace, member_elsewhere=values["member"]
        )
        applied = apply(session, application, turn.conversation_id, turn.message_id, f"message:{turn.message_id}")
        if applied.application is not None and applied.outcome == "received":
            own.attach(session, applied.application, datetime.fromisoformat(draft.started_at))
