"""Tests of how replies look in WeChat: length, options, passive answers and customer-service messages."""

import json
from datetime import datetime, timezone
from typing import Any

import pytest
import xmltodict
from hypothesis import given
from hypothesis import strategies as st

from bot.reply import Option
from integrations.wechat import reply
from integrations.wechat.crypto import Push
from integrations.wechat.inbound import Inbound

OPTIONS = (Option("被公司辞退", "/choose"), Option("拖欠工资", "/choose"))
SENTENCE = "公司应当按月足额支付工资，不能随意拖欠。"


def inbound() -> Inbound:
    return Inbound("o_zhang", "gh_1", "text", "text", "k", datetime(2026, 11, 22, tzinfo=timezone.utc))


def size(text: str) -> int:
    return len(text.encode())


def answered(text: str) -> dict[str, Any]:
    return dict(xmltodict.parse(reply.passive(Push("<xml/>"), inbound(), text))["xml"])


def test_options_are_numbered_lines_under_the_text() -> None:
    assert reply.texts("您想问哪一个？", OPTIONS) == ("您想问哪一个？\n\n1. 被公司辞退\n2. 拖欠工资\n（回复数字选择）",)


def test_options_alone_make_a_message_and_nothing_makes_none() -> None:
    assert reply.texts("", OPTIONS) == ("1. 被公司辞退\n2. 拖欠工资\n（回复数字选择）",)
    assert reply.texts("  ") == ()


def test_a_text_up_to_the_limit_stays_one_message() -> None:
    text = "工" * 682
    assert reply.texts(text) == (text,)


def test_a_long_text_becomes_two_parts_split_at_a_sentence_and_nothing_is_lost() -> None:
    text = SENTENCE * 60
    first, second = reply.texts(text)
    assert first.endswith("。")
    assert first + second == text
    assert max(size(first), size(second)) <= reply.TEXT_LIMIT


def test_a_closing_quote_stays_with_its_sentence() -> None:
    text = "他说：“公司应当按月支付工资。”" * 60
    first, second = reply.texts(text)
    assert first.endswith("。”")
    assert second.startswith("他说")


def test_a_text_too_long_for_two_parts_ends_with_a_mark() -> None:
    parts = reply.texts(SENTENCE * 300)
    assert len(parts) == 2
    assert parts[1].endswith("。……")
    assert all(size(part) <= reply.TEXT_LIMIT for part in parts)


def test_options_stand_whole_in_the_last_part_with_text_above_them() -> None:
    text = SENTENCE * 34  # fits alone, but not with the options
    first, second = reply.texts(text, OPTIONS)
    assert first.endswith("。")
    body, _, block = second.partition("\n\n")
    assert first + body == text
    assert block == reply.numbered(OPTIONS)


def test_an_emoji_with_a_skin_colour_is_not_cut_in_two() -> None:
    thumb = "👍🏽"
    first, second = reply.texts(thumb * 400)
    assert set(first.split(thumb)) == {""}
    assert second.startswith(thumb)


@given(st.text(alphabet="工资。，！？\n a👍🏽é", max_size=3000), st.integers(0, 6))
def test_no_part_is_ever_too_long_empty_or_missing_its_options(text: str, count: int) -> None:
    options = [Option(f"选项{'很长' * n}", "/x") for n in range(count)]
    parts = reply.texts(text, options)
    assert len(parts) <= 2
    assert all(part.strip() and size(part) <= reply.TEXT_LIMIT for part in parts)
    if options:
        assert parts[-1].endswith(reply.numbered(options))


def test_options_without_room_for_text_are_refused() -> None:
    with pytest.raises(ValueError, match="no room"):
        reply.texts("好", [Option("很长" * 10, "/x")] * 40)


def test_a_passive_answer_goes_back_to_the_person_from_the_account() -> None:
    fields = answered("您好 <工会> & 😀")
    assert (fields["ToUserName"], fields["FromUserName"], fields["MsgType"]) == ("o_zhang", "gh_1", "text")
    assert fields["Content"] == "您好 <工会> & 😀"
    assert int(fields["CreateTime"]) > 0


def test_a_text_cannot_break_out_of_a_passive_answer() -> None:
    assert answered("您说的是：]]></Content><Content>x\x00")["Content"] == "您说的是：]]></Content><Content>x"


def test_a_json_push_is_answered_with_the_same_fields_in_json() -> None:
    fields = json.loads(reply.passive(Push("<xml/>", "json"), inbound(), "您好"))
    assert fields["Content"] == "您好"
    assert fields["ToUserName"] == "o_zhang"


def test_a_verified_account_sends_options_as_a_menu_message() -> None:
    (message,) = reply.customer_service("o_zhang", "您想问哪一个？", OPTIONS, verified=True, menu_key="r7")
    assert message == {
        "touser": "o_zhang",
        "msgtype": "msgmenu",
        "msgmenu": {
            "head_content": "您想问哪一个？",
            "list": [{"id": "r7-1", "content": "被公司辞退"}, {"id": "r7-2", "content": "拖欠工资"}],
            "tail_content": "",
        },
    }


def test_an_account_that_is_not_verified_sends_options_as_numbered_text() -> None:
    (message,) = reply.customer_service("o_zhang", "您想问哪一个？", OPTIONS, verified=False)
    assert message == reply.text_message("o_zhang", reply.texts("您想问哪一个？", OPTIONS)[0])


def test_a_long_reply_with_options_is_a_text_and_then_a_menu_message() -> None:
    first, second = reply.customer_service("o_zhang", SENTENCE * 50, OPTIONS, verified=True)
    assert first["msgtype"] == "text"
    assert first["text"]["content"] + second["msgmenu"]["head_content"] == SENTENCE * 50
    assert len(second["msgmenu"]["list"]) == 2


def test_a_reply_without_options_is_text_on_every_account() -> None:
    assert reply.customer_service("o_zhang", "好", verified=True) == (reply.text_message("o_zhang", "好"),)


def test_an_image_is_sent_by_its_media_id() -> None:
    assert reply.image_message("o_zhang", "m1") == {
        "touser": "o_zhang",
        "msgtype": "image",
        "image": {"media_id": "m1"},
    }
