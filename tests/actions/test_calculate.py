"""The calculators through the actions: nothing is filed, and what comes behind a result is taken as always."""

import sqlalchemy as sa

from bot.cases.model import Case
from bot.conversations.model import Handover
from tests.support.dialogue import Talk


async def result(talk: Talk) -> None:
    said = await talk.tell("帮我算会费，月薪6285", "calculate")
    assert talk.slots["requested_slot"] == "result"
    assert said[-1]["custom"]["service"] == "calculator.union_dues"
    assert said[-1]["custom"]["citations"]


async def test_a_calculation_asks_for_no_consent_and_files_nothing(talk: Talk) -> None:
    await result(talk)
    with talk.database.reading() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(Case)).scalar_one() == 0
    await talk.tell("谢谢", "thanks")
    assert talk.slots["draft"] is None and talk.slots["requested_slot"] is None
    assert talk.slots.get("left") in (None, {})


async def test_a_question_behind_a_result_is_answered_as_a_question(talk: Talk) -> None:
    await result(talk)
    said = await talk.tell("年休假有几天", "ask", topic="leave.annual_days")
    assert said[-1]["custom"]["topic"] == "leave.annual_days"
    assert talk.slots["thread"]["topic"] == "leave.annual_days"
    assert "接着" not in said[-1]["text"]


async def test_whoever_needs_a_person_behind_a_result_gets_one(talk: Talk) -> None:
    await result(talk)
    await talk.tell("我不想活了", "crisis")
    with talk.database.reading() as session:
        assert session.execute(sa.select(sa.func.count()).select_from(Handover)).scalar_one() == 1
    assert talk.slots["requested_slot"] is None


async def test_a_picture_behind_a_result_is_acknowledged(talk: Talk) -> None:
    await result(talk)
    said = await talk.tell("[图片]", "image", entities=[])
    assert said[-1]["text"]
    assert talk.slots["requested_slot"] is None


async def test_a_service_behind_a_result_begins_with_what_was_told_before(talk: Talk) -> None:
    await talk.tell("公司拖欠我三个月工资，在浦东张江", "ask", topic="wage.arrears")
    await result(talk)
    await talk.tell("我要投诉", "grievance")
    assert talk.slots["requested_slot"] == "consent"
    assert talk.slots["draft"]["values"]["matter"]["topic"] == "wage.arrears"


async def test_a_service_in_the_middle_asks_what_becomes_of_the_calculation(talk: Talk) -> None:
    await talk.tell("帮我算会费", "calculate")
    await talk.tell("我要投诉", "grievance")
    assert talk.slots["requested_slot"] == "switch"
    await talk.tell("先留着，去办登记诉求")
    assert talk.slots["requested_slot"] == "consent"
    assert list(talk.slots["left"]) == ["calculate"]
