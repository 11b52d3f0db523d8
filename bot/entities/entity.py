"""One value found in a message."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entity:
    """A value and where the message says it.

    Attributes:
        kind: One of the keys of contracts.md: district, street, employer, person, occupation, phone,
            id_number, amount, months, people, date.
        value: The value, already in its final form (yuan and months as int, dates as ISO strings).
        start: Offset of its first character in the message.
        end: Offset behind its last character.
    """

    kind: str
    value: Any
    start: int
    end: int

    def overlaps(self, other: "Entity") -> bool:
        """Say whether both stand on a common character."""
        return self.start < other.end and other.start < self.end
