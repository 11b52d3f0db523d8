"""Taking an existing register from a file into the database: all of it, or all of it that is right."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import sheets
from bot.employers.recognising import lock, recognise
from bot.membership import leads
from bot.membership.events import SYSTEM_ACTOR
from bot.membership.model import LEFT, MEMBER, Member, MembershipEvent
from bot.membership.persons import fingerprint
from bot.membership.reading import COLUMNS, REQUIRED, Entry, read
from bot.organisations.model import UNION, Organisation
from bot.sheets import Problem, Sheet
from bot.staff import service as accounts

_CHUNK = 500  # rows looked up or written at once

Item = TypeVar("Item")


@dataclass(frozen=True)
class Outcome:
    """What became of a file.

    Attributes:
        added: How many members are new.
        changed: How many were there and are different now.
        same: How many were there just so.
        leads: How many leads to set up a union were opened by them.
        problems: The rows that cannot be used, in the order of the file.
        done: Whether the rest was taken in; False means that nothing was.
    """

    added: int
    changed: int
    same: int
    leads: int
    problems: tuple[Problem, ...]
    done: bool


_Place = tuple[str | None, str | None, str | None]  # an employer as written, its district and street


@dataclass(frozen=True)
class _Person:
    """A row that can be used, with the keyed hash of its person and the union that holds the membership."""

    entry: Entry
    id_hash: str
    organisation_id: int


def load(path: Path) -> Sheet:
    """Read the register from a file.

    Raises:
        bot.sheets.SheetError: It cannot be read as a register.
    """
    return sheets.read(path, COLUMNS, REQUIRED)


def take(
    session: Session,
    sheet: Sheet,
    skip_bad: bool = False,
    organisation: str = "",
    threshold: int = leads.LAW_THRESHOLD,
) -> Outcome:
    """Add the people of a register and bring those up to date who are in it already.

    Who is who is told by the ID number alone. A cell that is empty changes nothing. Where a membership is held is
    not changed by a file: that is a transfer, which both unions are told of.

    Args:
        session: A unit of work; the caller commits.
        sheet: The file's rows.
        skip_bad: Leave out the rows that cannot be used and take the rest; else one such row means that nothing is.
        organisation: Code or name of the union of all rows that name none.
        threshold: Members outside one enterprise at which a setting-up lead opens (settings).
    """
    people, problems = _read(session, sheet, organisation)
    lock(session)  # whoever adds members holds it, so what is known stays so
    known = _known(session, [person.id_hash for person in people])
    for person in people:
        if (row := known.get(person.id_hash)) and (reason := _contradiction(row, person)):
            problems.append(Problem(person.entry.line, reason))
    problems.sort(key=lambda problem: problem.line)
    if problems and not skip_bad:
        return Outcome(0, 0, 0, 0, tuple(problems), done=False)
    bad = {problem.line for problem in problems}
    people = [person for person in people if person.entry.line not in bad]
    added, changed, employers = _write(session, people, known)
    opened = [leads.consider(session, employer_id, threshold) for employer_id in sorted(employers)]
    accounts.audit(session, None, "members_imported", detail=f"{added} added, {changed} changed")
    same = len(people) - added - changed
    return Outcome(added, changed, same, len([lead for lead in opened if lead]), tuple(problems), done=True)


def _read(session: Session, sheet: Sheet, default: str) -> tuple[list[_Person], list[Problem]]:
    """Return the rows that are right by themselves and beside each other, and what is wrong with the rest."""
    unions = _unions(session)
    people, problems = [], []
    first: dict[str, int] = {}
    for row in sheet.rows:
        entry, reasons = read(row)
        named = entry.organisation or default
        organisation_ids = unions.get(named, [])
        if not named:
            reasons.append("缺少所在工会")
        elif len(organisation_ids) != 1:
            reasons.append(f"所在工会“{named[:30]}”" + ("有好几家同名，请填编码" if organisation_ids else "没有找到"))
        id_hash = fingerprint(session, entry.values["id_number"]) if "id_number" in entry.values else None
        if id_hash in first:
            reasons.insert(0, f"与第 {first[id_hash]} 行是同一个身份证号")
        elif id_hash:
            first[id_hash] = row.line
        if reasons:
            problems.append(Problem(row.line, "；".join(reasons)))
        elif id_hash:
            people.append(_Person(entry, id_hash, organisation_ids[0]))
    return people, problems


def _unions(session: Session) -> dict[str, list[int]]:
    """Return the ids of the unions that can hold memberships, by code and by name."""
    wanted = sa.select(Organisation.id, Organisation.code, Organisation.name)
    found: dict[str, list[int]] = {}
    for id_, code, name in session.execute(wanted.where(Organisation.kind == UNION, Organisation.closed.is_(False))):
        for key in {code, name}:
            found.setdefault(key, []).append(id_)
    return found


def _known(session: Session, hashes: Sequence[str]) -> dict[str, Member]:
    """Return the members who are there already, locked, by the hash of their ID number."""
    found = {}
    for some in _chunks(sorted(hashes)):
        wanted = sa.select(Member).where(Member.id_hash.in_(some)).order_by(Member.id).with_for_update(of=Member)
        for row in session.execute(wanted.execution_options(populate_existing=True)).scalars():
            found[row.id_hash] = row
    return found


def _contradiction(row: Member, person: _Person) -> str | None:
    """Say why a row cannot be about the member that it names."""
    if row.name != person.entry.values["name"]:
        return "这个身份证号在名册里是另一个姓名，请核对"
    if row.state == LEFT:
        return "名册里此人已经离开，要重新入会请走入会申请"
    if row.organisation_id != person.organisation_id:
        return "此人的会籍在另一家工会，换工会请办会籍接转"
    return None


def _write(session: Session, people: Sequence[_Person], known: dict[str, Member]) -> tuple[int, int, set[int]]:
    """Put people into the register; return how many are new and changed, and the employers they work for."""
    employers = _employers(session, people)
    added = changed = 0
    for some in _chunks(people):
        written: list[tuple[Member, list[str]]] = []
        for person in some:
            row = known.get(person.id_hash)
            fresh = row is None
            if row is None:
                row = Member(
                    id_hash=person.id_hash, organisation_id=person.organisation_id, source="import", state=MEMBER
                )
            different = _update(session, row, person, employers)
            added += fresh
            changed += bool(different) and not fresh
            if different:
                written.append((row, [] if fresh else different))
        session.add_all(row for row, _ in written)
        session.flush()
        session.add_all(_event(row, different) for row, different in written)
        session.flush()
    return added, changed, {employer_id for employer_id in employers.values() if employer_id}


def _employers(session: Session, people: Iterable[_Person]) -> dict[_Place, int | None]:
    """Return the employers of people as recognised, asking once for each way one is written in a place."""
    found = {}
    for place in dict.fromkeys(_place(person) for person in people):
        employer = recognise(session, *place)
        found[place] = employer.id if employer else None
    return found


def _place(person: _Person) -> _Place:
    values = person.entry.values
    return values.get("employer"), values.get("district"), values.get("street")


def _update(session: Session, row: Member, person: _Person, employers: dict[_Place, int | None]) -> list[str]:
    """Write what a file says into a member; return the columns that are different now."""
    values = dict(person.entry.values)
    values["name_hash"] = fingerprint(session, values["name"])
    if "phone" in values:
        values["phone_hash"] = fingerprint(session, values["phone"])
    if "employer" in values:
        values["employer_id"] = employers[_place(person)]
    different = [key for key, value in values.items() if getattr(row, key) != value]
    for key in different:
        setattr(row, key, values[key])
    return different


def _event(row: Member, different: list[str]) -> MembershipEvent:
    return MembershipEvent(
        member_id=row.id,
        actor=SYSTEM_ACTOR,
        action="imported",
        to_state=row.state,
        to_organisation_id=row.organisation_id,
        detail={"changed": different} if different else {},
    )


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    everything = list(items)
    for start in range(0, len(everything), _CHUNK):
        yield everything[start : start + _CHUNK]
