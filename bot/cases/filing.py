"""What is filed: the facts of a case before it is one."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.cases.model import GRIEVANCE

USUAL, URGENT, AT_ONCE = 0, 1, 2  # urgency


@dataclass(frozen=True, kw_only=True)
class Filing:
    """What a person filed, or staff for them; of every kind.

    Attributes:
        summary: What happened, in their words.
        kind: One of the kinds in model.py.
        topic: The topic that it is about, where one was recognised.
        matter: Its area of the topics (wage, injury …); taken from the topic when left out.
        district: Where the employer is: the full name of the district.
        street: The street or town, where known.
        area: The village, neighbourhood, park or building, where known: it chooses among joint unions.
        employer: The employer's name; None where the person does not know it.
        known_as: The employer's fullest name, where it was recognised; `file` fills it in.
        since: Since when, as the person said it, with the date where it is one; at most 50 characters.
        amount: Yuan.
        people: How many people it concerns.
        name: The person's name.
        phone: Their mobile number, 11 digits.
        anonymous: Whether their name is kept from the employer.
        started_at: When they began to tell it; pictures sent since then belong to it. None: no pictures are looked for.
        urgency: USUAL, URGENT or AT_ONCE; chooses the deadlines.
        special_group: One of bot.organisations.groups; looked for in the summary when left out.
        own_union: What they say of the union at their workplace (own_union.py); looked for in the summary when left
            out.
        details: What only this kind of case has (JSON types).
    """

    summary: str
    kind: str = GRIEVANCE
    topic: str | None = None
    matter: str | None = None
    district: str | None = None
    street: str | None = None
    area: str | None = None
    employer: str | None = None
    known_as: str | None = None
    since: str | None = None
    amount: int | None = None
    people: int | None = None
    name: str | None = None
    phone: str | None = None
    anonymous: bool = True
    started_at: datetime | None = None
    urgency: int = USUAL
    special_group: str | None = None
    own_union: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
