"""The store in a bucket, against a server that speaks S3 on loopback."""

import time
from collections.abc import Iterator
from dataclasses import replace

import boto3
import pytest
from cryptography.fernet import Fernet
from moto.server import ThreadedMotoServer

from bot.privacy import Vault
from bot.settings import S3Settings, Settings
from bot.storage.media_store import FolderStore, media_store
from bot.storage.s3_store import S3Store
from tests.support.ports import free_port

JPEG = b"\xff\xd8\xff" + b"picture" * 10
VAULT = Vault(Fernet.generate_key().decode())


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server of its own, with one bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint: str) -> Iterator[tuple[S3Settings, object]]:
    """Settings of a bucket, and a client to look into it."""
    settings = S3Settings("union-files", "media", endpoint, "key", "secret", None, "us-east-1")
    access = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url=endpoint, **access)
    client.create_bucket(Bucket=settings.bucket)
    yield settings, client
    for row in client.list_objects_v2(Bucket=settings.bucket).get("Contents", []):
        client.delete_object(Bucket=settings.bucket, Key=row["Key"])
    client.delete_bucket(Bucket=settings.bucket)


def test_a_file_is_kept_encrypted_under_its_hash_and_read_back(bucket):
    settings, client = bucket
    store = S3Store(settings, VAULT)
    key = store.put(JPEG)
    assert store.open(key) == JPEG
    [row] = client.list_objects_v2(Bucket=settings.bucket)["Contents"]
    assert row["Key"] == f"media/{key[:2]}/{key[2:4]}/{key}"
    kept = client.get_object(Bucket=settings.bucket, Key=row["Key"])["Body"].read()
    assert JPEG not in kept and VAULT.open_bytes(kept) == JPEG


def test_a_file_put_twice_is_kept_once(bucket):
    settings, client = bucket
    store = S3Store(replace(settings, prefix=""), VAULT)
    assert store.put(JPEG) == store.put(JPEG)
    assert len(client.list_objects_v2(Bucket=settings.bucket)["Contents"]) == 1


def test_a_deleted_file_is_gone(bucket):
    store = S3Store(bucket[0], VAULT)
    key = store.put(JPEG)
    assert store.delete(key) and not store.delete(key)
    with pytest.raises(KeyError):
        store.open(key)


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "A" * 64, "a" * 64 + "\n"])
def test_a_key_cannot_lead_out_of_the_store(bucket, key):
    store = S3Store(bucket[0], VAULT)
    with pytest.raises(KeyError):
        store.open(key)


def test_a_bucket_that_is_not_there_is_said_so(bucket):
    store = S3Store(replace(bucket[0], bucket="no-such-bucket"), VAULT)
    S3Store(bucket[0], VAULT).check()
    with pytest.raises(OSError, match="bucket"):
        store.check()
    with pytest.raises(OSError, match="bucket"):
        store.put(JPEG)


def test_a_server_that_is_not_there_is_given_up_soon(bucket):
    store = S3Store(replace(bucket[0], endpoint_url=f"http://127.0.0.1:{free_port()}"), VAULT)
    begun = time.monotonic()
    with pytest.raises(OSError, match="not reached"):
        store.put(JPEG)
    assert time.monotonic() - begun < 30


def test_the_settings_choose_the_store(tmp_path):
    assert isinstance(media_store(Settings.load({}, tmp_path), VAULT), FolderStore)
    env = {"MEDIA_STORE_URL": "s3://union-files/media", "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    assert isinstance(media_store(Settings.load(env, tmp_path), VAULT), S3Store)
