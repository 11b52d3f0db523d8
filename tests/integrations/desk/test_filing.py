"""Taking down a case at the desk: from a chat, at a window, on the telephone."""

import re

import pytest

from bot.cases.model import Case
from bot.conversations.model import Attachment, Conversation, Message

GOOD = {"summary": "想问加班费怎么算", "district": "浦东新区", "street": "张江镇", "phone": "138 0000 0000"}


async def form(browser, conversation=""):
    page = (await browser.get(f"/desk/new-case?conversation={conversation}")).text
    return {"key": re.search(r'name="key" value="(\w+)"', page)[1], "conversation": str(conversation)}


async def test_a_consultation_is_taken_over_from_a_chat_with_consent_and_the_person_gets_the_number(wang, make):
    make.unions()
    conversation = make.conversation()
    picture = make.picture(conversation)
    assert f"new-case?conversation={conversation}" in (await wang.get(f"/desk/conversations/{conversation}/side")).text
    fields = await form(wang, conversation) | GOOD | {"kind": "consultation", "matter": "hours", "people": "3"}
    refused = await wang.submit("/desk/new-case", **fields)
    assert refused.status_code == 422 and "同意" in refused.text and "想问加班费怎么算" in refused.text
    done = await wang.submit("/desk/new-case", **fields, consent="1")
    (case,) = make.rows(Case)
    assert done.headers["location"] == f"/desk/cases/{case.number}"
    assert (case.kind, case.matter, case.source, case.people) == ("consultation", "hours", "desk", 3)
    assert (case.phone, case.conversation_id, case.anonymous) == ("13800000000", conversation, False)
    assert make.rows(Conversation)[0].consent_at is not None
    assert make.rows(Attachment, id=picture)[0].case_id == case.id
    assert case.number in make.rows(Message, conversation_id=conversation)[-1].text
    assert "王师傅 · 登记" in (await wang.get(f"/desk/cases/{case.number}")).text


async def test_the_same_form_sent_twice_files_one_case(wang, make):
    fields = await form(wang) | GOOD
    answers = [await wang.submit("/desk/new-case", **fields) for _ in range(2)]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(make.rows(Case)) == 1


async def test_a_window_files_for_somebody_elsewhere_and_goes_on_seeing_it(make, sign_in):
    unions = make.unions()
    li = await sign_in("li", unions["zhangjiang"])
    done = await li.submit("/desk/new-case", **await form(li) | GOOD | {"district": "闵行区", "street": ""})
    (case,) = make.rows(Case)
    assert (case.organisation_id, case.received_by_id) == (unions["minhang"], unions["zhangjiang"])
    page = (await li.get(done.headers["location"])).text
    assert "收件窗口" in page and "闵行区总工会" in page
    assert (await li.submit(f"/desk/cases/{case.number}/accept")).status_code == 422
    assert (await li.submit(f"/desk/cases/{case.number}/note", text="来过电话")).status_code == 303


async def test_an_enterprise_union_that_files_what_it_may_not_see_is_told_so(make, sign_in):
    unions = make.unions()
    chair = await sign_in("chair", unions["factory"])
    fields = await form(chair) | GOOD | {"employer": "光明电子厂", "own_union": "not_well_placed"}
    page = (await chair.submit("/desk/new-case", **fields)).text
    assert "不经过本单位工会" in page and make.rows(Case)[0].number in page


@pytest.mark.parametrize(
    "change, words",
    [
        ({"summary": "  "}, "是什么事"),
        ({"summary": "长" * 1001}, "最多 1000"),
        ({"kind": "magic"}, "类别"),
        ({"matter": "magic"}, "事项"),
        ({"district": "朝阳区"}, "区没有"),
        ({"urgency": "9"}, "缓急"),
        ({"phone": "123"}, "手机号"),
        ({"people": "一百"}, "人数"),
        ({"amount": "9" * 12}, "金额"),
        ({"employer": "长" * 101}, "太长"),
        ({"key": "x"}, "过期"),
    ],
)
async def test_a_bad_field_is_named_and_the_rest_stays(wang, make, change, words):
    fields = {**await form(wang), **GOOD, **change}
    response = await wang.submit("/desk/new-case", **fields)
    assert response.status_code == 422 and words in response.text
    assert "张江镇" in response.text and make.rows(Case) == []


async def test_only_the_citys_staff_file_from_a_chat_and_only_from_one_that_is_there(make, sign_in, wang):
    unions = make.unions()
    li = await sign_in("li", unions["zhangjiang"])
    assert (await li.get(f"/desk/new-case?conversation={make.conversation()}")).status_code == 403
    for conversation in ("999", "x", "-1"):
        assert (await wang.get(f"/desk/new-case?conversation={conversation}")).status_code == 404
    assert (await wang.post("/desk/new-case", data=GOOD)).status_code == 403
