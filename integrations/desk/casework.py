"""What staff may do with a case at the desk: one table of actions, for the page's forms and for the API."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.cases import moves, notes, queries, referrals, states, trail
from bot.cases.checks import CITY_DESK, LEAST_RESULT
from bot.cases.errors import CaseError, ChangedMeanwhile, NotCompetent, ReasonMissing, UnknownCase
from bot.cases.model import (
    ACCEPTED,
    ASSIGNED,
    CLOSED,
    IN_PROGRESS,
    REFERRED,
    REOPENED,
    RESOLVED,
    WAITING,
    WITHDRAWN,
    Case,
)
from bot.cases.rights import rights_of, union_of
from bot.cases.routing import OFFICES
from bot.cases.states import Right
from bot.conversations.model import STAFF
from bot.organisations.model import CITY, UNION
from bot.staff.model import Staff
from bot.staff.service import audit
from integrations.desk import access, unions
from integrations.desk.present.cases import CITY_DESK as CITY_DESK_NAME

_UNION = frozenset({Right.HOLDER, Right.ABOVE})


@dataclass(frozen=True)
class Given:
    """What came with an action.

    Attributes:
        text: The words: a reason, a question to the person, the result, a note; empty where there are none.
        to: Who or what it goes to: a union's name or code, a colleague's id, an office, a case number, a referral's id.
        kinds: The kinds of help.
        on: Whether something is switched on.
        handed_over: What was given to an office.
        files: The ids of files that the person sent.
    """

    text: str = ""
    to: str = ""
    kinds: tuple[str, ...] = ()
    on: bool = False
    handed_over: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Action:
    """One thing that can be done with a case.

    Attributes:
        allowed: Whether somebody with these rights may do it now.
        run: Does it.
        moves: Whether it moves the case: then it is refused when something has happened since they looked.
    """

    allowed: Callable[[Case, frozenset[Right]], bool]
    run: Callable[[Session, Case, Staff, Given], object]
    moves: bool = False


def may(session: Session, case: Case, staff: Staff) -> list[str]:
    """Return the names of the actions that a member of staff may take on a case that they see."""
    rights = rights_of(session, case, STAFF, staff)
    return [name for name, action in ACTIONS.items() if action.allowed(case, rights)]


def act(session: Session, number: str, staff_id: int, name: str, given: Given, seen: int | None = None) -> Case:
    """Do something with a case and return it; the caller commits.

    Args:
        session: A unit of work.
        number: The case's number.
        staff_id: Who does it.
        name: One of ACTIONS.
        given: What came with it.
        seen: The last event that they saw; None moves the case whatever has happened since.

    Raises:
        CaseError: It cannot be done; the message is for whoever tried.
        KeyError: There is no such action.
    """
    action = ACTIONS[name]
    staff = session.get(Staff, staff_id)
    case = queries.by_number(session, number, staff)
    if case is None:
        raise UnknownCase
    if action.moves and seen is not None:
        trail.lock(session, case.id)
        if seen != trail.last_event_id(session, case.id):
            raise ChangedMeanwhile
    action.run(session, case, staff, given)
    return case


def colleagues(session: Session, case: Case) -> list[tuple[int, str]]:
    """Return the accounts that a case can be assigned to: of the union or service point that has it, and its union."""
    union = union_of(case.organisation)
    own = Staff.organisation_id.in_({case.organisation_id, union.id} if union else ())
    if union is None or union.level == CITY:
        own = sa.or_(Staff.organisation_id.is_(None), own)
    wanted = sa.select(Staff.id, Staff.name).where(own, ~Staff.disabled).order_by(Staff.name)
    return [(row.id, row.name) for row in session.execute(wanted)]


def goals(case: Case) -> tuple[str, ...]:
    """Return the kinds of organisations that a case can be handed to: unions, and the offices that do its kind."""
    return tuple(filter(None, (UNION, OFFICES.get(case.kind))))


def _to(state: str) -> Callable[[Case, frozenset[Right]], bool]:
    return lambda case, rights: states.allowed(case.state, state, rights)


def _move(state: str) -> Action:
    def run(session: Session, case: Case, staff: Staff, given: Given) -> None:
        moves.move(session, case.id, state, STAFF, staff, given.text)

    return Action(_to(state), run, moves=True)


def _resolve(session: Session, case: Case, staff: Staff, given: Given) -> None:
    if len(given.text.strip()) < LEAST_RESULT:
        raise ReasonMissing(f"办理结果是给当事人看的，请写完整一点，至少 {LEAST_RESULT} 个字")
    moves.resolve(session, case.id, staff, given.text)


def _hand_over(session: Session, case: Case, staff: Staff, given: Given) -> None:
    if given.to.strip() == CITY_DESK_NAME:
        target = CITY_DESK
    else:
        try:
            target = unions.chosen(session, given.to, kinds=goals(case)).id
        except unions.NotChosen as error:
            raise ReasonMissing(str(error)) from None
    moves.move(session, case.id, ASSIGNED, STAFF, staff, given.text, organisation_id=target)


def _assign(session: Session, case: Case, staff: Staff, given: Given) -> None:
    moves.assign(session, case.id, staff, _number(given.to, "请选一位同事"), given.text)


def _refer(session: Session, case: Case, staff: Staff, given: Given) -> None:
    referrals.refer(session, case.id, given.to, given.handed_over, given.text, staff)


def _came_back(session: Session, case: Case, staff: Staff, given: Given) -> None:
    referral_id = _number(given.to, "请选是哪一次转办")
    if referral_id not in {row.id for row in case.referrals}:
        raise UnknownCase
    referrals.came_back(session, referral_id, given.text, staff)


def _note(session: Session, case: Case, staff: Staff, given: Given) -> None:
    notes.note(session, case.id, given.text, STAFF, staff)


def _evidence(session: Session, case: Case, staff: Staff, given: Given) -> None:
    """Put files of the case's conversation into it: by those alone who may read what was said there."""
    if not access.may_read(session, staff, case.conversation_id):
        raise NotCompetent("这张工单的会话您看不到，不能从里面取材料")
    ids = [_number(text, "请选要放进工单的文件") for text in given.files]
    if not ids:
        raise CaseError("请选要放进工单的文件")
    notes.evidence(session, case.id, ids, STAFF, staff)
    audit(session, staff.id, "add_evidence", "case", case.id)


