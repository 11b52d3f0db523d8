"""What every kind of row shares: moments, files, and who acted."""

from datetime import datetime
from typing import Any

from bot import clock
from bot.conversations.model import Attachment

Json = dict[str, Any]

ACTORS = {"person": "本人", "bot": "机器人", "staff": "工作人员", "system": "系统"}


def moment(value: datetime | None) -> str | None:
    """Return a moment as ISO 8601 in Shanghai time, for programs and the pages' scripts."""
    return clock.local(value).isoformat(timespec="seconds") if value else None


def attachment(row: Attachment) -> Json:
    """Return a file that somebody sent, with where to see it once it is here."""
    fetched = bool(row.storage_key)
    return {
        "id": row.id,
        "url": f"/desk/attachments/{row.id}" if fetched else None,
        "content_type": row.content_type,
        "problem": row.problem if not fetched else None,
    }
