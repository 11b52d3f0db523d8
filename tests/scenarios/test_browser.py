"""The same story as people see it: the phone page and the desk in a real browser, side by side."""

import os
import shutil

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from bot.paths import ROOT
from tests.scenarios.system import ADMIN_PASSWORD
from tests.scenarios.talk import number_in, picture, send_picture, tell

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


# What is said first, what is said then, and what the case shows of it.
KINDS = {
    "legal_aid": (
        "我要申请法律援助，我叫黄药师，电话13800000051，公司拖欠我三个月工资一万八，上海明日电子有限公司，在浦东新区张江镇",
        ("1", "还在", "确认提交"),
        ("法律援助", "走到哪一步", "还没开始", "还在职", "18,000 元", "138****0051", "附件 1"),
    ),
    "hardship": (
        "我要申请困难帮扶，我叫段誉，电话13800000052，住在杨浦区四平路街道",
        ("1", "今年5月查出胃癌，自费花了8万多，身份证11010519491231002X", "四口人", "没有", "2", "没有", "确认提交"),
        ("困难帮扶", "困难原因", "生病", "110105********002X", "四口人", "不是会员", "138****0052"),
    ),
    "mediation": (
        "我要申请调解，我叫慕容复，电话13800000053，上海明日电子有限公司，在浦东新区张江镇，公司辞退我，就我一个人",
        ("付经济补偿两万", "2", "确认提交"),
        ("调解", "要求", "付经济补偿两万", "对方态度", "不愿意调解", "138****0053"),
    ),
    "upper_union": (
        "我是上海明日电子有限公司的工会主席，电话13800000054，公司在浦东新区张江镇，要请上级工会出面，涉及120人",
        ("公司三个月没交公积金", "2", "派人来跟公司谈一次", "洪七公", "确认提交"),
        ("请上级工会介入", "难处", "本单位工会不敢维权", "派人来跟公司谈一次", "没有核对", "138****0054"),
    ),
    "risk_report": (
        "我是街道工会的干部，叫洪七公，电话13800000055，报告群体纠纷：上海白驼山玩具有限公司，浦东新区张江镇，"
        "两个月没发工资，200人，一百多人聚在厂门口",
        ("明天上午去区政府", "工会主席", "确认提交"),
        ("风险报告", "特急", "200 人", "一百多人聚在厂门口", "接下来可能", "在现场的人", "138****0055"),
    ),
}


@pytest.fixture(scope="module")
def desk_pages(system, browser):
    """The desk at its two widths, signed in."""
    pages = {}
    for width in (1280, 390):
        pages[width] = open_page(browser, system.url(1, "/desk/"), width, 844)
        pages[width].fill("#username", "admin")
        pages[width].fill("#password", ADMIN_PASSWORD)
        pages[width].press("#password", "Enter")
        pages[width].wait_for_selector("#waiting")
    return pages


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_person_said_to_a_service_is_readable_on_the_case(system, desk_pages, kind):
    first, rest, shown = KINDS[kind]
    with system.simulator() as simulator:
        person = simulator.person(kind, follow=True)
        tell(person, first, "同意")
        if kind == "legal_aid":
            send_picture(person, picture(90))
        number = number_in(tell(person, *rest))
    for width, page in desk_pages.items():
        page.goto(system.url(1, f"/desk/cases/{number}"))
        main = page.locator("#main")
        for words in shown:
            expect(main).to_contain_text(words)
        text = main.inner_text()
        for secret in ("13800000", "11010519491231002X", "None", "True", "False", "not_yet"):
            assert secret not in text, f"{secret} stands on the page"
        nothing_is_cut_off(page)
        shoot(page, f"case-{kind}-{width}")
    if kind == "risk_report":
        for page in desk_pages.values():
            page.wait_for_selector("#alarms a", state="attached", timeout=PATIENCE)
            if page.locator("#alarms details:not([open])").count():
                page.locator("#alarms summary").click()  # several warnings are one line that unfolds
            strip = page.locator("#alarms a", has_text="白驼山玩具")
            expect(strip.first).to_be_visible(timeout=PATIENCE)
        strip.first.click()
        expect(page.locator("#main")).to_contain_text("工会干部上报")
        nothing_is_cut_off(page)


def test_a_summary_a_long_answer_and_options_are_readable_on_the_phone(system, browser):
    with system.simulator() as simulator:
        person = simulator.person("苏星河", follow=True)
        tell(person, "工会经费怎么算", KINDS["mediation"][0], "同意", "付经济补偿两万", "2")
    phone = open_page(browser, system.url(2), 390, 844)
    phone.click("#open-people")
    phone.click("#people button:has-text('苏星河')")
    chat = phone.locator("#chat")
    expect(chat).to_contain_text("都填好了")
    for words in ("依据：", "1. 确认提交", "138****0053"):
        expect(chat).to_contain_text(words)
    expect(chat.locator("text=都填好了").last).to_be_in_viewport()
    wide = chat.evaluate("chat => chat.scrollWidth - chat.clientWidth")
    assert wide <= 0, f"the chat is {wide} px wider than the phone"
    nothing_is_cut_off(phone)
    shoot(phone, "phone-summary")
