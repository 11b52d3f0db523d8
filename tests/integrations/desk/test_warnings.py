"""Early warnings and employers at the desk."""

import re

import pytest

from bot.cases.model import Case
from bot.employers.model import Employer, EmployerDecision, EmployerName
from bot.employers.recognising import recognise
from bot.staff.model import ADMIN, SUPERVISOR, Audit, Staff
from bot.warnings.model import EarlyWarning

STEP = re.compile(r'action="/desk/warnings/[^/"]+/([a-z_]+)"')


def raised(make, summary="厂里要关门，大家说明天停工堵门", **told) -> EarlyWarning:
    """File a case whose words raise a warning; return the warning."""
    make.filed(summary=summary, **{"people": 40, **told})
    return make.rows(EarlyWarning)[-1]


@pytest.fixture
async def world(make, sign_in):
    unions = make.unions()
    return unions, raised(make), await sign_in("li", unions["zhangjiang"])


async def test_a_warning_is_listed_shown_with_its_cases_and_the_first_look_is_noted(world, make):
    _, warning, li = world
    listed = (await li.get("/desk/warnings?state=open")).text
    assert warning.number in listed and "光明电子厂" in listed
    page = (await li.get(f"/desk/warnings/{warning.number}")).text
    for words in ("光明电子厂", make.rows(Case)[0].number, "谁最先", "最先查看", "li师傅", "停工", "还剩"):
        assert words in page, words
    row = make.rows(EarlyWarning)[0]
    first = row.seen_at
    assert row.seen_by_id == make.rows(Staff, username="li")[0].id
    await li.get(f"/desk/warnings/{warning.number}")
    assert make.rows(EarlyWarning)[0].seen_at == first


async def test_a_warning_is_confirmed_assessed_reported_mediated_and_closed(world, make):
    _, warning, li = world
    url = f"/desk/warnings/{warning.number}"
    assert set(STEP.findall((await li.get(url)).text)) == {"confirm", "report", "mediate", "false_alarm"}
    for action, fields, state in (
        ("confirm", {}, "confirmed"),
        ("assess", {"text": "四十人要停工", "level": "urgent"}, "assessing"),
        ("report", {"text": "已到现场"}, "reported"),
        ("mediate", {"text": "约了老板谈"}, "mediating"),
        ("close", {"text": "工资补发，人散了"}, "closed"),
    ):
        response = await li.submit(f"{url}/{action}", **fields)
        assert response.headers["location"] == url, (action, response.text)
        assert make.rows(EarlyWarning)[0].state == state
    page = (await li.get(url)).text
    for words in ("最先上报", "张江镇总工会 li师傅", "约了老板谈", "工资补发，人散了", "已化解"):
        assert words in page, words
    assert STEP.findall(page) == []
    assert warning.number in (await li.get("/desk/warnings?state=ended")).text
    assert warning.number not in (await li.get("/desk/warnings?state=open")).text


async def test_a_false_alarm_needs_its_reason(world, make):
    _, warning, li = world
    url = f"/desk/warnings/{warning.number}"
    for action, fields in (
        ("false_alarm", {"text": " "}),
        ("report", {"text": ""}),
        ("report", {"text": "长" * 1001}),
        ("close", {"text": "还没核实"}),
        ("assess", {"text": "理由", "level": "mild"}),
    ):
        response = await li.submit(f"{url}/{action}", **fields)
        assert response.status_code == 422 and 'role="alert"' in response.text, action
    assert (await li.submit(f"{url}/explode", text="x")).status_code == 404
    await li.submit(f"{url}/false_alarm", text="是玩笑话")
    row = make.rows(EarlyWarning)[0]
    assert (row.state, row.end_reason) == ("false_alarm", "是玩笑话")


async def test_another_branch_sees_neither_warning_nor_employer(world, make, sign_in):
    unions, warning, _ = world
    far = await sign_in("far", unions["minhang"], SUPERVISOR)
    employer = warning.employer_id
    assert warning.number not in (await far.get("/desk/warnings")).text
    for url in (f"/desk/warnings/{warning.number}", f"/desk/employers/{employer}"):
        assert (await far.get(url)).status_code == 404, url
    assert (await far.submit(f"/desk/warnings/{warning.number}/confirm")).status_code == 404
    assert (await far.submit(f"/desk/employers/{employer}/merge", to="x")).status_code in (403, 404)
    assert "光明电子厂" not in (await far.get("/desk/employers")).text


async def test_warnings_are_filtered_and_a_bad_filter_is_refused(world, make, wang):
    _, warning, _ = world
    for query, shown in (
        ("", True),
        (f"level={warning.level}", True),
        ("rule=report", False),
        ("district=浦东新区", True),
        ("district=闵行区", False),
        (f"employer={warning.employer_id}", True),
        ("employer=-", False),
        ("state=raised", True),
        ("since=2000-01-01", True),
        ("until=2000-01-01", False),
        ("late=1", False),
    ):
        page = (await wang.get(f"/desk/warnings?{query}")).text
        assert (warning.number in page) == shown, query
    for query in ("state=x", "level=x", "rule=x", "employer=x", "since=x"):
        assert (await wang.get(f"/desk/warnings?{query}")).status_code == 422, query


