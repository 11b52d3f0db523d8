"""Sign-ins at the desk: the browser holds a random token, the database its hash and until when it is good."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from bot import clock
from bot.staff.model import Staff, StaffSession

IDLE = timedelta(hours=2)  # without anything done by the person
ABSOLUTE = timedelta(hours=12)  # a long shift
_TOUCH_AFTER = timedelta(minutes=1)  # do not write for every click


@dataclass(frozen=True)
class SignedIn:
    """Who is at the desk.

    Attributes:
        staff_id: The account.
        username: Its name for signing in.
        name: The name that people see.
        role: agent, supervisor or admin.
        token_hash: The session's key in the database.
        organisation_id: The union whose branch they see; None is the city's staff, which sees all.
        organisation: Its name; None for the city's staff.
    """

    staff_id: int
    username: str
    name: str
    role: str
    token_hash: str
    organisation_id: int | None = None
    organisation: str | None = None


def hash_token(token: str) -> str:
    """Return the SHA-256 of a token, in hex, as it is kept in the database."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def start(session: Session, staff_id: int) -> str:
    """Open a session and return its token (43 URL-safe characters); the account's expired ones are cleared away."""
    now = clock.now()
    session.execute(sa.delete(StaffSession).where(StaffSession.staff_id == staff_id, StaffSession.expires_at < now))
    token = secrets.token_urlsafe(32)
    session.add(
        StaffSession(
            token_hash=hash_token(token), staff_id=staff_id, created_at=now, seen_at=now, expires_at=now + ABSOLUTE
        )
    )
    session.flush()
    return token


def find(session: Session, token: str) -> SignedIn | None:
    """Return who holds `token`, or None when it is unknown, too old, idle too long, or the account is disabled."""
    row = session.execute(
        sa.select(StaffSession)
        .join(StaffSession.staff)
        .where(StaffSession.token_hash == hash_token(token), *_alive(clock.now()))
        .options(joinedload(StaffSession.staff).joinedload(Staff.organisation))
    ).scalar_one_or_none()
    if row is None:
        return None
    staff = row.staff
    union = staff.organisation.name if staff.organisation else None
    return SignedIn(staff.id, staff.username, staff.name, staff.role, row.token_hash, staff.organisation_id, union)


def is_stale(session: Session, token_hash: str) -> bool:
    """Return whether a session's last sign of life is old enough to be written anew."""
    seen = session.execute(
        sa.select(StaffSession.seen_at).where(StaffSession.token_hash == token_hash)
    ).scalar_one_or_none()
    return seen is not None and clock.now() - seen > _TOUCH_AFTER


def touch(session: Session, token_hash: str) -> None:
    """Note that the person has just done something."""
    session.execute(sa.update(StaffSession).where(StaffSession.token_hash == token_hash).values(seen_at=clock.now()))


def alive(session: Session, token_hashes: Iterable[str]) -> set[str]:
    """Return those of `token_hashes` whose sessions still hold."""
    wanted = sa.select(StaffSession.token_hash).join(StaffSession.staff)
    rows = session.execute(wanted.where(StaffSession.token_hash.in_(set(token_hashes)), *_alive(clock.now())))
    return set(rows.scalars())


def end(session: Session, token_hash: str) -> None:
    """End one session."""
    session.execute(sa.delete(StaffSession).where(StaffSession.token_hash == token_hash))


def end_all(session: Session, staff_id: int) -> None:
    """End every session of an account."""
    session.execute(sa.delete(StaffSession).where(StaffSession.staff_id == staff_id))


def _alive(now: datetime) -> tuple[Any, ...]:
    return (StaffSession.expires_at > now, StaffSession.seen_at > now - IDLE, Staff.disabled.is_(False))
