"""What was understood of one message: the shape in which the NLU's result reaches everything else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class TopicGuess:
    """A topic the message may be about, with its calibrated probability (0 to 1)."""

    id: str
    confidence: float


@dataclass(frozen=True)
class Unsure:
    """One of several questions that was not surely understood.

    Attributes:
        text: Its words.
        offers: The topics or the service that it may be about, likeliest first; empty where nothing is likely.
    """

    text: str
    offers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Understanding:
    """One message, understood.

    Attributes:
        text: The message as written.
        intent: `ask`, a service, a dialogue move (affirm, deny, cancel …), small talk, `unclear`,
            `out_of_scope`, `human` or `crisis`.
        confidence: The intent's calibrated probability (0 to 1).
        topics: Knowledge topics, best first; filled for every message, whatever its intent.
        entities: What the message itself said, made into values (contracts.md): district, street, employer,
            person, occupation, phone, id_number, amount, months, people, date; chosen `topic` or `service`
            when the message is a tapped option.
        questions: The topics of a message that asks several things, in the order asked; empty for one question.
        unsure: Those of several questions that were not surely understood; there is a sure one beside them.
        detail: What is asked further about the best topic, answered already (bot/details.py); None for the topic.
    """

    text: str
    intent: str
    confidence: float = 1.0
    topics: tuple[TopicGuess, ...] = ()
    entities: Mapping[str, Any] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    unsure: tuple[Unsure, ...] = ()
    detail: str | None = None

    @classmethod
    def from_rasa(cls, message: Mapping[str, Any]) -> "Understanding":
        """Read Rasa's parse data (`tracker.latest_message` in an action, or a parse result).

        The first value of an entity wins where one message gives several.
        """
        entities: dict[str, Any] = {}
        for entity in message.get("entities") or ():
            entities.setdefault(entity["entity"], entity["value"])
        intent = message.get("intent") or {}
        return cls(
            text=message.get("text") or "",
            intent=intent.get("name") or "unclear",
            confidence=float(intent.get("confidence") or 0.0),
            topics=tuple(TopicGuess(t["id"], t["confidence"]) for t in message.get("topics") or ()),
            entities=entities,
            questions=tuple(message.get("questions") or ()),
            unsure=tuple(Unsure(part["text"], tuple(part["offers"])) for part in message.get("unsure") or ()),
        )
