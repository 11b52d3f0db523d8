"""Accounts over the API, and the numbers of the moment."""

import pytest

from bot.staff.model import ADMIN, Audit

PASSWORD = "wuyi-1886-chicago"


@pytest.fixture
async def admin(make, browser):
    make.staff("chen", "陈主任", ADMIN)
    client = await browser()
    await client.sign_in("chen")
    return client


async def test_i_learn_who_i_am_and_the_token_to_write_with(wang):
    me = (await wang.get("/api/v1/staff/me")).json()
    assert (me["username"], me["name"], me["role"]) == ("wang", "王师傅", "agent")
    assert me["csrf"] == wang.csrf


async def test_an_administrator_makes_an_account_that_can_sign_in(admin, browser, make):
    body = {"username": "Li", "name": "李师傅", "role": "agent", "password": PASSWORD}
    made = await admin.write("/api/v1/staff", body)
    assert made.status_code == 201 and made.json()["username"] == "li"
    assert (await (await browser()).sign_in("li")).status_code == 303
    listed = (await admin.get("/api/v1/staff")).json()["staff"]
    assert [row["username"] for row in listed] == ["chen", "li"]
    assert "password" not in str(listed)
    assert len(make.rows(Audit, action="staff_added")) == 1


async def test_a_bad_account_is_refused_with_the_reason_in_chinese(admin):
    good = {"username": "li", "name": "李师傅", "role": "agent", "password": PASSWORD}
    for change, word in (
        ({"password": "short"}, "密码太短"),
        ({"username": "chen"}, "已经有了"),
        ({"username": "李"}, "用户名"),
        ({"role": "god"}, "角色不对"),
        ({"name": " "}, "姓名"),
        ({"name": None}, "name"),
    ):
        response = await admin.write("/api/v1/staff", {**good, **change})
        assert response.status_code == 422, change
        assert word in response.json()["error"]["message"]
    assert len((await admin.get("/api/v1/staff")).json()["staff"]) == 1


async def test_an_administrator_cannot_lock_themselves_out(admin):
    me = (await admin.get("/api/v1/staff/me")).json()
    assert (await admin.write(f"/api/v1/staff/{me['id']}/disable")).json()["error"]["code"] == "own_account"
    assert (await admin.write("/api/v1/staff/999/disable")).status_code == 404


async def test_the_numbers_of_the_moment(wang, make):
    make.asks_for_person(make.conversation())
    make.case()
    make.organisation()
    assert (await wang.get("/api/v1/statistics")).json() == {"waiting": 1, "held": 0, "cases_today": 1}
    (organisation,) = (await wang.get("/api/v1/organisations")).json()["organisations"]
    assert organisation["name"] == "浦东新区总工会" and organisation["parent"] is None
