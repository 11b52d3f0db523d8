"""The page in a real browser: what a person does with it, by hand and by keyboard."""

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.integrations.simulator.harness import PNG, Received, RunningSimulator, Webhook, text_reply

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MENU = {
    "head_content": "您想问哪一个？",
    "list": [{"id": "1", "content": "1. 拖欠工资"}, {"id": "2", "content": "2. 工伤认定"}],
    "tail_content": "也可以直接说",
}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a browser: apt-get install chromium")


@pytest.fixture(scope="module")
def browser_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    profile = tmp_path_factory.mktemp("chromium")
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=CHROMIUM, args=FLAGS, viewport={"width": 390, "height": 844}
        )
        yield context.pages[0]
        context.close()


@pytest.fixture
def page(browser_page: Page, simulator: RunningSimulator, webhook: Webhook) -> Iterator[Page]:
    problems: list[str] = []

    def note(error: object) -> None:
        problems.append(str(error))

    browser_page.on("pageerror", note)
    webhook.answer = lambda push: (200, text_reply(push, f"收到：{push.message.get('Content', '')}"))
    browser_page.set_viewport_size({"width": 390, "height": 844})
    yield browser_page
    browser_page.remove_listener("pageerror", note)
    browser_page.goto("about:blank")
    assert problems == []


def open_chat(page: Page, simulator: RunningSimulator, follow: bool = True) -> str:
    openid = simulator.control.person("张三丰", follow=follow).openid
    page.goto(f"{simulator.url}/#{openid}")
    expect(page.get_by_role("button", name="更多")).to_be_enabled()
    return openid


def test_someone_follows_writes_and_reads_the_answer_with_the_keyboard_alone(
    page: Page, simulator: RunningSimulator
) -> None:
    open_chat(page, simulator, follow=False)
    page.get_by_role("button", name="关注公众号").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("输入消息")).to_be_visible()
    page.get_by_label("输入消息").focus()
    page.keyboard.type("老板拖欠工资")
    page.keyboard.press("Enter")
    expect(page.locator(".row.received .bubble").last).to_have_text("收到：老板拖欠工资")
    expect(page.get_by_label("输入消息")).to_have_value("")


def test_what_people_write_is_shown_as_text_and_never_as_markup(
    page: Page, simulator: RunningSimulator, webhook: Webhook
) -> None:
    open_chat(page, simulator)
    nasty = "<img src=x onerror=alert(1)> javascript:alert(1)"
    page.get_by_label("输入消息").fill(nasty)
    page.keyboard.press("Enter")
    expect(page.locator(".row.received .bubble").last).to_have_text(f"收到：{nasty}")
    expect(page.locator(".row.sent .bubble").last).to_have_text(nasty)
    expect(page.locator(".bubble img, .bubble a")).to_have_count(0)


def test_addresses_in_an_answer_are_links_and_nothing_else_is(
    page: Page, simulator: RunningSimulator, webhook: Webhook
) -> None:
    open_chat(page, simulator)
    text = (
        '看 https://example.org/a?b=1。或者<a href="https://example.org/c">这里</a><a href="javascript:alert(1)">坏</a>'
    )
    webhook.answer = lambda push: (200, text_reply(push, text))
    page.get_by_label("输入消息").fill("在哪看")
    page.keyboard.press("Enter")
    links = page.locator(".row.received .bubble a")
    expect(links).to_have_count(2)
    assert [link.get_attribute("href") for link in links.all()] == [
        "https://example.org/a?b=1",
        "https://example.org/c",
    ]


def test_an_option_of_a_menu_message_can_be_tapped(page: Page, simulator: RunningSimulator, webhook: Webhook) -> None:
    openid = open_chat(page, simulator)
    simulator.api("/message/custom/send", {"touser": openid, "msgtype": "msgmenu", "msgmenu": MENU})
    page.get_by_role("button", name="2. 工伤认定").click()
    expect(page.locator(".row.sent .bubble")).to_have_text("2. 工伤认定")
    expect(page.locator(".row.received .bubble").last).to_have_text("收到：2. 工伤认定")
    assert webhook.received[-1].message["bizmsgmenuid"] == "2"


