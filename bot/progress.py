"""What a person has filed, cases and applications to join alike, found again for them."""

import re
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.cases import own as own_cases
from bot.cases.model import Case
from bot.conversations.model import Message
from bot.membership import own as own_applications
from bot.membership.model import MembershipApplication
from bot.wording import say

#: The number of a case, the day and at least five digits behind, or of an application, with an R in front.
NUMBER = re.compile(r"(?<![A-Za-z0-9])[Rr]?20\d{6}\d{5,}(?!\d)")
MOST = 5  # of each kind, shown at once


class Filed(Protocol):
    """Something that a person filed; its deeds are done in the unit of work that it was found in."""

    @property
    def number(self) -> str:
        """The number by which the person knows it."""

    @property
    def kind(self) -> str:
        """The service that filed it."""

    @property
    def state(self) -> str:
        """Where it stands."""

    @property
    def filed_at(self) -> datetime:
        """When it was filed."""

    @property
    def holder(self) -> str:
        """Who has it, as the person reads it."""

    @property
    def is_open(self) -> bool:
        """Whether it can still be withdrawn."""

    @property
    def takes_more(self) -> bool:
        """Whether something can be added to it as it stands."""

    @property
    def has_result(self) -> bool:
        """Whether its result waits for the person's word."""

    @property
    def is_over(self) -> bool:
        """Whether it was closed or withdrawn, and can be taken up again."""

    @property
    def wants_score(self) -> bool:
        """Whether the person's score is still to come."""

    @property
    def waits(self) -> bool:
        """Whether it waits for something of the person's."""

    def told(self) -> str:
        """Return where it stands and what happened last."""

    def standing(self) -> str:
        """Return where it stands, in one line."""

    def due(self) -> str:
        """Return by when something is due on it; empty where nothing is."""

    def reached(self) -> str:
        """Return who works on it and how they are reached."""

    def is_called(self, words: str) -> bool:
        """Tell whether words name what it is about."""

    def brief(self) -> str:
        """Return it in a few words, for a button."""

    def choices(self) -> str:
        """Return the name of the response that lists what may be done with it."""

    def once(self, message_id: int, write: Callable[[], object]) -> bool:
        """Do what a message asks, once; return whether that took it up again."""

    def note(self, text: str) -> None:
        """Add words."""

    def settled(self, text: str) -> None:
        """Write down that the person calls it settled, without taking it up again."""

    def evidence(self, ids: Collection[int]) -> None:
        """Add files."""

    def correct_phone(self, phone: str | None) -> None:
        """Put the telephone number right."""

    def correct_name(self, name: str) -> None:
        """Put the name right."""

    def withdraw(self) -> None:
        """Withdraw it."""

    def reopen(self, reason: str) -> None:
        """Have it taken up again."""

    def score(self, given: int, word: str = "") -> None:
        """Take the person's score down."""


def filed_by(session: Session, conversation_id: int) -> list[Filed]:
    """Return what a person filed in a conversation, newest first, at most `MOST` cases and as many applications."""
    found: list[Filed] = [
        *own_cases.of_conversation(session, conversation_id, MOST),
        *own_applications.of_conversation(session, conversation_id, MOST),
    ]
    return sorted(found, key=lambda filed: filed.filed_at, reverse=True)


def find(session: Session, conversation_id: int, number: str) -> Filed | None:
    """Return what has this number, where it was filed in this conversation; what is others' is not told of."""
    wanted = number.strip().upper()
    if wanted.startswith("R"):
        return own_applications.by_number(session, conversation_id, wanted)
    return own_cases.by_number(session, conversation_id, wanted)


def has_filed(session: Session, conversation_id: int) -> bool:
    """Return whether a person has filed anything here."""
    tables = (Case, MembershipApplication)
    found = sa.or_(*(sa.exists().where(table.conversation_id == conversation_id) for table in tables))
    return bool(session.execute(sa.select(found)).scalar_one())


def overview(session: Session, conversation_id: int, number: str | None = None, words: str = "") -> str:
    """Return where everything stands that a person filed and that `words` name, or the one thing of a number in full.

    Args:
        session: Any session.
        conversation_id: Where it was filed.
        number: Its number, where one thing is meant.
        words: What was asked; where it names nothing that was filed, all of it is told, a line each.
    """
    if number is not None:
        one = find(session, conversation_id, number)
        return one.told() if one is not None else say("progress_unknown")
    found = called(filed_by(session, conversation_id), words)
    if len(found) == 1:
        return found[0].told()
    return "\n".join(map(in_a_line, found[:MOST])) or say("progress_none")


def in_a_line(filed: Filed) -> str:
    """Return where something stands and by when something is due on it, in one line."""
    return f"{filed.standing()}{filed.due()}"


def called(found: Collection[Filed], words: str) -> list[Filed]:
    """Return those of several things that words name, all of them where the words name none."""
    named = [filed for filed in found if filed.is_called(words)]
    return named or list(found)


def words_of(session: Session, conversation_id: int, message_id: int) -> str:
    """Return what a person wrote in one of their messages; empty where it is none of this conversation."""
    wanted = sa.select(Message).where(Message.id == message_id, Message.conversation_id == conversation_id)
    found = session.execute(wanted).scalar_one_or_none()
    return found.text.strip() if found else ""
