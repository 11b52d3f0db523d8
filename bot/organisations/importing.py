"""Taking the table of organisations from a file into the database: all of it, or all of it that is right."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot import sheets
from bot.cases.model import CLOSED, WITHDRAWN, Case
from bot.membership.model import LEFT, OPEN, OPEN_LEADS, Lead, Member, MembershipApplication
from bot.organisations import tree
from bot.organisations.checking import Findings, Node, check, line, plan
from bot.organisations.model import Organisation
from bot.organisations.reading import COLUMNS, Entry, read
from bot.sheets import Problem, Sheet

_RESOLVED = ("level", "kind", "district", "street")  # what a row may leave to the one above it


# What a union may not be closed with: the table, which of its rows, and what people call them.
_HELD = (
    (Case, Case.state.not_in((CLOSED, WITHDRAWN)), "件没有办结的工单"),
    (Member, Member.state != LEFT, "名会员"),
    (MembershipApplication, MembershipApplication.state.in_(OPEN), "份没有办完的入会申请"),
    (Lead, Lead.state.in_(OPEN_LEADS), "条在办的建会线索"),
)


@dataclass(frozen=True)
class Outcome:
    """What became of a file.

    Attributes:
        added: How many organisations are new.
        changed: How many were there and are different now.
        same: How many were there just so.
        problems: The rows that cannot be used, in the order of the file.
        done: Whether the rest was taken in; False means that nothing was.
    """

    added: int
    changed: int
    same: int
    problems: tuple[Problem, ...]
    done: bool


def load(path: Path) -> Sheet:
    """Read the table from a file.

    Raises:
        bot.sheets.SheetError: It cannot be read as this table.
    """
    return sheets.read(path, COLUMNS, required=("code",))


def take(session: Session, sheet: Sheet, skip_bad: bool = False) -> Outcome:
    """Add and update organisations by their codes; what the file does not name stays as it is.

    A column that the file lacks changes nothing, an empty cell empties. A parent that changes takes its whole branch
    along. A union that still has open cases is not closed: nobody would look after them any more.

    Args:
        session: A unit of work; the caller commits.
        sheet: The file's rows.
        skip_bad: Leave out the rows that cannot be used, and those that would stand below them, and take the rest;
            else one such row means that nothing is taken.
    """
    tree.lock(session)
    # Read once the lock is held, whatever was loaded before.
    everybody = sa.select(Organisation).execution_options(populate_existing=True)
    rows = {row.code: row for row in session.execute(everybody).scalars()}
    entries, bad, problems = _read(sheet)
    lines = {entry.code: entry.line for entry in entries.values()}
    while True:
        nodes = plan(rows.values(), {row.id: row.code for row in rows.values()}, entries.values())
        findings = check(nodes, bad)
        _check_held(session, rows, nodes, findings)
        reasons = {code: "；".join(dict.fromkeys(found)) for code, found in findings.reasons.items()}
        if skip_bad:
            reasons = {**findings.following, **reasons}
        problems += [Problem(lines[code], reason) for code, reason in reasons.items()]
        if not skip_bad or not reasons:
            break
        bad.update({code: lines[code] for code in reasons})
        entries = {code: entry for code, entry in entries.items() if code not in reasons}
    problems.sort(key=lambda problem: problem.line)
    if problems and not skip_bad:
        return Outcome(0, 0, 0, tuple(problems), done=False)
    added, changed = _write(session, rows, entries, nodes)
    return Outcome(added, changed, len(entries) - added - changed, tuple(problems), done=True)


def _read(sheet: Sheet) -> tuple[dict[str, Entry], dict[str, int], list[Problem]]:
    """Return the rows that are right by themselves, the lines of the others by code, and what is wrong with them."""
    entries: dict[str, Entry] = {}
    bad: dict[str, int] = {}
    problems = []
    for row in sheet.rows:
        entry, reasons = read(row)
        if entry.code in entries or entry.code in bad:
            first = bad.get(entry.code) or entries[entry.code].line
            reasons.insert(0, f"编码 {entry.code} 与第 {first} 行重复")
        elif reasons and entry.code:
            bad[entry.code] = row.line
        if reasons:
            problems.append(Problem(row.line, "；".join(reasons)))
        else:
            entries[entry.code] = entry
    return entries, bad, problems


def _check_held(
    session: Session, rows: Mapping[str, Organisation], nodes: Mapping[str, Node], findings: Findings
) -> None:
    """Find what a union that is to be closed still holds: nobody would look after it any more."""
    closing = {rows[node.code].id: node.code for node in nodes.values() if node.closed and node.was_open}
    if not closing:
        return
    for model, still_held, words in _HELD:
        counted = session.execute(
            sa.select(model.organisation_id, sa.func.count())
            .where(model.organisation_id.in_(closing), still_held)
            .group_by(model.organisation_id)
        )
        for organisation_id, count in counted:
            findings.add(closing[organisation_id], f"还有 {count} {words}，请先转给别的工会再停用")


def _write(
    session: Session, rows: dict[str, Organisation], entries: Mapping[str, Entry], nodes: Mapping[str, Node]
) -> tuple[int, int]:
    """Put the rows into the tables, those above first; return how many are new and how many changed."""
    added = changed = 0
    moved = False
    for generation in _generations(entries, nodes):
        fresh = []
        for entry in generation:
            row = rows.get(entry.code)
            if row is None:
                row = Organisation(code=entry.code)
                fresh.append(row)
            parent = nodes[entry.code].parent
            values = {key: value for key, value in entry.values.items() if key != "parent"}
            values |= {key: getattr(nodes[entry.code], key) for key in _RESOLVED}
            values["parent_id"] = rows[parent].id if parent else None
            different = {key: value for key, value in values.items() if getattr(row, key) != value}
            moved = moved or "parent_id" in different or row.id is None
            changed += bool(different) and row.id is not None
            for key, value in different.items():
                setattr(row, key, value)
        session.add_all(fresh)
        session.flush()
        rows.update({row.code: row for row in fresh})
        added += len(fresh)
    if moved:
        tree.rebuild(session)
    return added, changed


def _generations(entries: Mapping[str, Entry], nodes: Mapping[str, Node]) -> list[list[Entry]]:
    """Part rows by how far they stand below the top."""
    parted: dict[int, list[Entry]] = {}
    for code, entry in entries.items():
        parted.setdefault(len(line(nodes, code)), []).append(entry)
    return [parted[number] for number in sorted(parted)]
