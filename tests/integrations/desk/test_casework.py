"""Working on cases at the desk: what each action does, who may take it, and what is said when it cannot be done."""

import re

import pytest

from bot.cases.model import Case, CaseEvent, CaseHelp, CaseReferral
from bot.conversations.model import Message
from bot.staff.model import ADMIN, SUPERVISOR, Audit, Staff

ACTION = re.compile(r'action="/desk/cases/[^/"]+/([a-z_]+)"')


def case_of(make, number) -> Case:
    return make.rows(Case, number=number)[0]


async def do(browser, number, action, **fields):
    return await browser.submit(f"/desk/cases/{number}/{action}", **fields)


async def offered(browser, number) -> set[str]:
    return set(ACTION.findall((await browser.get(f"/desk/cases/{number}")).text))


async def test_a_case_goes_through_its_life_by_plain_forms(make, sign_in):
    unions = make.unions()
    conversation = make.conversation()
    number = make.filed(conversation)
    li = await sign_in("li", unions["zhangjiang"])
    for action, fields, state in (
        ("accept", {}, "accepted"),
        ("start", {}, "in_progress"),
        ("wait", {"text": "请补一张工资条"}, "waiting"),
        ("start", {}, "in_progress"),
        ("resolve", {"text": "单位已经补发"}, "resolved"),
        ("reopen", {"text": "还差一个月"}, "reopened"),
        ("accept", {}, "accepted"),
        ("resolve", {"text": "全部补发"}, "resolved"),
        ("close", {}, "closed"),
    ):
        response = await do(li, number, action, **fields)
        assert response.status_code == 303, (action, response.text)
        assert response.headers["location"] == f"/desk/cases/{number}"
        assert case_of(make, number).state == state, action
    said = " ".join(row.text for row in make.rows(Message, conversation_id=conversation))
    assert "请补一张工资条" in said and "全部补发" in said
    page = (await li.get(f"/desk/cases/{number}")).text
    for words in ("li师傅 · 已受理", "请补一张工资条", "重新办理 1 次", "按时完成"):
        assert words in page, words


async def test_only_what_is_allowed_now_is_offered(make, sign_in):
    unions = make.unions()
    number = make.filed()
    li = await sign_in("li", unions["zhangjiang"])
    union = {"note", "help", "link"}
    assert await offered(li, number) == union | {"accept", "assign", "hand_over", "withdraw"}
    await do(li, number, "accept")
    assert await offered(li, number) == union | {"start", "assign", "hand_over", "wait", "refer", "resolve", "withdraw"}
    boss = await sign_in("boss", unions["pudong"], SUPERVISOR)
    assert {"supervise", "close"} <= await offered(boss, number)


async def test_a_case_page_tells_who_has_it_by_which_rule_until_when_and_who_had_it(make, sign_in):
    unions = make.unions()
    number = make.filed()
    zhao = await sign_in("zhao", unions["pudong"])
    assert (await do(zhao, number, "hand_over", to="浦东新区总工会", text="区里统一办")).status_code == 303
    page = (await zhao.get(f"/desk/cases/{number}")).text
    for words in ("对单位匿名", "五（二）1", "还剩", "张江镇总工会", "区里统一办", "不经过", "光明电子厂工会"):
        assert words in page, words


async def test_a_case_handed_out_of_the_branch_is_gone_from_the_desk(make, sign_in):
    unions = make.unions()
    number = make.filed()
    li = await sign_in("li", unions["zhangjiang"])
    response = await do(li, number, "hand_over", to="minhang", text="公司在闵行")
    assert response.headers["location"] == "/desk/cases?state=open"
    assert case_of(make, number).organisation_id == unions["minhang"]
    assert (await li.get(f"/desk/cases/{number}")).status_code == 404


async def test_a_case_can_be_handed_to_the_citys_desk(make, sign_in, wang):
    unions = make.unions()
    number = make.filed()
    li = await sign_in("li", unions["zhangjiang"])
    await do(li, number, "hand_over", to="市热线工作台", text="涉及两个区")
    assert case_of(make, number).organisation_id is None
    assert "市热线工作台" in (await wang.get(f"/desk/cases/{number}")).text


@pytest.mark.parametrize(
    "to, words", [("", "请写工会"), ("火星工会", "没有找到"), ("总工会", "可能是"), ("光明电子厂工会", "不经过")]
)
async def test_a_union_that_is_none_or_may_not_have_it_is_refused_and_what_was_written_stays(make, sign_in, to, words):
    unions = make.unions()
    number = make.filed()
    li = await sign_in("li", unions["zhangjiang"])
    response = await do(li, number, "hand_over", to=to, text="这里写了很长的原因")
    assert response.status_code == 422
    assert words in response.text and "这里写了很长的原因" in response.text
    assert case_of(make, number).organisation_id == unions["zhangjiang"]


