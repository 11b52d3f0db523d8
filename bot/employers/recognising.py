"""Recognising the employer that somebody wrote: one that is known under another spelling, or a new one."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.employers.core import Core, core_of, tidy
from bot.employers.keys import keys_of
from bot.employers.matching import THRESHOLD, district_of, likeness
from bot.employers.model import Employer, EmployerKey, EmployerName

# Any number that only we use: whoever writes names of employers takes turns on PostgreSQL.
_LOCK = 172_2018
# More names than this under one key in one district are not all compared; the exact ones come first.
_MOST = 400


def recognise(
    session: Session, written: str | None, district: str | None = None, street: str | None = None
) -> Employer | None:
    """Return the employer that a name means; a new one where it is none that is known.

    A spelling that was met before, in the same district, is the employer it was then, or the one that staff have
    made it since: what staff decided is never changed here. Otherwise the same registered name decides, else the
    most alike name, from matching.THRESHOLD on.

    Args:
        session: A unit of work; the caller commits.
        written: The name as somebody wrote it.
        district: The full name of the district where the employer is said to be.
        street: Its street or town, kept with a new employer.

    Returns:
        The employer, or None where the words name nobody (不知道, XX公司, an empty text).
    """
    name = tidy(written)
    core = core_of(name)
    if core is None:
        return None
    known = _known(session, name, district)
    if known is None:
        lock(session)
        # Another process may have written it while we waited.
        known = _known(session, name, district)
    if known is not None:
        return known
    employer = _alike(session, core, district)
    if employer is None:
        employer = Employer(name=name, district=district_of(core, district), street=street)
        session.add(employer)
        session.flush()
    elif not employer.district:
        employer.district, employer.street = district_of(core, district), street
    if core.registered and not (core_of(employer.name) or core).registered:
        employer.name = name  # the fullest name known
    add_name(session, employer, name, core, district)
    return employer


def recognised_and_held(
    session: Session, written: str | None, district: str | None = None, street: str | None = None
) -> Employer | None:
    """Return the employer that a name means, as `recognise` does, and keep staff from moving its names until commit.

    A row written with it is then seen by whatever merges or splits the employer next (they wait for this lock, FOR
    SHARE); what was merged or split a moment before is recognised anew. Those who hold it do not wait for each other.
    Not for who then locks the employer for a change: two of them would wait for each other in a circle.

    Args:
        session: A unit of work; the caller commits.
        written: As in `recognise`, like the rest.
        district: The full name of the district.
        street: Its street or town.
    """
    while employer := recognise(session, written, district, street):
        with session.begin_nested() as attempt:
            session.get(Employer, employer.id, with_for_update={"read": True}, populate_existing=True)
            if recognise(session, written, district, street) is employer:
                return employer
            attempt.rollback()  # lets go of the employer that the name belonged to before
    return None


def lock(session: Session) -> None:
    """Wait until no other process writes names of employers; theirs are visible then. SQLite has one writer anyway.

    Whoever also locks employers or warnings takes this lock first.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def add_name(session: Session, employer: Employer, written: str, core: Core, district: str | None) -> EmployerName:
    """Write down one more spelling of an employer, with the keys under which it is found; `lock` must be held."""
    row = EmployerName(employer_id=employer.id, written=written, core=core.text, district=district or "")
    session.add(row)
    session.flush()
    at = district_of(core, district) or ""
    session.add_all(EmployerKey(key=key, district=at, name_id=row.id) for key in keys_of(core))
    session.flush()
    return row


def _known(session: Session, written: str, district: str | None) -> Employer | None:
    wanted = (
        sa.select(Employer)
        .join(EmployerName, EmployerName.employer_id == Employer.id)
        .where(EmployerName.written == written, EmployerName.district == (district or ""))
    )
    return session.execute(wanted).scalar_one_or_none()


def _alike(session: Session, core: Core, district: str | None) -> Employer | None:
    """Return the employer with the same registered name, else the most alike one; None where none is alike enough.

    Among equals comes first what staff decided, then a name of the same place, then the employer known longest.
    """
    employer_id = _registered(session, core) if core.registered else None
    if employer_id is None:
        at = district_of(core, district) or ""
        ranked = [
            (likeness(core, Core.from_text(row.core)), row.by_staff, row.at == at, -row.employer_id)
            for row in _candidates(session, core, at)
        ]
        best = max(ranked, default=None)
        if best is None or best[0] < THRESHOLD:
            return None
        if not at and len({rank[3] for rank in ranked if rank[0] == best[0]}) > 1:
            return None  # shops in several districts, and nobody says which
        employer_id = -best[3]
    return session.get(Employer, employer_id)


def _candidates(session: Session, core: Core, district: str) -> list[sa.engine.Row]:
    """Return names that share a key and may be in the same place: same core first, then those known longest."""
    places = (EmployerKey.district.in_((district, "")),) if district else ()
    ids = sa.select(EmployerKey.name_id, sa.func.max(EmployerKey.district).label("at"))
    ids = ids.where(EmployerKey.key.in_(keys_of(core)), *places).group_by(EmployerKey.name_id).subquery()
    wanted = (
        sa.select(EmployerName.employer_id, EmployerName.core, EmployerName.by_staff, ids.c.at)
        .join(ids, ids.c.name_id == EmployerName.id)
        .order_by(sa.case((EmployerName.core == core.text, 0), else_=1), EmployerName.id)
        .limit(_MOST)
    )
    return list(session.execute(wanted))


def _registered(session: Session, core: Core) -> int | None:
    """Return the employer with the same registered name, wherever it is: only one company can have it."""
    wanted = (
        sa.select(EmployerName.employer_id, EmployerName.written)
        .where(EmployerName.core == core.text)
        .order_by(EmployerName.by_staff.desc(), EmployerName.id)
        .limit(_MOST)
    )
    for row in session.execute(wanted):
        other = core_of(row.written)
        if other is not None and other.registered:
            return row.employer_id
    return None
