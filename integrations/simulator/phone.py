"""What a person can do with the phone: every gesture leaves its trace in the chat and a push on the way."""

import secrets
from typing import Any

from integrations.simulator.chat import Bubble, Person, Push
from integrations.simulator.media import silence
from integrations.simulator.pushing import Pusher
from integrations.simulator.world import World


class GestureError(ValueError):
    """A gesture that is not possible now; the message says why."""


class Phone:
    """The gestures. Each returns its push, which is on its way when the call returns."""

    def __init__(self, world: World, pusher: Pusher) -> None:
        self._world = world
        self._pusher = pusher

    def follow(self, person: Person, scene: str = "") -> Push:
        """Follow the account, by the code `scene` where one was scanned.

        Raises:
            GestureError: The person follows already.
        """
        if person.following:
            raise GestureError(f"{person.nickname} follows the account already")
        person.following = person.ever_followed = True
        self._world.show(person, "note", "system", "notice", f"你已关注「{self._world.config.account_name}」")
        if scene:
            return self._event(person, "subscribe", f"qrscene_{scene}", Ticket=_ticket())
        return self._event(person, "subscribe")

    def unfollow(self, person: Person) -> Push:
        """Stop following; nothing can be sent to the person from now on.

        Raises:
            GestureError: The person does not follow.
        """
        self._require_follower(person)
        push = self._event(person, "unsubscribe", shows_fault=False)
        person.following = False
        person.allowance.close()
        self._world.show(person, "note", "system", "notice", "你已取消关注")
        self._world.announce_person(person)
        return push

    def text(self, person: Person, content: str) -> Push:
        """Send a text message.

        Raises:
            GestureError: The text is empty.
        """
        if not content.strip():
            raise GestureError("the text is empty")
        return self._message(person, "text", {"Content": content}, content)

    def tap(self, person: Person, option: str, seq: int | None = None) -> Push:
        """Tap an option of a menu message.

        Args:
            person: Who taps.
            option: The option's id, its label, or its number from 1.
            seq: Which bubble; the newest with options when left out.

        Raises:
            GestureError: There is no such menu message or no such option.
        """
        menus = [bubble for bubble in person.chat if bubble.options and seq in (None, bubble.seq)]
        if not menus:
            raise GestureError("there is no menu message to tap on")
        chosen = _find_option(menus[-1], option)
        fields = {"Content": chosen["label"], "bizmsgmenuid": chosen["id"]}
        with_id = not self._world.faults.taps_without_msg_id
        return self._message(person, "text", fields, chosen["label"], with_msg_id=with_id)

    def image(self, person: Person, data: bytes, address: str) -> Push:
        """Send a picture; `address` is this server's, for the PicUrl.

        Raises:
            ApiError: The data is not a picture, or too large.
        """
        self._require_follower(person)
        media = self._world.media.put("image", data, self._world.config, self._world.now())
        fields = {"PicUrl": f"{address}/media/{media.id}", "MediaId": media.id}
        return self._message(person, "image", fields, "", media_id=media.id)

    def voice(self, person: Person, recognition: str | None, seconds: int = 3) -> Push:
        """Send a voice message: silence, with what the platform recognised in it.

        Args:
            person: Who speaks.
            recognition: The text; empty when nothing was understood; None when the account has it switched off.
            seconds: How long it is.
        """
        self._require_follower(person)
        media = self._world.media.put("voice", silence(seconds), self._world.config, self._world.now())
        fields = {"MediaId": media.id, "Format": "amr"}
        if recognition is not None:
            fields["Recognition"] = recognition
        return self._message(person, "voice", fields, recognition or "", media_id=media.id, seconds=seconds)

    def location(self, person: Person, latitude: float, longitude: float, label: str, scale: int = 16) -> Push:
        """Send a place: degrees (GCJ-02, as the platform has them) and its name or address."""
        fields = {"Location_X": latitude, "Location_Y": longitude, "Scale": scale, "Label": label}
        return self._message(person, "location", fields, label, latitude=latitude, longitude=longitude)

    def click(self, person: Person, key: str) -> Push:
        """Tap an entry of the account's menu that sends an event."""
        self._require_follower(person)
        return self._event(person, "CLICK", key)

    def view(self, person: Person, url: str) -> Push:
        """Tap an entry of the account's menu that opens a page."""
        self._require_follower(person)
        return self._event(person, "VIEW", url, shows_fault=False)

    def scan(self, person: Person, scene: str) -> Push:
        """Scan one of the account's codes: an event for a follower, a subscription for anyone else."""
        if not person.following:
            return self.follow(person, scene)
        return self._event(person, "SCAN", scene, Ticket=_ticket())

    def report_location(self, person: Person, latitude: float, longitude: float) -> Push:
        """Let the phone report where it is, as it may do every few seconds while the chat is open."""
        self._require_follower(person)
        return self._event(person, "LOCATION", None, False, Latitude=latitude, Longitude=longitude, Precision=40.0)

    def _message(
        self,
        person: Person,
        kind: str,
        fields: dict[str, Any],
        text: str,
        with_msg_id: bool = True,
        **more: Any,
    ) -> Push:
        self._require_follower(person)
        world = self._world
        person.allowance.after_message(world.config, world.now())
        if with_msg_id:
            fields["MsgId"] = 24_000_000_000_000_000 + secrets.randbits(52)
        push = world.new_push(person, kind, fields)
        world.show(person, "sent", "push", kind, text, push=push, **more)
        return self._send(person, push)

    def _event(
        self, person: Person, name: str, key: str | None = "", shows_fault: bool = True, **fields: str | float
    ) -> Push:
        world = self._world
        if key is not None:
            fields["EventKey"] = key
        if name in ("subscribe", "CLICK", "SCAN"):
            person.allowance.after_event(world.config, world.now())
        push = world.new_push(person, f"event:{name}", {"Event": name, **fields}, shows_fault=shows_fault)
        return self._send(person, push)

    def _send(self, person: Person, push: Push) -> Push:
        person.last_contact = self._world.now()
        self._world.announce_person(person)
        self._pusher.send(push)
        return push

    def _require_follower(self, person: Person) -> None:
        if not person.following:
            raise GestureError(f"{person.nickname} does not follow the account")


def _ticket() -> str:
    return "g" + secrets.token_urlsafe(60)


def _find_option(bubble: Bubble, wanted: str) -> dict[str, str]:
    for name in ("id", "label"):
        for option in bubble.options:
            if option[name] == wanted:
                return option
    if wanted.isdigit() and 1 <= int(wanted) <= len(bubble.options):
        return bubble.options[int(wanted) - 1]
    labels = "、".join(option["label"] for option in bubble.options)
    raise GestureError(f"the menu message has no option {wanted!r}; it has {labels}")
