"""Statistics: on the page, over the API, as files; every figure leads to its rows, within what the viewer sees."""

import io
import re

from openpyxl import load_workbook

from bot.cases.model import CaseHelp
from bot.membership.model import Member
from bot.membership.persons import fingerprint
from integrations.desk import tables
from tests.support.membership import number_of


def world(make):
    unions = make.unions()
    make.filed(matter="wage", summary="厂里要停工堵门", people=40)
    make.filed(matter="injury", kind="legal_aid")
    make.filed(matter="wage", district="闵行区", street=None, employer=None, special_group="rider")
    with make.database.work() as session:
        session.add(CaseHelp(case_id=1, kind="legal_aid"))
        number = number_of(1)
        row = Member(name="张三丰", id_number=number, organisation_id=unions["zhangjiang"], source="import")
        row.name_hash, row.id_hash = fingerprint(session, row.name), fingerprint(session, number)
        row.district, row.special_group = "浦东新区", "rider"
        session.add(row)
        session.commit()
    return unions


async def test_every_statistic_is_shown_and_each_of_its_figures_leads_to_a_list(wang, make):
    world(make)
    for about, dimensions in tables.BY.items():
        for by in dimensions:
            page = await wang.get(f"/desk/statistics?about={about}&by={by}&from=2000-01-01")
            assert page.status_code == 200 and "合计" in page.text, (about, by)
            links = set(re.findall(r'<td data-label="[^"]+"><a href="([^"]+)"', page.text))
            for link in links:
                answer = await wang.get(link.replace("&amp;", "&"))
                assert answer.status_code == 200, (about, by, link)


async def test_a_figure_is_as_large_as_the_list_behind_it(wang, make):
    world(make)
    for by in tables.BY["cases"]:
        table = (await wang.get(f"/api/v1/statistics/cases?by={by}")).json()
        for row in (*table["rows"], table["total"]):
            listed = (await wang.get("/api/v1/cases", params=row["where"])).json()
            assert listed["total"] == row["values"]["cases"], (by, row)


async def test_figures_come_as_json_csv_and_xlsx(wang, make):
    world(make)
    url = "/api/v1/statistics/cases?by=matter"
    table = (await wang.get(url)).json()
    assert [row["label"] for row in table["rows"]] == ["工资报酬", "工伤"]
    assert table["total"]["values"]["cases"] == 3 and table["columns"][0]["label"] == "件数"
    csv = await wang.get(f"{url}&format=csv")
    assert csv.headers["content-type"].startswith("text/csv")
    assert "attachment" in csv.headers["content-disposition"]
    assert csv.content.decode("utf-8-sig").splitlines()[1].startswith("工资报酬,2")
    xlsx = await wang.get(f"{url}&format=xlsx")
    cells = list(load_workbook(io.BytesIO(xlsx.content)).active.values)
    assert cells[2][:2] == ("工资报酬", 2)


async def test_figures_keep_to_a_period_and_to_the_lists_filter(wang, make):
    world(make)
    assert (await wang.get("/api/v1/statistics/cases?to=2000-01-01")).json()["total"]["values"]["cases"] == 0
    narrowed = (await wang.get("/api/v1/statistics/cases?by=kind&matter=injury")).json()
    assert [row["key"] for row in narrowed["rows"]] == ["legal_aid"]
    assert narrowed["rows"][0]["where"] == {"matter": "injury", "kind": "legal_aid"}


async def test_a_union_counts_its_own_branch(make, sign_in):
    unions = world(make)
    li, far = await sign_in("li", unions["pudong"]), await sign_in("far", unions["minhang"])
    for browser, cases, members, warnings in ((li, 2, 1, 1), (far, 1, 0, 0)):
        totals = [
            (await browser.get(f"/api/v1/statistics/{about}")).json()["total"]["values"]
            for about in ("cases", "members", "warnings")
        ]
        assert (totals[0]["cases"], totals[1]["members"], totals[2]["warnings"]) == (cases, members, warnings)


async def test_what_is_no_statistic_is_refused(wang):
    for path, status in (
        ("magic", 404),
        ("cases?by=magic", 422),
        ("cases?from=gestern", 422),
        ("cases?format=pdf", 422),
        ("cases?state=magic", 422),
    ):
        assert (await wang.get(f"/api/v1/statistics/{path}")).status_code == status, path
    assert (await wang.get("/desk/statistics?about=magic")).status_code == 422
    assert (await wang.get("/desk/statistics?by=magic")).status_code == 422
