"""Who sent a push, and what it says: signatures, the cipher, and the three message modes."""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from wechatpy.crypto import PrpCrypto
from wechatpy.exceptions import InvalidAppIdException

from bot import clock
from integrations.wechat import body as bodies
from integrations.wechat.errors import BadRequest, BadSignature

Mode = Literal["plain", "compatible", "safe"]


def sign(token: str, timestamp: str, nonce: str, encrypt: str | None = None) -> str:
    """Return the platform's signature: the hex SHA-1 of the sorted parts, joined."""
    parts = sorted(part.encode() for part in (token, timestamp, nonce, encrypt) if part is not None)
    return hashlib.sha1(b"".join(parts)).hexdigest()  # noqa: S324 - the platform's algorithm


def verify(signature: str, timestamp: str, nonce: str, token: str, *, encrypt: str | None = None) -> bool:
    """Check a signature in constant time.

    Args:
        signature: `signature` of a plain push; `msg_signature` of an encrypted one.
        timestamp: As it stands in the query.
        nonce: As it stands in the query.
        token: The account's Token; an empty one verifies nothing.
        encrypt: The `Encrypt` element of an encrypted push, which its signature covers too.
    """
    if not (token and signature and timestamp and nonce):
        return False
    return hmac.compare_digest(sign(token, timestamp, nonce, encrypt).encode(), signature.encode())


class _Cipher(PrpCrypto):
    """wechatpy's cipher with 16 unpredictable bytes in front, where it takes them from `random`."""

    def get_random_string(self) -> str:
        return secrets.token_hex(8)


class Crypto:
    """The account's cipher under one EncodingAESKey."""

    def __init__(self, token: str, encoding_aes_key: str, app_id: str) -> None:
        """Prepare the cipher.

        Raises:
            ValueError: The key is not 43 characters of base64.
        """
        if not re.fullmatch(r"[A-Za-z0-9+/]{43}", encoding_aes_key):
            raise ValueError("EncodingAESKey must be 43 letters and digits, as the platform shows it")
        self._token, self._app_id = token, app_id
        self._cipher = _Cipher(base64.b64decode(encoding_aes_key + "="))

    def decrypt(self, encrypt: str) -> str:
        """Return the document inside an `Encrypt` element whose signature was verified.

        Raises:
            BadRequest: It was not encrypted with this key, or is meant for another app id.
        """
        try:
            return str(self._cipher.decrypt(encrypt, self._app_id))
        except InvalidAppIdException as error:
            raise BadRequest("the push is for another app id") from error
        except Exception as error:  # a wrong key shows as any of struct, index, base64 and UTF-8 errors
            raise BadRequest("the push cannot be decrypted with the account's EncodingAESKey") from error

    def encrypt(self, document: str) -> dict[str, str]:
        """Return the signed envelope of `document`: Encrypt, MsgSignature, TimeStamp, Nonce."""
        encrypt = self._cipher.encrypt(document, self._app_id).decode()
        timestamp, nonce = str(int(clock.now().timestamp())), secrets.token_hex(8)
        return {
            "Encrypt": encrypt,
            "MsgSignature": sign(self._token, timestamp, nonce, encrypt),
            "TimeStamp": timestamp,
            "Nonce": nonce,
        }


@dataclass(frozen=True)
class Account:
    """What the official account is set to; checked when it is made.

    Attributes:
        app_id: The account's AppID.
        token: The Token that signs pushes.
        mode: How the platform is set to send: plain, compatible (plain and cipher) or safe (cipher).
        aes_key: The EncodingAESKey, 43 characters; required unless the mode is plain.
        previous_aes_key: The key before the last change, which the platform may still use.
        replay_window: Seconds that a push's timestamp may lie from now; None accepts any. The platform
            signs a repeated delivery anew, so a window of some minutes loses nothing where clocks agree.
    """

    app_id: str
    token: str = field(repr=False)
    mode: Mode = "safe"
    aes_key: str = field(default="", repr=False)
    previous_aes_key: str = field(default="", repr=False)
    replay_window: int | None = None

    def __post_init__(self) -> None:
        """Refuse settings that cannot work.

        Raises:
            ValueError: A value is missing or malformed; the message says which.
        """
        if not self.app_id or not self.token:
            raise ValueError("the account needs an app id and a token")
        if self.mode not in ("plain", "compatible", "safe"):
            raise ValueError(f"message mode must be plain, compatible or safe, not {self.mode!r}")
        if self.mode != "plain" and not self.ciphers:
            raise ValueError(f"message mode {self.mode} needs the account's EncodingAESKey")

    @cached_property
    def ciphers(self) -> tuple[Crypto, ...]:
        """The ciphers to try, the current key first."""
        keys = (self.aes_key, self.previous_aes_key)
        return tuple(Crypto(self.token, key, self.app_id) for key in keys if key)


