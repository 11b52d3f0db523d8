"""Accounts as the desk shows them."""

from bot import clock
from bot.staff.model import Staff
from integrations.desk.present.common import Json, moment
from integrations.desk.present.labels import ROLES


def staff(row: Staff) -> Json:
    """Return an account, for administrators."""
    now = clock.now()
    return {
        "id": row.id,
        "username": row.username,
        "name": row.name,
        "role": row.role,
        "role_label": ROLES[row.role],
        "organisation_id": row.organisation_id,
        "organisation": row.organisation.name if row.organisation else None,
        "disabled": row.disabled,
        "locked_until": moment(row.locked_until) if row.locked_until and row.locked_until > now else None,
        "last_sign_in_at": moment(row.last_sign_in_at),
    }
