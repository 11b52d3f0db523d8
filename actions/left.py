"""Forms that were left half filled: kept for seven days, and offered again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from actions.context import Turn
from actions.registry import SERVICES
from actions.service import FormService
from bot.conversations.comfort import takes_back
from bot.forms.asking import title
from bot.forms.draft import Draft
from bot.forms.field import options
from bot.forms.moves import says_on
from bot.forms.questions import is_question
from bot.forms.turn import Turn as FormTurn
from bot.reply import Reply
from bot.wording import say


@dataclass(frozen=True)
class Left:
    """The forms that were left, at most one of each service.

    Attributes:
        drafts: Their states, the one left last at the end.
    """

    drafts: tuple[Draft, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> "Left":
        """Read what `to_json` wrote; forms that are no longer there are dropped."""
        stored = (Draft.from_json(draft) for draft in (data or {}).values() if draft["form"] in SERVICES)
        return cls(tuple(sorted(stored, key=lambda draft: draft.touched_at)))

    def to_json(self) -> dict[str, Any]:
        """Return the forms as JSON types, by service."""
        return {draft.form: draft.to_json() for draft in self.drafts}

    def with_draft(self, draft: Draft) -> "Left":
        """Return these and another form that was left."""
        return Left((*self.without(draft.form).drafts, replace(draft, paused=True)))

    def without(self, service: str) -> "Left":
        """Return these without the form of a service."""
        return Left(tuple(draft for draft in self.drafts if draft.form != service))

    def latest(self, service: str | None, now: datetime) -> Draft | None:
        """Return the form of `service` that was left, or of any where it is None, the last one; not older than kept."""
        kept = (d for d in reversed(self.drafts) if d.is_kept(now) and service in (None, d.form))
        return next(kept, None)

    def answered_by(self, turn: Turn, now: datetime) -> Draft | None:
        """Return the form that was left last, as it goes on, where a message unmistakably answers what it asked.

        For who is in danger: it must give a value (a place, a number, an employer …), not just some words.
        """
        draft, said = self.latest(None, now), turn.said
        service = SERVICES[draft.form] if draft is not None else None
        if draft is None or not isinstance(service, FormService) or said.intent in ("crisis", "human"):
            return None
        form, going_on = service.form, replace(draft, paused=False)
        if draft.at not in {field.name for field in form.fields} or form.field(draft.at).adds:
            return None
        if is_question(said) or says_on(said) or takes_back(said.text) or not said.entities:
            return None  # what names nothing (我在楼顶) could be taken for a name
        return going_on if FormTurn(form, going_on, said, turn.audience).is_answer() else None

    def offer(self, now: datetime) -> Reply | None:
        """Return the offer to go on with the form that was left last, or None where there is none."""
        draft = self.latest(None, now)
        if draft is None:
            return None
        text = say("form_left_over", service=title(draft.form))
        return Reply(text, "service", service=draft.form, options=options("form_options_left_over"))