async def test_a_case_is_assigned_to_a_colleague_of_the_same_union_only(make, sign_in):
    unions = make.unions()
    number = make.filed()
    li = await sign_in("li", unions["zhangjiang"])
    other = make.staff("zhao", "赵同志", organisation_id=unions["minhang"])
    own = make.staff("qian", "钱同志", organisation_id=unions["zhangjiang"])
    page = (await li.get(f"/desk/cases/{number}")).text
    assert "钱同志" in page and "赵同志" not in page
    for to in (other, 99999, "x", ""):
        assert (await do(li, number, "assign", to=str(to))).status_code == 422
    assert (await do(li, number, "assign", to=str(own))).status_code == 303
    assert case_of(make, number).assignee_id == own
    assert "派给钱同志" in (await li.get(f"/desk/cases/{number}")).text


async def test_a_referral_goes_out_and_what_comes_back_is_noted(make, sign_in):
    unions = make.unions()
    number = make.filed()
    li = await sign_in("li", unions["zhangjiang"])
    await do(li, number, "accept")
    assert (await do(li, number, "refer", to="mars", handed_over="材料", text="要仲裁")).status_code == 422
    assert (await do(li, number, "refer", to="human_resources", handed_over="", text="要仲裁")).status_code == 422
    await do(li, number, "refer", to="human_resources", handed_over="工资条三张", text="要仲裁")
    (referral,) = make.rows(CaseReferral)
    page = (await li.get(f"/desk/cases/{number}")).text
    assert "工资条三张" in page and "还没有反馈" in page
    other = make.filed()
    assert (await do(li, other, "came_back", to=str(referral.id), text="已立案")).status_code == 404
    assert (await do(li, number, "came_back", to=str(referral.id), text="已立案")).status_code == 303
    assert "已立案" in (await li.get(f"/desk/cases/{number}")).text
    assert case_of(make, number).state == "in_progress"


async def test_help_is_tagged_and_untagged_and_an_unknown_kind_refused(make, sign_in):
    unions = make.unions()
    number = make.filed()
    li = await sign_in("li", unions["zhangjiang"])
    await do(li, number, "help", kinds=["legal_aid", "collective_bargaining"])
    assert {row.kind for row in make.rows(CaseHelp)} == {"legal_aid", "collective_bargaining"}
    await do(li, number, "help", kinds=["legal_aid"])
    assert {row.kind for row in make.rows(CaseHelp)} == {"legal_aid"}
    assert (await do(li, number, "help", kinds=["magic"])).status_code == 422


async def test_linked_cases_show_each_other_and_one_that_is_not_seen_cannot_be_linked(make, sign_in):
    unions = make.unions()
    first, second, far = make.filed(), make.filed(), make.filed(district="闵行区", street=None, employer=None)
    li = await sign_in("li", unions["zhangjiang"])
    assert (await do(li, first, "link", to=second, text="同一家厂")).status_code == 303
    assert f'href="/desk/cases/{first}"' in (await li.get(f"/desk/cases/{second}")).text
    for number in (far, "GH0", first):
        response = await do(li, first, "link", to=number)
        assert response.status_code == 422 and 'role="alert"' in response.text, number


async def test_a_supervisor_above_puts_a_case_under_supervision_and_takes_it_off(make, sign_in):
    unions = make.unions()
    number = make.filed()
    agent = await sign_in("li", unions["pudong"])
    assert (await do(agent, number, "supervise", on="1", text="群众反映强烈")).status_code == 422
    boss = await sign_in("boss", unions["pudong"], SUPERVISOR)
    await do(boss, number, "supervise", on="1", text="群众反映强烈")
    assert case_of(make, number).supervised
    assert number in (await boss.get("/desk/cases?supervised=1")).text
    await do(boss, number, "supervise", on="0", text="已经办好")
    assert not case_of(make, number).supervised


async def test_whoever_looked_before_something_happened_is_told_to_look_again(make, sign_in):
    unions = make.unions()
    number = make.filed()
    li = await sign_in("li", unions["zhangjiang"])
    seen = re.search(r'name="seen" value="(\d+)"', (await li.get(f"/desk/cases/{number}")).text)[1]
    await do(li, number, "note", text="打过电话")
    response = await do(li, number, "accept", seen=seen)
    assert response.status_code == 422 and "刷新" in response.text
    assert case_of(make, number).state == "received"


