"""Accounts of a branch, and one's own WeChat."""

import re

from bot.conversations.model import Conversation
from bot.staff import binding
from bot.staff.model import ADMIN, Audit, Staff

PASSWORD = "wuyi-1886-chicago"
NEW = {"username": "new", "name": "新同志", "role": "agent", "password": PASSWORD}


async def test_an_account_is_made_for_a_union_and_sees_its_branch(make, sign_in, browser):
    unions = make.unions()
    seen, unseen = make.filed(), make.filed(district="闵行区", street=None, employer=None)
    chen = await sign_in("chen", None, ADMIN)
    made = await chen.write("/api/v1/staff", {**NEW, "organisation": "浦东新区总工会"})
    assert made.json()["organisation_id"] == unions["pudong"]
    new = await browser()
    await new.sign_in("new")
    page = (await new.get("/desk/cases")).text
    assert seen in page and unseen not in page
    assert (await new.get("/api/v1/staff/me")).json()["organisation"] == "浦东新区总工会"


async def test_an_account_is_given_to_a_union_and_back_to_the_city(make, sign_in):
    unions = make.unions()
    li = make.staff("li", "李师傅")
    conversation = make.conversation()
    make.taken(conversation, li)
    chen = await sign_in("chen", None, ADMIN)
    assert (await chen.write(f"/api/v1/staff/{li}/organisation", {"organisation": "minhang"})).status_code == 200
    assert make.rows(Staff, id=li)[0].organisation_id == unions["minhang"]
    assert make.rows(Conversation, id=conversation)[0].holder == "queue"
    await chen.write(f"/api/v1/staff/{li}/organisation", {"organisation": ""})
    assert make.rows(Staff, id=li)[0].organisation_id is None
    assert [row.detail for row in make.rows(Audit, action="staff_assigned")] == ["minhang", "city"]


async def test_a_bad_choice_of_a_union_is_refused(make, sign_in):
    make.unions()
    li = make.staff("li", "李师傅")
    chen = await sign_in("chen", None, ADMIN)
    me = (await chen.get("/api/v1/staff/me")).json()["id"]
    for staff_id, text, status in ((li, "火星", 422), (li, 7, 422), (999, "minhang", 404), (me, "minhang", 409)):
        response = await chen.write(f"/api/v1/staff/{staff_id}/organisation", {"organisation": text})
        assert response.status_code == status, text
    assert (await chen.write("/api/v1/staff", {**NEW, "organisation": "火星"})).status_code == 422


async def test_an_administrator_of_a_union_manages_the_accounts_of_its_branch_only(make, sign_in):
    unions = make.unions()
    own = make.staff("own", "自己人", organisation_id=unions["zhangjiang"])
    others = [make.staff("city", "市里人"), make.staff("far", "外区人", organisation_id=unions["minhang"])]
    boss = await sign_in("boss", unions["pudong"], ADMIN)
    page = (await boss.get("/desk/staff")).text
    assert "自己人" in page and "市里人" not in page and "外区人" not in page
    assert {row["name"] for row in (await boss.get("/api/v1/staff")).json()["staff"]} == {"自己人", "boss师傅"}
    for other in others:
        assert (await boss.write(f"/api/v1/staff/{other}/disable")).status_code == 404
        assert (await boss.write(f"/api/v1/staff/{other}/organisation", {"organisation": "pudong"})).status_code == 404
    for organisation in ("", None, "minhang"):
        assert (await boss.write("/api/v1/staff", {**NEW, "organisation": organisation})).status_code == 422
    assert (await boss.write(f"/api/v1/staff/{own}/organisation", {"organisation": ""})).status_code == 422
    assert (await boss.write(f"/api/v1/staff/{own}/organisation", {"organisation": "factory"})).status_code == 200


async def test_a_cadre_gets_a_code_ties_their_wechat_with_it_and_unties_it(wang, make):
    assert ">我的微信</a>" in (await wang.get("/desk/")).text  # where the bot sends people for a code
    assert "还没有绑定" in (await wang.get("/desk/my-wechat")).text
    page = (await wang.submit("/desk/my-wechat/code")).text
    code = re.search(r"<strong>(\d{8})</strong>", page)[1]
    assert code not in (await wang.get("/desk/my-wechat")).text
    conversation = make.conversation()
    with make.database.work() as session:
        assert binding.bind(session, conversation, code) is binding.Bound.DONE
        session.commit()
    assert "已绑定" in (await wang.get("/desk/my-wechat")).text
    await wang.submit("/desk/my-wechat/untie")
    assert make.rows(Conversation, id=conversation)[0].cadre_id is None
    assert {"binding_code", "bound", "unbound"} <= {row.action for row in make.rows(Audit)}


async def test_a_code_is_not_made_without_the_pages_token(wang):
    assert (await wang.post("/desk/my-wechat/code")).status_code == 403
    assert (await wang.post("/desk/my-wechat/untie")).status_code == 403
