"""Personal data: encrypted where it is kept, masked where it is shown (Personal Information Protection Law §51)."""

import hashlib
import hmac
import re

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

# As people write them: with a country code, in groups, with any sign between.
_BETWEEN = r"[ .\-－—·]?"
_PHONE = re.compile(rf"(?<!\d)(?:\+?86{_BETWEEN})?(1[3-9]\d){_BETWEEN}(\d{{4}}){_BETWEEN}(\d{{4}})(?!\d)")
_ID_NUMBER = re.compile(rf"(?<!\d)(\d{{6}}){_BETWEEN}(\d{{8}}){_BETWEEN}(\d{{3}}[\dXx])(?!\d)")
# Full-width digits are digits too; one for one, so that places stay the same.
_DIGITS = str.maketrans("０１２３４５６７８９Ｘ＋", "0123456789X+")


class VaultError(Exception):
    """A stored value cannot be read with the keys at hand."""


class Vault:
    """Encrypts and decrypts personal values.

    Args:
        keys: Fernet keys, comma separated: the first encrypts, all decrypt, so a key can be replaced.
    """

    def __init__(self, keys: str) -> None:
        parts = [key.strip() for key in keys.split(",")]
        self._fernet = MultiFernet([Fernet(key) for key in parts])
        self._hash_key = hashlib.sha256(b"fingerprint:" + parts[-1].encode("ascii")).digest()

    def seal(self, value: str) -> str:
        """Return `value` encrypted, as text."""
        return self.seal_bytes(value.encode("utf-8")).decode("ascii")

    def open(self, sealed: str) -> str:
        """Return the value that `seal` was given.

        Raises:
            VaultError: None of the keys made this value, or it was altered.
        """
        return self.open_bytes(sealed.encode("ascii")).decode("utf-8")

    def seal_bytes(self, content: bytes) -> bytes:
        """Return `content` encrypted."""
        return self._fernet.encrypt(content)

    def open_bytes(self, sealed: bytes) -> bytes:
        """Return the content that `seal_bytes` was given.

        Raises:
            VaultError: None of the keys made it, or it was altered.
        """
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise VaultError("加密内容无法解开：DATA_KEY 与写入时不同，或数据已损坏") from None

    def fingerprint(self, value: str) -> str:
        """Return a keyed hash of `value` (64 hex digits) by which equal values find each other.

        It is keyed with the oldest key, so it stays the same when a newer key is put in front.
        """
        return hmac.new(self._hash_key, value.encode("utf-8"), hashlib.sha256).hexdigest()


def mask_phone(phone: str) -> str:
    """Return a phone number with its middle hidden: 138****0000."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"


def mask_id_number(number: str) -> str:
    """Return an ID number with the date of birth hidden: 310101********1234."""
    return f"{number[:6]}********{number[-4:]}" if len(number) == 18 else "****"


def mask_name(name: str) -> str:
    """Return a person's name with all but its first character hidden: 张**."""
    return name[:1] + "*" * (len(name) - 1)


def mask_text(text: str) -> str:
    """Return `text` with the phone and ID numbers in it masked, for screens that show what people wrote."""
    folded = text.translate(_DIGITS)
    hidden = [match.span(2) for pattern in (_ID_NUMBER, _PHONE) for match in pattern.finditer(folded)]
    shown = list(text)
    for start, end in hidden:
        shown[start:end] = "*" * (end - start)
    return "".join(shown)
