"""The lists of services agree with each other: ids, intents, wording, what answers may lead to."""

import pytest
import yaml

from actions.registry import SERVICES, service_of
from bot import services
from bot.opening import open_with
from bot.paths import ROOT
from bot.understanding import TopicGuess, Understanding
from bot.wording import responses


def test_every_service_of_the_contract_is_there_and_is_an_intent():
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    intents = {next(iter(intent)) for intent in domain["intents"]}
    assert set(services.SERVICES) <= set(SERVICES)
    assert set(services.SERVICES) <= intents


def test_every_service_has_a_name_and_those_that_answers_lead_to_a_button():
    for service in services.SERVICES:
        assert f"service_{service}" in responses(), service
    for service in services.AVAILABLE_SERVICES:
        assert f"option_{service}" in responses(), service
        assert len(responses()[f"option_{service}"]) <= 20


@pytest.mark.parametrize("service", services.SERVICES)
def test_the_first_message_of_a_conversation_can_ask_for_any_service(service):
    reply = open_with(Understanding("我要办", service))
    assert (reply.outcome, reply.service) == ("service", service) or service == services.CALCULATE
    assert reply.text


@pytest.mark.parametrize(
    "text, intent, topic, service",
    [
        ("我要入会", "join", None, "join"),
        ("2026112200012怎么样了", "unclear", None, "progress"),
        ("我的诉求办到哪一步了", "ask", "service.progress", "progress"),
        ("怎么入会", "ask", "join.online", None),
        ("/score", "score", None, "progress"),
    ],
)
def test_what_a_message_asks_for(text, intent, topic, service):
    topics = (TopicGuess(topic, 0.9),) if topic else ()
    assert service_of(Understanding(text, intent, topics=topics)) == service
