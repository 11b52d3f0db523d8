import time

import pytest

from integrations.simulator.client import SimulatedPerson, SimulatorError
from tests.integrations.simulator.harness import PNG, Received, RunningSimulator, Webhook, text_reply

MENU = {
    "head_content": "您想问哪一个？",
    "list": [{"id": "101", "content": "拖欠工资"}, {"id": 102, "content": "工伤认定"}],
    "tail_content": "也可以直接说",
}


def send_menu(simulator: RunningSimulator, person: SimulatedPerson) -> None:
    body = {"touser": person.openid, "msgtype": "msgmenu", "msgmenu": MENU}
    assert simulator.api("/message/custom/send", body)["errcode"] == 0


def test_someone_new_does_not_follow_and_cannot_write(simulator: RunningSimulator) -> None:
    person = simulator.control.person("张三丰")
    assert person.state()["following"] is False
    with pytest.raises(SimulatorError, match="does not follow"):
        person.say("你好")


def test_following_and_unfollowing_are_events_without_a_message_id(
    simulator: RunningSimulator, webhook: Webhook
) -> None:
    person = simulator.control.person()
    person.follow()
    person.unfollow()
    events = [push.message for push in webhook.received]
    pushes = simulator.control.pushes(person.openid)
    assert [push["kind"] for push in pushes] == ["event:subscribe", "event:unsubscribe"]
    assert [event["Event"] for event in events] == ["subscribe", "unsubscribe"]
    assert all(event["MsgType"] == "event" and "MsgId" not in event for event in events)
    assert person.state()["following"] is False


def test_the_reply_to_an_unsubscription_is_not_shown(simulator: RunningSimulator, webhook: Webhook) -> None:
    person = simulator.control.person(follow=True)
    webhook.answer = lambda push: (200, text_reply(push, "再见"))
    pushed = person.unfollow()
    assert (pushed.status, person.received()) == ("lost", [])


def test_scanning_a_code_subscribes_a_stranger_and_is_an_event_for_a_follower(
    simulator: RunningSimulator, webhook: Webhook
) -> None:
    person = simulator.control.person()
    person.event("SCAN", key="street42")
    person.event("SCAN", key="street42")
    first, second = (push.message for push in webhook.received)
    assert (first["Event"], first["EventKey"]) == ("subscribe", "qrscene_street42")
    assert (second["Event"], second["EventKey"]) == ("SCAN", "street42")
    assert first["Ticket"] and second["Ticket"]


def test_clicks_views_and_reported_places_are_events(simulator: RunningSimulator, webhook: Webhook) -> None:
    person = simulator.control.person(follow=True)
    person.click("JOIN")
    person.event("VIEW", key="https://example.org/")
    person.event("LOCATION", latitude=31.2, longitude=121.5)
    click, view, place = (push.message for push in webhook.received[-3:])
    assert (click["Event"], click["EventKey"]) == ("CLICK", "JOIN")
    assert (view["Event"], view["EventKey"]) == ("VIEW", "https://example.org/")
    assert (place["Event"], place["Latitude"], place["Longitude"]) == ("LOCATION", "31.2", "121.5")
    assert "EventKey" not in place


def test_a_reported_place_that_fails_leaves_no_fault_in_the_chat(simulator: RunningSimulator, webhook: Webhook) -> None:
    person = simulator.control.person(follow=True)
    webhook.answer = lambda push: (500, b"")
    pushed = person.event("LOCATION", latitude=31.2, longitude=121.5)
    assert (pushed.status, person.messages(pushed.seq)) == ("fault", [])


@pytest.mark.parametrize("option", ["102", "工伤认定", 2])
def test_an_option_is_tapped_by_id_label_or_number(
    option: str | int, simulator: RunningSimulator, webhook: Webhook
) -> None:
    person = simulator.control.person(follow=True)
    send_menu(simulator, person)
    person.tap(option)
    message = webhook.received[-1].message
    assert (message["MsgType"], message["Content"], message["bizmsgmenuid"]) == ("text", "工伤认定", "102")
    assert "MsgId" in message
    assert person.messages()[-1]["text"] == "工伤认定"


