"""From one understood message to a reply."""

import json
from datetime import date
from typing import Any

import pytest

from bot import clock
from bot.answering import OWN_BYTES, STARTERS, answer, respond
from bot.calculators.cases import READERS
from bot.knowledge.entries import load_entries
from bot.knowledge.render import ANSWER_BYTES, render, text_for
from bot.nlu.examples import read_examples
from bot.reply import Audience, Reply
from bot.services import AVAILABLE_SERVICES
from bot.understanding import TopicGuess, Understanding

TOPICS = (
    TopicGuess("wage.arrears", 0.5),
    TopicGuess("wage.final_pay", 0.3),
    TopicGuess("dispute.arbitration", 0.1),
    TopicGuess("join.dues", 0.05),
)


def understood(intent: str, topics: tuple[TopicGuess, ...] = TOPICS, **entities: str) -> Understanding:
    return Understanding("说的话", intent, topics=topics, entities=entities)


def test_a_question_is_answered_with_its_sources_and_what_comes_next() -> None:
    reply = respond(understood("ask"))

    assert (reply.outcome, reply.topic) == ("answer", "wage.arrears")
    assert "依据：《劳动合同法》第30、" in reply.text
    assert reply.citations
    assert reply.options[0].payload == "/grievance"
    assert [option.payload for option in reply.options[1:]] == [
        f'/choose{{"topic": "{topic}"}}' for topic in reply.suggestions[:2]
    ]


def test_a_service_that_does_not_exist_yet_is_not_offered() -> None:
    for entry in load_entries().values():
        payloads = [option.payload for option in answer(entry.id).options]
        if entry.leads_to not in AVAILABLE_SERVICES:
            assert all(payload.startswith("/choose") for payload in payloads)


def test_a_cadre_gets_the_cadres_wording() -> None:
    cadre = next(entry for entry in load_entries().values() if entry.cadre)

    reply = respond(understood("choose", topic=cadre.id), "cadre")

    assert cadre.cadre is not None
    assert reply.text.startswith(cadre.cadre)


def test_a_tapped_topic_is_answered_without_guesses() -> None:
    assert respond(understood("choose", topics=(), topic="join.dues")).topic == "join.dues"


def test_a_topic_that_is_gone_is_said_to_be_and_a_person_offered() -> None:
    reply = respond(understood("choose", topics=(), topic="wage.gone"))

    assert (reply.outcome, reply.topic) == ("clarify", None)
    assert [option.payload for option in reply.options] == ["/human"]


def test_what_is_unclear_is_asked_back_best_first_with_a_person_last() -> None:
    reply = respond(understood("unclear"))

    assert reply.outcome == "clarify"
    assert reply.suggestions == ("wage.arrears", "wage.final_pay", "dispute.arbitration")
    assert len(reply.options) == 4
    assert reply.options[-1].payload == "/human"


def test_what_is_too_vague_for_guesses_gets_an_open_question() -> None:
    faint = tuple(TopicGuess(topic.id, 0.04) for topic in TOPICS)

    reply = respond(understood("unclear", faint))

    assert reply.outcome == "clarify"
    assert reply.suggestions == STARTERS
    assert reply.text != respond(understood("unclear")).text


def test_a_question_without_any_topic_is_asked_back() -> None:
    assert respond(understood("ask", ())).outcome == "clarify"


def test_what_is_outside_is_refused_with_someone_who_can_help() -> None:
    reply = respond(understood("out_of_scope"))

    assert (reply.outcome, reply.topic, reply.citations) == ("out_of_scope", None, ())
    assert "12348" in reply.text


def test_danger_gets_the_emergency_numbers_first_and_a_person() -> None:
    reply = respond(understood("crisis"))

    assert (reply.outcome, reply.service) == ("handoff", "human")
    assert all(number in reply.text for number in ("110", "120", "12356"))
    assert "110" in reply.text.splitlines()[0]


def test_the_wish_for_a_person_is_a_handoff() -> None:
    reply = respond(understood("human"))

    assert (reply.outcome, reply.service) == ("handoff", "human")


def test_a_grievance_opens_its_service_and_tells_its_topic() -> None:
    reply = respond(understood("grievance"))

    assert (reply.outcome, reply.service, reply.topic) == ("service", "grievance", "wage.arrears")


@pytest.mark.parametrize("intent", ["greet", "about_bot", "opinion"])
def test_an_introduction_shows_what_to_ask(intent: str) -> None:
    reply = respond(understood(intent))

    assert reply.outcome == "smalltalk"
    assert len(reply.options) == len(STARTERS)