def test_pictures_places_and_voice_are_sent_from_the_panel(
    page: Page, simulator: RunningSimulator, webhook: Webhook
) -> None:
    open_chat(page, simulator)
    page.locator("#file").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": PNG})
    expect(page.locator(".row.sent .picture img")).to_be_visible()
    page.get_by_role("button", name="照片、位置、语音").click()
    page.get_by_role("button", name="位置", exact=True).click()
    page.get_by_text("松江区九亭镇").click()
    page.locator("#location-form").get_by_role("button", name="发送").click()
    expect(page.locator(".place")).to_contain_text("松江区九亭镇")
    page.get_by_role("button", name="照片、位置、语音").click()
    page.get_by_role("button", name="语音", exact=True).click()
    page.locator("#voice-text").fill("我想加入工会")
    page.locator("#voice-form").get_by_role("button", name="发送").click()
    expect(page.locator(".transcript")).to_have_text("我想加入工会")
    expect(page.locator(".row.received")).to_have_count(4)
    kinds = [push.message["MsgType"] for push in webhook.received[-3:]]
    assert kinds == ["image", "location", "voice"]


def test_a_published_menu_appears_at_once_and_its_entries_send_their_keys(
    page: Page, simulator: RunningSimulator, webhook: Webhook
) -> None:
    open_chat(page, simulator)
    expect(page.get_by_label("输入消息")).to_be_visible()
    entries = [{"type": "click", "name": "我要入会", "key": "JOIN"}]
    simulator.api("/menu/create", {"button": [{"name": "我要办事", "sub_button": entries}]})
    page.get_by_role("button", name="我要办事").click()
    page.get_by_role("menuitem", name="我要入会").click()
    expect(page.locator(".row.received")).to_have_count(2)
    assert webhook.received[-1].message["EventKey"] == "JOIN"
    page.get_by_role("button", name="换成打字").click()
    expect(page.get_by_label("输入消息")).to_be_focused()


def test_nobodys_phone_has_nothing_to_press(page: Page, simulator: RunningSimulator) -> None:
    page.goto(simulator.url)
    expect(page.locator("#people-pane")).to_have_class(re.compile(r"\bopen\b"))
    expect(page.get_by_role("button", name="更多")).to_be_disabled()


def test_unfollowing_closes_the_input_and_leaves_the_chat_readable(page: Page, simulator: RunningSimulator) -> None:
    open_chat(page, simulator)
    page.get_by_role("button", name="更多").focus()
    for key in ("Enter", "Escape", "Enter", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("你已取消关注")).to_be_visible()
    expect(page.get_by_label("输入消息")).to_be_hidden()
    expect(page.get_by_role("button", name="关注公众号")).to_be_visible()


def test_a_fault_is_shown_beside_the_message_and_in_the_chat(
    page: Page, simulator: RunningSimulator, webhook: Webhook
) -> None:
    open_chat(page, simulator)

    def refuse(push: Received) -> tuple[int, bytes]:
        return 500, b""

    webhook.answer = refuse
    page.get_by_label("输入消息").fill("在吗")
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name="推送中")).to_be_visible()
    expect(page.get_by_role("img", name="服务出故障")).to_be_visible()
    expect(page.get_by_text("该公众号提供的服务出现故障，请稍后再试").last).to_be_visible()


def test_another_person_is_chosen_and_what_they_missed_is_counted(page: Page, simulator: RunningSimulator) -> None:
    open_chat(page, simulator)
    expect(page.locator("#chat")).to_contain_text("你已关注")
    other = simulator.control.person("黄蓉", follow=True)
    expect(page.locator("#unread")).to_have_text("1")
    page.get_by_role("button", name="换一个人").click()
    page.get_by_role("button", name="黄蓉").click()
    expect(page.locator("#unread")).to_be_hidden()
    assert page.url.endswith(other.openid)


def test_a_developer_sets_a_fault_on_the_page(page: Page, simulator: RunningSimulator) -> None:
    open_chat(page, simulator)
    page.get_by_role("button", name="更多").click()
    page.get_by_role("menuitem", name="开发者面板").click()
    page.get_by_label("接口连不上").check()
    page.get_by_role("button", name="快 49 小时").click()
    expect(page.locator("#clock")).to_have_text("比真实时间快 49 小时")
    faults = simulator.control.state()["faults"]
    assert (faults["api_unreachable"], faults["clock_offset_hours"]) == (True, 49.0)


@pytest.mark.parametrize("size", [(360, 640), (390, 844), (1280, 800)])
def test_nothing_sticks_out_of_the_screen(size: tuple[int, int], page: Page, simulator: RunningSimulator) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    openid = open_chat(page, simulator)
    assert simulator.send_text(openid, "很长的一句话" * 40 + "https://example.org/" + "a" * 120) == 0
    bubble = page.locator(".row.received .bubble").last
    expect(bubble).to_contain_text("example.org")
    box = bubble.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= size[0]
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
