"""WeChat's signature and cipher, written from the protocol's description and from nothing of ours.

The webhook uses a library for the same thing. A second, independent writing is the point: a mistake on one side
cannot be mirrored, and so hidden, on the other.
"""

import base64
import binascii
import hashlib
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32  # The protocol pads to 32 bytes, not to the 16 of AES itself.
RANDOM_PREFIX = 16
LENGTH_PREFIX = 4


class CipherError(ValueError):
    """A ciphertext is not one of ours: wrong key, altered, or made for another account."""


def signature(*parts: str) -> str:
    """Return the platform's signature: the hex SHA-1 of the sorted `parts`, put together.

    Plain pushes sign (token, timestamp, nonce), encrypted ones (token, timestamp, nonce, Encrypt).
    """
    joined = "".join(sorted(parts)).encode()
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def _cipher(encoding_aes_key: str) -> Cipher:
    key = base64.b64decode(encoding_aes_key + "=")
    return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


def encrypt(plain: str, encoding_aes_key: str, app_id: str) -> str:
    """Encrypt a message as the platform does.

    Args:
        plain: The message's XML.
        encoding_aes_key: The account's 43 characters.
        app_id: Written behind the message, so that the receiver can tell whose it is.

    Returns:
        Base64 of AES-256-CBC over 16 random bytes, the length, the message, and the app id.
    """
    message = plain.encode()
    data = secrets.token_bytes(RANDOM_PREFIX) + struct.pack(">I", len(message)) + message + app_id.encode()
    padding = BLOCK - len(data) % BLOCK
    encryptor = _cipher(encoding_aes_key).encryptor()
    sealed = encryptor.update(data + bytes([padding]) * padding) + encryptor.finalize()
    return base64.b64encode(sealed).decode()


def decrypt(sealed: str, encoding_aes_key: str, app_id: str) -> str:
    """Undo `encrypt`.

    Raises:
        CipherError: The text is not base64, not padded as it must be, or carries another app id.
    """
    try:
        decryptor = _cipher(encoding_aes_key).decryptor()
        data = decryptor.update(base64.b64decode(sealed, validate=True)) + decryptor.finalize()
    except (binascii.Error, ValueError) as error:
        raise CipherError("not a ciphertext in base64") from error
    padding = data[-1] if data else 0
    if not 1 <= padding <= BLOCK or data[-padding:] != bytes([padding]) * padding:
        raise CipherError("wrong padding: another key, or not padded to 32 bytes")
    data = data[:-padding]
    body = data[RANDOM_PREFIX + LENGTH_PREFIX :]
    length = int.from_bytes(data[RANDOM_PREFIX : RANDOM_PREFIX + LENGTH_PREFIX], "big")
    if length > len(body):
        raise CipherError("the length inside is wrong")
    if body[length:] != app_id.encode():
        raise CipherError("made for another app id")
    try:
        return body[:length].decode()
    except UnicodeDecodeError as error:
        raise CipherError("the message inside is not UTF-8") from error