@dataclass(frozen=True)
class Push:
    """A push that was verified and decrypted.

    Attributes:
        xml: The message as an XML document, whatever form it came in.
        format: The form it came in, and in which its answer goes back.
        cipher: What decrypted it and encrypts the answer; None for a plain push.
    """

    xml: str = field(repr=False)
    format: bodies.Format = "xml"
    cipher: Crypto | None = None

    def seal(self, fields: Mapping[str, Any], document: str) -> str:
        """Return the body that answers this push.

        Args:
            fields: The answer, by the platform's element names.
            document: The same answer as XML.
        """
        plain = document if self.format == "xml" else bodies.as_json(fields)
        if self.cipher is None:
            return plain
        envelope = self.cipher.encrypt(plain)
        if self.format == "json":
            return bodies.as_json(envelope)
        return bodies.as_xml(envelope)


def handshake(query: Mapping[str, str], account: Account) -> str:
    """Return the `echostr` that answers the platform's check of our address.

    Args:
        query: The query's parameters, one value each.
        account: The account's settings.

    Raises:
        BadSignature: The request is not from the platform.
    """
    _check(query, account, query.get("signature", ""))
    return query.get("echostr", "")


def open_push(query: Mapping[str, str], body: bytes, account: Account) -> Push:
    """Verify and decrypt what the platform pushed.

    A plain signature does not cover the body, so wherever a key is in use (compatible and safe mode) only
    the cipher side counts, and a push without one is refused.

    Args:
        query: The query's parameters, one value each: signature, timestamp, nonce; msg_signature when encrypted.
        body: The request's body, XML or JSON; its size is limited by whoever read it.
        account: The account's settings.

    Raises:
        BadSignature: The push is forged, altered, too old, or plain where it has to be encrypted.
        BadRequest: The body is malformed, cannot be decrypted or is meant for another app id.
    """
    if account.mode == "plain":
        _check(query, account, query.get("signature", ""))
        message = bodies.parse(body)
        if "MsgType" not in message.fields and "Encrypt" in message.fields:
            raise BadRequest("the platform sends encrypted messages, but the message mode is set to plain")
        return Push(message.xml, message.format)
    encrypt = bodies.parse(body).fields.get("Encrypt")
    if not isinstance(encrypt, str):
        raise BadSignature("a push without its encrypted side is not accepted in this message mode")
    _check(query, account, query.get("msg_signature", ""), encrypt)
    cipher, content = _decrypt(encrypt, account)
    message = bodies.parse(content.encode())
    return Push(message.xml, message.format, cipher)


def _check(query: Mapping[str, str], account: Account, signature: str, encrypt: str | None = None) -> None:
    timestamp = query.get("timestamp", "")
    if not verify(signature, timestamp, query.get("nonce", ""), account.token, encrypt=encrypt):
        raise BadSignature("the signature is wrong")
    if account.replay_window is not None:
        age = clock.now().timestamp() - int(timestamp) if re.fullmatch(r"\d{1,12}", timestamp) else None
        if age is None or abs(age) > account.replay_window:
            raise BadSignature("the timestamp is too far from now")


def _decrypt(encrypt: str, account: Account) -> tuple[Crypto, str]:
    failure = BadRequest("the account has no EncodingAESKey")
    for cipher in account.ciphers:
        try:
            return cipher, cipher.decrypt(encrypt)
        except BadRequest as error:
            failure = error
    raise failure
