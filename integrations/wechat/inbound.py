"""One push, read: who wrote what, and the key that tells a repeat from a new message."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Literal
from xml.parsers.expat import ExpatError

from wechatpy import parse_message

from integrations.wechat.crypto import Push
from integrations.wechat.errors import BadRequest

Kind = Literal["text", "voice", "image", "location", "other", "event"]

_KINDS: dict[str, Kind] = {"text": "text", "voice": "voice", "image": "image", "location": "location"}
_SUBSCRIBED = {"subscribe", "subscribe_scan", "subscribe_scan_product"}


@dataclass(frozen=True)
class Location:
    """A place: degrees of latitude and longitude, and what the person's phone calls it."""

    latitude: float
    longitude: float
    label: str = ""


@dataclass(frozen=True)
class Inbound:
    """What reached us from one person.

    Attributes:
        openid: Who wrote, by the account's own id of the person.
        account: The account written to (gh_…).
        kind: What we make of it; `other` for kinds that we cannot read (video, link, file …).
        raw_kind: The platform's MsgType, in lower case.
        dedup_key: 64 hex digits; equal for every delivery of one message and for nothing else.
        sent_at: When it was sent, aware, in UTC.
        text: What was typed, or what the platform heard in a voice message (may be empty).
        shortened: The text was longer than we take, and its end is missing.
        media_id: The file of an image, voice or video message, to be fetched at once.
        location: Of a location message or a location event.
        event: For events, the name in lower case: subscribe, unsubscribe, click, scan, view, location …
        event_key: What was tapped, or which QR code was scanned.
        menu_id: For a tap on a menu message, the id that the option was sent with.
    """

    openid: str
    account: str
    kind: Kind
    raw_kind: str
    dedup_key: str
    sent_at: datetime
    text: str = field(default="", repr=False)
    shortened: bool = False
    media_id: str = ""
    location: Location | None = None
    event: str = ""
    event_key: str = ""
    menu_id: str = ""


def read(push: Push, *, max_bytes: int = 4096) -> Inbound:
    """Read a verified push.

    Args:
        push: What `crypto.open_push` returned.
        max_bytes: How many bytes of UTF-8 to take of a text; the rest is cut off and marked.

    Raises:
        BadRequest: A field that every push has is missing or malformed.
    """
    try:
        message = parse_message(push.xml)
        # wechatpy keeps the fields as they came here; it models neither menu taps nor unknown events.
        return _inbound(message, message._data, max_bytes)
    except (ExpatError, KeyError, AttributeError, TypeError, ValueError, OverflowError) as error:
        raise BadRequest("a field of the push is missing or malformed") from error


def _inbound(message: Any, fields: dict[str, Any], max_bytes: int) -> Inbound:
    openid, account, seconds = _field(fields, "FromUserName"), _field(fields, "ToUserName"), message.time
    if not openid or not account or not isinstance(seconds, int):
        raise BadRequest("the push lacks FromUserName, ToUserName or CreateTime")
    raw_kind = _field(fields, "MsgType").lower()
    sent_at = datetime.fromtimestamp(seconds, timezone.utc)
    if raw_kind == "event":
        event, key = _field(fields, "Event").lower(), _field(fields, "EventKey")
        return Inbound(
            openid=openid,
            account=account,
            kind="event",
            raw_kind=raw_kind,
            dedup_key=_digest("event", openid, seconds, event, key),
            sent_at=sent_at,
            location=Location(message.latitude, message.longitude) if event == "location" else None,
            event="subscribe" if event in _SUBSCRIBED else event,
            event_key=key,
        )
    kind = _KINDS.get(raw_kind, "other")
    whole = _field(fields, "Content" if kind == "text" else "Recognition")
    text = whole.encode()[:max_bytes].decode(errors="ignore")
    menu_id = _field(fields, "bizmsgmenuid")
    # A tap on a menu message can come without MsgId: what was tapped then tells two taps in a second apart.
    identity = (str(message.id),) if message.id else ("", menu_id, whole)
    return Inbound(
        openid=openid,
        account=account,
        kind=kind,
        raw_kind=raw_kind,
        dedup_key=_digest("message", account, openid, *identity, seconds),
        sent_at=sent_at,
        text=text,
        shortened=text != whole,
        media_id=_field(fields, "MediaId"),
        location=_place(message) if kind == "location" else None,
        menu_id=menu_id,
    )


def _place(message: Any) -> Location:
    return Location(float(message.location_x), float(message.location_y), message.label or "")


def _field(fields: dict[str, Any], name: str) -> str:
    """Return a field's text; empty where it is missing.

    Raises:
        BadRequest: The field is repeated, or holds elements where text belongs.
    """
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadRequest(f"{name} is not plain text")
    return value


def _digest(*parts: object) -> str:
    """Return a fixed-length key: event keys can be whole addresses, and database keys are short."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
