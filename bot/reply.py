"""What the assistant says back: text, the options under it, and what it rests on."""

from dataclasses import dataclass, field
from typing import Any, Literal

Outcome = Literal["answer", "service", "clarify", "handoff", "out_of_scope", "smalltalk"]
Audience = Literal["worker", "cadre"]


@dataclass(frozen=True)
class Citation:
    """A source of an answer.

    Attributes:
        title: The document's title without 《》, e.g. 劳动合同法.
        article: The article in digits ("38") or a clause path ("五（一）2"); empty for a whole document.
    """

    title: str
    article: str = ""

    @classmethod
    def parse(cls, source: str) -> "Citation":
        """Read the written form `TITLE#ARTICLE` (an `external:` mark in front is dropped)."""
        title, _, article = source.removeprefix("external:").partition("#")
        return cls(title, article)


@dataclass(frozen=True)
class Option:
    """Something to tap, or to choose by typing its number or its label.

    Attributes:
        label: What the person reads, at most 20 characters.
        payload: What the dialogue model gets when it is chosen: an intent with its values in Rasa's form,
            such as `/choose{"topic": "wage.arrears"}`, or plain text as if the person had typed it.
    """

    label: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """One reply, with the fields that `assistant ask --json` prints and the desk shows.

    Attributes:
        text: What the person sees, without the options.
        outcome: What kind of reply it is (contracts.md).
        topic: The topic answered, an id of the topics list.
        service: The service that was started or handed to.
        options: Offered under the text, in order.
        citations: What an answer rests on.
        suggestions: Topic ids, best first: candidates of a clarification, related topics of an answer.
    """

    text: str
    outcome: Outcome
    topic: str | None = None
    service: str | None = None
    options: tuple[Option, ...] = ()
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = field(default=())

    def payload(self) -> dict[str, Any]:
        """Return the machine-readable side of the reply (JSON types), as it travels in `custom`."""
        return {
            "outcome": self.outcome,
            "topic": self.topic,
            "service": self.service,
            "citations": [{"title": c.title, "article": c.article} for c in self.citations],
            "suggestions": list(self.suggestions),
        }
