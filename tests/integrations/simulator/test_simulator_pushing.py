import threading
import time

import httpx
import pytest

from integrations.simulator.crypto import signature
from integrations.simulator.pushing import FAULT_TEXT
from tests.integrations.simulator.harness import (
    ACCOUNT,
    AES_KEY,
    APP_ID,
    PNG,
    TOKEN,
    Received,
    RunningSimulator,
    Start,
    Webhook,
    sealed_reply,
    text_reply,
)


def echo(push: Received) -> tuple[int, bytes]:
    return 200, text_reply(push, "收到：" + push.message.get("Content", ""))


def kinds(messages: list[dict[str, object]]) -> list[object]:
    return [message["kind"] for message in messages]


def test_a_text_message_is_pushed_with_the_fields_and_the_signature_of_the_protocol(
    simulator: RunningSimulator, webhook: Webhook
) -> None:
    person = simulator.control.person("张三丰", follow=True)
    webhook.received.clear()
    person.say("老板拖欠工资 <b>&]]>怎么办")
    (push,) = webhook.received
    assert push.message["Content"] == "老板拖欠工资 <b>&]]>怎么办"
    assert (push.message["ToUserName"], push.message["FromUserName"]) == (ACCOUNT, person.openid)
    assert push.message["MsgId"].isdigit()
    assert abs(int(push.message["CreateTime"]) - time.time()) < 5
    assert push.query["signature"] == signature(TOKEN, push.query["timestamp"], push.query["nonce"])
    assert push.query["openid"] == person.openid
    assert "msg_signature" not in push.query


def test_in_safe_mode_the_message_and_the_reply_travel_encrypted(start: Start, webhook: Webhook) -> None:
    simulator = start(message_mode="safe")
    webhook.answer = lambda push: (200, sealed_reply(push, "您好", webhook.crypto))
    person = simulator.control.person()
    assert person.follow().status == "replied"
    pushed = person.say("你好")
    push = webhook.received[-1]
    assert set(push.xml) == {"ToUserName", "Encrypt"}
    assert push.message["Content"] == "你好"
    assert pushed.status == "replied"
    assert person.received(pushed)[0]["text"] == "您好"


def test_in_compatible_mode_a_push_carries_both_and_either_answer_will_do(start: Start, webhook: Webhook) -> None:
    simulator = start(message_mode="compatible")
    person = simulator.control.person(follow=True)
    for answer in (lambda p: text_reply(p, "明文"), lambda p: sealed_reply(p, "密文", webhook.crypto)):
        webhook.answer = lambda push, answer=answer: (200, answer(push))
        assert person.say("你好").status == "replied"
    assert webhook.received[-1].xml["Content"] == webhook.received[-1].message["Content"] == "你好"
    assert [message["text"] for message in person.received()] == ["明文", "密文"]


@pytest.mark.parametrize("body", [b"success", b"", b"  success\n"])
def test_success_or_nothing_means_no_reply_and_no_fault(
    body: bytes, simulator: RunningSimulator, webhook: Webhook
) -> None:
    webhook.answer = lambda push: (200, body)
    person = simulator.control.person(follow=True)
    pushed = person.say("你好")
    assert (pushed.status, pushed.http_statuses) == ("answered", [200])
    assert kinds(person.messages(pushed.seq)) == ["text"]


def test_without_an_answer_the_push_comes_three_times_and_then_the_person_sees_a_fault(
    simulator: RunningSimulator, webhook: Webhook
) -> None:
    person = simulator.control.person(follow=True)
    webhook.received.clear()
    webhook.answer = lambda push: (time.sleep(0.5), (200, b"success"))[1]  # type: ignore[func-returns-value]
    pushed = person.say("你好")
    assert pushed.status == "fault"
    assert [delivery["outcome"] for delivery in pushed.deliveries] == ["timeout"] * 3
    assert len({push.message["MsgId"] for push in webhook.received}) == 1
    assert len({push.message["CreateTime"] for push in webhook.received}) == 1
    assert len({push.query["signature"] for push in webhook.received}) == 3
    assert person.messages(pushed.seq)[-1]["text"] == FAULT_TEXT


def test_deliveries_start_one_deadline_apart_even_when_the_webhook_fails_at_once(
    simulator: RunningSimulator, webhook: Webhook
) -> None:
    person = simulator.control.person(follow=True)
    webhook.answer = lambda push: (500, b"")
    began = time.monotonic()
    pushed = person.say("你好")
    assert 0.6 <= time.monotonic() - began < 1.5
    assert pushed.http_statuses == [500, 500, 500]


def test_a_webhook_that_is_back_for_the_third_delivery_answers_in_time(
    simulator: RunningSimulator, webhook: Webhook
) -> None:
    person = simulator.control.person(follow=True)
    answers = iter([(502, b""), (403, b"")])
    webhook.answer = lambda push: next(answers, (200, text_reply(push, "来了")))
    pushed = person.say("在吗")
    assert (pushed.status, pushed.http_statuses) == ("replied", [502, 403, 200])
    assert kinds(person.messages(pushed.seq)) == ["text", "text"]