def test_an_older_menu_message_can_still_be_tapped(simulator: RunningSimulator, webhook: Webhook) -> None:
    person = simulator.control.person(follow=True)
    send_menu(simulator, person)
    older = person.messages()[-1]["seq"]
    body = {"touser": person.openid, "msgtype": "msgmenu", "msgmenu": {"list": [{"id": "9", "content": "新"}]}}
    person.say("再来")
    simulator.api("/message/custom/send", body)
    person.tap("101", seq=older)
    assert webhook.received[-1].message["bizmsgmenuid"] == "101"


def test_a_tap_can_come_without_a_message_id(simulator: RunningSimulator, webhook: Webhook) -> None:
    person = simulator.control.person(follow=True)
    send_menu(simulator, person)
    simulator.control.faults(taps_without_msg_id=True)
    assert person.tap(1).msg_id is None
    assert "MsgId" not in webhook.received[-1].message


def test_tapping_what_is_not_there_is_refused(simulator: RunningSimulator) -> None:
    person = simulator.control.person(follow=True)
    with pytest.raises(SimulatorError, match="no menu message"):
        person.tap(1)
    send_menu(simulator, person)
    with pytest.raises(SimulatorError, match="no option"):
        person.tap(3)


@pytest.mark.parametrize(
    ("gesture", "body"),
    [
        ("text", {"content": "  "}),
        ("text", {}),
        ("location", {"latitude": 91, "longitude": 0, "label": ""}),
        ("location", {"latitude": "nan", "longitude": 0}),
        ("event", {"event": "EARTHQUAKE"}),
        ("dance", {}),
        ("follow", {}),
        ("image", None),
    ],
)
def test_a_gesture_that_makes_no_sense_is_refused_and_pushes_nothing(
    gesture: str, body: dict[str, object] | None, simulator: RunningSimulator, webhook: Webhook
) -> None:
    person = simulator.control.person(follow=True)
    before = len(webhook.received)
    answer = simulator.http.post(f"/api/people/{person.openid}/{gesture}", json=body)
    assert answer.status_code == 400 and answer.json()["error"]
    assert len(webhook.received) == before


def test_a_file_that_is_not_a_picture_is_refused(simulator: RunningSimulator) -> None:
    with pytest.raises(SimulatorError, match="invalid file type"):
        simulator.control.person(follow=True).image(b"MZ\x90")


def test_an_unknown_person_is_404_and_a_taken_openid_is_refused(simulator: RunningSimulator) -> None:
    assert simulator.http.get("/api/people/oNobody").status_code == 404
    person = simulator.control.person(openid="oSamePerson")
    assert person.openid == "oSamePerson"
    with pytest.raises(SimulatorError, match="already"):
        simulator.control.person(openid="oSamePerson")


def test_waiting_for_messages_ends_as_soon_as_one_comes(simulator: RunningSimulator, webhook: Webhook) -> None:
    def late(push: Received) -> tuple[int, bytes]:
        time.sleep(0.15)
        return 200, text_reply(push, "来了")

    person = simulator.control.person(follow=True)
    webhook.answer = late
    began = time.monotonic()
    message = person.next_message(after=person.say("在吗", wait=0), wait=10)
    assert message["text"] == "来了" and time.monotonic() - began < 5


def test_waiting_for_messages_that_do_not_come_ends_in_time(simulator: RunningSimulator) -> None:
    person = simulator.control.person(follow=True)
    assert person.messages(after=99, wait=0.1) == []
    with pytest.raises(TimeoutError):
        person.next_message(wait=0.1)


def test_a_chat_shows_who_said_what_and_how_it_came(simulator: RunningSimulator, webhook: Webhook) -> None:
    person = simulator.control.person(follow=True)
    webhook.answer = lambda push: (200, text_reply(push, "您好"))
    person.say("你好")
    person.image(PNG)
    send_menu(simulator, person)
    chat = person.messages()
    assert [(item["direction"], item["via"], item["kind"]) for item in chat] == [
        ("note", "system", "notice"),
        ("sent", "push", "text"),
        ("received", "passive", "text"),
        ("sent", "push", "image"),
        ("received", "passive", "text"),
        ("received", "custom", "menu"),
    ]
    assert [item["seq"] for item in chat] == [1, 2, 3, 4, 5, 6]
    assert chat[1]["push"]["deliveries"][0]["http_status"] == 200
    assert chat[-1]["options"] == [{"id": "101", "label": "拖欠工资"}, {"id": "102", "label": "工伤认定"}]
    assert simulator.http.get(chat[3]["media"]).content == PNG
