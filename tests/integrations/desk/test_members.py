"""Members, applications to join, and leads to set up a union, at the desk."""

import re
from datetime import timedelta

import pytest

from bot import clock
from bot.employers.model import Employer
from bot.employers.recognising import recognise
from bot.membership import events
from bot.membership import leads as lead_service
from bot.membership.model import Lead, Member, MembershipApplication, MembershipEvent
from bot.membership.persons import fingerprint
from bot.staff.model import Audit
from tests.support.membership import number_of

ZHANG = number_of(1)


def member(make, union, seed=1, **values):
    """Put somebody into the register; return their id."""
    number = number_of(seed)
    with make.database.work() as session:
        row = Member(
            name="张三丰",
            phone="13800000000",
            id_number=number,
            organisation_id=union,
            source="import",
            employer="光明电子厂",
            district="浦东新区",
            **values,
        )
        if row.employer_id is None:
            row.employer_id = recognise(session, row.employer, row.district).id
        row.name_hash, row.phone_hash = fingerprint(session, row.name), fingerprint(session, row.phone)
        row.id_hash = fingerprint(session, number)
        session.add(row)
        session.commit()
        return row.id


async def apply(browser, **values):
    """Take an application down at the counter; return the response."""
    key = re.search(r'name="key" value="(\w+)"', (await browser.get("/desk/new-application")).text)[1]
    told = {"name": "张三丰", "phone": "13800000000", "id_number": ZHANG, "district": "浦东新区", "street": "张江镇"}
    return await browser.submit("/desk/new-application", key=key, **{**told, **values})


async def test_the_register_is_searched_within_the_branch_and_masked(make, sign_in):
    unions = make.unions()
    here, there = member(make, unions["zhangjiang"], 1), member(make, unions["minhang"], 2, card="issued")
    li = await sign_in("li", unions["pudong"])
    page = (await li.get("/desk/members")).text
    assert f"/desk/members/{here}" in page and f"/desk/members/{there}" not in page
    for secret in ("张三丰", "13800000000", ZHANG):
        assert secret not in page
    for text in ("张三丰", "13800000000", ZHANG, "光明电子"):
        found = (await li.submit("/desk/members", text=text)).text
        assert f"/desk/members/{here}" in found and "1 位" in found, text
    assert "没有符合条件的会员" in (await li.submit("/desk/members", text="李四")).text


async def test_members_are_filtered(wang, make):
    unions = make.unions()
    first = member(make, unions["zhangjiang"], 1, special_group="rider")
    second = member(make, unions["minhang"], 2, card="issued", state="retained")
    for query, found in (
        ("state=retained", {second}),
        ("card=issued", {second}),
        ("group=rider", {first}),
        (f"organisation_id={unions['pudong']}", {first}),
        ("district=闵行区", set()),
        ("figure=groups", {first}),
        ("figure=members&by=group&value=-", {second}),
        (f"before={second}", {first}),
    ):
        page = (await wang.get(f"/desk/members?{query}")).text
        assert {int(key) for key in re.findall(r'href="/desk/members/(\d+)"', page)} == found, query
    for query in (
        "state=x",
        "card=x",
        "organisation_id=x",
        "figure=x",
        "figure=leads",
        "by=x",
        "since=x&figure=joined",
    ):
        assert (await wang.get(f"/desk/members?{query}")).status_code == 422, query


async def test_personal_values_are_revealed_one_by_one_and_that_is_recorded(make, sign_in):
    unions = make.unions()
    key = member(make, unions["zhangjiang"])
    li = await sign_in("li", unions["zhangjiang"])
    page = (await li.get(f"/desk/members/{key}")).text
    assert "张**" in page and "张三丰" not in page and ZHANG not in page and "13800000000" not in page
    for what, value in (("name", "张三丰"), ("phone", "13800000000"), ("id_number", ZHANG)):
        assert (await li.write(f"/api/v1/members/{key}/reveal/{what}")).json() == {what: value}
        (audit,) = make.rows(Audit, action=f"view_{what}")
        assert (audit.subject, audit.subject_id) == ("member", key)
    assert (await li.write(f"/api/v1/members/{key}/reveal/employer")).status_code == 404
    far = await sign_in("far", unions["minhang"])
    assert (await far.write(f"/api/v1/members/{key}/reveal/name")).status_code == 404
    assert (await far.get(f"/desk/members/{key}")).status_code == 404
    assert (await far.submit(f"/desk/members/{key}/leave", reason="resigned")).status_code == 404


