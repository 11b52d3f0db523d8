"""A form being filled: what is known so far and what is asked, as JSON between two messages."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

# Where a form stands when it asks for no field.
CONFIRM = "confirm"  # the summary is shown
WHICH = "which"  # the person wants to change something and is asked what


@dataclass(frozen=True)
class Draft:
    """The state of one form.

    Attributes:
        form: The form's name.
        at: The field that was asked last, `CONFIRM` or `WHICH`.
        values: What is known, by field (JSON types); None means that the person does not know.
        failures: Answers in a row that could not be used.
        paused: A person was called in the middle; what is known is kept for going on later.
        started_at: When it was begun, ISO 8601 with zone.
    """

    form: str
    at: str
    started_at: str
    values: Mapping[str, Any] = field(default_factory=dict)
    failures: int = 0
    paused: bool = False

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Draft":
        """Read what `to_json` wrote."""
        return cls(**data)

    def to_json(self) -> dict[str, Any]:
        """Return the state as JSON types."""
        return {**asdict(self), "values": dict(self.values)}

    def knowing(self, values: Mapping[str, Any]) -> "Draft":
        """Return the draft with further values; something was understood, so failures start anew."""
        return replace(self, values={**self.values, **values}, failures=0)

    def asking(self, at: str) -> "Draft":
        """Return the draft with another field asked."""
        return replace(self, at=at, failures=0)
