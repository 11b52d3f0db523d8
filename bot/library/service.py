"""Keeping policies: importing, versions, listing, removing. The caller's unit of work decides whether it lasts."""

from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from bot.library.document import Clause, Document
from bot.library.model import Policy, PolicyClause, PolicyVersion


class LibraryError(Exception):
    """What was asked of the library cannot be done; the message is one Chinese line."""


@dataclass(frozen=True)
class Imported:
    """What became of an imported document.

    Attributes:
        kind: `new` for a new title, `version` for another text of a known one, `same` where nothing changed.
        version: The version that holds the text now.
    """

    kind: Literal["new", "version", "same"]
    version: PolicyVersion


@dataclass(frozen=True)
class Listed:
    """A version with how much it holds.

    Attributes:
        version: The version, with its policy.
        clauses: How many clauses it has.
        versions: How many versions its policy has.
    """

    version: PolicyVersion
    clauses: int
    versions: int


def keep(session: Session, document: Document) -> Imported:
    """Take a document into the library.

    A text that is there already changes nothing, whatever file it came from. Another text under a known title
    becomes its current version, unless its day is before the present one's: then it is kept as an older one.
    """
    _take_turns(session)
    policy = _policy(session, document.title)
    for version in policy.versions if policy else ():
        if version.digest == document.digest:
            return Imported("same", version)
    kind: Literal["new", "version"] = "version" if policy else "new"
    if policy is None:
        policy = Policy(title=document.title)
        session.add(policy)
    current = next((version for version in policy.versions if version.current), None)
    older = current is not None and bool(document.version and current.version > document.version)
    if current is not None and not older:
        current.current = False
        session.flush()  # one current version at any moment, which the database holds, too
    version = PolicyVersion(
        number=document.number,
        version=document.version,
        digest=document.digest,
        file=document.file[-255:],
        current=not older,
        clauses=[
            PolicyClause(position=at, article=clause.article, headings="\n".join(clause.headings), text=clause.text)
            for at, clause in enumerate(document.clauses)
        ],
    )
    policy.versions.append(version)
    session.flush()
    return Imported(kind, version)


def list_current(session: Session) -> list[Listed]:
    """Return the current version of every policy, by title."""
    return _listed(session, PolicyVersion.current)


def list_versions(session: Session, title: str) -> list[Listed]:
    """Return every version of a policy, in the order they were imported.

    Raises:
        LibraryError: There is no policy of that title.
    """
    found = _listed(session, Policy.title == title)
    if not found:
        raise _unknown(title)
    return found


def clauses(session: Session, version: PolicyVersion) -> list[Clause]:
    """Return the clauses of a version in their order."""
    rows = sa.select(PolicyClause).where(PolicyClause.version_id == version.id).order_by(PolicyClause.position)
    return [as_clause(row) for row in session.execute(rows).scalars()]


def as_clause(row: PolicyClause) -> Clause:
    """Return a stored clause."""
    return Clause(row.article, tuple(filter(None, row.headings.split("\n"))), row.text)


def remove(session: Session, title: str, version: str | None = None) -> int:
    """Remove a policy with all its versions, or one of them; return how many versions went.

    Where the current one goes, the latest of the others takes its place.

    Args:
        session: A unit of work.
        title: The policy's title.
        version: Only the version of this day (as listed; empty for one without a day). None for all.

    Raises:
        LibraryError: There is no such policy or version.
    """
    _take_turns(session)
    policy = _policy(session, title)
    if policy is None:
        raise _unknown(title)
    going = [v for v in policy.versions if version is None or v.version == version]
    if not going:
        known = "、".join(v.version or "未注明" for v in policy.versions)
        raise LibraryError(f"《{title}》没有版本“{version}”；库里有：{known}")
    if len(going) == len(policy.versions):
        session.delete(policy)
    else:
        for old in going:
            policy.versions.remove(old)
        session.flush()
        if not any(v.current for v in policy.versions):
            max(policy.versions, key=lambda v: (v.version, v.id)).current = True
    session.flush()
    return len(going)


def _policy(session: Session, title: str) -> Policy | None:
    return session.execute(sa.select(Policy).where(Policy.title == title)).scalar_one_or_none()


def _listed(session: Session, wanted: sa.sql.ColumnElement) -> list[Listed]:
    counted = sa.select(sa.func.count()).where(PolicyClause.version_id == PolicyVersion.id).scalar_subquery()
    every = sa.orm.aliased(PolicyVersion)
    versions = sa.select(sa.func.count()).where(every.policy_id == PolicyVersion.policy_id).scalar_subquery()
    rows = session.execute(
        sa.select(PolicyVersion, counted, versions)
        .join(PolicyVersion.policy)
        .where(wanted)
        .order_by(Policy.title, PolicyVersion.id)
        .options(joinedload(PolicyVersion.policy))
    )
    return [Listed(*row) for row in rows]


def _unknown(title: str) -> LibraryError:
    return LibraryError(f"库里没有《{title}》；用 assistant policy list 看有哪些")


def _take_turns(session: Session) -> None:
    """Let one import or removal at a time go on; SQLite's units of work take turns by themselves."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("LOCK TABLE policies IN SHARE ROW EXCLUSIVE MODE"))
