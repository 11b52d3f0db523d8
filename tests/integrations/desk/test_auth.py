"""Signing in and out, and what keeps others from acting in somebody's name."""

import re
import time
from datetime import timedelta

import pytest

from bot import clock
from bot.staff.model import ADMIN, Audit, Staff, StaffSession
from bot.staff.sessions import ABSOLUTE, IDLE

PASSWORD = "wuyi-1886-chicago"  # the factory's
OPEN = {"/", "/desk/sign-in", "/healthz", "/readyz", "/metrics"}


def paths(app):
    for route in app.router.routes:
        path = "/" + route.path
        path = re.sub(r"<\w+:int>", "1", path)
        path = path.replace("<number:[A-Za-z0-9-]+>", "GH1").replace("<__file_uri__:path>", "base.css")
        path = re.sub(r"<\w+:\[a-z_?\]\+>", "note", path)
        assert "<" not in path, path
        for method in route.methods - {"HEAD", "OPTIONS"}:
            yield method, path


async def test_every_address_but_sign_in_static_files_and_health_demands_a_session(app, browser):
    stranger = await browser()
    seen = 0
    for method, path in paths(app):
        if path in OPEN or path.startswith("/desk/static/"):
            continue
        response = await stranger.request(method, path, headers={"Accept": "application/json"})
        if path.startswith("/api/"):
            assert response.status_code == 401, (method, path)
            assert response.json()["error"]["code"] == "sign_in_required"
        else:
            assert response.status_code == 303, (method, path)
            assert response.headers["location"].startswith("/desk/sign-in"), path
        seen += 1
    assert seen > 20


async def test_a_stranger_is_led_back_to_the_page_after_signing_in(make, browser):
    make.staff()
    client = await browser()
    asked = await client.get("/desk/cases")
    assert asked.headers["location"] == "/desk/sign-in?next=/desk/cases"
    response = await client.sign_in(next="/desk/cases")
    assert response.headers["location"] == "/desk/cases"


async def test_signing_in_leads_to_the_desk_and_nowhere_else(make, browser):
    make.staff()
    for target in ("https://evil.example/", "//evil.example", "/desk/\\evil", "/desk//evil", "/api/v1/staff", ""):
        response = await (await browser()).sign_in(next=target)
        assert response.headers["location"] == "/desk/", target


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites_and_of_plain_http_behind_https(make, browser):
    make.staff()
    client = await browser()
    plain = (await client.sign_in()).headers.get_list("set-cookie")
    session = next(value for value in plain if value.startswith("desk_session="))
    assert "HttpOnly" in session and "SameSite=Lax" in session and "Secure" not in session
    client.cookies.clear()
    client.headers["X-Forwarded-Proto"] = "https"
    form = await client.get("/desk/sign-in")
    assert "Secure" in form.headers["set-cookie"]


async def test_only_the_hash_of_the_session_token_is_in_the_database(wang, make):
    token = wang.cookies["desk_session"]
    (row,) = make.rows(StaffSession)
    assert token not in row.token_hash and len(row.token_hash) == 64


async def test_the_wrong_password_and_an_unknown_name_get_the_same_answer_in_about_the_same_time(
    make, browser, real_hashes
):
    make.staff()
    client = await browser()
    started = time.perf_counter()
    wrong = await client.sign_in("wang", "not-the-password")
    middle = time.perf_counter()
    unknown = await client.sign_in("nobody", "not-the-password")
    ended = time.perf_counter()
    assert wrong.status_code == unknown.status_code == 403
    assert wrong.text.replace("wang", "nobody").split("<form")[0] == unknown.text.split("<form")[0]
    assert 0.2 < (middle - started) / (ended - middle) < 5


async def test_five_wrong_passwords_lock_the_account_for_fifteen_minutes(make, browser):
    staff_id = make.staff()
    client = await browser()
    for _ in range(5):
        assert (await client.sign_in("wang", "not-the-password")).status_code == 403
    locked = await client.sign_in()
    assert locked.status_code == 403
    until = make.rows(Staff, id=staff_id)[0].locked_until
    assert timedelta(minutes=14) < until - clock.now() <= timedelta(minutes=15)
    assert len(make.rows(Audit, action="locked")) == 1
    make.change(Staff, staff_id, locked_until=clock.now() - timedelta(seconds=1))
    assert (await client.sign_in()).status_code == 303


