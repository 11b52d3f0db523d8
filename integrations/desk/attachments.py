"""Files that people sent, shown to those who may see them."""

import asyncio

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, raw
from sqlalchemy.orm import Session

from bot.conversations.model import Attachment
from bot.staff import service
from bot.staff.model import AGENT
from bot.staff.sessions import SignedIn
from integrations.desk import access, auth
from integrations.desk.context import desk_of
from integrations.desk.errors import Refused, not_found

attachments = Blueprint("desk-attachments")

# Only what a browser shows without running anything; the rest is offered for download.
_SHOWN = {"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp"}


@attachments.get("/desk/attachments/<attachment_id:int>", name="attachment")
@auth.requires(AGENT)
async def attachment(request: Request, who: SignedIn, attachment_id: int) -> HTTPResponse:
    """Send a file; who has seen it is written down."""
    desk, address = desk_of(request), auth.address_of(request)

    def view(session: Session) -> tuple[str, str] | None:
        row = session.get(Attachment, attachment_id)
        if row is None or not row.storage_key or not access.may_open(session, who, row):
            return None
        service.audit(session, who.staff_id, "view_attachment", "attachment", row.id, address=address)
        return row.storage_key, row.content_type or "application/octet-stream"

    found = await desk.write(view)
    if found is None:
        raise not_found("附件")
    key, content_type = found
    try:
        content = await asyncio.to_thread(desk.store.open, key)
    except KeyError:
        raise Refused(404, "file_missing", "这个附件的文件不在了，请联系管理员") from None
    except OSError:
        raise Refused(503, "store_unavailable", "存放附件的地方暂时连不上，请过一会儿再试") from None
    shown = content_type in _SHOWN
    headers = {"Content-Disposition": "inline" if shown else f'attachment; filename="{attachment_id}"'}
    return raw(content, headers=headers, content_type=content_type if shown else "application/octet-stream")
