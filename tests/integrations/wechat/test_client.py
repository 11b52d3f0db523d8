"""Tests of the calls to the platform, against a real HTTP server that speaks its wire format."""

import logging
from collections.abc import AsyncIterator, Iterator

import pytest

from integrations.wechat import reply
from integrations.wechat.client import WeChatClient, connect
from integrations.wechat.errors import ApiError, ApiUnavailable, Delivery, SendOutcome, TokenUnavailable
from tests.support.loopback_api import LoopbackApi, Response, running
from tests.support.ports import free_port

TOKEN, SEND = "/cgi-bin/stable_token", "/cgi-bin/message/custom/send"
MESSAGE = reply.text_message("o_zhang", "您好，张三丰")


@pytest.fixture
def api() -> Iterator[LoopbackApi]:
    with running() as server:
        server.script(TOKEN, *({"access_token": f"secret-{n}", "expires_in": 7200} for n in (1, 2, 3)))
        yield server


@pytest.fixture
async def client(api: LoopbackApi) -> AsyncIterator[WeChatClient]:
    async with connect(app_id="wx1", app_secret="s3cret", base_url=api.url, timeout=0.5) as opened:
        yield opened


async def test_a_message_is_sent_as_utf8_json_with_the_token(api: LoopbackApi, client: WeChatClient) -> None:
    api.script(SEND, {"errcode": 0, "errmsg": "ok"})
    assert await client.send(MESSAGE) == SendOutcome(Delivery.DELIVERED, 0)
    (request,) = api.calls(SEND)
    assert request.query == {"access_token": "secret-1"}
    assert request.json() == MESSAGE
    assert "张三丰".encode() in request.body


@pytest.mark.parametrize(
    ("code", "delivery"),
    [
        (-1, Delivery.RETRY),
        (45011, Delivery.RETRY),
        (40003, Delivery.UNREACHABLE),
        (43004, Delivery.UNREACHABLE),
        (45015, Delivery.WINDOW_CLOSED),
        (45047, Delivery.ALLOWANCE_USED),
        (45009, Delivery.DAILY_LIMIT),
        (45002, Delivery.TOO_LONG),
        (48001, Delivery.FORBIDDEN),
        (48002, Delivery.FORBIDDEN),
        (40164, Delivery.ADDRESS_NOT_LISTED),
        (99999, Delivery.UNKNOWN),
    ],
)
async def test_every_error_code_has_its_meaning_and_is_tried_once(
    api: LoopbackApi, client: WeChatClient, code: int, delivery: Delivery
) -> None:
    api.script(SEND, {"errcode": code, "errmsg": "no"})
    outcome = await client.send(MESSAGE)
    assert (outcome.delivery, outcome.code) == (delivery, code)
    assert (outcome.retry_after is not None) == (delivery is Delivery.RETRY)
    assert len(api.calls(SEND)) == 1


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_bad_token_is_refreshed_once_and_the_message_goes_out(
    api: LoopbackApi, client: WeChatClient, code: int
) -> None:
    api.script(SEND, {"errcode": code}, {"errcode": 0})
    assert (await client.send(MESSAGE)).delivery is Delivery.DELIVERED
    assert [request.query["access_token"] for request in api.calls(SEND)] == ["secret-1", "secret-2"]


async def test_a_token_that_stays_bad_is_an_alarm_and_not_a_loop(
    api: LoopbackApi, client: WeChatClient, caplog: pytest.LogCaptureFixture
) -> None:
    api.script(SEND, {"errcode": 40001})
    outcome = await client.send(MESSAGE)
    assert (outcome.delivery, outcome.needs_operator) == (Delivery.TOKEN_BAD, True)
    assert len(api.calls(SEND)) == 2
    assert [record.levelname for record in caplog.records if "operator" in record.message] == ["ERROR"]


