"""What actions work with: the database and settings of this process, and which message they were called for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from rasa_sdk import Tracker

from bot.hours import OfficeHours
from bot.reply import Audience
from bot.settings import Settings
from bot.storage.engine import Database
from bot.understanding import Understanding


class MissingContextError(Exception):
    """A message came without the ids that the channel gives it."""


@dataclass(frozen=True)
class Resources:
    """What every action of a process shares.

    Attributes:
        database: The database.
        office_hours: When the desk is staffed.
    """

    database: Database
    office_hours: OfficeHours


@lru_cache(maxsize=1)
def _of_this_process() -> Resources:
    settings = Settings.load()
    return Resources(Database.from_settings(settings), settings.office_hours)


_replaced: list[Resources] = []


def resources() -> Resources:
    """Return the resources of this process, made on first use.

    Raises:
        SettingsError: A setting is missing or malformed.
    """
    return _replaced[-1] if _replaced else _of_this_process()


@contextmanager
def using(given: Resources) -> Iterator[None]:
    """Let actions work with `given` inside the `with` block, for tests."""
    _replaced.append(given)
    try:
        yield
    finally:
        _replaced.remove(given)


@dataclass(frozen=True)
class Turn:
    """The message that an action was called for.

    Attributes:
        conversation_id: Its conversation.
        message_id: Its row in the inbox.
        audience: Whose wording the person gets.
        said: What was understood of it.
    """

    conversation_id: int
    message_id: int
    audience: Audience
    said: Understanding

    @classmethod
    def of(cls, tracker: Tracker) -> "Turn":
        """Read the latest message of a tracker.

        Raises:
            MissingContextError: The channel gave it no ids.
        """
        message = tracker.latest_message
        metadata = message.get("metadata") or {}
        try:
            conversation_id, message_id = int(metadata["conversation_id"]), int(metadata["message_id"])
        except KeyError as error:
            raise MissingContextError(f"the message's metadata has no {error.args[0]}") from None
        audience = "cadre" if metadata.get("audience") == "cadre" else "worker"
        return cls(conversation_id, message_id, cast(Audience, audience), Understanding.from_rasa(message))
