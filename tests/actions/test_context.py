"""Where actions get what they work with."""

import pytest
from rasa_sdk import Tracker

from actions import context
from actions.context import MissingContextError, Turn


def tracker(metadata):
    message = {"text": "你好", "intent": {"name": "greet", "confidence": 1.0}, "entities": [], "metadata": metadata}
    return Tracker("someone", {}, message, [], False, None, {}, "action_listen")


def test_a_message_carries_its_ids_and_its_audience():
    turn = Turn.of(tracker({"conversation_id": 3, "message_id": "14", "audience": "cadre"}))
    assert (turn.conversation_id, turn.message_id, turn.audience, turn.said.intent) == (3, 14, "cadre", "greet")


@pytest.mark.parametrize("metadata", [None, {}, {"conversation_id": 3}])
def test_a_message_without_ids_is_refused_and_says_which(metadata):
    with pytest.raises(MissingContextError, match="_id"):
        Turn.of(tracker(metadata))


def test_the_process_makes_its_database_once_and_connects_only_when_asked(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    context._of_this_process.cache_clear()
    try:
        assert context.resources() is context.resources()
        assert not (tmp_path / "assistant.db").exists()
    finally:
        context._of_this_process.cache_clear()