async def test_a_member_is_changed_retained_and_leaves(make, sign_in):
    unions = make.unions()
    key = member(make, unions["zhangjiang"])
    li = await sign_in("li", unions["zhangjiang"])
    done = await li.submit(f"/desk/members/{key}/change", card="issued", dues="wage", special_group="rider", phone="")
    assert done.headers["location"] == f"/desk/members/{key}"
    (row,) = make.rows(Member)
    assert (row.card, row.dues, row.special_group, row.phone) == ("issued", "wage", "rider", "13800000000")
    assert "会员卡：未办 → 已发" in (await li.get(f"/desk/members/{key}")).text
    for action, fields in (
        ("change", {"card": "gold"}),
        ("change", {"phone": "123"}),
        ("retain", {"reason": "bored"}),
        ("leave", {}),
    ):
        assert (await li.submit(f"/desk/members/{key}/{action}", **fields)).status_code == 422, action
    await li.submit(f"/desk/members/{key}/retain", reason="unemployed")
    await li.submit(f"/desk/members/{key}/leave", reason="resigned")
    assert make.rows(Member)[0].state == "left"
    page = (await li.get(f"/desk/members/{key}")).text
    assert "本人退会" in page and f"/desk/members/{key}/leave" not in page
    assert (await li.submit(f"/desk/members/{key}/eat")).status_code == 404


async def test_a_new_phone_is_masked_in_the_trail(make, sign_in):
    unions = make.unions()
    key = member(make, unions["zhangjiang"])
    li = await sign_in("li", unions["zhangjiang"])
    await li.submit(f"/desk/members/{key}/change", phone="13900000000")
    page = (await li.get(f"/desk/members/{key}")).text
    assert "138****0000 → 139****0000" in page and "13900000000" not in page


async def test_a_membership_is_transferred_and_the_old_union_no_longer_sees_it(make, sign_in):
    unions = make.unions()
    key = member(make, unions["zhangjiang"])
    li = await sign_in("li", unions["zhangjiang"])
    for fields in ({"to": "火星"}, {"to": "minhang", "district": "朝阳区"}, {"to": "minhang", "group": "x"}):
        assert (await li.submit(f"/desk/members/{key}/transfer", **fields)).status_code == 422, fields
    done = await li.submit(f"/desk/members/{key}/transfer", employer="晨星公司", district="闵行区", to="minhang")
    assert done.headers["location"] == "/desk/members"
    assert make.rows(Member)[0].organisation_id == unions["minhang"]
    assert "会籍转出" in (await li.get("/desk/notices")).text


async def test_the_union_where_somebody_works_now_finds_them_by_their_whole_number_and_takes_them_over(make, sign_in):
    unions = make.unions()
    key = member(make, unions["zhangjiang"])
    far = await sign_in("far", unions["minhang"])
    assert "没有这个身份证号" in (await far.submit("/desk/find-member", id_number="310")).text
    page = (await far.submit("/desk/find-member", id_number=ZHANG)).text
    assert "张**" in page and "张江镇总工会" in page
    assert re.findall(f"<.*{ZHANG}.*>", page) == [f'<input type="hidden" name="id_number" value="{ZHANG}">']
    assert len(make.rows(Audit, action="find_member")) == 2
    told = {"from": "find", "id_number": ZHANG}
    refused = await far.submit(f"/desk/members/{key}/transfer", to="pudong", **told)
    assert refused.status_code == 422 and "只能转到您这边" in refused.text
    done = await far.submit(f"/desk/members/{key}/transfer", employer="晨星公司", to="minhang", **told)
    assert done.headers["location"] == f"/desk/members/{key}"
    assert "会籍转入" in (await far.get("/desk/notices")).text


