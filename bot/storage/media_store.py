"""The files that people sent, kept by us: evidence must outlive the platform's three days."""

import hashlib
import os
import re
import secrets
from pathlib import Path
from typing import Protocol

from bot.privacy import Vault
from bot.settings import Settings

_KEY = re.compile(r"[0-9a-f]{64}")


class MediaStore(Protocol):
    """Where files are kept, encrypted, each under the SHA-256 of its content.

    Equal files are one file: whoever deletes one first makes sure that no other record names its key.
    """

    def put(self, data: bytes) -> str:
        """Keep `data` and return its key; once this returns, a crash does not lose it.

        Raises:
            OSError: It cannot be kept at the moment.
        """

    def open(self, key: str) -> bytes:
        """Return the file kept under `key`.

        Raises:
            KeyError: There is none.
            VaultError: It cannot be decrypted with the keys at hand.
            OSError: The store is not there at the moment.
        """

    def delete(self, key: str) -> bool:
        """Delete the file under `key`; tell whether there was one.

        Raises:
            OSError: The store is not there at the moment.
        """

    def check(self) -> None:
        """Make sure that the store is there.

        Raises:
            OSError: It is not.
        """


def media_store(settings: Settings, vault: Vault) -> MediaStore:
    """Return the store that the settings name: an S3 bucket, or a folder of the data folder."""
    if settings.media_s3 is None:
        return FolderStore(settings.data_dir / "media", vault)
    # Imported here: boto3 is slow to import, and most processes of most installations need no S3.
    from bot.storage.s3_store import S3Store

    return S3Store(settings.media_s3, vault)


def checked(key: str) -> str:
    """Return a key that is one: they come back from outside, and must not lead out of the store.

    Raises:
        KeyError: It is none.
    """
    if not _KEY.fullmatch(key):
        raise KeyError(key)
    return key


class FolderStore:
    """Files on disk, encrypted, each under the SHA-256 of its content: `ab/cd/abcd…` below the root.

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

    def check(self) -> None:
        """The folder is made when the first file is put; there is nothing to reach."""

    def _path(self, key: str) -> Path:
        return self._root / checked(key)[:2] / key[2:4] / key


def _sync_folder(folder: Path) -> None:
    """Make a new name in `folder` last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
