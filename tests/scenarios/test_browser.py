"""The same story as people see it: the phone page and the desk in a real browser, side by side."""

import os
import shutil

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from bot.paths import ROOT
from tests.scenarios.system import ADMIN_PASSWORD

SHOTS = ROOT / "var" / "screenshots"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 20_000  # milliseconds


@pytest.fixture(scope="module")
def browser():
    program = shutil.which("chromium")
    if program is None:
        message = "this test needs chromium: apt-get install chromium fonts-noto-cjk"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    SHOTS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


def open_page(browser, url, width, height) -> Page:
    page = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN").new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(url)
    return page


def write(phone: Page, text: str) -> None:
    phone.fill("#input", text)
    phone.press("#input", "Enter")


def shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(600)
    page.screenshot(path=str(SHOTS / f"{name}.png"))


def nothing_is_cut_off(page: Page) -> None:
    """Check that the page does not scroll sideways, which is how a narrow screen cuts things off."""
    width = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0, f"the page is {width} px wider than the screen"


def test_a_worker_on_the_phone_and_an_agent_at_the_desk_talk_to_each_other(system, browser):
    with system.simulator() as simulator:
        openid = simulator.person("周小明", follow=True).openid
    phone = open_page(browser, system.url(2), 390, 844)
    phone.click("#open-people")
    phone.click("#people button:has-text('周小明')")
    chat = phone.locator("#chat")
    expect(chat).to_contain_text("上海工会")

    write(phone, "老板拖欠工资怎么办")
    expect(chat).to_contain_text("劳动合同法", timeout=PATIENCE)
    shoot(phone, "phone-answer")
    nothing_is_cut_off(phone)

    write(phone, "转人工")
    expect(chat).to_contain_text("工作人员", timeout=PATIENCE)

    desk = open_page(browser, system.url(1, "/desk/"), 1440, 900)
    desk.fill("#username", "admin")
    desk.fill("#password", ADMIN_PASSWORD)
    shoot(desk, "desk-sign-in")
    desk.press("#password", "Enter")
    waiting = desk.locator("#waiting li", has_text="转人工")
    expect(waiting.first).to_be_visible(timeout=PATIENCE)
    shoot(desk, "desk-queue")
    waiting.last.locator("a, button").first.click()
    expect(desk.locator("#messages")).to_contain_text("老板拖欠工资怎么办")
    desk.click("#take")
    desk.fill("#text", "您好，我是工会的。您在哪个区上班？")
    desk.press("#text", "Enter")
    expect(chat).to_contain_text("您在哪个区上班", timeout=PATIENCE)

    write(phone, "在闵行莘庄")
    expect(desk.locator("#messages")).to_contain_text("在闵行莘庄", timeout=PATIENCE)
    expect(desk.locator("#messages")).to_contain_text("送达", timeout=PATIENCE)
    shoot(desk, "desk-conversation")
    shoot(phone, "phone-person")
    nothing_is_cut_off(desk)

    desk.click("#hand-back")
    expect(chat).to_contain_text("交还", timeout=PATIENCE)
    assert openid


def test_the_desk_works_on_a_phone_sized_screen(system, browser):
    desk = open_page(browser, system.url(1, "/desk/"), 390, 844)
    desk.fill("#username", "admin")
    desk.fill("#password", ADMIN_PASSWORD)
    desk.press("#password", "Enter")
    desk.wait_for_selector("#list")
    shoot(desk, "desk-narrow")
    nothing_is_cut_off(desk)


def test_markup_in_a_message_is_shown_as_text_everywhere(system, browser):
    with system.simulator() as simulator:
        person = simulator.person("吴小红", follow=True)
        person.say("<img src=x onerror=document.title='hacked'><b>你好</b>")
        person.say("转人工")
    desk = open_page(browser, system.url(1, "/desk/"), 1440, 900)
    desk.fill("#username", "admin")
    desk.fill("#password", ADMIN_PASSWORD)
    desk.press("#password", "Enter")
    desk.locator("#waiting li").last.locator("a, button").first.click()
    expect(desk.locator("#messages")).to_contain_text("<img src=x", timeout=PATIENCE)
    assert "hacked" not in desk.title()
    phone = open_page(browser, system.url(2), 390, 844)
    phone.wait_for_timeout(500)
    assert "hacked" not in phone.title()
