"""Customer-service messages: what the platform accepts, and what the person then sees (wechat.md, "Sends from us")."""

from typing import Any

from integrations.simulator.chat import Person
from integrations.simulator.errors import ApiError
from integrations.simulator.world import World

Content = dict[str, Any]


def send_message(world: World, data: dict[str, Any]) -> None:
    """Carry out `custom/send` with the body `data`: check it, count it, show it.

    Raises:
        ApiError: 40008 unknown type, 44004 empty, 45002 too long, 40007 unknown media, 48001 menu message of an
            unverified account, 40003 unknown person, 43004 never a follower, 45015 outside the window or
            unfollowed, 45047 allowance used up.
    """
    readers = {"text": _text, "image": _media, "voice": _media, "msgmenu": _menu}
    kind = data.get("msgtype")
    if kind not in readers:
        raise ApiError(40008)
    person = _recipient(world, data)
    content = data.get(kind)
    if not isinstance(content, dict):
        raise ApiError(44004)
    bubble = readers[kind](world, kind, content)
    if not person.following:
        raise ApiError(45015 if person.ever_followed else 43004)
    person.allowance.spend(world.now())
    world.show(person, "received", "custom", **bubble)
    world.announce_person(person)


def set_typing(world: World, data: dict[str, Any]) -> None:
    """Carry out `custom/typing` with the body `data`: show or end the typing indicator.

    Raises:
        ApiError: 45072 unknown command, 45080 no recent contact, 45081 it shows already, 40003 unknown person.
    """
    person = _recipient(world, data)
    now = world.now()
    if data.get("command") == "CancelTyping":
        person.typing_until = 0.0
    elif data.get("command") != "Typing":
        raise ApiError(45072)
    elif not person.following or now - person.last_contact > world.config.typing_contact:
        raise ApiError(45080)
    elif person.typing_until > now:
        raise ApiError(45081)
    else:
        person.typing_until = now + world.config.typing_lasts
    world.feed.publish("typing", openid=person.openid, seconds=max(0.0, person.typing_until - now))


def _recipient(world: World, data: dict[str, Any]) -> Person:
    openid = data.get("touser")
    person = world.people.get(openid) if isinstance(openid, str) else None
    if person is None:
        raise ApiError(40003)
    return person


def _string(content: Content, name: str, needed: bool = True) -> str:
    value = content.get(name, "")
    if not isinstance(value, str):
        raise ApiError(47001)
    if needed and not value:
        raise ApiError(44004)
    return value


def _check_length(world: World, *texts: str) -> None:
    if sum(len(text.encode()) for text in texts) > world.config.text_limit:
        raise ApiError(45002)


def _text(world: World, kind: str, content: Content) -> dict[str, Any]:
    text = _string(content, "content")
    _check_length(world, text)
    return {"kind": kind, "text": text}


def _media(world: World, kind: str, content: Content) -> dict[str, Any]:
    media = world.media.get(_string(content, "media_id"), world.now(), kind)
    return {"kind": kind, "text": "", "media_id": media.id, "seconds": 3 if kind == "voice" else 0}


def _menu(world: World, kind: str, content: Content) -> dict[str, Any]:
    if not world.config.verified:
        raise ApiError(48001)
    entries = content.get("list")
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise ApiError(40035)
    # Ids may come as numbers; they always go back as text.
    options = tuple({"id": str(entry.get("id", "")), "label": _string(entry, "content")} for entry in entries)
    if any(not option["id"] for option in options):
        raise ApiError(40035)
    head, tail = (_string(content, name, needed=False) for name in ("head_content", "tail_content"))
    _check_length(world, head, *(option["label"] for option in options), tail)
    return {"kind": "menu", "text": head, "options": options, "tail": tail}
