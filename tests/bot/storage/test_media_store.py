import hashlib
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.privacy import Vault
from bot.storage.media_store import FolderStore

JPEG = b"\xff\xd8\xff" + b"picture" * 10
VAULT = Vault(Fernet.generate_key().decode())


def test_a_file_is_kept_under_its_hash_and_read_back(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "media", VAULT)
    key = store.put(JPEG)
    assert key == hashlib.sha256(JPEG).hexdigest()
    assert store.open(key) == JPEG
    path = tmp_path / "media" / key[:2] / key[2:4] / key
    assert path.stat().st_mode & 0o777 == 0o600
    assert JPEG not in path.read_bytes()


def test_a_file_put_twice_is_kept_once_and_nothing_unfinished_stays(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, VAULT)
    assert store.put(JPEG) == store.put(JPEG)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_deleted_file_is_gone(tmp_path: Path) -> None:
    store = FolderStore(tmp_path, VAULT)
    key = store.put(JPEG)
    assert store.delete(key)
    assert not store.delete(key)
    with pytest.raises(KeyError):
        store.open(key)


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_a_key_cannot_lead_out_of_the_store(tmp_path: Path, key: str) -> None:
    store = FolderStore(tmp_path, VAULT)
    with pytest.raises(KeyError):
        store.open(key)
    with pytest.raises(KeyError):
        store.delete(key)


def test_a_store_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "media").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="media"):
        FolderStore(tmp_path / "media", VAULT).put(JPEG)
