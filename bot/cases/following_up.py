"""What else a filing sets going: its employer is recognised, and a warning is considered."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.cases.filing import Filing
from bot.cases.model import Case
from bot.employers.model import Employer
from bot.employers.recognising import recognise
from bot.settings import EarlyWarningSettings
from bot.warnings.raising import consider
from bot.warnings.rules import WarningRules


def employer_of(session: Session, filing: Filing) -> Employer | None:
    """Return the employer that a filing means: a known one, written however; a new one; None where it names none."""
    return recognise(session, filing.employer, filing.district, filing.street)


def after_filing(session: Session, case: Case, now: datetime) -> None:
    """Consider a warning on a case that has just been filed.

    Args:
        session: The unit of work of the filing.
        case: The case, with its id.
        now: The moment of the filing.
    """
    consider(session, case, now, warning_rules())


def warning_rules() -> WarningRules:
    """Return the numbers of early warning that this process was started with.

    They come from the environment where they are needed: filing would otherwise hand them through from every caller.
    """
    numbers = EarlyWarningSettings.load()
    return WarningRules(cases=numbers.cases, days=numbers.days, people=numbers.people)
