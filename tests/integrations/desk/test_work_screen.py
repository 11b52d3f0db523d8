"""The work screen in a real browser: what the pages' script does with what the server says."""

import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="this test needs chromium: apt-get install chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-proxy-server"]
QUIET += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
ATTACK = "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>"


@pytest.fixture
async def page(app, make) -> AsyncIterator[Page]:
    make.staff()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page(base_url=app.ctx.address, locale="zh-CN")
        page.set_default_timeout(15000)
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
        await page.goto("/desk/")
        await page.fill("#username", "wang")
        await page.fill("#password", "wuyi-1886-chicago")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("#waiting")
        yield page
        await browser.close()
        assert problems == []


async def test_a_conversation_is_taken_answered_and_handed_back_live_and_by_keyboard(page, make):
    await expect(page.locator("#waiting")).to_contain_text("没有人在等")
    conversation = make.conversation()
    make.said(conversation, f"救命 {ATTACK}")
    make.asks_for_person(conversation, "danger")
    await expect(page.locator("#waiting .danger")).to_contain_text("生命安全")
    await expect(page).to_have_title("(1) 工会热线坐席台")
    await page.locator("#waiting a").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".bubble.person p")).to_have_text(f"救命 {ATTACK}")
    await expect(page.locator("#text")).to_be_disabled()
    await page.locator("#take").press("Enter")
    await expect(page.locator("#mine")).to_contain_text("待回复")
    await expect(page.locator("#text")).to_be_focused()
    await page.keyboard.type("我在，您慢慢说")
    await page.keyboard.press("Enter")
    await expect(page.locator(".bubble.staff")).to_contain_text("待发送")
    make.said(conversation, "谢谢")
    await expect(page.locator(".bubble.person").last).to_contain_text("谢谢")
    await page.click("#hand-back")
    await expect(page.locator("#state")).to_have_text("机器人接待中")
    await expect(page).to_have_title("工会热线坐席台")


async def test_numbers_are_shown_when_asked_for(page, make):
    conversation = make.conversation()
    make.said(conversation, "电话13800000000")
    make.case(conversation)
    await page.goto(f"/desk/conversations/{conversation}")
    await expect(page.locator(".bubble.person p")).to_have_text("电话138****0000")
    await page.click("text=查看号码")
    await expect(page.locator(".bubble.person p")).to_have_text("电话13800000000")
    await page.click("#side [data-reveal]")
    await expect(page.locator("#side .number")).to_have_text("13800000000")


async def test_a_narrow_screen_shows_one_pane_at_a_time_and_cuts_nothing_off(page, make):
    await page.set_viewport_size({"width": 360, "height": 640})
    conversation = make.conversation()
    make.said(conversation, "https://example.invalid/" + "x" * 200)
    make.case(conversation, employer="上海某某建筑劳务有限责任公司浦东新区第三分公司")
    await page.click("#recent a")
    for tab, shown in (("side", "#side"), ("list", "#list"), ("talk", "#talk")):
        await page.click(f"[data-tab={tab}]")
        for pane in ("#side", "#list", "#talk"):
            assert await page.locator(pane).is_visible() == (pane == shown)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.goto("/desk/cases")
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