async def test_nobody_takes_a_member_over_by_counting_their_ids(make, sign_in):
    unions = make.unions()
    key = member(make, unions["zhangjiang"])
    far = await sign_in("far", unions["minhang"])
    for number in ({}, {"id_number": number_of(2)}):
        for source, status in (({}, 404), ({"from": "find"}, 422)):
            refused = await far.submit(f"/desk/members/{key}/transfer", to="minhang", **number, **source)
            missing = await far.submit(f"/desk/members/{key + 1}/transfer", to="minhang", **number, **source)
            assert (refused.status_code, missing.status_code) == (status, status)
    assert make.rows(Member)[0].organisation_id == unions["zhangjiang"]


async def test_an_application_is_taken_down_checked_approved_and_enrolled(make, sign_in):
    unions = make.unions()
    li = await sign_in("li", unions["zhangjiang"])
    url = (await apply(li)).headers["location"]
    listed = (await li.get("/desk/applications")).text
    assert url in listed and "张**" in listed and ZHANG not in listed
    page = (await li.get(url)).text
    assert "核对无误" in page and "登记入册" not in page and "到街镇总工会" in page and ZHANG not in page
    key = int(url.rpartition("/")[2])
    told = (await li.write(f"/api/v1/applications/{key}/reveal/id_number")).json()
    assert told == {"id_number": ZHANG}
    assert (await li.submit(f"{url}/approve")).status_code == 422
    for action in ("check", "approve", "enrol"):
        assert (await li.submit(f"{url}/{action}")).headers["location"] == url, action
    (row,) = make.rows(Member)
    assert (row.organisation_id, row.dues) == (unions["zhangjiang"], "fixed")
    assert f"/desk/members/{row.id}" in (await li.get(url)).text
    assert url not in (await li.get("/desk/applications")).text
    assert url in (await li.get("/desk/applications?state=member")).text
    again = await apply(li)
    assert again.status_code == 422 and "已经是会员" in again.text


@pytest.mark.parametrize("has_union, words", [(True, "单位自己有工会"), (False, "单位自己没有工会")])
async def test_what_the_person_told_of_a_union_at_work_stands_in_the_trail(make, sign_in, has_union, words):
    li = await sign_in("li", make.unions()["zhangjiang"])
    url = (await apply(li)).headers["location"]
    with make.database.work() as session:
        row = session.get(MembershipApplication, int(url.rpartition("/")[2]))
        events.note(session, "told", row, actor=events.PERSON_ACTOR, detail={"has_union": has_union})
        session.commit()
    page = (await li.get(url)).text
    assert "另外说到" in page and words in page and "told" not in page


@pytest.mark.parametrize("answer, words", [("yes", ("有", "是")), ("no", ("没有", "不是")), ("", ("不清楚", "不清楚"))])
async def test_what_the_person_says_of_unions_stands_on_the_application(make, sign_in, answer, words):
    li = await sign_in("li", make.unions()["zhangjiang"])
    url = (await apply(li, has_union=answer, member_elsewhere=answer)).headers["location"]
    page = re.sub(r"\s+", "", (await li.get(url)).text)
    for fact, word in zip(("本人说单位有没有工会", "本人说是不是别处的会员"), words, strict=True):
        assert f"<dt>{fact}</dt><dd>{word}</dd>" in page


async def test_an_application_without_an_answer_in_time_is_marked(make, sign_in):
    li = await sign_in("li", make.unions()["zhangjiang"])
    url = (await apply(li)).headers["location"]
    assert "最晚答复" in (await li.get(url)).text and "已超期" not in (await li.get(url)).text
    with make.database.work() as session:
        row = session.get(MembershipApplication, int(url.rpartition("/")[2]))
        row.due_at = clock.now() - timedelta(minutes=1)
        session.commit()
    assert "已超期" in (await li.get(url)).text and "已超期" in (await li.get("/desk/applications")).text
    await li.submit(f"{url}/refuse", text="资料不全")
    assert "已超期" not in (await li.get(url)).text


async def test_an_application_is_refused_with_a_reason_and_another_one_withdrawn(make, sign_in):
    unions = make.unions()
    li = await sign_in("li", unions["zhangjiang"])
    first = (await apply(li)).headers["location"]
    assert (await li.submit(f"{first}/refuse", text=" ")).status_code == 422
    await li.submit(f"{first}/refuse", text="资料不全")
    assert "资料不全" in (await li.get(first)).text
    second = (await apply(li)).headers["location"]
    await li.submit(f"{second}/withdraw")
    assert [row.state for row in make.rows(MembershipApplication)] == ["refused", "withdrawn"]
    assert (await li.submit(f"{second}/withdraw")).status_code == 422


