"""Every table, imported once so that relationships and migrations see all of them."""

import bot.cases.model
import bot.conversations.model
import bot.employers.model
import bot.library.model
import bot.organisations.model
import bot.staff.model
from bot.storage.types import Base

metadata = Base.metadata

__all__ = ["bot", "metadata"]
