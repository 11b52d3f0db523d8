"""Tests of signatures, the cipher and the three message modes."""

import base64
import json
import struct
from datetime import datetime, timezone

import pytest
import xmltodict
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from bot import clock
from integrations.wechat.crypto import Account, Crypto, handshake, open_push, sign, verify
from integrations.wechat.errors import BadRequest, BadSignature

TOKEN = "AAAAA"
APP_ID = "wx0123456789abcdef"
KEY = base64.b64encode(b"k" * 32).decode()[:43]
OLD_KEY = base64.b64encode(b"o" * 32).decode()[:43]
MESSAGE = (
    "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[o_zhang]]></FromUserName>"
    "<CreateTime>1714036504</CreateTime><MsgType><![CDATA[text]]></MsgType>"
    "<Content><![CDATA[公司拖欠工资]]></Content><MsgId>1</MsgId></xml>"
)

plain = Account(APP_ID, TOKEN, "plain")
compatible = Account(APP_ID, TOKEN, "compatible", KEY)
safe = Account(APP_ID, TOKEN, "safe", KEY, OLD_KEY)


def encrypted_as_documented(message: str, key: str = KEY, app_id: str = APP_ID) -> str:
    """Encrypt by the platform's description alone, so that wechatpy is not measured against itself."""
    secret = base64.b64decode(key + "=")
    raw = message.encode()
    content = b"0123456789abcdef" + struct.pack(">I", len(raw)) + raw + app_id.encode()
    padding = 32 - len(content) % 32
    encryptor = Cipher(algorithms.AES(secret), modes.CBC(secret[:16])).encryptor()
    return base64.b64encode(encryptor.update(content + bytes([padding]) * padding) + encryptor.finalize()).decode()


def decrypted_as_documented(encrypt: str, key: str = KEY) -> str:
    secret = base64.b64decode(key + "=")
    decryptor = Cipher(algorithms.AES(secret), modes.CBC(secret[:16])).decryptor()
    content = decryptor.update(base64.b64decode(encrypt)) + decryptor.finalize()
    content = content[: -content[-1]]
    (length,) = struct.unpack(">I", content[16:20])
    assert content[20 + length :].decode() == APP_ID
    return content[20 : 20 + length].decode()


def query(encrypt: str | None = None, timestamp: str = "1714036504") -> dict[str, str]:
    values = {"timestamp": timestamp, "nonce": "42", "signature": sign(TOKEN, timestamp, "42")}
    if encrypt is not None:
        values |= {"encrypt_type": "aes", "msg_signature": sign(TOKEN, timestamp, "42", encrypt)}
    return values


def envelope(encrypt: str, beside: str = "") -> bytes:
    return f"<xml><ToUserName>gh_1</ToUserName><Encrypt><![CDATA[{encrypt}]]></Encrypt>{beside}</xml>".encode()


@pytest.mark.parametrize(
    ("timestamp", "nonce", "signature"),
    [
        ("1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd1441696"),
        ("1714037059", "486452656", "899cf89e464efb63f54ddac96b0a0a235f53aa78"),
    ],
)
def test_the_platforms_known_answers_verify(timestamp: str, nonce: str, signature: str) -> None:
    assert sign(TOKEN, timestamp, nonce) == signature
    assert verify(signature, timestamp, nonce, TOKEN)
    values = {"signature": signature, "timestamp": timestamp, "nonce": nonce, "echostr": "4375120948345356249"}
    assert handshake(values, safe) == "4375120948345356249"


@pytest.mark.parametrize("forged", ["", "f464b24f", "签名", "0" * 40])
def test_a_wrong_signature_never_verifies(forged: str) -> None:
    assert not verify(forged, "1714036504", "1514711492", TOKEN)


def test_an_empty_token_verifies_nothing() -> None:
    assert not verify(sign("", "1", "2"), "1", "2", "")


def test_a_handshake_without_a_signature_is_refused() -> None:
    with pytest.raises(BadSignature):
        handshake({"echostr": "1"}, safe)


@given(st.text(max_size=300))
def test_what_is_encrypted_for_the_platform_can_be_decrypted_by_its_description(text: str) -> None:
    sealed = Crypto(TOKEN, KEY, APP_ID).encrypt(text)
    assert decrypted_as_documented(sealed["Encrypt"]) == text
    assert sealed["MsgSignature"] == sign(TOKEN, sealed["TimeStamp"], sealed["Nonce"], sealed["Encrypt"])


def test_a_plain_push_opens_in_plain_mode() -> None:
    push = open_push(query(), MESSAGE.encode(), plain)
    assert (push.xml, push.cipher) == (MESSAGE, None)


def test_a_safe_push_opens_and_its_answer_is_encrypted() -> None:
    encrypt = encrypted_as_documented(MESSAGE)
    push = open_push(query(encrypt), envelope(encrypt), safe)
    assert push.xml == MESSAGE
    answer = xmltodict.parse(push.seal({}, "<xml>好</xml>"))["xml"]
    assert decrypted_as_documented(answer["Encrypt"]) == "<xml>好</xml>"
    assert verify(answer["MsgSignature"], answer["TimeStamp"], answer["Nonce"], TOKEN, encrypt=answer["Encrypt"])


def test_a_push_under_the_previous_key_opens_and_is_answered_with_that_key() -> None:
    encrypt = encrypted_as_documented(MESSAGE, OLD_KEY)
    push = open_push(query(encrypt), envelope(encrypt), safe)
    answer = xmltodict.parse(push.seal({}, "<xml>好</xml>"))["xml"]
    assert decrypted_as_documented(answer["Encrypt"], OLD_KEY) == "<xml>好</xml>"


