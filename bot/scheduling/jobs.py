"""What is done by the clock, and how often. Each job looks at rows and does what is due by now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.cases import escalating
from bot.cases.following_up import warning_rules
from bot.membership import leads
from bot.settings import members_for_lead
from bot.storage.engine import Database
from bot.warnings.scanning import scan


@dataclass(frozen=True)
class Job:
    """Something to do again and again.

    Attributes:
        name: What it is called in logs and metrics.
        every_seconds: How often.
        run: Does what is due at the given moment and returns how much it was.
    """

    name: str
    every_seconds: int
    run: Callable[[Database, datetime], int]


def _scan_warnings(database: Database, now: datetime) -> int:
    found = scan(database, now, warning_rules())
    return found.weighed + found.reminded + found.escalated


def _scan_leads(database: Database, now: datetime) -> int:
    with database.work() as session:
        changed = leads.scan(session, members_for_lead())
        session.commit()
    return len(changed)


JOBS = (
    Job("case-reminders", 60, escalating.remind),
    Job("case-escalations", 60, escalating.escalate),
    Job("warnings", 60, _scan_warnings),
    Job("case-closing", 600, escalating.close_settled),
    Job("case-recounting", 3600, escalating.recount),
    Job("setting-up-leads", 3600, _scan_leads),
)
