"""Joining the union: what filing it means."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from actions.context import Turn, resources
from actions.service import FormService
from bot.forms import personal
from bot.forms.asking import StepResult, question
from bot.forms.choices import agreement
from bot.forms.draft import CONFIRM, SWITCH, WHICH, Draft
from bot.forms.facts import Facts
from bot.forms.field import CONSENT, Values
from bot.forms.join import EMPLOYEE, ID_CONSENT, JOIN
from bot.membership import own
from bot.membership.applying import Application, apply, known_already
from bot.membership.routing import Workplace
from bot.reply import Reply
from bot.wording import say


def _refuses_id(draft: Draft, turn: Turn) -> bool:
    """Tell whether the person will not give the ID number while something else is asked, or that number itself."""
    if draft.paused or draft.at in (CONSENT, ID_CONSENT, CONFIRM, WHICH, SWITCH):
        return False
    at_number = draft.at == "id_number" and agreement(turn.said) is False
    return at_number or ("id_number" not in draft.values and personal.refuses_id_number(turn.said))


def _asked_for_id(draft: Draft) -> StepResult:
    """Say that there is no joining in the chat without the ID number, and ask whether it is given all the same."""
    values = {name: value for name, value in draft.values.items() if name != ID_CONSENT}
    asking = replace(draft, values=values).asking(ID_CONSENT)
    asked = question(JOIN, asking)
    return StepResult(asking, (replace(asked, text=f"{say('join_without_id')}\n\n{asked.text}"),))


class JoinService(FormService):
    """Takes an application down and gives it to the union that can take the person in."""

    name, form = JOIN.service, JOIN

    def begin(self, turn: Turn, facts: Facts, known: Mapping[str, Any]) -> StepResult:
        """Begin the form; who will not give the ID number is told at once what that means."""
        result = super().begin(turn, facts, known)
        refuses = result.draft is not None and personal.refuses_id_number(turn.said)
        return _asked_for_id(result.draft) if refuses and result.draft else result

    def step(self, draft: Draft, turn: Turn) -> StepResult:
        """Take one message; who is known already is told so as soon as the ID number is there and agreed to."""
        if _refuses_id(draft, turn):
            return _asked_for_id(draft)
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
