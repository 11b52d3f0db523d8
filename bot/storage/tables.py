"""Every table, imported once so that relationships and migrations see all of them."""

import bot.cases.model
import bot.conversations.model
import bot.employers.model
import bot.library.model
import bot.membership.model
import bot.organisations.model
import bot.scheduling.model
import bot.staff.model
import bot.warnings.model
from bot.storage.types import Base

metadata = Base.metadata

__all__ = ["bot", "metadata"]
