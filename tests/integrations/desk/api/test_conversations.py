"""Conversations over the API: reading, taking, answering, handing back."""

from bot.conversations.model import Conversation, Message, Outbox
from bot.staff.model import SUPERVISOR, Audit


async def take(browser, conversation):
    return await browser.write(f"/api/v1/conversations/{conversation}/take")


async def test_the_transcript_tells_person_bot_staff_and_system_apart(wang, make):
    conversation = make.conversation()
    make.said(conversation, "老板拖欠工资怎么办")
    make.replied(
        conversation,
        "可以先……",
        state="sent",
        via="passive",
        data={"options": [{"label": "我要投诉", "payload": "/grievance"}]},
    )
    await take(wang, conversation)
    await wang.write(f"/api/v1/conversations/{conversation}/messages", {"text": "您好，我来帮您"})
    messages = (await wang.get(f"/api/v1/conversations/{conversation}/messages")).json()["messages"]
    assert [m["author"] for m in messages] == ["person", "bot", "system", "staff"]
    assert messages[1]["options"] == ["我要投诉"]
    assert messages[3]["staff"] == "王师傅"


async def test_each_outgoing_message_says_whether_it_arrived_or_why_not(wang, make):
    conversation = make.conversation()
    expected = {
        ("owed", None, None): "待发送",
        ("sent", "passive", None): "已送达 · 被动回复",
        ("sent", "service", None): "已送达 · 客服消息",
        ("held", None, "客服消息额度用完"): "暂缓：客服消息额度用完，对方再发消息后自动发出",
        ("failed", None, "对方已取消关注"): "没有送达：对方已取消关注",
        ("withheld", None, None): "没有发出：发送前已由人工接手",
    }
    for state, via, problem in expected:
        make.replied(conversation, "您好", state=state, via=via, problem=problem)
    messages = (await wang.get(f"/api/v1/conversations/{conversation}/messages")).json()["messages"]
    assert [message["delivery"]["label"] for message in messages] == list(expected.values())


async def test_numbers_in_what_people_wrote_are_masked_until_revealed_and_that_is_recorded(wang, make):
    conversation = make.conversation()
    text = "我叫张三丰，电话13800000000，身份证310101199001011234"
    message = make.said(conversation, text)
    shown = (await wang.get(f"/api/v1/conversations/{conversation}/messages")).json()["messages"][0]
    assert "13800000000" not in shown["text"] and "19900101" not in shown["text"]
    assert shown["masked"] is True
    assert "13800000000" not in (await wang.get("/api/v1/conversations")).text
    revealed = await wang.write(f"/api/v1/conversations/{conversation}/messages/{message}/reveal")
    assert revealed.json()["text"] == text
    (audit,) = make.rows(Audit, action="view_text")
    assert (audit.subject, audit.subject_id, audit.detail) == ("conversation", conversation, f"message {message}")


async def test_a_message_whose_words_were_forgotten_says_so(wang, make):
    conversation = make.conversation()
    make.said(conversation, "")
    (message,) = (await wang.get(f"/api/v1/conversations/{conversation}/messages")).json()["messages"]
    assert message["text"] == "[内容已删除]" and message["masked"] is False


async def test_a_message_is_not_revealed_through_another_conversation(wang, make):
    mine, other = make.conversation(), make.conversation()
    message = make.said(other, "13800000000")
    response = await wang.write(f"/api/v1/conversations/{mine}/messages/{message}/reveal")
    assert response.status_code == 404
    assert make.rows(Audit, action="view_text") == []


async def test_messages_come_in_pages_backwards_and_since_a_message(wang, make):
    conversation = make.conversation()
    ids = [make.said(conversation, f"第{n}条") for n in range(5)]
    url = f"/api/v1/conversations/{conversation}/messages"
    latest = (await wang.get(url, params={"limit": 2})).json()
    assert [m["id"] for m in latest["messages"]] == ids[3:] and latest["earlier"] is True
    before = (await wang.get(url, params={"before": ids[3], "limit": 3})).json()
    assert [m["id"] for m in before["messages"]] == ids[:3] and before["earlier"] is False
    after = (await wang.get(url, params={"after": ids[2]})).json()
    assert [m["id"] for m in after["messages"]] == ids[3:]


async def test_a_malformed_number_is_refused_by_name(wang, make):
    url = f"/api/v1/conversations/{make.conversation()}/messages"
    for query in ("limit=0", "limit=x", "before=-1", "after=1e3", "after=" + "9" * 30):
        response = await wang.get(f"{url}?{query}")
        assert response.status_code == 422, query
        assert query.split("=")[0] in response.json()["error"]["message"]


async def test_taking_tells_the_person_silences_the_bot_and_is_recorded(wang, make):
    conversation = make.conversation()
    make.asks_for_person(conversation)
    line = (await take(wang, conversation)).json()
    assert line["holder"] == "staff" and line["staff"]["name"] == "王师傅"
    assert make.rows(Message, author="system")[-1].text.count("王师傅") == 1
    assert len(make.rows(Audit, action="take")) == 1
    may = (await wang.get(f"/api/v1/conversations/{conversation}")).json()["may"]
    assert may == {"take": False, "write": True, "hand_back": True}


