"""Reading warnings: the desk's list, the most dangerous first, and one by its number. Changing them is service.py's."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from bot.cases.visibility import Viewer
from bot.warnings.model import ENDED, RAISED, URGENT, EarlyWarning, WarningEvent, WarningOrganisation
from bot.warnings.visibility import visible_to

PAGE_SIZE = 20


@dataclass(frozen=True)
class WarningPage:
    """One page of a list of warnings.

    Attributes:
        warnings: With employer, deadlines and who was told; open ones the most dangerous and then the oldest first,
            ended ones the newest first.
        page: Which page this is, from 1.
        pages: How many there are, at least 1.
        total: How many warnings the list has.
    """

    warnings: list[EarlyWarning]
    page: int
    pages: int
    total: int


def search(session: Session, viewer: Viewer, ended: bool = False, page: int = 1) -> WarningPage:
    """Return a page of the warnings that somebody sees.

    Args:
        session: A reading session.
        viewer: Who looks.
        ended: Whether the ended ones are wanted instead of the open ones.
        page: From 1; one beyond the last gives the last.
    """
    state = EarlyWarning.state.in_(ENDED) if ended else EarlyWarning.state.not_in(ENDED)
    wanted = sa.select(EarlyWarning).where(state, visible_to(viewer))
    total = session.execute(sa.select(sa.func.count()).select_from(wanted.subquery())).scalar_one()
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(1, page), pages)
    order = (EarlyWarning.id.desc(),) if ended else (EarlyWarning.rank.desc(), EarlyWarning.raised_at, EarlyWarning.id)
    rows = session.execute(
        wanted.order_by(*order)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
        .options(joinedload(EarlyWarning.employer), selectinload(EarlyWarning.deadlines))
        .options(selectinload(EarlyWarning.informed).joinedload(WarningOrganisation.organisation))
    )
    return WarningPage(list(rows.scalars()), page, pages, total)


def by_number(session: Session, viewer: Viewer, number: str) -> EarlyWarning | None:
    """Return the warning with exactly this number and its events, or None where there is none that they see."""
    wanted = (
        sa.select(EarlyWarning)
        .where(EarlyWarning.number == number, visible_to(viewer))
        .options(joinedload(EarlyWarning.employer), selectinload(EarlyWarning.deadlines))
        .options(selectinload(EarlyWarning.informed).joinedload(WarningOrganisation.organisation))
        .options(selectinload(EarlyWarning.events).joinedload(WarningEvent.staff))
    )
    return session.execute(wanted).scalar_one_or_none()


def alarms(session: Session, viewer: Viewer) -> list[EarlyWarning]:
    """Return the urgent warnings that nobody has confirmed: what the desk shows above everything else, at once."""
    wanted = (
        sa.select(EarlyWarning)
        .where(EarlyWarning.state == RAISED, EarlyWarning.level == URGENT, visible_to(viewer))
        .order_by(EarlyWarning.raised_at)
        .options(joinedload(EarlyWarning.employer))
    )
    return list(session.execute(wanted).scalars())