def _help(session: Session, case: Case, staff: Staff, given: Given) -> None:
    notes.tag_help(session, case.id, given.kinds, staff)


def _link(session: Session, case: Case, staff: Staff, given: Given) -> None:
    other = queries.by_number(session, given.to.strip()[:20], staff)
    if other is None:
        raise UnknownCase
    notes.link(session, case.id, other.id, staff, given.text)


def _supervise(session: Session, case: Case, staff: Staff, given: Given) -> None:
    notes.supervise(session, case.id, staff, given.on, given.text)


def _number(text: str, otherwise: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 18:
        raise CaseError(otherwise)
    return int(text)


ACTIONS: Mapping[str, Action] = {
    "accept": _move(ACCEPTED),
    "start": _move(IN_PROGRESS),
    "assign": Action(_to(ASSIGNED), _assign, moves=True),
    "hand_over": Action(_to(ASSIGNED), _hand_over, moves=True),
    "wait": _move(WAITING),
    "refer": Action(_to(REFERRED), _refer, moves=True),
    "came_back": Action(
        lambda case, rights: bool(rights & _UNION) and any(row.back_at is None for row in case.referrals), _came_back
    ),
    "resolve": Action(_to(RESOLVED), _resolve, moves=True),
    "close": _move(CLOSED),
    "withdraw": _move(WITHDRAWN),
    "reopen": _move(REOPENED),
    "note": Action(lambda case, rights: True, _note),
    "evidence": Action(lambda case, rights: case.conversation_id is not None, _evidence),
    "help": Action(lambda case, rights: bool(rights & _UNION), _help),
    "link": Action(lambda case, rights: True, _link),
    "supervise": Action(lambda case, rights: Right.SUPERVISOR in rights, _supervise),
}
