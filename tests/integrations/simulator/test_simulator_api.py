from typing import Any

import pytest

from tests.integrations.simulator.harness import APP_ID, PNG, SECRET, RunningSimulator, Start, Webhook

CREDENTIALS = {"grant_type": "client_credential", "appid": APP_ID, "secret": SECRET}
BUTTONS = {
    "button": [
        {"type": "click", "name": "我要咨询", "key": "ASK"},
        {"name": "我要办事", "sub_button": [{"type": "view", "name": "入会", "url": "https://example.org/"}]},
    ]
}


def test_a_stable_token_is_given_for_the_right_credentials(simulator: RunningSimulator) -> None:
    answer = simulator.http.post("/cgi-bin/stable_token", json=CREDENTIALS).json()
    assert 7190 <= answer["expires_in"] <= 7200
    assert 100 < len(answer["access_token"]) <= 512
    assert simulator.token() == answer["access_token"]
    assert simulator.http.get("/cgi-bin/token", params=CREDENTIALS).json()["access_token"] != answer["access_token"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"grant_type": "password"}, 40002),
        ({"appid": "wxother"}, 40013),
        ({"appid": ""}, 41002),
        ({"secret": "wrong"}, 40125),
        ({"secret": ""}, 41004),
    ],
)
def test_wrong_credentials_get_the_code_for_what_is_wrong_in_http_200(
    changes: dict[str, str], code: int, simulator: RunningSimulator
) -> None:
    body = {**CREDENTIALS, **changes}
    for answer in (
        simulator.http.post("/cgi-bin/stable_token", json=body),
        simulator.http.get("/cgi-bin/token", params=body),
    ):
        assert (answer.status_code, answer.json()["errcode"]) == (200, code)


def test_the_token_is_checked_before_anything_else(simulator: RunningSimulator) -> None:
    def errcode(token: str | None) -> int:
        params = {} if token is None else {"access_token": token}
        return int(simulator.http.post("/cgi-bin/message/custom/send", params=params, json={}).json()["errcode"])

    token = simulator.token()
    assert [errcode(None), errcode("nonsense"), errcode(token)] == [41001, 40014, 40008]
    simulator.control.advance(hours=3)
    assert errcode(token) == 42001


def test_a_call_that_needs_post_and_a_broken_body_and_an_unknown_path_have_their_codes(
    simulator: RunningSimulator,
) -> None:
    params = {"access_token": simulator.token()}
    send = "/cgi-bin/message/custom/send"
    assert simulator.http.get(send, params=params).json()["errcode"] == 43002
    assert simulator.http.post(send, params=params).json()["errcode"] == 44002
    assert simulator.http.post(send, params=params, content=b"{oops").json()["errcode"] == 47001
    assert simulator.http.post(send, params=params, json=[]).json()["errcode"] == 47001
    assert simulator.http.get("/cgi-bin/no/such/thing", params=params).json()["errcode"] == 40066


def test_five_texts_may_follow_a_message_and_no_more_until_the_next(simulator: RunningSimulator) -> None:
    person = simulator.control.person(follow=True)
    pushed = person.say("你好")
    simulator.control.advance(hours=0.1)  # What the subscription allowed is over.
    assert [simulator.send_text(person.openid, "回复") for _ in range(6)] == [0] * 5 + [45047]
    person.say("再问")
    assert simulator.send_text(person.openid, "再答") == 0
    assert [m["via"] for m in person.received(pushed)] == ["custom"] * 6


def test_after_48_hours_nothing_may_be_sent(simulator: RunningSimulator) -> None:
    person = simulator.control.person(follow=True)
    person.say("你好")
    simulator.control.advance(hours=47)
    assert simulator.send_text(person.openid, "还来得及") == 0
    simulator.control.advance(hours=1.1)
    assert simulator.send_text(person.openid, "太晚了") == 45015


def test_who_cannot_be_reached_decides_the_code(simulator: RunningSimulator) -> None:
    stranger, leaver = simulator.control.person(), simulator.control.person(follow=True)
    leaver.say("再见")
    leaver.unfollow()
    assert simulator.send_text("oNobody", "喂") == 40003
    assert simulator.send_text(stranger.openid, "喂") == 43004
    assert simulator.send_text(leaver.openid, "喂") == 45015


def test_a_text_may_have_2048_bytes_and_not_one_more(simulator: RunningSimulator) -> None:
    person = simulator.control.person(follow=True)
    assert simulator.send_text(person.openid, "工" * 682 + "ab") == 0
    assert simulator.send_text(person.openid, "工" * 682 + "abc") == 45002
    assert len(person.received()) == 1


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"msgtype": "hologram"}, 40008),
        ({"msgtype": "text"}, 44004),
        ({"msgtype": "text", "text": {"content": ""}}, 44004),
        ({"msgtype": "text", "text": {"content": 7}}, 47001),
        ({"msgtype": "image", "image": {"media_id": "nonsense"}}, 40007),
        ({"msgtype": "voice", "voice": {}}, 44004),
        ({"msgtype": "msgmenu", "msgmenu": {"list": []}}, 40035),
        ({"msgtype": "msgmenu", "msgmenu": {"list": [{"content": "没有号"}]}}, 40035),
    ],
)
def test_a_message_that_is_not_well_formed_is_refused_and_costs_nothing(
    message: dict[str, Any], code: int, simulator: RunningSimulator
) -> None:
    person = simulator.control.person(follow=True)
    before = person.state()["allowance"]["left"]
    assert simulator.api("/message/custom/send", {"touser": person.openid, **message})["errcode"] == code
    assert person.state()["allowance"]["left"] == before


