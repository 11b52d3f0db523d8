"""When cases on one employer become a warning, of which level, and how soon it must be seen to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.cases.model import GRIEVANCE, LEGAL_AID, MEDIATION, RISK_REPORT, UPPER_UNION, Case
from bot.warnings.model import (
    ASSESS,
    CASES,
    CONFIRM,
    GENERAL,
    LEVELS,
    PEOPLE,
    REPORT,
    REPORT_UP,
    SERIOUS,
    URGENT,
    WORDS,
)
from bot.warnings.words import Sign

# Kinds that tell of a dispute with the employer; asking, or being in hardship, is none.
DISPUTES = (GRIEVANCE, LEGAL_AID, MEDIATION, UPPER_UNION, RISK_REPORT)

# Hours from the raising to confirm, assess and report a warning, by level. They run through nights and days off:
# people who are about to stop work do not wait for office hours.
_HOURS = MappingProxyType(
    {
        GENERAL: {CONFIRM: 48.0, ASSESS: 120.0, REPORT_UP: 168.0},
        SERIOUS: {CONFIRM: 12.0, ASSESS: 24.0, REPORT_UP: 48.0},
        URGENT: {CONFIRM: 2.0, ASSESS: 6.0, REPORT_UP: 12.0},
    }
)


@dataclass(frozen=True)
class WarningRules:
    """The numbers of early warning; the settings may change them.

    Attributes:
        cases: How many people's cases on one employer make a warning.
        days: Within how many days.
        people: How many people concerned make one, in one case or together.
        many_people: From how many people on it is urgent.
        fast_days: Cases enough for a warning within so few days make it serious.
        hours: Hours to confirm, assess and report, by level and duty.
    """

    cases: int = 3
    days: int = 14
    people: int = 10
    many_people: int = 30
    fast_days: int = 2
    hours: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: _HOURS)

    def since(self, now: datetime) -> datetime:
        """Return when the window of the cases that count began."""
        return now - timedelta(days=self.days)


DEFAULT = WarningRules()


@dataclass(frozen=True)
class Facts:
    """What the cases behind a warning come to.

    Attributes:
        cases: How many people have filed; several cases of one person are one person's dispute.
        people: How many people it concerns, as they say; who says nothing stands for one.
        first_at: When the first of the cases was filed.
        last_at: When the last was.
    """

    cases: int
    people: int
    first_at: datetime
    last_at: datetime


# What is needed of a case to count it: reading no more keeps the decryption of a hundred summaries out of it.
FACTS = (Case.id, Case.number, Case.conversation_id, Case.people, Case.created_at)


def facts_of(cases: Sequence[Case]) -> Facts:
    """Return what cases come to.

    Args:
        cases: At least one; rows with `FACTS` do as well.
    """
    by_person: dict[tuple[str, int], int] = {}
    for case in cases:
        person = ("conversation", case.conversation_id) if case.conversation_id is not None else ("case", case.id)
        by_person[person] = max(by_person.get(person, 1), case.people or 1)
    times = [case.created_at for case in cases]
    return Facts(len(by_person), sum(by_person.values()), min(times), max(times))


def rule_met(rules: WarningRules, facts: Facts, signs: Sequence[Sign], reported: bool) -> str | None:
    """Return the rule by which there is a warning, the most telling one, or None.

    Args:
        rules: The numbers.
        facts: What the cases come to.
        signs: What people do or are about to do, by the case that is looked at.
        reported: Whether a union cadre reported the danger.
    """
    if reported:
        return REPORT
    if signs:
        return WORDS
    if facts.people >= rules.people:
        return PEOPLE
    return CASES if facts.cases >= rules.cases else None


def level_of(rules: WarningRules, facts: Facts, signs: Sequence[Sign], reported: bool) -> str:
    """Return the level, by a cadre's word, what people do, how many they are, and how fast cases come."""
    if reported or facts.people >= rules.many_people or any(sign.begun or sign.deadly for sign in signs):
        return URGENT
    fast = facts.cases >= rules.cases and facts.last_at - facts.first_at <= timedelta(days=rules.fast_days)
    if signs or fast or facts.people >= rules.people or facts.cases >= 2 * rules.cases:
        return SERIOUS
    return GENERAL


def higher(first: str, second: str) -> str:
    """Return the higher of two levels."""
    return max(first, second, key=LEVELS.index)
