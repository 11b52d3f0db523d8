"""Tests of fetching what people send and of keeping it on disk."""

from collections.abc import AsyncIterator, Iterator

import pytest

from integrations.wechat.client import WeChatClient, connect
from integrations.wechat.errors import ApiError, ApiUnavailable, MediaRefused
from integrations.wechat.media import fetch, recognise
from tests.support.loopback_api import LoopbackApi, Response, running

GET = "/cgi-bin/media/get"
JPEG = b"\xff\xd8\xff\xe0" + b"photo" * 10


@pytest.fixture
def api() -> Iterator[LoopbackApi]:
    with running() as server:
        server.script("/cgi-bin/stable_token", {"access_token": "t", "expires_in": 7200})
        yield server


@pytest.fixture
async def client(api: LoopbackApi) -> AsyncIterator[WeChatClient]:
    async with connect(app_id="wx1", app_secret="s", base_url=api.url) as opened:
        yield opened


@pytest.mark.parametrize(
    ("data", "content_type", "ending"),
    [
        (JPEG, "image/jpeg", "jpg"),
        (b"\x89PNG\r\n\x1a\n....", "image/png", "png"),
        (b"GIF89a....", "image/gif", "gif"),
        (b"RIFF\x10\x00\x00\x0aWEBPVP8 ", "image/webp", "webp"),
        (b"#!AMR\n\x3c", "audio/amr", "amr"),
        (b"OggS" + b"\x00" * 24 + b"Speex   1.2", "audio/ogg", "spx"),
        (b"ID3\x03", "audio/mpeg", "mp3"),
        (b"\xff\xfb\x90", "audio/mpeg", "mp3"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4", "mp4"),
        (b"%PDF-1.7", "application/pdf", "pdf"),
    ],
)
def test_a_file_is_known_by_its_bytes(data: bytes, content_type: str, ending: str) -> None:
    media = recognise(data, "劳动合同.exe")
    assert (media.content_type, media.filename) == (content_type, f"劳动合同.{ending}")


@pytest.mark.parametrize("data", [b"", b"MZ\x90\x00", b"<html>", b"PK\x03\x04", b"<svg xmlns="])
def test_a_file_of_another_kind_is_refused(data: bytes) -> None:
    with pytest.raises(MediaRefused):
        recognise(data, "photo.jpg")


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\boot.ini", "", "...", "a" * 300, "x\r\ny"])
def test_a_name_from_outside_is_never_a_path(name: str) -> None:
    filename = recognise(JPEG, name).filename
    assert not set(filename) & set("/\\\r\n")
    assert filename.endswith(".jpg")
    assert 4 < len(filename) < 70


async def test_a_photo_is_fetched_with_its_name(api: LoopbackApi, client: WeChatClient) -> None:
    headers = {"Content-Type": "application/octet-stream", "Content-disposition": 'attachment; filename="m1.png"'}
    api.script(GET, Response(data=JPEG, headers=headers))
    media = await fetch(client, "m1")
    assert (media.data, media.content_type, media.filename) == (JPEG, "image/jpeg", "m1.jpg")
    assert api.calls(GET)[0].query == {"access_token": "t", "media_id": "m1"}


async def test_a_video_is_fetched_from_where_it_is_kept_without_the_token(
    api: LoopbackApi, client: WeChatClient
) -> None:
    api.script(GET, {"video_url": f"{api.url}/video?id=1"})
    api.script("/video", Response(data=b"\x00\x00\x00\x18ftypmp42", headers={"Content-Type": "video/mp4"}))
    assert (await fetch(client, "m2")).content_type == "video/mp4"
    assert api.calls("/video")[0].query == {"id": "1"}


@pytest.mark.parametrize("address", ["http://127.0.0.1:port/", "ftp://127.0.0.1/x", "/nowhere"])
async def test_a_video_address_that_leads_nowhere_is_a_named_error(
    api: LoopbackApi, client: WeChatClient, address: str
) -> None:
    api.script(GET, {"video_url": address})
    with pytest.raises(ApiUnavailable):
        await fetch(client, "m2")


async def test_a_file_over_the_limit_is_refused(api: LoopbackApi, client: WeChatClient) -> None:
    api.script(GET, Response(data=JPEG * 100, headers={"Content-Type": "image/jpeg"}))
    with pytest.raises(MediaRefused, match="larger than 1000 bytes"):
        await fetch(client, "m1", limit=1000)


async def test_a_file_that_expired_raises_the_platforms_code(api: LoopbackApi, client: WeChatClient) -> None:
    api.script(GET, {"errcode": 40007, "errmsg": "invalid media_id"})
    with pytest.raises(ApiError) as caught:
        await fetch(client, "m1")
    assert caught.value.code == 40007


async def test_a_token_refused_during_a_fetch_is_refreshed_once(api: LoopbackApi, client: WeChatClient) -> None:
    api.script("/cgi-bin/stable_token", *({"access_token": f"t{n}", "expires_in": 7200} for n in (1, 2)))
    api.script(GET, {"errcode": 42001}, Response(data=JPEG, headers={"Content-Type": "image/jpeg"}))
    assert (await fetch(client, "m1")).data == JPEG
    assert [request.query["access_token"] for request in api.calls(GET)] == ["t1", "t2"]
