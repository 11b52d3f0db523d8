"""The clauses that questions are answered from: the current versions, indexed once for every state of the library."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.library.document import Clause
from bot.library.model import Policy, PolicyClause, PolicyVersion
from bot.library.search import Entry, Index, Sureness
from bot.library.service import as_clause
from bot.library.topics import read_topics


@dataclass(frozen=True)
class Found:
    """A clause that fits a question.

    Attributes:
        title: The policy's title.
        number: Its issuer's number, empty where it has none.
        version: The day of its text as ISO, or the month or year; empty where unknown.
        clause: The clause itself.
        score: How well it fits, 0 to 1.
        sureness: How likely it is what was asked about (search.py).
    """

    title: str
    number: str
    version: str
    clause: Clause
    score: float
    sureness: Sureness


@dataclass(frozen=True)
class _Indexed:
    state: object
    places: Sequence[tuple[int, int]]
    index: Index


class _Cache:
    """The index of the state that was searched last; whoever needs another one builds it, the others wait."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: _Indexed | None = None

    def get(self, session: Session, versions: Sequence[sa.engine.Row]) -> _Indexed:
        """Return the index of these versions. It holds words only: what is quoted is read from the database."""
        state = tuple(tuple(version) for version in versions)
        with self._lock:
            if self._held is None or self._held.state != state:
                self._held = _build(session, versions, state)
            return self._held


_cache = _Cache()


def is_there(session: Session) -> bool:
    """Tell whether this database has a library with anything in it; a database of an older schema has none."""
    if not sa.inspect(session.connection()).has_table(PolicyVersion.__tablename__):
        return False
    return session.execute(sa.select(sa.exists().where(PolicyVersion.current))).scalar_one()


def find(session: Session, text: str, limit: int = 3, old: bool = False) -> list[Found]:
    """Return the clauses that fit a text, best first.

    Args:
        session: A reading session on a database with a library.
        text: A question, words, or a clause's name.
        limit: How many at most.
        old: Search the versions that are not current any more instead of those that are.

    Raises:
        KnowledgeError: data/knowledge/ cannot be read.
        ExamplesError: data/nlu/ cannot be read.
    """
    versions = _versions(session, old)
    if not versions:
        return []
    indexed = _build(session, versions, None) if old else _cache.get(session, versions)
    by_id = {version.id: version for version in versions}
    found = []
    for hit in indexed.index.search(text, limit):
        version_id, position = indexed.places[hit.place]
        wanted = sa.select(PolicyClause).where(PolicyClause.version_id == version_id, PolicyClause.position == position)
        row = session.execute(wanted).scalar_one()
        of = by_id[version_id]
        found.append(Found(of.title, of.number, of.version, as_clause(row), hit.score, hit.sureness))
    return found


def _versions(session: Session, old: bool) -> Sequence[sa.engine.Row]:
    wanted = sa.select(
        PolicyVersion.id, PolicyVersion.digest, PolicyVersion.number, PolicyVersion.version, Policy.title
    )
    return session.execute(
        wanted.join(PolicyVersion.policy).where(PolicyVersion.current.is_(not old)).order_by(PolicyVersion.id)
    ).all()


def _build(session: Session, versions: Sequence[sa.engine.Row], state: object) -> _Indexed:
    titles = {version.id: version.title for version in versions}
    rows = session.execute(
        sa.select(PolicyClause)
        .where(PolicyClause.version_id.in_(titles))
        .order_by(PolicyClause.version_id, PolicyClause.position)
    ).scalars()
    entries, places = [], []
    for row in rows:
        clause = as_clause(row)
        entries.append(Entry(titles[row.version_id], clause.article, clause.headings, clause.text))
        places.append((row.version_id, row.position))
    return _Indexed(state, places, Index(entries, read_topics()))
