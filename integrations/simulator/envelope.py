"""Messages as they travel: pushes in signed XML, and the answers that come back to them."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree

from integrations.simulator.config import SimulatorConfig
from integrations.simulator.crypto import CipherError, decrypt, encrypt, signature


class MalformedReply(ValueError):
    """The account answered a push with something that the platform cannot show; the message says what."""


@dataclass(frozen=True)
class SealedPush:
    """One delivery of a push, ready to be posted.

    Attributes:
        query: The URL's parameters, signatures among them.
        body: The XML, encrypted or not.
    """

    query: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class PassiveReply:
    """What a person is to see in answer to a push.

    Attributes:
        kind: The message's type.
        text: Its text; empty for media.
        media_id: Its media; empty for text.
    """

    kind: Literal["text", "image", "voice"]
    text: str = ""
    media_id: str = ""


def to_xml(fields: Mapping[str, str | int | float]) -> str:
    """Write `fields` as the platform does: numbers bare, strings in CDATA."""
    parts = []
    for name, value in fields.items():
        if isinstance(value, str):
            value = "<![CDATA[" + value.replace("]]>", "]]]]><![CDATA[>") + "]]>"
        parts.append(f"<{name}>{value}</{name}>")
    return "<xml>" + "".join(parts) + "</xml>"


def seal(fields: Mapping[str, str | int | float], config: SimulatorConfig, openid: str) -> SealedPush:
    """Sign, and where the mode asks for it encrypt, one delivery; each call has a new timestamp and nonce."""
    timestamp, nonce = str(int(time.time())), str(secrets.randbelow(9_000_000_000) + 1_000_000_000)
    query = {
        "signature": signature(config.token, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "openid": openid,
    }
    xml = to_xml(fields)
    if config.message_mode == "plain":
        return SealedPush(query, xml.encode())
    sealed = encrypt(xml, config.encoding_aes_key, config.app_id)
    query["encrypt_type"] = "aes"
    query["msg_signature"] = signature(config.token, timestamp, nonce, sealed)
    visible = {"ToUserName": fields["ToUserName"]} if config.message_mode == "safe" else dict(fields)
    return SealedPush(query, to_xml({**visible, "Encrypt": sealed}).encode())


def read_reply(body: bytes, config: SimulatorConfig, openid: str) -> PassiveReply | None:
    """Read what the account answered to a push.

    Args:
        body: The body of the HTTP answer.
        config: The account, with its mode and keys.
        openid: The person who wrote, whom the answer must be for.

    Returns:
        The reply to show, or None for `success` or an empty body, which mean that there is none.

    Raises:
        MalformedReply: The answer is not what the protocol asks for, so the person sees a fault.
    """
    if body.strip() in (b"", b"success"):
        return None
    root = _parse(body)
    if root.find("Encrypt") is None:
        if config.message_mode == "safe":
            raise MalformedReply("a plain answer to an encrypted push")
    else:
        if config.message_mode == "plain":
            raise MalformedReply("an encrypted answer to a plain push")
        root = _parse(_open(root, config).encode())
    return _reply(root, config, openid)


def _parse(raw: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise MalformedReply("the answer declares entities")
    try:
        root = ElementTree.fromstring(raw)  # noqa: S314 - entities are refused above
    except ElementTree.ParseError as error:
        raise MalformedReply("the answer is not XML") from error
    if root.tag != "xml":
        raise MalformedReply("the answer's root is not <xml>")
    return root


def _open(root: ElementTree.Element, config: SimulatorConfig) -> str:
    sealed, timestamp, nonce = (_field(root, name) for name in ("Encrypt", "TimeStamp", "Nonce"))
    if _field(root, "MsgSignature") != signature(config.token, timestamp, nonce, sealed):
        raise MalformedReply("the answer's MsgSignature is wrong")
    try:
        return decrypt(sealed, config.encoding_aes_key, config.app_id)
    except CipherError as error:
        raise MalformedReply(f"the answer cannot be decrypted: {error}") from error


def _field(root: ElementTree.Element, path: str) -> str:
    value = root.findtext(path)
    if not value:
        raise MalformedReply(f"the answer has no {path}")
    return value


def _reply(root: ElementTree.Element, config: SimulatorConfig, openid: str) -> PassiveReply:
    if _field(root, "ToUserName") != openid:
        raise MalformedReply("the answer's ToUserName is not the person who wrote")
    if _field(root, "FromUserName") != config.account_id:
        raise MalformedReply("the answer's FromUserName is not the account")
    if not _field(root, "CreateTime").isdigit():
        raise MalformedReply("the answer's CreateTime is not a number")
    kind = _field(root, "MsgType")
    if kind == "text":
        text = _field(root, "Content")
        if len(text.encode()) > config.text_limit:
            raise MalformedReply(f"the answer's text is longer than {config.text_limit} bytes")
        return PassiveReply("text", text=text)
    if kind == "image":
        return PassiveReply("image", media_id=_field(root, "Image/MediaId"))
    if kind == "voice":
        return PassiveReply("voice", media_id=_field(root, "Voice/MediaId"))
    raise MalformedReply(f"the answer's MsgType {kind} is not one that the simulator shows")
