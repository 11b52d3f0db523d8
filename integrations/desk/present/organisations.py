"""Union organisations as the desk shows them."""

from bot.organisations.groups import GROUPS
from bot.organisations.model import Organisation
from integrations.desk.present.common import Json
from integrations.desk.present.labels import LEVELS, ORGANISATION_KINDS


def line(row: Organisation) -> Json:
    """Return an organisation as a line of a list."""
    return {
        "id": row.id,
        "code": row.code,
        "name": row.name,
        "level": row.level,
        "level_label": LEVELS[row.level],
        "kind": row.kind,
        "kind_label": ORGANISATION_KINDS[row.kind],
        "parent": row.parent.code if row.parent else None,
        "parent_name": row.parent.name if row.parent else None,
        "district": row.district,
        "street": row.street,
        "phone": row.phone,
        "closed": row.closed,
    }


def whole(row: Organisation) -> Json:
    """Return an organisation with all that is public of it; its contacts are people's own data and stay out."""
    return {
        **line(row),
        "areas": list(row.areas),
        "employers": list(row.employers),
        "groups": [GROUPS.get(name, name) for name in row.groups],
        "address": row.address,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "hours": row.hours,
        "contacts": len(row.contacts or ()),
    }
