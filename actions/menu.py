"""Services that are a menu instead of a form: what is chosen is done at once, and nothing is filed at the end."""

from abc import ABC, abstractmethod
from dataclasses import replace

from sqlalchemy.orm import Session

from actions.context import Turn
from actions.service import Service
from bot.answering import respond
from bot.forms import moves, questions
from bot.forms.asking import StepResult
from bot.forms.draft import Draft
from bot.forms.field import options
from bot.forms.leaving import wish
from bot.reply import Option, Reply
from bot.services import SERVICES
from bot.wording import say

FAILURES_ALLOWED = 3


class MenuService(Service, ABC):
    """What every menu does with a message that is no answer to it.

    `NAME_ended` (data/responses/) is said when the person wants no more.
    """

    stuck = "form_stuck"  # the response that offers a person, after three messages that could not be used
    kept = False  # a menu shows how things stand: half a day later it is opened anew

    def step(self, draft: Draft, turn: Turn) -> StepResult:
        """Take one message: danger first, then what the menu asks for, then anything else."""
        said = turn.said
        if said.intent == "crisis":
            return StepResult(None, (), "crisis")
        if moves.says_cancel(said) or moves.says_later(said) or moves.says_back(said) or moves.says_unchanged(said):
            return self.back(draft, turn)
        if moves.leans(said, "cancel") and not self.answers(draft, turn):
            return self.back(draft, turn)
        if draft.failures >= FAILURES_ALLOWED and moves.is_retry(said):
            return self.asked(replace(draft, failures=0))
        if self.answers(draft, turn):
            return self.take(draft, turn)
        if said.intent == "human":
            return StepResult(None, (), "human")
        if said.intent in SERVICES and said.intent != self.name and moves.is_certain(said):
            return StepResult(None, (), "switch", wish(said))
        if questions.is_known_question(said):
            return self._answered(draft, turn)
        return self.take(draft, turn)

    def resume(self, draft: Draft) -> StepResult:
        """Ask again what was asked."""
        return StepResult(replace(draft, paused=False), (self.question(draft),))

    def finish(self, session: Session, draft: Draft, turn: Turn) -> tuple[Reply, ...]:
        """Nothing is left to be done: every step is done at once."""
        return ()

    def back(self, draft: Draft, turn: Turn) -> StepResult:
        """Take 取消 or 上一步: end, where the menu has no further step to go back to."""
        return self.ended(say(f"{self.name}_ended"))

    @abstractmethod
    def answers(self, draft: Draft, turn: Turn) -> bool:
        """Return whether a message answers what is asked, whatever it was understood as."""

    @abstractmethod
    def take(self, draft: Draft, turn: Turn) -> StepResult:
        """Take a message that is nothing else."""

    def reply(self, text: str, offered: tuple[Option, ...] = ()) -> Reply:
        """Return a reply of this service."""
        return Reply(text, "service", service=self.name, options=offered)

    def asked(self, draft: Draft, *lead: str) -> StepResult:
        """Ask what the draft stands at, with what is said first."""
        question = self.question(draft)
        text = "\n\n".join(filter(None, [*lead, question.text]))
        return StepResult(draft, (replace(question, text=text),))

    def failed(self, draft: Draft, reason: str) -> StepResult:
        """Say what was wrong, with an example; the third time in a row, offer a person."""
        failed = replace(draft, failures=draft.failures + 1)
        if failed.failures >= FAILURES_ALLOWED:
            text = f"{reason}\n\n{say(self.stuck)}"
            return StepResult(failed, (self.reply(text, options("form_options_stuck")),))
        return StepResult(failed, (self.reply(reason, self.question(failed).options),))

    def ended(self, text: str, offered: tuple[Option, ...] = ()) -> StepResult:
        """Say the last word."""
        return StepResult(None, (self.reply(text, offered),), "cancelled")

    def _answered(self, draft: Draft, turn: Turn) -> StepResult:
        """Answer a side question, and ask again in the same breath."""
        answer, asked = respond(turn.said, turn.audience), self.question(draft)
        text = f"{answer.text}\n\n{say('form_go_on')}{asked.text}"
        return StepResult(draft, (replace(answer, text=text, options=asked.options, suggestions=()),))
