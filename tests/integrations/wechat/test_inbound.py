"""Tests of reading pushes: kinds, fields, and the keys that recognise a repeat."""

from datetime import datetime, timezone

import pytest

from integrations.wechat.crypto import Push
from integrations.wechat.errors import BadRequest
from integrations.wechat.inbound import Inbound, Location, read

COMMON = {"ToUserName": "gh_1", "FromUserName": "o_zhang", "CreateTime": "1714036504", "MsgType": "text"}


def push(**fields: str | None) -> Push:
    """Make a push; a field set to None is left out."""
    elements = {name: value for name, value in {**COMMON, **fields}.items() if value is not None}
    return Push("<xml>" + "".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in elements.items()) + "</xml>")


def message(**fields: str | None) -> Inbound:
    return read(push(**{"MsgId": "7001", **fields}))


def event(name: str, **fields: str | None) -> Inbound:
    return read(push(MsgType="event", Event=name, **fields))


def test_a_text_is_read_with_who_when_and_what() -> None:
    inbound = message(Content="公司拖欠工资 😀", bizmsgmenuid="r1-2")
    assert (inbound.openid, inbound.account, inbound.kind, inbound.raw_kind) == ("o_zhang", "gh_1", "text", "text")
    assert (inbound.text, inbound.menu_id, inbound.shortened) == ("公司拖欠工资 😀", "r1-2", False)
    assert inbound.sent_at == datetime(2024, 4, 25, 9, 15, 4, tzinfo=timezone.utc)


def test_a_long_text_is_cut_at_a_character_and_marked() -> None:
    inbound = message(Content="工" * 2000)
    assert (inbound.text, inbound.shortened) == ("工" * 1365, True)


@pytest.mark.parametrize(("recognition", "text"), [("转人工。", "转人工。"), ("", ""), (None, "")])
def test_a_voice_message_says_what_was_heard_which_may_be_nothing(recognition: str | None, text: str) -> None:
    inbound = message(MsgType="voice", MediaId="m1", Format="amr", Recognition=recognition)
    assert (inbound.kind, inbound.text, inbound.media_id) == ("voice", text, "m1")


def test_an_image_names_its_file() -> None:
    inbound = message(MsgType="image", MediaId="m2", PicUrl="http://example.com/p")
    assert (inbound.kind, inbound.media_id, inbound.text) == ("image", "m2", "")


def test_a_location_is_read_as_degrees_with_its_label() -> None:
    inbound = message(MsgType="location", Location_X="31.23", Location_Y="121.47", Scale="15", Label="人民广场")
    assert (inbound.kind, inbound.location) == ("location", Location(31.23, 121.47, "人民广场"))


@pytest.mark.parametrize("kind", ["video", "shortvideo", "link", "file", "miniprogrampage", "something_new"])
def test_a_kind_that_we_cannot_read_is_other_and_keeps_its_name(kind: str) -> None:
    inbound = message(MsgType=kind, MediaId="m3")
    assert (inbound.kind, inbound.raw_kind, inbound.media_id) == ("other", kind, "m3")


@pytest.mark.parametrize(
    ("name", "key", "event_name", "event_key"),
    [
        ("subscribe", None, "subscribe", ""),
        ("subscribe", "qrscene_park_7", "subscribe", "park_7"),
        ("unsubscribe", None, "unsubscribe", ""),
        ("CLICK", "start.human", "click", "start.human"),
        ("SCAN", "park_7", "scan", "park_7"),
        ("VIEW", "https://example.com/", "view", "https://example.com/"),
        ("subscribe_msg_popup_event", None, "subscribe_msg_popup_event", ""),
        ("something_new", "k", "something_new", "k"),
    ],
)
def test_an_event_is_read_with_its_name_and_key(name: str, key: str | None, event_name: str, event_key: str) -> None:
    inbound = event(name, EventKey=key)
    assert (inbound.kind, inbound.event, inbound.event_key) == ("event", event_name, event_key)


def test_a_location_event_is_an_event_with_a_place() -> None:
    inbound = event("LOCATION", Latitude="31.23", Longitude="121.47", Precision="30")
    assert (inbound.kind, inbound.event, inbound.location) == ("event", "location", Location(31.23, 121.47))


def test_a_repeated_delivery_has_the_same_key() -> None:
    assert message(Content="你好").dedup_key == message(Content="你好").dedup_key
    assert event("CLICK", EventKey="a").dedup_key == event("CLICK", EventKey="a").dedup_key


@pytest.mark.parametrize(
    "changed", [{"ToUserName": "gh_2"}, {"FromUserName": "o_li"}, {"MsgId": "7002"}, {"CreateTime": "1714036505"}]
)
def test_the_same_msgid_of_another_person_account_or_time_is_another_message(changed: dict[str, str]) -> None:
    assert message(Content="你好").dedup_key != message(Content="你好", **changed).dedup_key


@pytest.mark.parametrize(
    "changed", [{"FromUserName": "o_li"}, {"CreateTime": "1714036505"}, {"EventKey": "b"}, {"Event": "VIEW"}]
)
def test_two_events_in_one_second_are_told_apart(changed: dict[str, str]) -> None:
    fields = {"MsgType": "event", "Event": "CLICK", "EventKey": "a"}
    assert read(push(**fields)).dedup_key != read(push(**{**fields, **changed})).dedup_key


@pytest.mark.parametrize("msg_id", [None, "", "0"])
def test_menu_taps_without_msgid_are_told_apart_by_what_was_tapped(msg_id: str | None) -> None:
    first = message(MsgId=msg_id, Content="是", bizmsgmenuid="r1-1")
    assert first.dedup_key == message(MsgId=msg_id, Content="是", bizmsgmenuid="r1-1").dedup_key
    assert first.dedup_key != message(MsgId=msg_id, Content="否", bizmsgmenuid="r1-2").dedup_key


@pytest.mark.parametrize(
    "fields",
    [
        {"FromUserName": None},
        {"ToUserName": ""},
        {"CreateTime": None},
        {"CreateTime": "yesterday"},
        {"CreateTime": "9" * 30},
        {"MsgType": None},
        {"MsgType": "location", "Location_X": "north"},
        {"MsgId": "seven"},
    ],
)
def test_a_missing_or_malformed_field_is_a_bad_request(fields: dict[str, str | None]) -> None:
    with pytest.raises(BadRequest):
        message(**fields)


@pytest.mark.parametrize("content", ["<Content><a>1</a></Content>", "<Content>1</Content><Content>2</Content>"])
def test_elements_where_text_belongs_are_a_bad_request(content: str) -> None:
    with pytest.raises(BadRequest):
        read(Push(push(MsgId="1").xml.replace("</xml>", content + "</xml>")))
