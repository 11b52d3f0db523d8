"""What people send as files: fetched at once, because the platform keeps it for 3 days only, and kept by us."""

import hashlib
import os
import re
import secrets
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path

from integrations.wechat.client import WeChatClient
from integrations.wechat.errors import AnswerTooLarge, MediaRefused

#: The most bytes of one file that we take; the platform's own limit for images and videos.
SIZE_LIMIT = 10 * 1024 * 1024

_KEY = re.compile(r"[0-9a-f]{64}")

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
    raise MediaRefused("the file is empty" if not data else "the file is of a kind that is not kept")


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
        raise MediaRefused(f"the file is larger than {limit} bytes") from error
    header = Message()
    header["Content-Disposition"] = answer.headers.get("content-disposition", "")
    return recognise(answer.data, header.get_filename() or "")


class MediaStore:
    """Files on disk, each under the SHA-256 of its bytes: `ab/cd/abcd…` below the root.

    Equal files are one file: whoever deletes one first makes sure that no other record names its key.
    """

    def __init__(self, root: Path) -> None:
        """Keep files below `root`, which is made when the first one is put."""
        self._root = root

    def put(self, data: bytes) -> str:
        """Keep `data` and return its key; once this returns, a crash does not lose it.

        Raises:
            OSError: The disk is full or not writable.
        """
        key = hashlib.sha256(data).hexdigest()
        path = self._path(key)
        if path.exists():
            return key
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = path.with_name(f".{key}.{secrets.token_hex(4)}")
        try:
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        _sync_folder(path.parent)
        return key

    def open(self, key: str) -> bytes:
        """Return the file kept under `key`.

        Raises:
            KeyError: There is none.
        """
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError as error:
            raise KeyError(key) from error

    def delete(self, key: str) -> bool:
        """Delete the file under `key`; tell whether there was one."""
        path = self._path(key)
        if not path.exists():
            return False
        path.unlink(missing_ok=True)
        return True

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):  # keys come back from outside, and must not lead out of the root
            raise KeyError(key)
        return self._root / key[:2] / key[2:4] / key


def _sync_folder(folder: Path) -> None:
    """Make a new name in `folder` last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
