"""The list of cases and its filters."""

import re
from datetime import timedelta

from bot import clock
from bot.cases.model import Case, CaseDeadline, CaseHelp
from bot.employers.model import Employer
from bot.paths import DATA
from bot.staff.model import Staff
from integrations.desk.present import labels

SHOWN = re.compile(r'<th scope="row"><a href="/desk/cases/([^"]+)"')


async def numbers(browser, query=""):
    response = await browser.get(f"/desk/cases?{query}")
    assert response.status_code == 200, response.text
    return set(SHOWN.findall(response.text))


async def test_every_filter_finds_its_cases(wang, make):
    unions = make.unions()
    me = make.rows(Staff)[0].id
    plain = make.case(district="闵行区", street=None)
    wage = make.case(matter="wage", kind="legal_aid", special_group="rider", score=2, reopened=1)
    done = make.case(state="closed", organisation_id=unions["zhangjiang"], supervised=True, assignee_id=me)
    with make.database.work() as session:
        session.add(CaseHelp(case_id=make.rows(Case, number=wage)[0].id, kind="legal_aid"))
        due = clock.now() - timedelta(hours=1)
        late = make.rows(Case, number=plain)[0].id
        session.add(CaseDeadline(case_id=late, duty="accept", due_at=due, remind_at=due))
        session.commit()
    today = clock.today()
    for query, found in (
        ("", {plain, wage, done}),
        (f"number={wage[-4:]}", {wage}),
        ("kind=legal_aid", {wage}),
        ("matter=wage", {wage}),
        ("matter=-", {plain, done}),
        ("state=open", {plain, wage}),
        ("state=closed", {done}),
        ("district=闵行区", {plain}),
        (f"organisation_id={unions['pudong']}", {done}),
        (f"holder_id={unions['pudong']}", set()),
        ("holder_id=-", {plain, wage}),
        ("special_group=rider", {wage}),
        ("help_kind=legal_aid", {wage}),
        ("overdue=1", {plain}),
        ("reopened=1", {wage}),
        ("supervised=True", {done}),
        (f"mine={me}", {done}),
        ("score=2", {wage}),
        (f"filed_from={today}&filed_to={today}", {plain, wage, done}),
        (f"filed_to={today - timedelta(days=1)}", set()),
    ):
        assert await numbers(wang, query) == found, query


async def test_a_filter_that_is_none_is_refused_with_its_name(wang):
    for query in ("state=eaten", "kind=x", "filed_from=gestern", "mine=x", "holder_id=1e3", "score=" + "9" * 25):
        response = await wang.get(f"/desk/cases?{query}")
        assert response.status_code == 422 and query.partition("=")[0] in response.text, query
        assert (await wang.get(f"/api/v1/cases?{query}")).status_code == 422, query


async def test_a_filter_without_a_field_in_the_form_is_named_and_can_be_taken_off(wang, make):
    make.unions()
    page = (await wang.get("/desk/cases?special_group=rider&holder_id=-&state=open")).text
    assert "群体：网约送餐员 ×" in page and "承办：市热线工作台 ×" in page
    assert 'href="/desk/cases?' in page and 'type="hidden" name="special_group" value="rider"' in page


async def test_an_employer_is_found_by_a_part_of_its_name_where_the_viewer_sees_a_case_on_it(wang, make, sign_in):
    unions = make.unions()
    ids = [make._add(Employer(name=name)) for name in ("光明电子厂", "光明食品厂", "无工单光明厂")]
    for key in ids[:2]:
        make.case(employer_id=key, organisation_id=unions["zhangjiang"])
    found = await wang.get("/desk/cases?employer=光明电子")
    assert found.headers["location"].endswith(f"employer_id={ids[0]}")
    several = (await wang.get("/desk/cases?employer=光明")).text
    assert "光明食品厂" in several and "无工单光明厂" not in several
    far = await sign_in("far", unions["minhang"])
    assert "没有找到名称里带" in (await far.get("/desk/cases?employer=光明电子")).text
    assert "光明电子厂" not in (await far.get(f"/desk/cases?employer_id={ids[0]}")).text


async def test_the_filter_stays_from_page_to_page(wang, make):
    for _ in range(21):
        make.case(matter="wage")
    page = (await wang.get("/desk/cases?matter=wage")).text
    assert 'href="/desk/cases?matter=wage&amp;page=2"' in page


def test_every_area_of_the_topics_has_its_words():
    assert {path.stem for path in (DATA / "knowledge").glob("*.yml")} == set(labels.MATTERS)
