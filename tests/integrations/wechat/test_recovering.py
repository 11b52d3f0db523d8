"""A conversation in which the dialogue model has fallen silent."""

from types import SimpleNamespace

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.paths import ROOT
from integrations.wechat.recovering import recover
from integrations.wechat.tracker_store import DatabaseTrackerStore

SENDER = "conversation-1"
DRAFT = {"form": "grievance", "at": "place", "values": {"consent": True}, "paused": False}


@pytest.fixture(scope="module")
def domain():
    return Domain.load(str(ROOT / "domain.yml"))


@pytest.fixture
def agent(database, domain):
    store = DatabaseTrackerStore(database)
    store.domain = domain
    return SimpleNamespace(tracker_store=store, domain=domain)  # the two parts of an agent that it needs


async def happened(agent, *events):
    tracker = DialogueStateTracker.from_events(SENDER, [], agent.domain.slots)
    begun = (ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen"))
    for event in (*begun, *events):
        tracker.update(event, agent.domain)
    await agent.tracker_store.save(tracker)


def message(text):
    return UserUttered(text, {"name": "ask", "confidence": 1.0})


def in_a_form(*turns):
    asked = (
        ActiveLoop("service_form"),
        SlotSet("draft", DRAFT),
        SlotSet("requested_slot", "place"),
        BotUttered("在哪个区"),
    )
    return (message("我要投诉"), *asked, ActionExecuted("action_listen"), *turns)


async def test_two_silent_turns_begin_the_conversation_anew_and_keep_the_form_for_later(agent):
    await happened(agent, *in_a_form(message("查工单"), message("转人工")))
    assert await recover(agent, SENDER)
    tracker = await agent.tracker_store.retrieve(SENDER)
    assert tracker.active_loop_name is None and tracker.latest_action_name == "action_listen"
    assert tracker.get_slot("requested_slot") is None and tracker.get_slot("draft") is None
    assert tracker.get_slot("left") == {"grievance": {**DRAFT, "paused": True}}


async def test_one_silent_turn_leaves_the_form_open(agent):
    await happened(agent, *in_a_form(message("浦东")))
    assert not await recover(agent, SENDER)
    tracker = await agent.tracker_store.retrieve(SENDER)
    assert tracker.active_loop_name == "service_form" and tracker.get_slot("draft") == DRAFT


async def test_without_a_form_there_is_nothing_to_keep(agent):
    await happened(agent, message("你好"), message("你好"))
    assert await recover(agent, SENDER)
    assert (await agent.tracker_store.retrieve(SENDER)).get_slot("left") == {}


async def test_nobody_unknown_is_begun_anew(agent):
    assert not await recover(agent, "conversation-2")