async def test_a_sign_in_without_the_forms_token_is_refused(make, browser):
    make.staff()
    client = await browser()
    response = await client.sign_in(csrf="0" * 64)
    assert response.status_code == 403
    assert "desk_session" not in client.cookies
    fields = {"username": "wang", "password": PASSWORD}
    assert (await (await browser()).post("/desk/sign-in", data=fields)).status_code == 403


async def test_a_forms_token_belongs_to_the_browser_that_asked_for_it(make, browser):
    make.staff()
    attacker, victim = await browser(), await browser()
    form = await attacker.get("/desk/sign-in")
    token = re.search(r'name="csrf" value="(\w+)"', form.text)[1]
    await victim.get("/desk/sign-in")
    assert (await victim.sign_in(csrf=token)).status_code == 403


async def test_a_write_with_a_wrong_csrf_token_changes_nothing(wang, make):
    conversation = make.conversation()
    for token in ("", "0" * 64, "ü"):
        headers = {"X-CSRF-Token": token.encode()} if token else {}
        response = await wang.post(f"/api/v1/conversations/{conversation}/take", json={}, headers=headers)
        assert response.status_code == 403
        assert response.json()["error"]["code"] == "csrf"
    assert (await wang.get(f"/api/v1/conversations/{conversation}")).json()["holder"] == "bot"


async def test_another_sessions_csrf_token_is_worth_nothing(wang, make, browser):
    make.staff("li", "李师傅")
    li = await browser()
    await li.sign_in("li")
    response = await wang.write("/api/v1/cases/GH1/phone", **{"X-CSRF-Token": li.csrf})
    assert response.json()["error"]["code"] == "csrf"


@pytest.mark.parametrize("column, age", [("seen_at", IDLE), ("expires_at", ABSOLUTE)])
async def test_a_session_ends_when_idle_or_too_old(wang, make, column, age):
    (row,) = make.rows(StaffSession)
    make.change(StaffSession, row.token_hash, **{column: getattr(row, column) - age - timedelta(seconds=1)})
    assert (await wang.get("/api/v1/staff/me")).status_code == 401


async def test_what_the_page_asks_for_by_itself_does_not_keep_an_idle_session_alive(wang, make):
    (row,) = make.rows(StaffSession)
    earlier = clock.now() - IDLE / 2
    make.change(StaffSession, row.token_hash, seen_at=earlier)
    await wang.get("/api/v1/statistics", headers={"X-Desk-Auto": "1"})
    assert make.rows(StaffSession)[0].seen_at == earlier
    await wang.get("/api/v1/statistics")
    assert make.rows(StaffSession)[0].seen_at > earlier


async def test_signing_out_ends_the_session_and_is_recorded(wang, make):
    token = wang.cookies["desk_session"]
    response = await wang.post("/desk/sign-out", data={"csrf": wang.csrf})
    assert response.headers["location"] == "/desk/sign-in"
    wang.cookies.set("desk_session", token)
    assert (await wang.get("/api/v1/staff/me")).status_code == 401
    assert [row.action for row in make.rows(Audit)] == ["sign_in", "sign_out"]
    assert make.rows(Audit)[0].address == "127.0.0.1"


async def test_a_disabled_accounts_sessions_end_at_once(wang, make, browser):
    make.staff("chen", "陈主任", ADMIN)
    chen = await browser()
    await chen.sign_in("chen")
    (row,) = make.rows(Staff, username="wang")
    assert (await chen.write(f"/api/v1/staff/{row.id}/disable")).json()["disabled"] is True
    assert (await wang.get("/api/v1/staff/me")).status_code == 401
    assert (await wang.sign_in()).status_code == 403


async def test_an_agent_may_not_do_what_administrators_do(wang):
    assert (await wang.get("/desk/staff")).status_code == 403
    for response in (await wang.get("/api/v1/staff"), await wang.write("/api/v1/staff/1/disable")):
        assert response.status_code == 403
        assert response.json()["error"]["code"] == "forbidden"