def test_a_webhook_that_does_not_run_ends_in_a_fault(start: Start) -> None:
    simulator = start(webhook_url="http://127.0.0.1:9/webhooks/wechat/callback", deadline=0.05)
    pushed = simulator.control.person(follow=True).say("你好")
    assert [delivery["outcome"] for delivery in pushed.deliveries] == ["unreachable"] * 3


def test_a_reply_that_comes_after_the_cut_is_lost(simulator: RunningSimulator, webhook: Webhook) -> None:
    person = simulator.control.person(follow=True)
    delays = iter([0.5])

    def answer(push: Received) -> tuple[int, bytes]:
        late = next(delays, 0.0)
        time.sleep(late)
        return 200, text_reply(push, "第一次" if late else "第二次")

    webhook.answer = answer
    pushed = person.say("你好")
    time.sleep(0.4)  # Until the late answer has been given.
    assert [message["text"] for message in person.received(pushed)] == ["第二次"]


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        (lambda push: b'{"text": "hi"}', "not XML"),
        (lambda push: text_reply(push, ""), "no Content"),
        (lambda push: text_reply(push, "长" * 700), "longer than 2048 bytes"),
        (lambda push: text_reply(push, "a").replace(push.message["FromUserName"].encode(), b"oSomebody"), "ToUser"),
        (lambda push: text_reply(push, "a").replace(ACCOUNT.encode(), b"gh_other"), "FromUserName"),
        (lambda push: text_reply(push, "a").replace(b"1714036504", b"now"), "CreateTime"),
        (lambda push: text_reply(push, "a").replace(b"CDATA[text]", b"CDATA[hologram]"), "hologram"),
        (lambda push: b'<!DOCTYPE xml [<!ENTITY a "b">]>' + text_reply(push, "a"), "entities"),
        (lambda push: b"<html></html>", "root"),
        (lambda push: text_reply(push, "a").replace(b"CDATA[text]", b"CDATA[image]"), "Image/MediaId"),
    ],
)
def test_a_malformed_answer_shows_a_fault_and_says_why(
    answer, detail: str, simulator: RunningSimulator, webhook: Webhook
) -> None:
    person = simulator.control.person(follow=True)
    webhook.answer = lambda push: (200, answer(push))
    pushed = person.say("你好")
    assert pushed.status == "fault"
    assert [delivery["outcome"] for delivery in pushed.deliveries] == ["malformed"]
    assert detail in pushed.deliveries[0]["detail"]
    assert person.messages(pushed.seq)[-1]["text"] == FAULT_TEXT


@pytest.mark.parametrize("trick", ["plain", "signature", "key"])
def test_in_safe_mode_an_answer_that_is_not_properly_sealed_shows_a_fault(
    trick: str, start: Start, webhook: Webhook
) -> None:
    person = start(message_mode="safe").control.person(follow=True)

    def answer(push: Received) -> tuple[int, bytes]:
        if trick == "plain":
            return 200, text_reply(push, "明文")
        if trick == "signature":
            good = sealed_reply(push, "密文", webhook.crypto)
            return 200, good.replace(b"<Nonce><![CDATA[", b"<Nonce><![CDATA[1")
        return 200, sealed_reply(push, "密文", type(webhook.crypto)(TOKEN, AES_KEY[::-1], APP_ID))

    webhook.answer = answer
    assert person.say("你好").status == "fault"


@pytest.mark.parametrize("duplicates", [1, 2])
def test_a_message_delivered_several_times_at_once_is_answered_on_the_screen_once(
    duplicates: int, simulator: RunningSimulator, webhook: Webhook
) -> None:
    webhook.answer = echo
    person = simulator.control.person(follow=True)
    webhook.received.clear()
    simulator.control.faults(duplicates=duplicates)
    pushed = person.say("我要反映问题")
    both = simulator.control.push(pushed.id)
    assert len(person.received(pushed)) == 1
    assert len({push.message["MsgId"] for push in webhook.received}) == 1
    assert len(webhook.received) == 1 + duplicates and {item["number"] for item in both["deliveries"]} == {1}
    assert len(person.say("第二条").deliveries) == 1


def test_a_held_message_arrives_after_the_one_that_overtook_it(simulator: RunningSimulator, webhook: Webhook) -> None:
    person = simulator.control.person(follow=True)
    webhook.received.clear()
    simulator.control.faults(hold_pushes=1)
    held = person.say("第一条", wait=0)
    assert held.status == "held"
    person.say("第二条")
    assert simulator.control.push(held.id, wait=5)["status"] == "answered"
    assert webhook.texts() == ["第二条", "第一条"]


def test_a_held_message_can_be_released_by_hand(simulator: RunningSimulator, webhook: Webhook) -> None:
    person = simulator.control.person(follow=True)
    simulator.control.faults(hold_pushes=1)
    held = person.say("第一条", wait=0)
    simulator.control.release_held()
    assert simulator.control.push(held.id, wait=5)["status"] == "answered"