async def test_a_move_without_its_reason_changes_nothing(make, sign_in):
    unions = make.unions()
    number = make.filed()
    li = await sign_in("li", unions["zhangjiang"])
    await do(li, number, "accept")
    events = len(make.rows(CaseEvent))
    too_short = (("resolve", " "), ("resolve", "x"), ("resolve", "好了了"))
    for action, text in (
        *too_short,
        ("wait", ""),
        ("withdraw", ""),
        ("note", ""),
        ("resolve", "长" * 501),
    ):
        assert (await do(li, number, action, text=text)).status_code == 422, action
    assert len(make.rows(CaseEvent)) == events


async def test_a_forbidden_move_an_unknown_action_and_a_missing_token_change_nothing(make, sign_in):
    unions = make.unions()
    number = make.filed()
    li = await sign_in("li", unions["zhangjiang"])
    assert (await do(li, number, "resolve", text="好了")).status_code == 422
    assert (await do(li, number, "close", text="重复")).status_code == 422
    assert (await do(li, number, "explode")).status_code == 404
    assert (await li.post(f"/desk/cases/{number}/accept")).status_code == 403
    assert case_of(make, number).state == "received"


async def test_another_branch_neither_sees_nor_touches_a_case(make, sign_in):
    unions = make.unions()
    number = make.filed()
    far = await sign_in("far", unions["minhang"], ADMIN)
    assert number not in (await far.get("/desk/cases")).text
    assert (await far.get(f"/desk/cases/{number}")).status_code == 404
    for action in ("accept", "note", "help", "supervise"):
        assert (await do(far, number, action, text="你好", on="1")).status_code == 404, action
    assert (await far.get(f"/api/v1/cases/{number}")).status_code == 404
    assert (await far.write(f"/api/v1/cases/{number}/phone")).status_code == 404
    assert (await far.write(f"/api/v1/cases/{number}/actions/accept")).status_code == 404
    assert (await far.get("/api/v1/cases")).json()["total"] == 0


async def test_the_enterprise_union_does_not_see_the_case_it_is_kept_out_of(make, sign_in):
    unions = make.unions()
    kept, shared = make.filed(anonymous=True), make.filed(anonymous=False)
    chair = await sign_in("chair", unions["factory"])
    page = (await chair.get("/desk/cases")).text
    assert shared in page and kept not in page
    assert (await chair.get(f"/desk/cases/{kept}")).status_code == 404


async def test_the_api_does_the_same_and_says_what_is_wrong(make, sign_in):
    unions = make.unions()
    number = make.filed()
    li = await sign_in("li", unions["zhangjiang"])
    body = (await li.get(f"/api/v1/cases/{number}")).json()
    assert "accept" in body["may"] and body["rule"]["clause"] == "五（二）1"
    url = f"/api/v1/cases/{number}/actions"
    done = (await li.write(f"{url}/accept", {"seen": body["seen"]})).json()
    assert done["state"] == "accepted" and done["assignee"] == "li师傅"
    for action, given, status, code in (
        ("accept", {"seen": body["seen"]}, 409, "changed_meanwhile"),
        ("resolve", {}, 422, "invalid"),
        ("close", {"text": "重复"}, 403, "forbidden"),
        ("explode", {}, 404, "not_found"),
        ("note", {"text": 7}, 422, "invalid"),
        ("help", {"kinds": "legal_aid"}, 422, "invalid"),
        ("supervise", {"on": "yes"}, 422, "invalid"),
    ):
        response = await li.write(f"{url}/{action}", given)
        assert (response.status_code, response.json()["error"]["code"]) == (status, code), action
    gone = (await li.write(f"{url}/hand_over", {"to": "minhang", "text": "在闵行"})).json()
    assert gone == {"number": number, "state": "assigned"}


async def test_staff_of_a_union_neither_see_the_queue_nor_write_to_people(make, sign_in):
    unions = make.unions()
    conversation = make.conversation()
    make.said(conversation, "我的手机13800000000")
    make.asks_for_person(conversation)
    li = await sign_in("li", unions["zhangjiang"])
    assert (await li.get("/desk/")).headers["location"].startswith("/desk/cases")
    assert ">会话</a>" not in (await li.get("/desk/cases")).text
    for url in ("/api/v1/conversations", f"/api/v1/conversations/{conversation}", "/desk/events"):
        assert (await li.get(url)).status_code == 403, url
    assert (await li.get(f"/desk/conversations/{conversation}/side")).status_code == 403
    assert (await li.write(f"/api/v1/conversations/{conversation}/take")).status_code == 403
    assert (await li.get(f"/desk/conversations/{conversation}")).status_code == 404
    assert (await li.get("/api/v1/statistics")).json()["waiting"] is None


