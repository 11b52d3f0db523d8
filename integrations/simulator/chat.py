"""People, what stands in their chats, and the pushes that carry what they did to the webhook."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timezone
from typing import Any, Literal

from integrations.simulator.allowance import Allowance

CHAT_LENGTH = 2000  # Bubbles kept for one person; the oldest go first.

Direction = Literal["sent", "received", "note"]
Via = Literal["push", "passive", "custom", "system"]
PushStatus = Literal["held", "pending", "answered", "replied", "lost", "fault"]

# settled: the platform will not deliver this push again.
SETTLED: tuple[PushStatus, ...] = ("answered", "replied", "lost", "fault")


def iso(moment: float) -> str:
    """Write seconds since the epoch as ISO 8601 in UTC."""
    return datetime.fromtimestamp(moment, timezone.utc).isoformat(timespec="milliseconds")


@dataclass
class Delivery:
    """One delivery of a push.

    Attributes:
        number: 1, 2, 3; a duplicated delivery has the same number twice.
        outcome: reply, success, malformed, refused (an HTTP status that is not 200), timeout, cut, unreachable.
        http_status: The webhook's status code, None when no answer came.
        ms: How long it took.
        detail: What was wrong with the answer.
    """

    number: int
    outcome: str
    http_status: int | None
    ms: int
    detail: str = ""


@dataclass
class Push:
    """Something a person did, on its way to the webhook.

    Attributes:
        id: Counts up over all people.
        openid: Who did it.
        kind: The MsgType, or `event:NAME`.
        fields: The message as it stands in the XML; the same in every delivery.
        shows_fault: Whether the person sees a fault message when the webhook does not answer.
        status: held back, pending, answered without a reply, replied, reply lost, or fault.
        deliveries: What came of each delivery.
        settled: Set when the status is final.
    """

    id: int
    openid: str
    kind: str
    fields: Mapping[str, str | int | float]
    shows_fault: bool = True
    status: PushStatus = "pending"
    deliveries: list[Delivery] = field(default_factory=list)
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    def settle(self, status: PushStatus) -> None:
        """Give the push its final status; only the first call counts."""
        if not self.settled.is_set():
            self.status = status
            self.settled.set()

    def as_json(self) -> dict[str, Any]:
        """Return the push for the control API."""
        return {
            "id": self.id,
            "openid": self.openid,
            "kind": self.kind,
            "msg_id": self.fields.get("MsgId"),
            "create_time": self.fields["CreateTime"],
            "status": self.status,
            "deliveries": [asdict(delivery) for delivery in self.deliveries],
        }


@dataclass(frozen=True)
class Bubble:
    """One entry of a chat.

    Attributes:
        seq: Counts up from 1 within the chat.
        direction: sent by the person, received by the person, or a grey note.
        via: push, passive reply, customer-service API, or the platform itself.
        kind: text, image, voice, location, menu, notice, fault.
        text: The text; of a menu its head; of a place its name; of a voice message what was recognised.
        time: Seconds since the epoch, by the platform's clock.
        options: Of a menu: `{"id", "label"}` in order.
        tail: Of a menu: the text under the options.
        media_id: Of a picture or a voice message.
        latitude: Of a location, in degrees.
        longitude: Of a location, in degrees.
        seconds: Of a voice message.
        push: What carries a sent bubble to the webhook.
    """

    seq: int
    direction: Direction
    via: Via
    kind: str
    text: str
    time: float
    options: tuple[dict[str, str], ...] = ()
    tail: str = ""
    media_id: str = ""
    latitude: float | None = None
    longitude: float | None = None
    seconds: int = 0
    push: Push | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the bubble for the control API: `time` in ISO 8601, `media` as a path of this server."""
        return {
            "seq": self.seq,
            "direction": self.direction,
            "via": self.via,
            "kind": self.kind,
            "text": self.text,
            "time": iso(self.time),
            "options": list(self.options),
            "tail": self.tail,
            "media": f"/media/{self.media_id}" if self.media_id else None,
            "media_id": self.media_id or None,
            "latitude": self.latitude,
            "longitude": self.longitude,
            "seconds": self.seconds,
            "push": self.push.as_json() if self.push else None,
        }


@dataclass
class Person:
    """Someone with a phone.

    Attributes:
        nickname: The name on the page; the webhook never learns it, as with the real platform.
        openid: Who the person is to this account.
        following: Whether the person follows the account now.
        ever_followed: Whether it has ever been so; it decides which error a send gets.
        allowance: What may still be sent to the person.
        last_contact: When the person last did something, in seconds since the epoch.
        typing_until: Until when the account's typing indicator shows.
        chat: What stands on the screen, oldest first.
    """

    nickname: str
    openid: str = field(default_factory=lambda: "o" + secrets.token_urlsafe(20)[:27].replace("-", "_"))
    following: bool = False
    ever_followed: bool = False
    allowance: Allowance = field(default_factory=Allowance)
    last_contact: float = 0.0
    typing_until: float = 0.0
    chat: list[Bubble] = field(default_factory=list)

    def add(self, direction: Direction, via: Via, kind: str, text: str, time: float, **more: Any) -> Bubble:
        """Put a bubble at the end of the chat and return it; `more` are further fields of `Bubble`."""
        bubble = Bubble(self.last_seq + 1, direction, via, kind, text, time, **more)
        self.chat.append(bubble)
        del self.chat[:-CHAT_LENGTH]
        return bubble

    @property
    def last_seq(self) -> int:
        """Return the number of the newest bubble, 0 when there is none."""
        return self.chat[-1].seq if self.chat else 0

    def as_json(self, now: float) -> dict[str, Any]:
        """Return the person for the control API, with the state of the window at `now`."""
        return {
            "openid": self.openid,
            "nickname": self.nickname,
            "following": self.following,
            "last": self.last_seq,
            "allowance": self.allowance.state(now),
        }
