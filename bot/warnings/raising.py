"""Raising a warning: from the cases on one employer, or from a cadre's report.

The source is the opinion 四, fourth duty: the union warns of and reports collective disputes in time. A case is behind
one warning at most, so the same cases never raise a second one, even when the first was a false alarm; a warning that
is still open takes new cases in.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from bot import clock
from bot.cases.model import RISK_REPORT, WITHDRAWN, Case
from bot.employers.model import Employer
from bot.organisations import finding, tree
from bot.organisations.model import Organisation
from bot.warnings import alerting, records
from bot.warnings.model import (
    CADRE,
    ENDED,
    LEVELS,
    RAISED,
    SYSTEM,
    EarlyWarning,
    WarningCase,
)
from bot.warnings.rules import DEFAULT, DISPUTES, FACTS, WarningRules, facts_of, higher, level_of, rule_met
from bot.warnings.words import Sign, signs


def consider(session: Session, case: Case, now: datetime, rules: WarningRules = DEFAULT) -> EarlyWarning | None:
    """Return the warning that a case is behind: an open one that takes it in, a new one that it raises, or none.

    Doing it again for the same case changes nothing.

    Args:
        session: A unit of work; the caller commits. Lock order: recognising.lock, employer, warning, case.
        case: A case with its id; its employer has been recognised where it has a name.
        now: The moment that the window of days is counted back from.
        rules: The numbers.
    """
    session.flush()
    employer = _lock_employer(session, case)
    case.considered_at = now
    if case.kind not in DISPUTES or case.state == WITHDRAWN:
        return None
    behind = session.get(WarningCase, case.id)
    if behind is not None:
        return session.get(EarlyWarning, behind.warning_id)
    warning = _open_warning(session, employer)
    found = signs(_text(case))
    if warning is not None:
        _take_in(session, warning, case, found, now, rules)
        return warning
    cases = _fresh_cases(session, case, rules.since(now))
    reported = case.kind == RISK_REPORT
    facts = facts_of(cases)
    rule = rule_met(rules, facts, found, reported)
    if rule is None:
        return None
    warning = EarlyWarning(
        employer_id=employer.id if employer else None,
        district=case.district or (employer.district if employer else None),
        street=_street(case, employer),
        level=level_of(rules, facts, found, reported),
        state=RAISED,
        rule=rule,
        words=[sign.act for sign in found],
        found_by=CADRE if reported else SYSTEM,
        found_case_id=case.id,
        raised_at=now,
    )
    _count(warning, cases)
    session.add(warning)
    session.flush()
    warning.number = f"YJ{clock.local(now):%Y%m%d}{warning.id:05d}"
    session.add_all(WarningCase(case_id=row.id, warning_id=warning.id, at=now) for row in cases)
    records.record(
        session,
        warning,
        RAISED,
        now,
        rule=rule,
        level=warning.level,
        cases=[row.number for row in cases],
        words=warning.words,
    )
    records.set_deadlines(session, warning, now, rules)
    _tell(session, warning, _whereabouts(session, warning.id), employer, now)
    alerting.alert(session, warning, case.conversation_id)
    return warning


def _lock_employer(session: Session, case: Case) -> Employer | None:
    """Lock the employer of a case, else the case: whoever weighs the same waits.

    The lock lets others write rows that point to the employer (FOR NO KEY UPDATE): those who file at the same moment
    hold the foreign key's lock on it already, and would wait for each other in a circle. An employer that has been
    merged gives way to the one it went into.
    """
    employer = None
    if case.employer_id is None:
        session.execute(sa.select(Case.id).where(Case.id == case.id).with_for_update())
    wanted = case.employer_id
    while wanted is not None:
        employer = session.get(Employer, wanted, with_for_update={"key_share": True}, populate_existing=True)
        wanted = employer.merged_into_id
    if employer is not None and employer.id != case.employer_id:
        case.employer_id = employer.id
        session.flush()
    return employer


def _open_warning(session: Session, employer: Employer | None) -> EarlyWarning | None:
    if employer is None:
        return None
    wanted = (
        sa.select(EarlyWarning)
        .where(EarlyWarning.employer_id == employer.id, EarlyWarning.state.not_in(ENDED))
        .order_by(EarlyWarning.rank.desc(), EarlyWarning.id)
        .limit(1)
        .with_for_update()
    )
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one_or_none()


def _fresh_cases(session: Session, case: Case, since: datetime) -> list[Any]:
    """Return the cases (FACTS) on the employer that are behind no warning yet, this one among them, oldest first."""
    own = Case.id == case.id
    if case.employer_id is not None:
        own = sa.or_(own, sa.and_(Case.employer_id == case.employer_id, Case.created_at > since))
    wanted = (
        sa.select(*FACTS)
        .outerjoin(WarningCase, WarningCase.case_id == Case.id)
        .where(own, Case.kind.in_(DISPUTES), Case.state != WITHDRAWN, WarningCase.case_id.is_(None))
        .order_by(Case.created_at, Case.id)
    )
    return list(session.execute(wanted))


def _take_in(
    session: Session, warning: EarlyWarning, case: Case, found: Sequence[Sign], now: datetime, rules: WarningRules
) -> None:
    """Add a case to an open warning; it may make it graver."""
    session.add(WarningCase(case_id=case.id, warning_id=warning.id, at=now))
    session.flush()
    cases = list(session.execute(_behind(warning.id, *FACTS)))
    _count(warning, cases)
    warning.words = list(dict.fromkeys([*warning.words, *(sign.act for sign in found)]))
    records.record(session, warning, records.CASE_ADDED, now, case=case.number)
    level = higher(warning.level, level_of(rules, facts_of(cases), found, case.kind == RISK_REPORT))
    if level != warning.level:
        records.record(session, warning, records.LEVEL, now, before=warning.level, level=level, case=case.number)
        set_level(warning, level)
        records.set_deadlines(session, warning, now, rules)
    _tell(session, warning, [case], session.get(Employer, warning.employer_id), now)
    alerting.alert(session, warning, case.conversation_id)


def cases_of(session: Session, warning_id: int) -> list[Case]:
    """Return the cases behind a warning, the oldest first."""
    return list(session.execute(_behind(warning_id, Case)).scalars())


def _behind(warning_id: int, *columns: Any) -> Select:
    return (
        sa.select(*columns)
        .join(WarningCase, WarningCase.case_id == Case.id)
        .where(WarningCase.warning_id == warning_id)
        .order_by(Case.created_at, Case.id)
    )


def set_level(warning: EarlyWarning, level: str) -> None:
    """Give a warning its level, and the rank by which the desk's list is ordered."""
    warning.level, warning.rank = level, LEVELS.index(level)


