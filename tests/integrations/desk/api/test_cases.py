"""Cases over the API."""

from bot.staff.model import Audit


async def test_a_case_comes_whole_with_its_phone_masked(wang, make):
    number = make.case(make.conversation(), summary="我的电话是13800000000")
    body = (await wang.get(f"/api/v1/cases/{number}")).json()
    assert body["phone"] == "138****0000"
    assert body["summary"] == "我的电话是138****0000"
    assert body["amount"] == 18000 and body["people"] == 12 and body["anonymous"] is True
    assert body["events"][0]["label"] == "登记"


async def test_the_phone_number_is_revealed_to_one_person_and_that_is_recorded(wang, make):
    number = make.case()
    assert (await wang.write(f"/api/v1/cases/{number}/phone")).json() == {"phone": "13800000000"}
    (audit,) = make.rows(Audit, action="view_phone")
    assert audit.subject == "case" and audit.detail is None and audit.address == "127.0.0.1"


async def test_a_case_without_phone_and_a_case_that_is_not_there_reveal_nothing(wang, make):
    number = make.case(phone=None)
    for url in (f"/api/v1/cases/{number}/phone", "/api/v1/cases/GH0/phone"):
        assert (await wang.write(url)).status_code == 404
    assert (await wang.get("/api/v1/cases/GH0")).json()["error"]["code"] == "not_found"
    assert make.rows(Audit, action="view_phone") == []


async def test_cases_are_found_by_a_part_of_their_number_in_pages(wang, make):
    numbers = [make.case() for _ in range(23)]
    first = (await wang.get("/api/v1/cases")).json()
    assert (first["total"], first["pages"], len(first["cases"])) == (23, 2, 20)
    assert first["cases"][0]["number"] == numbers[-1]
    last = (await wang.get("/api/v1/cases", params={"page": 99})).json()
    assert last["page"] == 2 and len(last["cases"]) == 3
    found = (await wang.get("/api/v1/cases", params={"number": numbers[4][-5:].lower()})).json()
    assert [case["number"] for case in found["cases"]] == [numbers[4]]
    for wild in ("%", "_", "\\", "\0x"):
        assert (await wang.get("/api/v1/cases", params={"number": wild})).json()["total"] == 0
