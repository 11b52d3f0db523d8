"""The files that people sent, in a bucket of S3 or of a store that speaks its language."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from bot.privacy import Vault
from bot.settings import S3Settings
from bot.storage.media_store import checked

# A person waits for none of it for long: files are fetched and shown in the background of a page or a turn.
_CONNECT_SECONDS, _READ_SECONDS, _TRIES = 3, 10, 3
_GONE = frozenset({"404", "NoSuchKey", "NotFound"})


class S3Store:
    """Files in a bucket, each under the SHA-256 of its content: `PREFIX/ab/cd/abcd…`.

    They are encrypted before they leave this process, with the same vault as everything personal: whoever runs the
    bucket cannot read them.

    Args:
        settings: The bucket and how to reach it.
        vault: Encrypts what is kept.
    """

    def __init__(self, settings: S3Settings, vault: Vault) -> None:
        self._bucket, self._prefix, self._vault = settings.bucket, settings.prefix, vault
        session = boto3.session.Session(
            aws_access_key_id=settings.access_key_id,
            aws_secret_access_key=settings.secret_access_key,
            aws_session_token=settings.session_token,
            region_name=settings.region,
        )
        self._client = session.client(
            "s3",
            endpoint_url=settings.endpoint_url,
            config=Config(
                connect_timeout=_CONNECT_SECONDS,
                read_timeout=_READ_SECONDS,
                retries={"total_max_attempts": _TRIES, "mode": "standard"},
                # Stores of other makers know buckets by path, and not every new checksum of Amazon's.
                s3={"addressing_style": "path" if settings.endpoint_url else "auto"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def put(self, data: bytes) -> str:
        """Keep `data` and return its key; once this returns, the bucket has it.

        Raises:
            OSError: The bucket is not there at the moment, or refuses.
        """
        key = hashlib.sha256(data).hexdigest()
        if not self._has(key):
            with _reached():
                self._client.put_object(Bucket=self._bucket, Key=self._name(key), Body=self._vault.seal_bytes(data))
        return key

    def open(self, key: str) -> bytes:
        """Return the file kept under `key`.

        Raises:
            KeyError: There is none.
            VaultError: It cannot be decrypted with the keys at hand.
            OSError: The bucket is not there at the moment, or refuses.
        """
        with _reached(key):
            sealed = self._client.get_object(Bucket=self._bucket, Key=self._name(key))["Body"].read()
        return self._vault.open_bytes(sealed)

    def delete(self, key: str) -> bool:
        """Delete the file under `key`; tell whether there was one.

        Raises:
            OSError: The bucket is not there at the moment, or refuses.
        """
        if not self._has(key):
            return False
        with _reached():
            self._client.delete_object(Bucket=self._bucket, Key=self._name(key))
        return True

    def check(self) -> None:
        """Make sure that the bucket is there and lets us in.

        Raises:
            OSError: It is not, or does not.
        """
        with _reached():
            self._client.head_bucket(Bucket=self._bucket)

    def _has(self, key: str) -> bool:
        try:
            with _reached(key):
                self._client.head_object(Bucket=self._bucket, Key=self._name(key))
        except KeyError:
            return False
        return True

    def _name(self, key: str) -> str:
        return "/".join(filter(None, [self._prefix, checked(key)[:2], key[2:4], key]))


@contextmanager
def _reached(key: str | None = None) -> Iterator[None]:
    """Turn what boto3 raises into what every store raises; neither keys nor answers of the server are repeated."""
    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if key is not None and code in _GONE:
            raise KeyError(key) from None
        raise OSError(f"the bucket refuses: {code}") from error
    except BotoCoreError as error:
        raise OSError(f"the bucket is not reached: {type(error).__name__}") from error
