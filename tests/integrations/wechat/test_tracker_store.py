"""The dialogue model's memory: the present session, which does not grow all day."""

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.paths import ROOT
from integrations.wechat.shortening import KEPT_TURNS, MOST_TURNS
from integrations.wechat.tracker_store import DatabaseTrackerStore

SENDER = "conversation-1"


@pytest.fixture(scope="module")
def domain():
    return Domain.load(str(ROOT / "domain.yml"))


@pytest.fixture
def store(database, domain):
    made = DatabaseTrackerStore(database)
    made.domain = domain
    return made


async def turn(store, n, *events):
    """Take one turn as the processor does: read the tracker, add what happened, write it; return it as read again."""
    tracker = await store.retrieve(SENDER)
    if tracker is None:
        tracker = DialogueStateTracker.from_events(SENDER, [], store.domain.slots)
        for event in (ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")):
            tracker.update(event, store.domain)
    said = UserUttered(f"第{n}句", {"name": "ask", "confidence": 1.0}, message_id=str(n))
    for event in (
        said,
        *events,
        ActionExecuted("action_answer"),
        BotUttered(f"答{n}"),
        ActionExecuted("action_listen"),
    ):
        tracker.update(event, store.domain)
    await store.save(tracker)
    return await store.retrieve(SENDER)


def told(tracker):
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


async def test_a_long_session_keeps_its_last_turns_and_every_slot(store):
    draft = {"form": "grievance"}
    tracker = await turn(store, 0, SlotSet("draft", draft))
    most = 0
    for n in range(1, 100):
        tracker = await turn(store, n)
        most = max(most, len(tracker.events))
        assert told(tracker)[-1] == f"第{n}句" and tracker.get_slot("draft") == draft
        assert tracker.latest_action_name == "action_listen" and tracker.active_loop_name is None
    assert most < 5 * (MOST_TURNS + 2)
    assert KEPT_TURNS <= len(told(tracker)) <= MOST_TURNS
    assert told(tracker) == [f"第{n}句" for n in range(100 - len(told(tracker)), 100)]


async def test_a_short_session_is_left_as_it_is(store):
    for n in range(MOST_TURNS):
        tracker = await turn(store, n)
    assert len(told(tracker)) == MOST_TURNS


async def test_nothing_is_cut_inside_a_form_that_is_open(store):
    await turn(store, 0, ActiveLoop("service_form"))
    for n in range(1, MOST_TURNS + 5):
        tracker = await turn(store, n)
    assert len(told(tracker)) == MOST_TURNS + 5 and tracker.active_loop_name == "service_form"
    tracker = await turn(store, MOST_TURNS + 5, ActiveLoop(None))
    for n in range(MOST_TURNS + 6, MOST_TURNS + 8):
        tracker = await turn(store, n)
    assert len(told(tracker)) < KEPT_TURNS and tracker.active_loop_name is None


async def test_a_form_opened_in_the_turns_that_are_kept_stays_open(store):
    for n in range(MOST_TURNS - 2):
        await turn(store, n)
    await turn(store, MOST_TURNS - 2, ActiveLoop("service_form"), SlotSet("requested_slot", "name"))
    for n in range(MOST_TURNS - 1, MOST_TURNS + 2):
        tracker = await turn(store, n)
    assert len(told(tracker)) < MOST_TURNS
    assert (tracker.active_loop_name, tracker.get_slot("requested_slot")) == ("service_form", "name")
