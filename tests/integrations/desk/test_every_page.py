"""What holds for every page of the desk, whichever comes to be: found through the routes, filled with hostile text."""

import re
import shutil

import pytest
from playwright.async_api import async_playwright

from bot.employers.recognising import recognise
from bot.membership import applying
from bot.membership.model import Lead, Member, MembershipApplication
from bot.membership.persons import fingerprint
from bot.membership.routing import Workplace
from bot.staff.model import ADMIN
from bot.warnings.model import EarlyWarning
from tests.support.membership import number_of

ATTACK = "<script>document.title='hacked'</script>\"'<img src=x onerror=alert(1)>"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-proxy-server"]
QUIET += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
# Not pages: a stream, a file, and what sends to another page.
OTHER = {"/desk/events", "/desk/attachments/<attachment_id:int>"}


@pytest.fixture
def world(make):
    """One of everything, each with hostile words in it; returns the values of the routes' parameters."""
    unions = make.unions()
    conversation = make.conversation()
    make.said(conversation, ATTACK)
    odd = make.organisation("odd", ATTACK, level="street", street=ATTACK[:50], parent_id=unions["pudong"])
    case = make.filed(conversation, summary=f"停工堵门 {ATTACK}", employer=ATTACK, people=40, name=ATTACK[:50])
    with make.database.work() as session:
        employer_id = recognise(session, ATTACK, "浦东新区").id
        session.add(Lead(employer_id=employer_id, organisation_id=odd, members=25, threshold=25))
        number = number_of(1)
        row = Member(name="张三丰", id_number=number, organisation_id=odd, source="import", employer=ATTACK)
        row.name_hash, row.id_hash = fingerprint(session, row.name), fingerprint(session, number)
        session.add(row)
        place = Workplace(ATTACK, "浦东新区", ATTACK[:50], ATTACK)
        applying.apply(session, applying.Application("张三丰", "13800000000", number_of(2), place), None, None, "t:1")
        session.commit()
    return {
        "organisation_id": odd,
        "conversation_id": conversation,
        "employer_id": employer_id,
        "member_id": make.rows(Member)[0].id,
        "application_id": make.rows(MembershipApplication)[0].id,
        "lead_id": make.rows(Lead)[0].id,
        "cases": case,
        "warnings": make.rows(EarlyWarning)[0].number,
    }


def pages(app, values):
    """Yield the address of every page."""
    for route in app.router.routes:
        path = "/" + route.path
        if "GET" not in route.methods or not path.startswith("/desk/") or "static" in path or path in OTHER:
            continue
        path = re.sub(r"<(\w+):int>", lambda match: str(values[match[1]]), path)
        yield re.sub(r"<number:[^>]+>", lambda match, of=path: values[of.split("/")[2]], path)


async def test_nothing_that_people_wrote_is_markup_and_nothing_runs_or_is_styled_in_a_page(app, world, sign_in):
    chen = await sign_in("chen", None, ADMIN)
    addresses = list(pages(app, world))
    assert len(addresses) > 20
    hostile = 0
    for address in addresses:
        response = await chen.get(address, follow_redirects=True)
        assert response.status_code == 200, (address, response.text)
        page = response.text
        assert "<script>" not in page and "<img src=x" not in page, address
        assert "<style" not in page and " style=" not in page, address
        hostile += "&lt;script&gt;" in page
    assert hostile >= 10


async def test_what_was_written_comes_back_as_text_when_it_could_not_be_done(world, sign_in):
    chen = await sign_in("chen", None, ADMIN)
    for address, fields in (
        (f"/desk/cases/{world['cases']}/hand_over", {"to": f"没有 {ATTACK}", "text": ATTACK}),
        (f"/desk/warnings/{world['warnings']}/close", {"text": ATTACK}),
        (f"/desk/applications/{world['application_id']}/hand_over", {"to": f"没有 {ATTACK}", "text": ATTACK}),
        (f"/desk/members/{world['member_id']}/transfer", {"to": f"没有 {ATTACK}", "employer": ATTACK}),
        (f"/desk/leads/{world['lead_id']}/establish", {"to": f"没有 {ATTACK}", "text": ATTACK}),
        (f"/desk/employers/{world['employer_id']}/merge", {"to": f"没有 {ATTACK}"}),
        ("/desk/new-case", {"summary": ATTACK, "employer": ATTACK}),
        ("/desk/new-application", {"name": ATTACK, "employer": ATTACK}),
    ):
        response = await chen.submit(address, **fields)
        assert response.status_code == 422, address
        assert "<script>" not in response.text and "&lt;script&gt;" in response.text, address


@pytest.mark.skipif(CHROMIUM is None, reason="this test needs chromium: apt-get install chromium")
async def test_no_page_is_wider_than_a_phone_and_none_complains(app, world, make):
    make.staff("chen", "陈主任", ADMIN)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        size = {"width": 390, "height": 844}
        page = await browser.new_page(base_url=app.ctx.address, locale="zh-CN", viewport=size)
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
        await page.goto("/desk/")
        await page.fill("#username", "chen")
        await page.fill("#password", "wuyi-1886-chicago")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("#waiting")
        for address in pages(app, world):
            if address.endswith("/side"):
                continue
            await page.goto(address)
            await page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
            wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{address} is {wide} px too wide"
        await browser.close()
        assert problems == []
