"""What people send as files: fetched at once, because the platform keeps it for 3 days only."""

import re
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path

from integrations.wechat.client import WeChatClient
from integrations.wechat.errors import AnswerTooLarge, MediaRefused

#: The most bytes of one file that we take; the platform's own limit for images and videos.
SIZE_LIMIT = 10 * 1024 * 1024

# What a file begins with tells its kind; the sender's header and name prove nothing.
_MAGIC = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg", "jpg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png", "png"),
    (re.compile(rb"GIF8[79]a"), "image/gif", "gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp", "webp"),
    (re.compile(rb"#!AMR"), "audio/amr", "amr"),
    (re.compile(rb"OggS.{24,40}Speex ", re.DOTALL), "audio/ogg", "spx"),
    (re.compile(rb"ID3|\xff[\xf2\xf3\xfa\xfb]"), "audio/mpeg", "mp3"),
    (re.compile(rb"....ftyp", re.DOTALL), "video/mp4", "mp4"),
    (re.compile(rb"%PDF-"), "application/pdf", "pdf"),
)


@dataclass(frozen=True)
class Media:
    """A file that a person sent.

    Attributes:
        data: Its bytes.
        content_type: What it is, told from its bytes.
        filename: A name to show and to save it under, with the ending that fits.
    """

    data: bytes = field(repr=False)
    content_type: str
    filename: str


def recognise(data: bytes, name: str = "") -> Media:
    """Tell what a file is from its first bytes.

    Args:
        data: The file.
        name: The name it came with, if any; only its stem is used.

    Raises:
        MediaRefused: It is empty, or of a kind that we do not keep.
    """
    for magic, content_type, ending in _MAGIC:
        if magic.match(data):
            stem = re.sub(r"[^\w-]", "", Path(name.replace("\\", "/")).stem)[:60] or "file"
            return Media(data, content_type, f"{stem}.{ending}")
    if not data:
        raise MediaRefused("empty", "the file is empty")
    raise MediaRefused("wrong_kind", "the file is of a kind that is not kept")


async def fetch(client: WeChatClient, media_id: str, *, limit: int = SIZE_LIMIT) -> Media:
    """Fetch what a person sent.

    Args:
        client: The account's API.
        media_id: From the message.
        limit: The most bytes to take.

    Raises:
        MediaRefused: It is too big or of a kind that we do not keep.
        ApiError: The platform refused; 40007 means that the file has expired.
        ApiUnavailable: The platform was not reached.
        TokenUnavailable: There is no access token.
    """
    try:
        answer = await client.download(media_id, limit=limit)
    except AnswerTooLarge as error:
        raise MediaRefused("too_large", f"the file is larger than {limit} bytes") from error
    header = Message()
    header["Content-Disposition"] = answer.headers.get("content-disposition", "")
    return recognise(answer.data, header.get_filename() or "")
