"""A service inside the dialogue: how it begins, takes a message and is done."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from actions.context import Turn
from bot.cases import service as cases
from bot.cases.filing import Filing
from bot.forms import engine
from bot.forms.asking import StepResult, question
from bot.forms.draft import Draft
from bot.forms.facts import Facts
from bot.forms.field import Form, Values
from bot.reply import Reply


class Service(ABC):
    """What a person can have done, over several messages.

    Attributes:
        name: Its id (contracts.md), which is also the intent that asks for it.
        kept: Whether it is offered again when the person comes back to a new session.
    """

    name: str
    kept: bool = True

    @abstractmethod
    def begin(self, turn: Turn, facts: Facts, known: Mapping[str, Any]) -> StepResult:
        """Begin with what was said already; `known` needs no asking."""

    @abstractmethod
    def step(self, draft: Draft, turn: Turn) -> StepResult:
        """Take one message."""

    def goes_on(self, draft: Draft, turn: Turn) -> bool:
        """Tell whether a message that asks for the service can mean what was left of it."""
        return True

    @abstractmethod
    def resume(self, draft: Draft) -> StepResult:
        """Offer to go on where it was left."""

    @abstractmethod
    def question(self, draft: Draft) -> Reply:
        """Return what is asked at the moment."""

    @abstractmethod
    def finish(self, session: Session, draft: Draft, turn: Turn) -> tuple[Reply, ...]:
        """Do what was confirmed, and owe or return the word on it; the caller commits."""


class FormService(Service, ABC):
    """A service that fills a form (bot/forms/engine.py) and files it."""

    form: Form

    def begin(self, turn: Turn, facts: Facts, known: Mapping[str, Any]) -> StepResult:
        """Begin the form."""
        return engine.begin(self.form, turn.said, facts, known)

    def step(self, draft: Draft, turn: Turn) -> StepResult:
        """Take one message into the form."""
        return engine.step(self.form, draft, turn.said, turn.audience)

    def resume(self, draft: Draft) -> StepResult:
        """Offer to go on with the form."""
        return engine.resume(self.form, draft)

    def question(self, draft: Draft) -> Reply:
        """Return what the form asks at the moment."""
        return question(self.form, draft)

    def finish(self, session: Session, draft: Draft, turn: Turn) -> tuple[Reply, ...]:
        """File what was taken down; the word on it reaches the person through the outbox."""
        self.file(session, draft.values, draft, turn)
        return self.after(draft.values)

    def after(self, values: Values) -> tuple[Reply, ...]:
        """Return what else the person should know once it is filed."""
        return ()

    @abstractmethod
    def file(self, session: Session, values: Values, draft: Draft, turn: Turn) -> None:
        """File what was taken down and owe the person the word on it; the caller commits."""


class CaseService(FormService, ABC):
    """A service whose form becomes a case."""

    def file(self, session: Session, values: Values, draft: Draft, turn: Turn) -> None:
        """File the case; its number reaches the person through the outbox."""
        filing = self.filing(values, datetime.fromisoformat(draft.started_at), turn)
        cases.file(session, filing, turn.conversation_id, turn.message_id, f"message:{turn.message_id}")

    @abstractmethod
    def filing(self, values: Values, started_at: datetime, turn: Turn) -> Filing:
        """Return what is filed, from what was taken down; pictures sent since `started_at` belong to it."""
