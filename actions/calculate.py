"""The calculators as a service: nothing is filed, and nothing is kept once the conversation has gone on."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from actions.context import Turn
from actions.service import Service
from bot.forms import calculating
from bot.forms.asking import StepResult
from bot.forms.draft import Draft
from bot.forms.facts import Facts
from bot.reply import Reply
from bot.services import CALCULATE


class CalculateService(Service):
    """Computes what somebody asks for from their own numbers."""

    name = CALCULATE

    def begin(self, turn: Turn, facts: Facts, known: Mapping[str, Any]) -> StepResult:
        """Ask for what is missing, or answer at once."""
        return calculating.begin(turn.said, facts)

    def step(self, draft: Draft, turn: Turn) -> StepResult:
        """Take one message."""
        return calculating.step(draft, turn.said, turn.audience)

    def goes_on(self, draft: Draft, turn: Turn) -> bool:
        """Tell whether the same calculator is asked for, or none by name."""
        return calculating.goes_on(draft, turn.said)

    def resume(self, draft: Draft) -> StepResult:
        """Offer to go on with a calculation that was left."""
        return calculating.resume(draft)

    def question(self, draft: Draft) -> Reply:
        """Return what is asked at the moment."""
        return calculating.asked(draft)

    def finish(self, session: Session, draft: Draft, turn: Turn) -> tuple[Reply, ...]:
        """Nothing is left to be done: the answer has been told."""
        return ()