@pytest.mark.parametrize("intent", ["thanks", "bye", "affirm", "deny", "cancel", "back", "skip"])
def test_courtesies_and_moves_without_a_dialogue_get_a_short_line(intent: str) -> None:
    reply = respond(understood(intent))

    assert reply.outcome == "smalltalk"
    assert 0 < len(reply.text) <= 60


@pytest.mark.parametrize("intent", ["image", "location", "never_heard_of"])
def test_what_needs_a_dialogue_is_asked_back(intent: str) -> None:
    assert respond(understood(intent)).outcome == "clarify"


def test_every_intent_of_the_training_data_has_a_reply_whose_buttons_fit() -> None:
    for intent in {label.partition("/")[0] for label in read_examples()}:
        for option in respond(understood(intent)).options:
            assert len(option.label) <= 20


def told(text: str, topic: str, audience: Audience = "worker", **more: Any) -> Reply:
    with clock.fixed(date(2026, 11, 22)):
        return respond(Understanding(text, "ask", topics=(TopicGuess(topic, 0.9),), **more), audience)


@pytest.mark.parametrize("audience", ["worker", "cadre"])
def test_somebodys_own_numbers_are_answered_first_and_the_entry_follows(audience: Audience) -> None:
    reply = told("我干了两年半被辞退能拿多少，工资8000", "termination.severance", audience)

    own, _, entry = reply.text.partition("\n\n")
    assert "24000元" in own and "48000元" in own
    assert entry[:20] == text_for(load_entries()["termination.severance"], audience)[:20]
    assert "依据：" in entry
    assert len(reply.text.encode()) <= ANSWER_BYTES
    assert reply.citations == load_entries()["termination.severance"].citations_for(audience)


def test_the_calculator_under_an_answer_knows_what_was_told() -> None:
    reply = told("我干了两年半被辞退能拿多少，工资8000", "termination.severance")

    assert reply.options[0].label == "算一算经济补偿"
    assert json.loads(reply.options[0].payload.removeprefix("/calculate")) == {
        "service": "calculator.severance",
        "told": "service_months=30;wage=8000",
    }


def test_an_answer_without_numbers_offers_the_calculator_and_nothing_in_front() -> None:
    reply = told("被辞退有补偿吗", "termination.severance")

    assert reply.text == render(load_entries()["termination.severance"])
    assert reply.options[0].payload == '/calculate{"service": "calculator.severance"}'


def test_a_tapped_topic_and_several_questions_get_no_numbers_in_front() -> None:
    assert respond(understood("choose", topics=(), topic="termination.severance")).text.startswith(
        text_for(load_entries()["termination.severance"], "worker")[:20]
    )
    several = told(
        "我干了两年半被辞退能拿多少，加班费怎么算",
        "termination.severance",
        questions=("termination.severance", "hours.overtime_pay"),
    )
    assert "按您说的" not in several.text and "您说的两年半" not in several.text


@pytest.mark.parametrize("topic", sorted(READERS))
def test_an_answer_with_own_numbers_fits_into_one_message(topic: str) -> None:
    for text in (
        "我干了两年多，工资8000，2019年3月入职，被辞退赔多少",
        "工龄12年，还有5天年假没休，工资8700，今年7月1号入职",
        "没签合同干了8个月，工资6000，去年12月15号离职的",
        "工伤鉴定9级，工资8000，在公司干了3年，病假两个月",
        "月薪8700国庆加班三天",
    ):
        assert len(told(text, topic).text.encode()) <= ANSWER_BYTES


@pytest.mark.parametrize(
    ("text", "service"),
    [("帮我算加班费", "calculator.overtime"), ("帮我算一下", None)],
)
def test_a_calculator_that_is_asked_for_is_named(text: str, service: str | None) -> None:
    reply = respond(Understanding(text, "calculate"))
    assert (reply.outcome, reply.service) == ("service", service)


def test_an_answer_to_own_numbers_is_short() -> None:
    for text, topic in (
        ("我干了两年半被辞退能拿多少，工资8000", "termination.severance"),
        ("我一个月8000，上个月周末加班三天，平时加班20小时，能拿多少加班费", "hours.overtime_pay"),
    ):
        assert len(told(text, topic).text.encode()) <= OWN_BYTES


def test_hours_and_days_of_overtime_in_one_message_are_summed_up() -> None:
    text = told("我一个月8000，上个月周末加班三天，平时加班20小时，能拿多少加班费", "hours.overtime_pay").text
    for words in ("3586.21元", "1.5倍 × 20小时 = 1379.31元", "2倍 × 24小时 = 2206.9元", "按一天8小时算24小时"):
        assert words in text