def test_a_delivery_that_is_cut_early_is_followed_by_another(simulator: RunningSimulator, webhook: Webhook) -> None:
    webhook.answer = lambda push: (time.sleep(0.15), echo(push))[1]  # type: ignore[func-returns-value]
    person = simulator.control.person(follow=True)
    simulator.control.faults(cut_deliveries=1, cut_after_ms=20)
    pushed = person.say("你好")
    assert [delivery["outcome"] for delivery in pushed.deliveries] == ["cut", "reply"]
    assert len(person.received(pushed)) == 1


def test_a_reply_can_get_lost_on_the_way_to_the_phone(simulator: RunningSimulator, webhook: Webhook) -> None:
    webhook.answer = echo
    person = simulator.control.person(follow=True)
    simulator.control.faults(lose_replies=1)
    pushed = person.say("你好")
    assert (pushed.status, person.received(pushed)) == ("lost", [])


def test_a_forged_push_carries_a_wrong_signature(start: Start, webhook: Webhook) -> None:
    simulator = start()
    person = simulator.control.person(follow=True)
    simulator.control.faults(forge_signatures=1)
    person.say("我是骗子")
    query = webhook.received[-1].query
    assert query["signature"] != signature(TOKEN, query["timestamp"], query["nonce"])


def test_people_and_messages_do_not_wait_for_each_other(start: Start, webhook: Webhook) -> None:
    simulator = start(deadline=5)
    slow, quick = simulator.control.person(follow=True), simulator.control.person(follow=True)
    gate = threading.Event()
    webhook.answer = lambda push: (gate.wait(4) if "慢" in push.message["Content"] else True, echo(push))[1]
    pending = slow.say("慢", wait=0)
    assert quick.say("快").status == "replied"
    assert slow.say("也快").status == "replied"
    assert simulator.control.push(pending.id)["status"] == "pending"
    gate.set()
    assert simulator.control.push(pending.id, wait=5)["status"] == "replied"


def test_the_handshake_passes_when_the_webhook_echoes_unchanged(simulator: RunningSimulator) -> None:
    assert simulator.control.handshake() == {"ok": True, "http_status": 200, "detail": ""}


def test_the_handshake_says_what_is_wrong(simulator: RunningSimulator) -> None:
    simulator.control.change_account(webhook_url=simulator.url + "/nowhere")
    assert simulator.control.handshake()["http_status"] == 404
    simulator.control.change_account(webhook_url=simulator.url + "/healthz")
    assert "echostr" in simulator.control.handshake()["detail"]
    simulator.control.change_account(webhook_url="http://127.0.0.1:9/")
    assert simulator.control.handshake()["http_status"] is None


def test_a_picture_is_pushed_with_an_address_and_an_id_that_both_lead_to_it(
    simulator: RunningSimulator, webhook: Webhook
) -> None:
    simulator.control.person(follow=True).image(PNG)
    message = webhook.received[-1].message
    assert httpx.get(message["PicUrl"], trust_env=False).content == PNG
    params = {"access_token": simulator.token(), "media_id": message["MediaId"]}
    assert simulator.http.get("/cgi-bin/media/get", params=params).content == PNG


@pytest.mark.parametrize("recognition", ["我想加入工会", "", None])
def test_a_voice_message_carries_what_was_recognised(
    recognition: str | None, simulator: RunningSimulator, webhook: Webhook
) -> None:
    simulator.control.person(follow=True).voice(recognition)
    message = webhook.received[-1].message
    assert ("Recognition" in message) == (recognition is not None)
    assert (message.get("Recognition") or "") == (recognition or "")
    assert (message["MsgType"], message["Format"]) == ("voice", "amr")


def test_a_place_is_pushed_with_its_coordinates_and_its_name(simulator: RunningSimulator, webhook: Webhook) -> None:
    simulator.control.person(follow=True).location(31.2034, 121.6006, "浦东新区张江路")
    message = webhook.received[-1].message
    assert (message["Location_X"], message["Location_Y"]) == ("31.2034", "121.6006")
    assert (message["Label"], message["Scale"]) == ("浦东新区张江路", "16")


def test_a_reply_with_a_picture_needs_media_that_exists(simulator: RunningSimulator, webhook: Webhook) -> None:
    person = simulator.control.person(follow=True)
    upload = {"files": {"media": ("a.png", PNG)}, "params": {"type": "image"}}
    media_id = simulator.api("/media/upload", **upload)["media_id"]

    def with_picture(push: Received, media_id: str) -> tuple[int, bytes]:
        body = text_reply(push, "a").decode().replace("CDATA[text]", "CDATA[image]")
        return 200, body.replace("</xml>", f"<Image><MediaId>{media_id}</MediaId></Image></xml>").encode()

    webhook.answer = lambda push: with_picture(push, media_id)
    assert person.received(person.say("图"))[0]["media_id"] == media_id
    webhook.answer = lambda push: with_picture(push, "nonsense")
    assert person.say("图").status == "fault"
