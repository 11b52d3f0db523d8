"""The files that people sent, kept by us: evidence must outlive the platform's three days."""

import hashlib
import os
import re
import secrets
from pathlib import Path

from bot.privacy import Vault

_KEY = re.compile(r"[0-9a-f]{64}")


class MediaStore:
    """Files on disk, encrypted, each under the SHA-256 of its content: `ab/cd/abcd…` below the root.

    Equal files are one file: whoever deletes one first makes sure that no other record names its key.

    Args:
        root: The folder; it is made when the first file is put.
        vault: Encrypts what is kept: a photo of an ID card is as personal as its number.
    """

    def __init__(self, root: Path, vault: Vault) -> None:
        self._root = root
        self._vault = vault

    def put(self, data: bytes) -> str:
        """Keep `data` and return its key; once this returns, a crash does not lose it.

        Raises:
            OSError: The disk is full or not writable.
        """
        key = hashlib.sha256(data).hexdigest()
        path = self._path(key)
        if path.exists():
            return key
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = path.with_name(f".{key}.{secrets.token_hex(4)}")
        try:
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(self._vault.seal_bytes(data))
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        _sync_folder(path.parent)
        return key

    def open(self, key: str) -> bytes:
        """Return the file kept under `key`.

        Raises:
            KeyError: There is none.
            VaultError: It cannot be decrypted with the keys at hand.
        """
        try:
            return self._vault.open_bytes(self._path(key).read_bytes())
        except FileNotFoundError as error:
            raise KeyError(key) from error

    def delete(self, key: str) -> bool:
        """Delete the file under `key`; tell whether there was one."""
        path = self._path(key)
        if not path.exists():
            return False
        path.unlink(missing_ok=True)
        return True

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):  # keys come back from outside, and must not lead out of the root
            raise KeyError(key)
        return self._root / key[:2] / key[2:4] / key


def _sync_folder(folder: Path) -> None:
    """Make a new name in `folder` last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