def named(make, *names) -> list[int]:
    with make.database.work() as session:
        ids = [recognise(session, name, "浦东新区").id for name in names]
        session.commit()
    return ids


async def test_two_employers_are_made_one_and_one_again_two(make, sign_in):
    make.unions()
    first, second = named(make, "上海晨星电子有限公司", "上海暮云商贸有限公司")
    boss = await sign_in("boss", None, SUPERVISOR)
    assert "上海暮云商贸有限公司" in (await boss.get("/desk/employers?q=暮云")).text
    url = f"/desk/employers/{first}"
    for to, words in (("", "请写另一家"), ("没有这家", "没有找到"), (str(first), "没有找到")):
        response = await boss.submit(f"{url}/merge", to=to)
        assert response.status_code == 422 and words in response.text, to
    assert (await boss.submit(f"{url}/merge", to=str(second))).headers["location"] == url
    assert make.rows(Employer, id=second)[0].merged_into_id == first
    assert "已经并入" in (await boss.get(f"/desk/employers/{second}")).text
    (decision,) = make.rows(EmployerDecision)
    assert (await boss.submit(f"{url}/undo", decision="9999")).status_code == 422
    assert (await boss.submit(f"{url}/undo", decision=str(decision.id))).status_code == 303
    assert make.rows(Employer, id=second)[0].merged_into_id is None
    assert {"employer_merge", "employer_undo"} <= {row.action for row in make.rows(Audit)}


async def test_a_name_that_means_another_employer_is_split_off(make, sign_in):
    make.unions()
    first, second = named(make, "上海晨星电子有限公司", "上海暮云商贸有限公司")
    boss = await sign_in("boss", None, ADMIN)
    await boss.submit(f"/desk/employers/{first}/merge", to="上海暮云商贸有限公司")
    (name,) = [row.id for row in make.rows(EmployerName) if row.written == "上海暮云商贸有限公司"]
    assert (await boss.submit(f"/desk/employers/{first}/split")).status_code == 422
    assert (await boss.submit(f"/desk/employers/{first}/split", names=["999"])).status_code == 422
    assert (await boss.submit(f"/desk/employers/{first}/split", names=[str(name)])).status_code == 303
    assert make.rows(EmployerName, id=name)[0].employer_id not in (first, second)


async def test_an_enterprise_union_and_an_agent_do_not_decide_who_is_who(make, sign_in):
    unions = make.unions()
    make.filed(anonymous=False)
    employer = make.rows(Case)[0].employer_id
    chair = await sign_in("chair", unions["factory"], ADMIN)
    agent = await sign_in("agent", unions["pudong"])
    for browser in (chair, agent):
        page = await browser.get(f"/desk/employers/{employer}")
        assert page.status_code == 200 and "/merge" not in page.text
        for action in ("merge", "split", "undo"):
            assert (await browser.submit(f"/desk/employers/{employer}/{action}", to="x")).status_code == 403


async def test_spellings_from_cases_that_somebody_is_kept_out_of_are_not_shown_to_them(make, sign_in):
    unions = make.unions()
    make.filed(anonymous=False)
    make.filed(anonymous=True, employer="浦东光明电子厂")
    (employer,) = {case.employer_id for case in make.rows(Case)}
    chair = await sign_in("chair", unions["factory"], ADMIN)
    agent = await sign_in("agent", unions["zhangjiang"])
    boss = await sign_in("boss", unions["pudong"], SUPERVISOR)
    for browser, sees in ((chair, False), (agent, True), (boss, True)):
        page = (await browser.get(f"/desk/employers/{employer}")).text
        assert "<li>光明电子厂" in page and ("浦东光明电子厂" in page) is sees
        for text, found in (("光明电子", True), ("浦东光明", sees)):
            listed = (await browser.get(f"/desk/employers?q={text}")).text
            assert (f'"/desk/employers/{employer}"' in listed) is found, text
            assert ("2 种" in listed) is (browser is boss)


async def test_who_may_not_decide_does_not_read_what_was_decided(make, sign_in):
    unions = make.unions()
    make.filed(anonymous=False)
    employer = make.rows(Case)[0].employer_id
    (other,) = named(make, "上海暮云商贸有限公司")
    boss = await sign_in("boss", None, SUPERVISOR)
    await boss.submit(f"/desk/employers/{employer}/merge", to=str(other))
    chair = await sign_in("chair", unions["factory"], ADMIN)
    assert "上海暮云商贸有限公司" in (await boss.get(f"/desk/employers/{employer}")).text
    assert "上海暮云商贸有限公司" not in (await chair.get(f"/desk/employers/{employer}")).text


async def test_every_page_is_told_of_an_urgent_warning_until_somebody_confirms_it(world, make, sign_in):
    unions, warning, li = world
    (alarm,) = (await li.get("/api/v1/warnings/alarms")).json()["alarms"]
    assert (alarm["number"], alarm["employer"]) == (warning.number, "光明电子厂")
    assert 'id="alarms"' in (await li.get("/desk/cases")).text
    elsewhere = await sign_in("wang", unions["minhang"])
    assert (await elsewhere.get("/api/v1/warnings/alarms")).json() == {"alarms": []}
    await li.submit(f"/desk/warnings/{warning.number}/confirm")
    assert (await li.get("/api/v1/warnings/alarms")).json() == {"alarms": []}
