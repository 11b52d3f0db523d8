"""Files of a conversation that staff put into a case, and who may open what was put into a case or an application."""

from bot.cases.model import Case, CaseEvent
from bot.conversations.model import Attachment
from bot.membership.model import MembershipApplication
from bot.staff.model import Audit


def case_id(make, number):
    return make.rows(Case, number=number)[0].id


async def test_an_agent_puts_a_picture_of_the_conversation_into_its_case(wang, make):
    conversation = make.conversation()
    number = make.filed(conversation)
    picture = make.picture(conversation)
    assert f'href="/desk/cases/{number}#evidence"' in (await wang.get(f"/desk/conversations/{conversation}/side")).text
    page = (await wang.get(f"/desk/cases/{number}")).text
    assert f'name="files" value="{picture}"' in page
    answer = await wang.submit(f"/desk/cases/{number}/evidence", files=str(picture))
    assert answer.status_code == 303
    assert make.rows(Attachment, id=picture)[0].case_id == case_id(make, number)
    [event] = make.rows(CaseEvent, action="evidence")
    assert (event.actor, event.detail["attachments"]) == ("staff", [picture])
    assert make.rows(Audit, action="add_evidence")
    page = (await wang.get(f"/desk/cases/{number}")).text
    assert f"/desk/attachments/{picture}" in page and 'name="files"' not in page


async def test_the_api_takes_files_too_and_says_what_is_wrong_with_them(wang, make):
    conversation = make.conversation()
    number = make.filed(conversation)
    picture, other = make.picture(conversation), make.picture(make.conversation())
    address = f"/api/v1/cases/{number}/actions/evidence"
    assert (await wang.write(address, {"files": ["x"]})).status_code == 422
    assert (await wang.write(address, {"files": []})).status_code == 422
    assert (await wang.write(address, {"files": [other]})).status_code == 422
    assert (await wang.write(address, {"files": [picture]})).status_code == 200
    assert make.rows(Attachment, id=other)[0].case_id is None


async def test_without_the_token_nothing_is_put_into_a_case(wang, make):
    conversation = make.conversation()
    number = make.filed(conversation)
    picture = make.picture(conversation)
    answer = await wang.post(f"/desk/cases/{number}/evidence", data={"files": str(picture)})
    assert answer.status_code == 403
    assert make.rows(Attachment, id=picture)[0].case_id is None


async def test_who_may_not_read_the_conversation_takes_no_file_from_it(make, sign_in):
    unions = make.unions()
    conversation = make.conversation()
    number = make.filed(conversation)
    make.filed(conversation, district="闵行区", street=None, employer="上海蓝桥保洁有限公司")
    picture = make.picture(conversation)
    li = await sign_in("li", unions["zhangjiang"])
    assert 'name="files"' not in (await li.get(f"/desk/cases/{number}")).text
    answer = await li.submit(f"/desk/cases/{number}/evidence", files=str(picture))
    assert answer.status_code == 422 and "看不到" in answer.text
    assert make.rows(Attachment, id=picture)[0].case_id is None


async def test_a_file_of_an_application_is_opened_by_its_union_and_no_other(make, sign_in):
    unions = make.unions()
    conversation = make.conversation()
    picture = make.picture(conversation)
    application = make._add(
        MembershipApplication(
            number="R2026112200001",
            source_key="test:join",
            name="张三丰",
            phone="13800000000",
            id_number="11010519491231002X",
            id_hash="0" * 64,
            routing_rule="street",
            organisation_id=unions["zhangjiang"],
            conversation_id=conversation,
        )
    )
    make.change(Attachment, picture, application_id=application)
    li, zhao = await sign_in("li", unions["zhangjiang"]), await sign_in("zhao", unions["minhang"])
    assert f"/desk/attachments/{picture}" in (await li.get(f"/desk/applications/{application}")).text
    assert (await li.get(f"/desk/attachments/{picture}")).status_code == 200
    assert (await zhao.get(f"/desk/attachments/{picture}")).status_code == 404
