"""Pictures and voice, received or uploaded, which the platform keeps for three days."""

import secrets
from dataclasses import dataclass

from integrations.simulator.config import SimulatorConfig
from integrations.simulator.errors import ApiError

KEPT = 300  # Files in memory; the oldest go first, so a long try-out does not grow without end.

IMAGE_TYPES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG": "image/png",
    b"GIF8": "image/gif",
    b"BM": "image/bmp",
}
VOICE_TYPES = {
    b"#!AMR": "audio/amr",
    b"ID3": "audio/mpeg",
    b"\xff\xfb": "audio/mpeg",
    b"\xff\xf3": "audio/mpeg",
}
SIZE_LIMITS = {"image": 10 * 1024 * 1024, "voice": 2 * 1024 * 1024}


@dataclass(frozen=True)
class Media:
    """One file; `expires_at` in seconds since the epoch."""

    id: str
    kind: str
    data: bytes
    content_type: str
    expires_at: float


class MediaStore:
    """Keeps media in memory until they expire."""

    def __init__(self) -> None:
        self._media: dict[str, Media] = {}

    def put(self, kind: str, data: bytes, config: SimulatorConfig, now: float) -> Media:
        """Keep `data`, which must be a picture or a voice recording by its first bytes.

        Raises:
            ApiError: 40004 unknown kind, 41005 empty, 40005 not a file of that kind, 40006 too large.
        """
        if kind not in SIZE_LIMITS:
            raise ApiError(40004)
        if not data:
            raise ApiError(41005)
        types = IMAGE_TYPES if kind == "image" else VOICE_TYPES
        content_type = next((name for head, name in types.items() if data.startswith(head)), None)
        if content_type is None:
            raise ApiError(40005)
        if len(data) > SIZE_LIMITS[kind]:
            raise ApiError(40006)
        media = Media(secrets.token_urlsafe(48), kind, data, content_type, now + config.media_lifetime)
        self._media[media.id] = media
        while len(self._media) > KEPT:
            del self._media[next(iter(self._media))]
        return media

    def get(self, media_id: str, now: float, kind: str = "") -> Media:
        """Return the file `media_id`, of the given `kind` where one is asked for.

        Raises:
            ApiError: 40007 when it never existed, is gone, or is of another kind.
        """
        media = self._media.get(media_id)
        if media is None or media.expires_at <= now or (kind and media.kind != kind):
            raise ApiError(40007)
        return media


def silence(seconds: int) -> bytes:
    """Return a valid AMR recording of nothing, `seconds` long (50 NO_DATA frames a second, RFC 4867)."""
    return b"#!AMR\n" + b"\x7c" * (50 * max(1, min(60, seconds)))
