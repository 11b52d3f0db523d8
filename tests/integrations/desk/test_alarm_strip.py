"""The strip of urgent warnings above every page, in a browser."""

import json
import shutil

import pytest
from playwright.async_api import async_playwright

from bot.staff.model import ADMIN

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="this test needs chromium: apt-get install chromium")
ALARMS = [
    {"number": f"W{number}", "employer": f"上海明日第{number}电子有限公司", "raised_at": "2026-11-22T08:00:00+08:00"}
    for number in range(6)
]


@pytest.mark.parametrize("width", [390, 1280])
async def test_six_urgent_warnings_take_one_line_and_unfold(app, make, width):
    make.staff("chen", "陈主任", ADMIN)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--mute-audio"])
        size = {"width": width, "height": 800}
        page = await browser.new_page(base_url=app.ctx.address, locale="zh-CN", viewport=size)
        body = json.dumps({"alarms": ALARMS})
        await page.route("**/api/v1/warnings/alarms*", lambda route: route.fulfill(body=body))
        await page.goto("/desk/")
        await page.fill("#username", "chen")
        await page.fill("#password", "wuyi-1886-chicago")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("#alarms summary")
        assert await page.inner_text("#alarms summary") == "6 条特急预警没有人核实"
        assert (await page.locator("#alarms").bounding_box())["height"] < 50
        assert await page.locator("#alarms").get_attribute("role") == "alert"
        await page.focus("#alarms summary")
        await page.keyboard.press("Enter")
        assert await page.locator("#alarms a:visible").count() == 6
        await browser.close()