async def test_taking_twice_is_one_taking(wang, make):
    conversation = make.conversation()
    await take(wang, conversation)
    assert (await take(wang, conversation)).status_code == 200
    assert len(make.rows(Message, author="system")) == 1
    assert len(make.rows(Audit, action="take")) == 1


async def test_two_staff_cannot_hold_the_same_conversation_and_the_second_hears_who_has_it(wang, make, browser):
    make.staff("li", "李师傅")
    li = await browser()
    await li.sign_in("li")
    conversation = make.conversation()
    await take(wang, conversation)
    refused = await take(li, conversation)
    assert refused.status_code == 409
    assert refused.json()["error"] == {"code": "held_by_other", "message": "王师傅 已经接入了这个会话"}
    for action, body in (("messages", {"text": "您好"}), ("hand-back", {})):
        response = await li.write(f"/api/v1/conversations/{conversation}/{action}", body)
        assert response.json()["error"]["code"] == "not_holder"
    may = (await li.get(f"/api/v1/conversations/{conversation}")).json()["may"]
    assert may == {"take": False, "write": False, "hand_back": False}


async def test_a_supervisor_gives_back_what_a_colleague_left_behind_and_it_is_recorded(wang, make, browser):
    make.staff("zhao", "赵班长", SUPERVISOR)
    zhao = await browser()
    await zhao.sign_in("zhao")
    conversation = make.conversation()
    await take(wang, conversation)
    response = await zhao.write(f"/api/v1/conversations/{conversation}/hand-back")
    assert response.json()["holder"] == "bot"
    (audit,) = make.rows(Audit, action="hand_back")
    assert audit.detail.startswith("held by staff")


async def test_handing_back_gives_the_conversation_to_the_bot_and_tells_the_person(wang, make):
    conversation = make.conversation()
    await take(wang, conversation)
    line = (await wang.write(f"/api/v1/conversations/{conversation}/hand-back")).json()
    assert line["holder"] == "bot" and line["staff"] is None
    assert len(make.rows(Message, author="system")) == 2
    again = await wang.write(f"/api/v1/conversations/{conversation}/hand-back")
    assert again.status_code == 409


async def test_a_reply_is_owed_to_the_person(wang, make):
    conversation = make.conversation()
    await take(wang, conversation)
    response = await wang.write(f"/api/v1/conversations/{conversation}/messages", {"text": " 您好 \n"})
    assert response.status_code == 201
    assert response.json()["text"] == "您好"
    assert response.json()["delivery"]["label"] == "待发送"
    assert make.rows(Outbox, message_id=response.json()["id"])[0].state == "owed"


async def test_a_reply_that_cannot_be_sent_is_refused_with_the_reason(wang, make):
    conversation = make.conversation()
    await take(wang, conversation)
    for text, code in (
        ("", "empty"),
        ("  \n", "empty"),
        ("长" * 1201, "too_long"),
        (7, "invalid"),
        (None, "invalid"),
    ):
        response = await wang.write(f"/api/v1/conversations/{conversation}/messages", {"text": text})
        assert response.status_code == 422
        assert response.json()["error"]["code"] == code


async def test_nothing_is_sent_for_a_conversation_that_the_bot_holds(wang, make):
    conversation = make.conversation()
    response = await wang.write(f"/api/v1/conversations/{conversation}/messages", {"text": "您好"})
    assert response.json()["error"]["code"] == "not_holder"
    assert make.rows(Outbox) == []


async def test_a_conversation_that_is_not_there_is_not_found(wang):
    for conversation in ("999", "0", "9223372036854775808", "x"):
        url = f"/api/v1/conversations/{conversation}"
        answers = [await wang.get(url), await wang.get(f"{url}/messages"), await wang.write(f"{url}/take")]
        answers += [await wang.write(f"{url}/hand-back"), await wang.write(f"{url}/messages", {"text": "您好"})]
        assert [answer.status_code for answer in answers] == [404] * 5, conversation
        assert all(answer.json()["error"]["code"] == "not_found" for answer in answers)


async def test_conversations_are_listed_by_holder(wang, make):
    waiting, held, with_bot = make.conversation(), make.conversation(), make.conversation()
    make.asks_for_person(waiting)
    await take(wang, held)

    async def ids(**query):
        rows = (await wang.get("/api/v1/conversations", params=query)).json()["conversations"]
        return [row["id"] for row in rows]

    assert await ids(holder="queue") == [waiting]
    assert await ids(holder="staff") == [held]
    assert await ids(holder="bot") == [with_bot]
    assert sorted(await ids()) == [waiting, held, with_bot]
    assert await ids(page=2) == []
    assert (await wang.get("/api/v1/conversations?holder=nobody")).status_code == 422


async def test_the_person_is_known_by_the_first_character_of_their_name(wang, make):
    conversation = make.conversation()
    assert (await wang.get(f"/api/v1/conversations/{conversation}")).json()["title"] == f"来访者 #{conversation}"
    make.case(conversation)
    body = (await wang.get(f"/api/v1/conversations/{conversation}")).json()
    assert body["title"] == f"张** #{conversation}"
    assert body["cases"][0]["employer"] == "光明电子厂"
    assert make.rows(Conversation, id=conversation)[0].openid not in str(body)
