"""How a reply looks in WeChat: the passive answer to a push, or customer-service messages."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from wechatpy.replies import TextReply

from bot import clock
from bot.reply import Option
from integrations.wechat.body import printable
from integrations.wechat.crypto import Push
from integrations.wechat.inbound import Inbound

#: The answer that only acknowledges a push; it goes out as it stands, unencrypted in every mode.
SUCCESS = "success"

#: The longest text that a message may hold, in bytes of UTF-8 (a limit known from practice).
TEXT_LIMIT = 2048

_CHOOSE = "（回复数字选择）"
_CUT = "……"
_SENTENCE_END = re.compile(r"[。！？；!?;…\n]+[”’』」）》】]*")
_PAUSE = re.compile(r"[，、：, ]")


def numbered(options: Sequence[Option]) -> str:
    """Return options as numbered lines with the hint to type a number; empty without options."""
    if not options:
        return ""
    lines = [f"{number}. {option.label}" for number, option in enumerate(options, 1)]
    return "\n".join([*lines, _CHOOSE])


def texts(text: str, options: Sequence[Option] = (), *, limit: int = TEXT_LIMIT) -> tuple[str, ...]:
    """Render a reply as plain text: one message, or two split at a sentence; none where nothing is said.

    A text too long even for two ends in ……; the options stand whole at the end of the last.

    Args:
        text: What to say.
        options: Offered under it, as numbered lines.
        limit: The most that one message may hold, in bytes of UTF-8.

    Raises:
        ValueError: The options alone leave no room for text.
    """
    block = numbered(options)
    head, rest = _two(printable(text).strip(), _size(f"\n\n{block}") if block else 0, limit)
    last = "\n\n".join(filter(None, (rest, block)))
    return tuple(filter(None, (head, last)))


def passive(push: Push, inbound: Inbound, text: str) -> str:
    """Return the body that answers `push` with one text, encrypted if the push was.

    Args:
        push: The push to answer.
        inbound: The same, read.
        text: One of the parts that `texts` returned. A passive reply cannot be a menu message.
    """
    text = printable(text)
    now = int(clock.now().timestamp())
    fields = {
        "ToUserName": inbound.openid,
        "FromUserName": inbound.account,
        "CreateTime": now,
        "MsgType": "text",
        "Content": text,
    }
    # wechatpy wraps the text in CDATA as it is, so the end mark inside it has to be taken apart.
    escaped = text.replace("]]>", "]]]]><![CDATA[>")
    reply = TextReply(source=inbound.account, target=inbound.openid, time=now, content=escaped)
    return push.seal(fields, reply.render())


def customer_service(
    openid: str, text: str, options: Sequence[Option] = (), *, verified: bool, menu_key: str = ""
) -> tuple[dict[str, Any], ...]:
    """Return the `custom/send` bodies of one reply: one message, or two when it is long.

    Args:
        openid: Who gets it.
        text: What to say.
        options: Offered under it: to tap on a verified account, as numbered lines on any other.
        verified: Whether the account is verified, which menu messages require.
        menu_key: Put in front of the option's number as its id (`KEY-1`), so that a tap on an old menu
            message can be told from one on the present one.

    Raises:
        ValueError: The options alone leave no room for text.
    """
    if not options or not verified:
        return tuple(text_message(openid, part) for part in texts(text, options))
    labels = [printable(option.label) for option in options]
    head, rest = _two(printable(text).strip(), sum(_size(label) for label in labels), TEXT_LIMIT)
    prefix = f"{menu_key}-" if menu_key else ""
    menu = {
        "touser": openid,
        "msgtype": "msgmenu",
        "msgmenu": {
            "head_content": rest,
            "list": [{"id": f"{prefix}{n}", "content": label} for n, label in enumerate(labels, 1)],
            "tail_content": "",
        },
    }
    return (text_message(openid, head), menu) if head else (menu,)


def text_message(openid: str, text: str) -> dict[str, Any]:
    """Return the `custom/send` body of one text."""
    return {"touser": openid, "msgtype": "text", "text": {"content": text}}


def image_message(openid: str, media_id: str) -> dict[str, Any]:
    """Return the `custom/send` body of an uploaded image."""
    return {"touser": openid, "msgtype": "image", "image": {"media_id": media_id}}


def _two(text: str, reserved: int, limit: int) -> tuple[str, str]:
    """Split into a first message (empty where one is enough) and a last with `reserved` bytes to spare."""
    room = limit - reserved
    if room < limit // 8:
        raise ValueError(f"the options take {reserved} of {limit} bytes and leave no room for text")
    if _size(text) <= room:
        return "", text
    head = _prefix(text, limit, _size(text) - room)  # so much at least that the rest fits
    rest = text[len(head) :].strip()
    if not rest:  # The text would fill the first message: leave some of it to stand above the options.
        head = _prefix(text, _size(text) - room // 4)
        rest = text[len(head) :].strip()
    if _size(rest) > room:
        rest = _prefix(rest, room - _size(_CUT)).rstrip() + _CUT
    return head.rstrip(), rest


def _prefix(text: str, limit: int, least: int = 0) -> str:
    """Return the longest start of `text` within `limit` bytes that ends well, of `least` bytes if that is possible.

    A sentence's end counts if it lies in the second half, then a pause, then the end of any character.
    """
    window = text.encode()[:limit].decode(errors="ignore")
    for ends in (_SENTENCE_END, _PAUSE):
        last = max((match.end() for match in ends.finditer(window)), default=0)
        if last > len(window) // 2 and _size(window[:last]) >= least:
            return window[:last]
    cut = len(window)
    while 1 < cut < len(text) and _joined(text[cut - 1], text[cut]):
        cut -= 1
    return text[:cut]


def _joined(before: str, after: str) -> bool:
    """Tell whether two code points are one character on the screen, such as an emoji with its colour."""
    joiners = "\u200d\ufe0f"
    return (
        before == "\u200d"
        or after in joiners
        or bool(unicodedata.combining(after))
        or "\U0001f3fb" <= after <= "\U0001f3ff"
    )


def _size(text: str) -> int:
    return len(text.encode())