async def test_an_application_handed_to_another_union_leaves_the_desk(make, sign_in):
    unions = make.unions()
    li = await sign_in("li", unions["zhangjiang"])
    url = (await apply(li)).headers["location"]
    assert (await li.submit(f"{url}/hand_over", to="火星", text="原因")).status_code == 422
    done = await li.submit(f"{url}/hand_over", to="minhang", text="在闵行上班")
    assert done.headers["location"] == "/desk/applications"
    assert (await li.get(url)).status_code == 404
    far = await sign_in("far", unions["minhang"])
    assert "在闵行上班" in (await far.get(url)).text
    assert (await li.write(url.replace("/desk/", "/api/v1/") + "/reveal/name")).status_code == 404


async def test_an_application_for_another_union_is_taken_down_and_told(make, sign_in):
    unions = make.unions()
    li = await sign_in("li", unions["zhangjiang"])
    page = await apply(li, district="闵行区", street="")
    assert page.status_code == 200 and "由另一个工会办理" in page.text


@pytest.mark.parametrize(
    "change, words",
    [
        ({"name": "1"}, "姓名"),
        ({"phone": "123"}, "手机号"),
        ({"id_number": ZHANG[:-1]}, "身份证号"),
        ({"district": "朝阳区"}, "区没有"),
        ({"group": "x"}, "就业群体"),
        ({"has_union": "x"}, "没有这个选项"),
        ({"employer": "长" * 101}, "太长"),
    ],
)
async def test_a_bad_application_is_refused_by_the_field(wang, make, change, words):
    response = await apply(wang, **change)
    assert response.status_code == 422 and words in response.text
    assert make.rows(MembershipApplication) == []


async def lead(make, union):
    key = make._add(Employer(name="光明电子厂", district="浦东新区"))
    row = Lead(employer_id=key, organisation_id=union, members=25, threshold=25, district="浦东新区")
    return make._add(row), key


async def test_a_lead_is_visited_prepared_and_becomes_a_union_to_which_the_members_move(make, sign_in):
    unions = make.unions()
    key, employer = await lead(make, unions["zhangjiang"])
    person = member(make, unions["zhangjiang"], employer_id=employer)
    li = await sign_in("li", unions["zhangjiang"])
    assert "光明电子厂" in (await li.get("/desk/leads")).text
    url = f"/desk/leads/{key}"
    for action, fields in (
        ("visit", {"text": ""}),
        ("establish", {"to": "火星"}),
        ("move", {}),
        ("visit", {"text": "长" * 1001}),
    ):
        assert (await li.submit(f"{url}/{action}", **fields)).status_code == 422, action
    await li.submit(f"{url}/visit", text="见了人事经理")
    await li.submit(f"{url}/prepare", text="成立筹备组")
    await li.submit(f"{url}/establish", to="factory")
    page = (await li.get(url)).text
    assert "见了人事经理" in page and "已建会" in page and "1 次" in page
    await li.submit(f"{url}/move")
    assert make.rows(Member, id=person)[0].organisation_id == unions["factory"]


async def test_a_declined_lead_can_be_opened_again_and_another_branch_does_not_see_it(make, sign_in):
    unions = make.unions()
    key, _ = await lead(make, unions["zhangjiang"])
    li, far = await sign_in("li", unions["zhangjiang"]), await sign_in("far", unions["minhang"])
    await li.submit(f"/desk/leads/{key}/decline", text="老板不同意")
    assert str(key) not in re.findall(r"/desk/leads/(\d+)", (await li.get("/desk/leads")).text)
    assert "老板不同意" in (await li.get(f"/desk/leads/{key}")).text
    await li.submit(f"/desk/leads/{key}/take_up", text="换了负责人")
    assert make.rows(Lead)[0].state == lead_service.OPENED
    assert (await far.get(f"/desk/leads/{key}")).status_code == 404
    assert (await far.submit(f"/desk/leads/{key}/visit", text="来过")).status_code == 404
    assert (await li.submit(f"/desk/leads/{key}/eat")).status_code == 404
    assert (await li.get("/desk/leads?state=x")).status_code == 422
    assert len(make.rows(MembershipEvent)) == 2
