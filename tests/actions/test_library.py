"""查条款 in a conversation: outside a form, in the middle of one, and where it would have opened one."""

import pytest

from actions.answer import ActionAnswer
from actions.serving import ServiceForm
from bot.library import service
from bot.library.document import Clause, Document

TEA = Document("喝茶法", "", "2020", "a.md", ("甲",), (Clause("3", (), "喝茶津贴由茶馆按月发放。"),))


@pytest.fixture(autouse=True)
def library(talk) -> None:
    with talk.database.work() as session:
        service.keep(session, TEA)
        session.commit()


async def test_clauses_are_given_outside_a_form(talk):
    [message] = await talk.say(ActionAnswer(), "查条款 喝茶津贴", "unclear")
    assert TEA.clauses[0].text in message["text"]
    assert message["custom"]["citations"] == [{"title": "喝茶法", "article": "3"}]
    assert talk.slots["failures"] == 0


async def test_clauses_are_given_in_the_middle_of_a_form_and_the_form_goes_on(talk):
    [asked] = await talk.say(ServiceForm(), "我要投诉", "grievance")
    draft, field = talk.slots["draft"], talk.slots["requested_slot"]
    talk.form = "service_form"
    [message] = await talk.say(ServiceForm(), "查条款 喝茶津贴", "ask")
    assert TEA.clauses[0].text in message["text"]
    assert message["buttons"] == asked["buttons"]
    assert (talk.slots["draft"], talk.slots["requested_slot"]) == (draft, field)


async def test_a_request_for_clauses_opens_no_form(talk):
    [message] = await talk.say(ServiceForm(), "查条款 喝茶津贴", "grievance")
    assert TEA.clauses[0].text in message["text"]
    assert talk.slots["requested_slot"] is None and not talk.slots.get("draft")
