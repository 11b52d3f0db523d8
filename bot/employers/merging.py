"""Staff decide who is who: two employers are one, or some names of one are another's. Every decision can be undone.

Recognition never changes the employer of a spelling that it has met (recognising.py), so what is decided here stays.
A decision notes which rows it moved; undoing it moves them back, with what came in under the same names since.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from bot import clock
from bot.employers.core import core_of
from bot.employers.model import Employer, EmployerDecision, EmployerName
from bot.employers.recognising import lock
from bot.staff.model import Staff
from bot.staff.service import audit
from bot.storage.types import Base
from bot.warnings import records
from bot.warnings.model import EarlyWarning, WarningCase

MERGE, SPLIT, UNDO = "merge", "split", "undo"
_OWN = ("employers", "employer_names", "employer_decisions")
_LOCKED = {"key_share": True}  # FOR NO KEY UPDATE, as in bot.warnings.raising: filings hold foreign keys' locks
_CHUNK = 500  # SQLite takes only so many values in one statement


class EmployerError(Exception):
    """A merge, split or undoing that cannot be done; the message is one line for staff."""


def merge(session: Session, keep_id: int, gone_id: int, staff: Staff) -> EmployerDecision:
    """Make two employers one: names, cases, warnings, members of the second move to the first.

    Args:
        session: A unit of work; the caller commits.
        keep_id: The employer that stays.
        gone_id: The one that goes into it.
        staff: Who decides.

    Raises:
        EmployerError: They are the same, unknown, or merged already.
    """
    keep, gone = _lock_both(session, keep_id, gone_id)
    if keep is None or gone is None or keep.id == gone.id:
        raise EmployerError("要合并的两家单位不存在，或者是同一家")
    if keep.merged_into_id or gone.merged_into_id:
        raise EmployerError("其中一家已经并入别的单位，请刷新后再试")
    moved = _everything(session, gone.id, keep.id)
    _move(session, moved, keep.id, staff)
    gone.merged_into_id = keep.id
    if not keep.district:
        keep.district, keep.street = gone.district, gone.street
    return _decide(session, MERGE, gone, keep, moved, staff)


def split(session: Session, employer_name_ids: Sequence[int], staff: Staff) -> EmployerDecision:
    """Make some names of an employer an employer of their own; what was filed under them goes along.

    A warning goes along when none of its cases stays.

    Args:
        session: A unit of work; the caller commits.
        employer_name_ids: The names, of one employer, not all that it has.
        staff: Who decides.

    Raises:
        EmployerError: The names are unknown, of several employers, or all there are.
    """
    lock(session)
    names = _names(session, EmployerName.id.in_(employer_name_ids))
    owners = {name.employer_id for name in names}
    if len(names) != len(set(employer_name_ids)) or len(owners) != 1:
        raise EmployerError("要拆出的名称不存在，或者不属于同一家单位")
    old = session.get(Employer, owners.pop(), with_for_update=_LOCKED, populate_existing=True)
    everything = _names(session, EmployerName.employer_id == old.id)
    if len(everything) == len(names):
        raise EmployerError("不能把一家单位的全部名称都拆出去")
    fullest = max(names, key=_fullness)
    new = Employer(name=fullest.written, district=fullest.district or old.district)
    session.add(new)
    session.flush()
    moved = {"employer_names": [name.id for name in names], **_written_as(session, old.id, names)}
    moved["warnings"] = _warnings_without(session, old.id, moved["cases"])
    for name in everything:
        name.by_staff = True
    _move(session, moved, new.id, staff)
    if old.name in {name.written for name in names}:
        old.name = max((name for name in everything if name not in names), key=_fullness).written
    return _decide(session, SPLIT, old, new, moved, staff)


def undo(session: Session, decision_id: int, staff: Staff) -> EmployerDecision:
    """Take a merge or split back.

    After a merge the rows that it moved return, with what was filed under their names since. After a split the new
    employer ends, so everything that it has returns, with the spellings that it has learned since.

    Raises:
        EmployerError: There is no such decision, it has been undone, or a later one has moved its names on.
    """
    lock(session)
    decision = session.get(EmployerDecision, decision_id, with_for_update=True, populate_existing=True)
    if decision is None or decision.undone_by_id is not None or decision.kind == UNDO:
        raise EmployerError("这次合并或拆分不存在，或者已经撤销")
    now_at, back_to = _lock_both(session, decision.to_id, decision.from_id)
    names = _names(session, EmployerName.id.in_(decision.moved["employer_names"]))
    if now_at is None or back_to is None or _moved_on(session, decision, names, back_to):
        raise EmployerError("后来又合并或拆分过，请先撤销后面那一次")
    if decision.kind == MERGE:
        moved = {name: list(ids) for name, ids in decision.moved.items()}
        for table, ids in _written_as(session, now_at.id, names).items():
            moved[table] = sorted({*moved.get(table, []), *ids})
        moved = {table: _still_at(session, table, ids, now_at.id) for table, ids in moved.items()}
    else:
        moved = _everything(session, now_at.id, back_to.id)
    _move(session, moved, back_to.id, staff)
    if decision.kind == MERGE:
        back_to.merged_into_id = None
    else:
        now_at.merged_into_id = back_to.id  # it has no names any more
    undoing = _decide(session, UNDO, now_at, back_to, moved, staff)
    decision.undone_by_id = undoing.id
    return undoing


def _moved_on(session: Session, decision: EmployerDecision, names: Iterable[EmployerName], back_to: Employer) -> bool:
    """Return whether a later decision, that stands, has to be undone before this one."""
    if any(name.employer_id != decision.to_id for name in names):
        return True
    if decision.kind == MERGE:
        return False
    # Undoing a split moves all that the new employer has: nothing of it may be another decision's.
    later = sa.select(EmployerDecision.id).where(
        EmployerDecision.id > decision.id,
        EmployerDecision.kind != UNDO,
        EmployerDecision.undone_by_id.is_(None),
        sa.or_(EmployerDecision.from_id == decision.to_id, EmployerDecision.to_id == decision.to_id),
    )
    return back_to.merged_into_id is not None or session.execute(later.limit(1)).first() is not None


def _lock_both(session: Session, first_id: int, second_id: int) -> tuple[Employer | None, Employer | None]:
    """Lock two employers, the one with the smaller id first, so that nobody waits in a circle."""
    lock(session)
    found = {
        key: session.get(Employer, key, with_for_update=_LOCKED, populate_existing=True)
        for key in sorted({first_id, second_id})
    }
    return found[first_id], found[second_id]


def _referring() -> list[sa.Table]:
    """Return the tables of other packages whose rows belong to an employer: cases, warnings, members."""
    employers = Employer.__table__.c.id
    return [
        table
        for table in Base.metadata.sorted_tables
        if table.name not in _OWN and "employer_id" in table.c and table.c.employer_id.references(employers)
    ]


def _everything(session: Session, from_id: int, to_id: int) -> dict[str, list[int]]:
    """Return all names and rows of an employer, by table; of what an employer has once, only what `to_id` lacks."""
    return {
        "employer_names": _ids(session, EmployerName.__table__, EmployerName.employer_id == from_id),
        **{
            table.name: _ids(session, table, table.c.employer_id == from_id)
            for table in _referring()
            if not (table.c.employer_id.unique and _ids(session, table, table.c.employer_id == to_id))
        },
    }


def _written_as(session: Session, employer_id: int, names: Iterable[EmployerName]) -> dict[str, list[int]]:
    """Return the rows of an employer that were filed under names, by table."""
    found: dict[str, list[int]] = {}
    for table in _referring():
        if "employer" in table.c:
            under = [
                sa.and_(
                    sa.func.trim(table.c.employer) == name.written,
                    sa.func.coalesce(table.c.district, "") == name.district,
                )
                for name in names
            ]
            found[table.name] = _ids(session, table, table.c.employer_id == employer_id, sa.or_(sa.false(), *under))
    return found


def _warnings_without(session: Session, employer_id: int, case_ids: Iterable[int]) -> list[int]:
    """Return the warnings on an employer all of whose cases are among `case_ids`."""
    behind = (
        sa.select(EarlyWarning.id, WarningCase.case_id)
        .join(WarningCase, WarningCase.warning_id == EarlyWarning.id)
        .where(EarlyWarning.employer_id == employer_id)
    )
    gone, rows = set(case_ids), session.execute(behind).all()
    staying = {row.id for row in rows if row.case_id not in gone}
    return sorted({row.id for row in rows} - staying)


def _move(session: Session, moved: dict[str, list[int]], to_id: int, staff: Staff) -> None:
    """Give rows to another employer; moved cases are weighed anew for a warning by the next scan."""
    session.flush()
    tables = Base.metadata.tables
    for name, ids in moved.items():
        values: dict[str, Any] = {"employer_id": to_id}
        if name == "employer_names":
            values["by_staff"] = True
        if name == "cases":
            values["considered_at"] = None
        for start in range(0, len(ids), _CHUNK):
            part = ids[start : start + _CHUNK]
            session.execute(sa.update(tables[name]).where(tables[name].c.id.in_(part)).values(values))
    session.expire_all()
    for warning_id in moved.get("warnings", []):
        warning = records.lock(session, warning_id)
        if warning is not None:
            records.record(session, warning, records.MOVED, clock.now(), staff, employer=to_id)


def _still_at(session: Session, table: str, ids: Sequence[int], employer_id: int) -> list[int]:
    rows = Base.metadata.tables[table]
    found: list[int] = []
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        found += _ids(session, rows, rows.c.id.in_(part), rows.c.employer_id == employer_id)
    return found


def _decide(
    session: Session, kind: str, from_: Employer, to: Employer, moved: dict[str, list[int]], staff: Staff
) -> EmployerDecision:
    decision = EmployerDecision(
        at=clock.now(), staff_id=staff.id, kind=kind, from_id=from_.id, to_id=to.id, moved=moved
    )
    session.add(decision)
    session.flush()
    audit(session, staff.id, f"employer_{kind}", "employer", to.id, detail=f"from {from_.id}, decision {decision.id}")
    return decision


def _ids(session: Session, table: sa.Table, *conditions: ColumnElement) -> list[int]:
    return list(session.execute(sa.select(table.c.id).where(*conditions).order_by(table.c.id)).scalars())


def _names(session: Session, condition: ColumnElement) -> list[EmployerName]:
    wanted = sa.select(EmployerName).where(condition).order_by(EmployerName.id)
    return list(session.execute(wanted.execution_options(populate_existing=True)).scalars())


def _fullness(name: EmployerName) -> tuple[bool, int]:
    """Order names by how much they say: a registered one first, then the longest."""
    core = core_of(name.written)
    return (core is not None and core.registered, len(name.written))
