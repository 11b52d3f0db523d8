"""Passwords of desk accounts: the rule for choosing one, and argon2 hashes of them."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH = 10
# Argon2 reads the whole password: a bound keeps somebody from sending a book.
MAX_LENGTH = 200

_hasher = PasswordHasher()
# What an unknown account's password is compared with, so that the answer takes as long as for a known one. It is
# the hash of random bytes that nobody has kept.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$7war1i3PAFzj3paviwmXuQ$YxYo08sUo/Qdocqk6k14FZqHahp9WMrhKMbs9g0Q5dE"


class StaffError(Exception):
    """An account cannot be made or changed; the message is a line in Chinese."""


class WeakPassword(StaffError):
    """The password breaks the rule; the message is a line in Chinese for the person who chose it."""


def check_rule(password: str, username: str = "") -> None:
    """Check a new password: 10 to 200 characters, more than one kind of them, not the account's name.

    Raises:
        WeakPassword: It breaks the rule.
    """
    if len(password) < MIN_LENGTH:
        raise WeakPassword(f"密码太短：至少 {MIN_LENGTH} 个字符")
    if len(password) > MAX_LENGTH:
        raise WeakPassword(f"密码太长：最多 {MAX_LENGTH} 个字符")
    if len(set(password)) < 4:
        raise WeakPassword("密码太简单：至少要有 4 个不同的字符")
    if username and password.lower().replace(username.lower(), "").strip("0123456789") == "":
        raise WeakPassword("密码太简单：不能只用用户名加数字")


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password, with its salt and parameters in it (at most 200 characters)."""
    return _hasher.hash(password)


def matches(password: str, password_hash: str | None) -> bool:
    """Return whether a password belongs to a hash; None, for an unknown account, takes as long and is false."""
    try:
        _hasher.verify(password_hash or _NOBODY, password[: MAX_LENGTH + 1])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
