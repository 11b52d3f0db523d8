"""Leases: of many processes, exactly one does the scheduled work, whichever it is."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.scheduling.model import Lease


def take(session: Session, name: str, owner: str, now: datetime, seconds: float) -> bool:
    """Take a lease, or keep it; false while another process has it.

    Args:
        session: Its unit of work; the caller commits.
        name: What for.
        owner: This process.
        now: The present moment.
        seconds: How long it lasts from now on, should this process die.
    """
    lease = session.execute(sa.select(Lease).where(Lease.name == name).with_for_update()).scalar_one_or_none()
    until = now + timedelta(seconds=seconds)
    if lease is None:
        try:
            with session.begin_nested():
                session.add(Lease(name=name, owner=owner, until=until))
        except IntegrityError:  # Another process was faster by a moment.
            return False
        return True
    if lease.owner != owner and lease.until > now:
        return False
    lease.owner, lease.until = owner, until
    return True


def release(session: Session, name: str, owner: str) -> None:
    """Give a lease up, so that another process need not wait until it runs out; the caller commits."""
    session.execute(
        sa.delete(Lease).where(Lease.name == name, Lease.owner == owner).execution_options(synchronize_session=False)
    )
