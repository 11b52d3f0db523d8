"""Services of union cadres: whether it is known that the person is one."""

from abc import ABC
from collections.abc import Mapping
from typing import Any

from actions.context import Turn
from actions.service import CaseService
from bot.forms.asking import StepResult
from bot.forms.facts import Facts


class CadreService(CaseService, ABC):
    """A service for cadres: one whose WeChat is bound to an account is not asked, others are taken at their word."""

    def begin(self, turn: Turn, facts: Facts, known: Mapping[str, Any]) -> StepResult:
        """Begin the form."""
        bound = {"cadre": True} if turn.audience == "cadre" else {}
        return super().begin(turn, facts, {**known, **bound})

    def verified(self, turn: Turn) -> dict[str, Any]:
        """Return what the case says about the person: a cadre by their account, or by their word alone."""
        return {"cadre": "verified" if turn.audience == "cadre" else "not verified"}