def test_the_cipher_side_is_what_counts_in_compatible_mode() -> None:
    encrypt = encrypted_as_documented(MESSAGE)
    beside = "<MsgType>text</MsgType><Content>forged</Content><FromUserName>o_other</FromUserName>"
    assert open_push(query(encrypt), envelope(encrypt, beside), compatible).xml == MESSAGE


@pytest.mark.parametrize("account", [safe, compatible])
def test_a_plain_push_is_refused_where_a_key_is_in_use(account: Account) -> None:
    with pytest.raises(BadSignature):
        open_push(query(), MESSAGE.encode(), account)


def test_the_plain_signature_does_not_stand_for_the_encrypted_one() -> None:
    encrypt = encrypted_as_documented(MESSAGE)
    values = query(encrypt)
    values["msg_signature"] = values["signature"]
    with pytest.raises(BadSignature):
        open_push(values, envelope(encrypt), safe)


def test_an_altered_cipher_text_is_refused() -> None:
    encrypt = encrypted_as_documented(MESSAGE)
    with pytest.raises(BadSignature):
        open_push(query(encrypt), envelope(encrypted_as_documented(MESSAGE + " ")), safe)


def test_a_forged_plain_push_is_refused_before_its_body_is_read() -> None:
    with pytest.raises(BadSignature):
        open_push(query() | {"signature": "0" * 40}, b"<xml>", plain)


@pytest.mark.parametrize(
    "encrypt",
    [
        encrypted_as_documented(MESSAGE, app_id="wx_another"),
        encrypted_as_documented(MESSAGE, base64.b64encode(b"x" * 32).decode()[:43]),
        "bm90IGEgYmxvY2s=",
        "not base64!",
        "密文",
        "",
    ],
)
def test_what_is_signed_but_cannot_be_decrypted_for_us_is_a_bad_request(encrypt: str) -> None:
    with pytest.raises(BadRequest if encrypt else BadSignature):
        open_push(query(encrypt), envelope(encrypt), safe)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<xml><Content>",
        b"<xml/>",
        b"<other><MsgType>text</MsgType></other>",
        b"\xff\xfe<xml/>",
        b"{not json",
        b"[1]",
        b'{"a":' * 5000,
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xml><MsgType>&b;</MsgType></xml>',
        b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><MsgType>&f;</MsgType></xml>',
    ],
)
def test_a_broken_or_dangerous_body_is_a_bad_request(body: bytes) -> None:
    with pytest.raises(BadRequest):
        open_push(query(), body, plain)
    encrypt = encrypted_as_documented(body.decode(errors="replace"))
    with pytest.raises(BadRequest):
        open_push(query(encrypt), envelope(encrypt), safe)


def test_markup_inside_a_persons_text_is_only_text() -> None:
    body = MESSAGE.replace("公司拖欠工资", '<!DOCTYPE html><!ENTITY a "b">')
    assert open_push(query(), body.encode(), plain).xml == body


def test_an_encrypted_push_in_plain_mode_is_named_as_a_wrong_setting() -> None:
    encrypt = encrypted_as_documented(MESSAGE)
    with pytest.raises(BadRequest, match="message mode is set to plain"):
        open_push(query(encrypt), envelope(encrypt), plain)


def test_a_json_push_opens_and_is_answered_in_json() -> None:
    body = json.dumps({"ToUserName": "gh_1", "MsgType": "text", "Content": "你好\u0008<b>&", "MsgId": 12}).encode()
    push = open_push(query(), body, plain)
    fields = xmltodict.parse(push.xml)["xml"]
    assert (fields["Content"], fields["MsgId"]) == ("你好<b>&", "12")
    assert json.loads(push.seal({"Content": "好"}, "<xml/>")) == {"Content": "好"}


def test_an_encrypted_json_push_is_answered_with_an_encrypted_json() -> None:
    encrypt = encrypted_as_documented('{"MsgType": "text", "Content": "你好"}')
    push = open_push(query(encrypt), json.dumps({"ToUserName": "gh_1", "Encrypt": encrypt}).encode(), safe)
    assert xmltodict.parse(push.xml)["xml"]["Content"] == "你好"
    answer = json.loads(push.seal({"Content": "好"}, "<xml/>"))
    assert json.loads(decrypted_as_documented(answer["Encrypt"])) == {"Content": "好"}


def test_a_timestamp_outside_the_replay_window_is_refused_where_a_window_is_set() -> None:
    strict = Account(APP_ID, TOKEN, "plain", replay_window=300)
    moment = datetime.fromtimestamp(1714036504, timezone.utc)
    with clock.fixed(moment):
        assert open_push(query(), MESSAGE.encode(), strict)
        for timestamp in ("1714036100", "1714036900", "soon"):
            with pytest.raises(BadSignature):
                open_push(query(timestamp=timestamp), MESSAGE.encode(), strict)


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        (("", TOKEN, "plain"), "app id"),
        ((APP_ID, "", "plain"), "token"),
        ((APP_ID, TOKEN, "safe"), "EncodingAESKey"),
        ((APP_ID, TOKEN, "safe", "short"), "43"),
        ((APP_ID, TOKEN, "open", KEY), "message mode"),
    ],
)
def test_settings_that_cannot_work_are_refused_by_name(values: tuple[str, ...], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Account(*values)  # type: ignore[arg-type]


def test_an_account_does_not_show_its_secrets() -> None:
    assert TOKEN not in repr(safe)
    assert KEY not in repr(safe)