def test_an_unverified_account_may_not_send_menu_messages(start: Start) -> None:
    simulator = start(verified=False)
    person = simulator.control.person(follow=True)
    body = {"touser": person.openid, "msgtype": "msgmenu", "msgmenu": {"list": [{"id": "1", "content": "好"}]}}
    assert simulator.api("/message/custom/send", body)["errcode"] == 48001
    assert simulator.send_text(person.openid, "1. 好") == 0
    simulator.control.change_account(verified=True)
    assert simulator.api("/message/custom/send", body)["errcode"] == 0


def test_the_typing_indicator_needs_recent_contact_and_is_not_sent_twice(simulator: RunningSimulator) -> None:
    person = simulator.control.person(follow=True)

    def typing(command: str) -> int:
        body = {"touser": person.openid, "command": command}
        return int(simulator.api("/message/custom/typing", body)["errcode"])

    assert [typing("Typing"), typing("Typing"), typing("CancelTyping"), typing("Typing")] == [0, 45081, 0, 0]
    assert typing("Dance") == 45072
    simulator.control.advance(hours=0.01)
    assert typing("Typing") == 45080


def test_uploaded_media_can_be_sent_and_fetched_until_three_days_are_over(simulator: RunningSimulator) -> None:
    person = simulator.control.person(follow=True)
    uploaded = simulator.api("/media/upload", files={"media": ("a.png", PNG)}, params={"type": "image"})
    media_id = uploaded["media_id"]
    body = {"touser": person.openid, "msgtype": "image", "image": {"media_id": media_id}}
    assert simulator.api("/message/custom/send", body)["errcode"] == 0
    params = {"access_token": simulator.token(), "media_id": media_id}
    fetched = simulator.http.get("/cgi-bin/media/get", params=params)
    assert (fetched.content, fetched.headers["Content-Type"]) == (PNG, "image/png")
    simulator.control.advance(hours=73)
    assert simulator.api("/media/get", params={"media_id": media_id})["errcode"] == 40007
    assert simulator.http.get(f"/media/{media_id}").status_code == 404


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        ("image", b"", 41005),
        ("image", b"not a picture", 40005),
        ("voice", PNG, 40005),
        ("hologram", PNG, 40004),
        ("voice", b"#!AMR\n" + bytes(2 * 1024 * 1024), 40006),
    ],
)
def test_media_of_the_wrong_kind_or_size_is_refused(
    kind: str, data: bytes, code: int, simulator: RunningSimulator
) -> None:
    answer = simulator.api("/media/upload", files={"media": ("file", data)}, params={"type": kind})
    assert answer["errcode"] == code


def test_a_menu_is_published_read_and_deleted(simulator: RunningSimulator) -> None:
    assert simulator.api("/menu/get")["errcode"] == 46003
    assert simulator.api("/menu/create", BUTTONS)["errcode"] == 0
    assert simulator.api("/menu/get")["menu"] == BUTTONS
    assert simulator.api("/get_current_selfmenu_info")["selfmenu_info"] == BUTTONS
    assert simulator.control.state()["menu"] == BUTTONS["button"]
    assert simulator.api("/menu/delete")["errcode"] == 0
    assert simulator.control.state()["menu"] == []


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        ([], 40016),
        ([{"type": "click", "name": "一", "key": "a"}] * 4, 40016),
        ([{"type": "click", "name": "一二三四五六", "key": "a"}], 40018),
        ([{"type": "dance", "name": "一", "key": "a"}], 40017),
        ([{"type": "click", "name": "一"}], 40019),
        ([{"type": "view", "name": "一", "url": ""}], 40020),
        ([{"name": "一", "sub_button": [{"type": "click", "name": "二", "key": "a"}] * 6}], 40023),
    ],
)
def test_a_menu_that_breaks_a_rule_is_refused(buttons: list[Any], code: int, simulator: RunningSimulator) -> None:
    assert simulator.api("/menu/create", {"button": buttons})["errcode"] == code


def test_the_addresses_of_the_platform_can_be_asked_for(simulator: RunningSimulator) -> None:
    assert simulator.api("/get_api_domain_ip") == simulator.api("/getcallbackip") == {"ip_list": ["127.0.0.1"]}


def test_calls_are_remembered_without_their_secrets(simulator: RunningSimulator, webhook: Webhook) -> None:
    person = simulator.control.person(follow=True)
    simulator.send_text(person.openid, "您好")
    token_call, send_call = simulator.control.calls()
    assert token_call["body"]["secret"] == "…"
    assert send_call["query"] == {"access_token": "…"}
    assert send_call["body"]["text"] == {"content": "您好"}
    assert (send_call["method"], send_call["errcode"]) == ("POST", 0)
    assert simulator.control.calls("stable") == [token_call]