def _count(warning: EarlyWarning, cases: Sequence[Any]) -> None:
    facts = facts_of(cases)
    warning.cases, warning.people = facts.cases, facts.people
    warning.first_case_at, warning.last_case_at = facts.first_at, facts.last_at
    set_level(warning, warning.level)


def _whereabouts(session: Session, warning_id: int) -> list[Any]:
    """Return the places of the cases behind a warning, each once, the one of most cases first."""
    places = (Case.district, Case.street, Case.hidden_from_id)
    wanted = _behind(warning_id, *places).order_by(None).group_by(*places)
    return list(session.execute(wanted.order_by(sa.func.count().desc(), Case.district, Case.street)))


def _tell(
    session: Session, warning: EarlyWarning, cases: Iterable[Any], employer: Employer | None, now: datetime
) -> None:
    """Tell the unions of street and district where cases (or their whereabouts) are, else the city's."""
    for case in cases:
        for organisation in _competent(session, case, employer):
            records.inform(session, warning, organisation.id, RAISED, now)


def _competent(session: Session, case: Any, employer: Employer | None) -> list[Organisation]:
    """Return who is told of a case: street, then district; never the union that a complaint is about."""
    district = case.district or (employer.district if employer else None)
    street = _street(case, employer)
    found = [finding.street(session, district, street), finding.district(session, district)]
    told = [row for row in found if row is not None and not _is_hidden_from(session, case, row)]
    city = finding.city(session)
    return told or ([city] if city else [])


def _is_hidden_from(session: Session, case: Any, organisation: Organisation) -> bool:
    return case.hidden_from_id is not None and tree.covers(session, case.hidden_from_id, organisation.id)


def _street(case: Any, employer: Employer | None) -> str | None:
    if case.street or employer is None:
        return case.street
    return employer.street if case.district in (None, employer.district) else None


def _text(case: Case) -> str:
    """Return what a case tells, every answer of a report as a sentence of its own."""
    return "\n".join([case.summary, *_strings(case.details)])


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in _strings(item)]
    return [value] if isinstance(value, str) else []
