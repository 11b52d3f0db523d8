import base64
import struct

import pytest
import xmltodict
from wechatpy.crypto import PrpCrypto, WeChatCrypto

from integrations.simulator import crypto
from integrations.simulator.crypto import CipherError, decrypt, encrypt, signature

AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
APP_ID = "wx1234567890abcdef"


@pytest.mark.parametrize(
    ("timestamp", "nonce", "expected"),
    [
        ("1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd1441696"),
        ("1714037059", "486452656", "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
    ],
)
def test_the_signature_is_that_of_the_official_examples(timestamp: str, nonce: str, expected: str) -> None:
    assert signature("AAAAA", timestamp, nonce) == expected


@pytest.mark.parametrize("length", [0, 1, 10, 11, 12, 31, 32, 33, 5000])
def test_what_was_encrypted_is_decrypted_whatever_its_length(length: int) -> None:
    assert decrypt(encrypt("工" * length, AES_KEY, APP_ID), AES_KEY, APP_ID) == "工" * length


def test_the_ciphertext_is_padded_to_32_bytes() -> None:
    for length in range(40):
        assert len(base64.b64decode(encrypt("x" * length, AES_KEY, APP_ID))) % 32 == 0


def test_a_library_that_we_did_not_write_reads_the_ciphertext() -> None:
    sealed = encrypt("<xml><a>老板拖欠工资</a></xml>", AES_KEY, APP_ID)
    assert PrpCrypto(base64.b64decode(AES_KEY + "=")).decrypt(sealed, APP_ID) == "<xml><a>老板拖欠工资</a></xml>"


def test_the_ciphertext_of_a_library_that_we_did_not_write_is_read() -> None:
    sealed = xmltodict.parse(WeChatCrypto("AAAAA", AES_KEY, APP_ID).encrypt_message("你好", "1514711492", "1714036504"))
    assert decrypt(sealed["xml"]["Encrypt"], AES_KEY, APP_ID) == "你好"


def test_another_app_id_inside_is_refused() -> None:
    with pytest.raises(CipherError, match="another app id"):
        decrypt(encrypt("你好", AES_KEY, "wxsomebodyelse"), AES_KEY, APP_ID)


def test_another_key_is_refused() -> None:
    with pytest.raises(CipherError):
        decrypt(encrypt("你好", AES_KEY[::-1], APP_ID), AES_KEY, APP_ID)


@pytest.mark.parametrize("sealed", ["", "not base64!", "QUJD"])
def test_what_is_not_a_ciphertext_is_refused(sealed: str) -> None:
    with pytest.raises(CipherError):
        decrypt(sealed, AES_KEY, APP_ID)


def test_a_length_that_points_beyond_the_end_is_refused() -> None:
    data = b"r" * 16 + struct.pack(">I", 9999) + b"hi" + APP_ID.encode()
    padding = 32 - len(data) % 32
    encryptor = crypto._cipher(AES_KEY).encryptor()
    sealed = encryptor.update(data + bytes([padding]) * padding) + encryptor.finalize()
    with pytest.raises(CipherError, match="length"):
        decrypt(base64.b64encode(sealed).decode(), AES_KEY, APP_ID)
