"""A form being filled: what is known so far and what is asked, as JSON between two messages."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.forms.field import CONSENT

# Where a form stands when it asks for no field.
CONFIRM = "confirm"  # the summary is shown
WHICH = "which"  # the person wants to change something and is asked what
SWITCH = "switch"  # the person wants another service and is asked what becomes of this form
RESULT = "result"  # a calculation is told; what is said next may still change a number of it

_NO_FIELD = ("", CONFIRM, WHICH, SWITCH, RESULT)

# How long a form that was left is offered again.
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Draft:
    """The state of one form.

    Attributes:
        form: The form's name.
        at: The field that was asked last, `CONFIRM`, `WHICH` or `SWITCH`.
        values: What is known, by field (JSON types); None means that the person does not know.
        failures: Answers in a row that could not be used.
        paused: It was left, and the person is asked whether it goes on; what is known is kept.
        started_at: When it was begun, ISO 8601 with zone.
        touched_at: When the last message came to it, ISO 8601 with zone.
        wanted: At `SWITCH`: the service that is wanted instead, and the message that asked for it.
        stood_at: At `SWITCH`: where the form stood before.
        passed: The fields that were asked before the one asked now, in order.
        beside: The topic of the side question answered last; what is asked in a few words next leans on it.
    """

    form: str
    at: str
    started_at: str
    values: Mapping[str, Any] = field(default_factory=dict)
    failures: int = 0
    paused: bool = False
    touched_at: str = ""
    wanted: Mapping[str, Any] | None = None
    stood_at: str = ""
    beside: str | None = None
    passed: Sequence[str] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Draft":
        """Read what `to_json` wrote."""
        return cls(**data)

    def to_json(self) -> dict[str, Any]:
        """Return the state as JSON types."""
        return {**asdict(self), "values": dict(self.values)}

    def knowing(self, values: Mapping[str, Any]) -> "Draft":
        """Return the draft with further values."""
        return replace(self, values={**self.values, **values})

    def asking(self, at: str) -> "Draft":
        """Return the draft with `at` asked; answers that could not be used count anew for something else."""
        if at == self.at:
            return self
        passed = self.passed if self.at in (*_NO_FIELD, CONSENT) else [*self.passed, self.at]
        return replace(self, at=at, failures=0, passed=passed)

    def is_kept(self, now: datetime) -> bool:
        """Tell whether a form that was left is still offered at `now`."""
        recent = now - datetime.fromisoformat(self.touched_at or self.started_at) < KEPT_FOR
        return recent and self.at != RESULT