async def test_neither_texts_nor_secrets_reach_the_log(
    api: LoopbackApi, client: WeChatClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    api.script(SEND, {"errcode": 40001, "errmsg": "invalid credential secret-1"}, {"errcode": 45015})
    await client.send(MESSAGE)
    assert "custom/send" in caplog.text
    for secret in ("secret-1", "secret-2", "s3cret", "张三丰", "o_zhang"):
        assert secret not in caplog.text


async def test_a_platform_that_cannot_be_reached_means_try_again() -> None:
    async with connect(app_id="wx1", app_secret="s", base_url=f"http://127.0.0.1:{free_port()}") as client:
        outcome = await client.send(MESSAGE)
    assert (outcome.delivery, outcome.code) == (Delivery.RETRY, None)
    assert outcome.retry_after


@pytest.mark.parametrize(
    "answer",
    [
        Response({"errcode": 0}, delay=0.8),
        Response(hang_up=True),
        Response(status=502),
        Response(data=b"<html>gateway</html>"),
        Response(data=b'{"errcode": '),
        Response(data=b" " * 1_100_000),
    ],
    ids=["too late", "no answer", "bad gateway", "no JSON", "half a JSON", "endless"],
)
async def test_a_send_without_a_verdict_is_uncertain(api: LoopbackApi, client: WeChatClient, answer: Response) -> None:
    api.script(SEND, answer)
    assert (await client.send(MESSAGE)).delivery is Delivery.UNCERTAIN
    assert len(api.calls(SEND)) == 1


async def test_a_refusal_for_load_means_try_again(api: LoopbackApi, client: WeChatClient) -> None:
    api.script(SEND, Response(status=503))
    assert (await client.send(MESSAGE)).delivery is Delivery.RETRY


@pytest.mark.parametrize(
    ("code", "delivery"),
    [
        (-1, Delivery.RETRY),
        (40125, Delivery.TOKEN_BAD),
        (40013, Delivery.TOKEN_BAD),
        (40164, Delivery.ADDRESS_NOT_LISTED),
        (45009, Delivery.DAILY_LIMIT),
    ],
)
async def test_a_message_without_a_token_is_not_sent_and_says_why(
    api: LoopbackApi, client: WeChatClient, code: int, delivery: Delivery
) -> None:
    api.script(TOKEN, {"errcode": code})
    outcome = await client.send(MESSAGE)
    assert (outcome.delivery, outcome.code) == (delivery, code)
    assert not api.calls(SEND)


async def test_the_typing_indicator_is_switched_on_and_off(api: LoopbackApi, client: WeChatClient) -> None:
    path = "/cgi-bin/message/custom/typing"
    api.script(path, {"errcode": 0})
    await client.typing("o_zhang")
    await client.typing("o_zhang", on=False)
    assert [r.json()["command"] for r in api.calls(path)] == ["Typing", "CancelTyping"]


async def test_a_file_is_uploaded_as_multipart(api: LoopbackApi, client: WeChatClient) -> None:
    api.script("/cgi-bin/media/upload", {"type": "image", "media_id": "m9", "created_at": 1})
    assert await client.upload(b"\x89PNG", "a.png", "image/png") == "m9"
    (request,) = api.calls("/cgi-bin/media/upload")
    assert request.query["type"] == "image"
    assert b'name="media"; filename="a.png"' in request.body
    assert b"\x89PNG" in request.body


async def test_an_upload_that_is_refused_raises_the_platforms_code(api: LoopbackApi, client: WeChatClient) -> None:
    api.script("/cgi-bin/media/upload", {"errcode": 40004, "errmsg": "invalid media type"})
    with pytest.raises(ApiError, match="40004 invalid media type") as caught:
        await client.upload(b"x", "a.exe", "application/octet-stream")
    assert caught.value.code == 40004


async def test_an_upload_without_a_media_id_is_not_taken_for_a_success(api: LoopbackApi, client: WeChatClient) -> None:
    api.script("/cgi-bin/media/upload", {"errcode": 0})
    with pytest.raises(ApiUnavailable):
        await client.upload(b"x", "a.png", "image/png")


async def test_the_menu_is_published_and_shown(api: LoopbackApi, client: WeChatClient) -> None:
    api.script("/cgi-bin/menu/create", {"errcode": 0})
    api.script("/cgi-bin/menu/get", {"errcode": 46003}, {"menu": {"button": []}}, {"errcode": 48001})
    await client.create_menu({"button": [{"name": "问政策"}]})
    assert "问政策".encode() in api.calls("/cgi-bin/menu/create")[0].body
    assert await client.get_menu() is None
    assert await client.get_menu() == {"button": []}
    with pytest.raises(ApiError):
        await client.get_menu()


async def test_a_check_names_what_is_wrong_with_the_account(api: LoopbackApi, client: WeChatClient) -> None:
    api.script(TOKEN, {"errcode": 40125, "errmsg": "invalid appsecret"})
    with pytest.raises(TokenUnavailable, match="40125") as caught:
        await client.check()
    assert caught.value.code == 40125


async def test_a_path_in_the_base_address_is_kept(api: LoopbackApi) -> None:
    api.script("/wechat" + TOKEN, {"access_token": "t", "expires_in": 7200})
    api.script("/wechat" + SEND, {"errcode": 0})
    async with connect(app_id="wx1", app_secret="s", base_url=api.url + "/wechat/") as client:
        assert (await client.send(MESSAGE)).delivery is Delivery.DELIVERED
