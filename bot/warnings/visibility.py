"""Which warnings a member of staff sees: those that their branch of the unions was told of; the city's sees all."""

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from bot.cases.visibility import Viewer
from bot.organisations import tree
from bot.warnings.model import EarlyWarning, WarningOrganisation


def visible_to(viewer: Viewer) -> ColumnElement:
    """Return the condition on `EarlyWarning` that holds for what somebody sees; every list and count uses it.

    Those who were told see it, and all above them; who stands below them does not.
    """
    if viewer.organisation_id is None:
        return sa.true()
    told = sa.select(WarningOrganisation.warning_id).where(
        WarningOrganisation.organisation_id.in_(tree.branch(viewer.organisation_id))
    )
    return EarlyWarning.id.in_(told)


def may_see(session: Session, viewer: Viewer, warning_id: int) -> bool:
    """Return whether somebody sees a warning: the same as `visible_to`, for one warning."""
    wanted = sa.select(EarlyWarning.id).where(EarlyWarning.id == warning_id, visible_to(viewer))
    return session.execute(wanted).scalar_one_or_none() is not None