async def test_a_union_reads_the_chat_of_its_case_masked_and_that_is_recorded(make, sign_in):
    unions = make.unions()
    conversation = make.conversation()
    make.said(conversation, "我的手机13800000000")
    number = make.filed(conversation)
    picture = make.picture(conversation)
    li = await sign_in("li", unions["zhangjiang"])
    assert f'href="/desk/conversations/{conversation}"' in (await li.get(f"/desk/cases/{number}")).text
    page = (await li.get(f"/desk/conversations/{conversation}")).text
    assert "138****0000" in page and "13800000000" not in page
    assert (await li.get(f"/desk/attachments/{picture}")).status_code == 200
    assert [row.action for row in audits(make, "li")] == ["sign_in", "view_conversation", "view_attachment"]
    far = await sign_in("far", unions["minhang"])
    assert (await far.get(f"/desk/conversations/{conversation}")).status_code == 404
    assert (await far.get(f"/desk/attachments/{picture}")).status_code == 404


async def test_a_chat_in_which_a_hidden_case_was_told_is_not_read_by_the_union_it_is_hidden_from(make, sign_in):
    unions = make.unions()
    conversation = make.conversation()
    shown = make.filed(conversation, anonymous=False)
    make.filed(conversation, anonymous=False, own_union="accused")
    chair = await sign_in("chair", unions["factory"])
    assert (await chair.get(f"/desk/cases/{shown}")).status_code == 200
    assert (await chair.get(f"/desk/conversations/{conversation}")).status_code == 404


def audits(make, username):
    (staff,) = make.rows(Staff, username=username)
    return make.rows(Audit, staff_id=staff.id)


async def test_what_only_a_kind_of_case_has_is_shown_in_words(wang, make):
    told = {"reason": "illness", "member": True, "cadre": "not verified", "wish": "电话13800000000", "odd": [1]}
    number = make.case(details=told)
    page = (await wang.get(f"/desk/cases/{number}")).text
    for words in ("困难原因", "生病", "是会员", "自称工会干部", "电话138****0000"):
        assert words in page, words
    lines = (await wang.get(f"/api/v1/cases/{number}")).json()["details"]
    assert len(lines) == 4 and {"label": "会员", "value": "是会员"} in lines


async def test_what_a_cadre_asks_for_is_shown_once_and_not_as_anonymous_to_the_employer(wang, make):
    told = {"why": "dares_not", "wish": "派人来谈", "cadre": "verified", "own_union": "dares_not"}
    page = (await wang.get(f"/desk/cases/{make.case(kind='upper_union', details=told)}")).text
    assert page.count("本单位工会不敢维权") == 1 and "账号已核对" in page and "对单位" not in page
    assert "对单位" in (await wang.get(f"/desk/cases/{make.case()}")).text


async def test_whether_the_other_side_is_willing_is_said_in_words(wang, make):
    page = (await wang.get(f"/desk/cases/{make.case(kind='mediation', details={'willing': False})}")).text
    assert "对方态度" in page and "不愿意调解" in page


async def test_a_case_is_handed_to_the_office_that_does_its_kind_and_assigned_by_its_union(make, sign_in):
    unions = make.unions()
    make.organisation("aid", "浦东新区职工法律援助站", kind="legal_aid_office", parent_id=unions["pudong"])
    number = make.filed(kind="legal_aid", district="闵行区", street=None, employer=None)
    minhang, zhao = await sign_in("qian", unions["minhang"]), await sign_in("zhao", unions["pudong"])
    assert "浦东新区职工法律援助站" in (await minhang.get(f"/desk/cases/{number}")).text
    response = await do(minhang, number, "hand_over", to="浦东新区职工法律援助站", text="单位在浦东")
    assert response.status_code == 303, response.text
    assert (await do(zhao, number, "assign", to=str(make.rows(Staff, username="zhao")[0].id))).status_code == 303
    assert case_of(make, number).assignee_id == make.rows(Staff, username="zhao")[0].id
    other = make.filed()
    assert (await do(zhao, other, "hand_over", to="浦东新区职工法律援助站", text="转")).status_code == 422
