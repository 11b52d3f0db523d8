"""Organisations: found, shown with their data and counts, and whom to turn to."""

from bot.staff.model import Audit


async def test_organisations_are_found_by_name_district_level_and_kind(wang, make):
    unions = make.unions()
    make.organisation("aid", "浦东法律援助站", kind="legal_aid_office", parent_id=unions["pudong"])
    make.organisation("old", "旧工会", closed=True)
    for query, shown, hidden in (
        ("", "张江镇总工会", "旧工会"),
        ("q=张江", "张江镇总工会", "闵行区总工会"),
        ("q=minhang", "闵行区总工会", "张江镇总工会"),
        ("district=闵行区", "闵行区总工会", "张江镇总工会"),
        ("level=enterprise", "光明电子厂工会", "闵行区总工会"),
        ("kind=legal_aid_office", "浦东法律援助站", "闵行区总工会"),
        ("closed=1", "旧工会", "闵行区总工会"),
        ("page=99", "闵行区总工会", "旧工会"),
        ("q=nobody", "没有符合条件的组织", "闵行区总工会"),
    ):
        page = (await wang.get(f"/desk/organisations?{query}")).text
        assert shown in page and f">{hidden}</a>" not in page, query
    assert "assistant orgs import" in page


async def test_one_organisation_shows_its_line_those_below_and_what_it_has_to_do(wang, make):
    unions = make.unions()
    make.filed()
    page = (await wang.get(f"/desk/organisations/{unions['pudong']}")).text
    for words in ("上海市总工会", "张江镇总工会", "没有公开电话，对外说 12351", "<b>1</b>工单", "<b>1</b>在办"):
        assert words in page, words
    for missing in ("999", "0", "9223372036854775808"):
        assert (await wang.get(f"/desk/organisations/{missing}")).status_code == 404


async def test_what_another_branch_has_to_do_is_not_told(make, sign_in):
    unions = make.unions()
    make.filed()
    far = await sign_in("far", unions["minhang"])
    page = (await far.get(f"/desk/organisations/{unions['pudong']}")).text
    assert "浦东新区总工会" in page and "<b>" not in page


async def test_contacts_are_hidden_until_asked_for_and_that_is_recorded(wang, make):
    people = [{"name": "张三丰", "duty": "主席", "phone": "13800000000"}]
    union = make.organisation(contacts=people)
    page = (await wang.get(f"/desk/organisations/{union}")).text
    body = (await wang.get(f"/api/v1/organisations/{union}")).json()
    assert "1 位" in page and "张三丰" not in page + str(body)
    told = (await wang.write(f"/api/v1/organisations/{union}/contacts")).json()
    assert told == {"contacts": "张三丰 主席 13800000000"}
    assert make.rows(Audit, action="view_contacts")[0].subject_id == union
    assert (await wang.write("/api/v1/organisations/999/contacts")).status_code == 404
