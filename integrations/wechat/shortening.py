"""A session that goes on all day: its last turns are kept whole, what came before as what it left behind.

The dialogue model goes through all events of its session in every turn, and sends them to the action server: without
this a turn would take longer and longer.
"""

from collections.abc import Iterable
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, SessionStarted, SlotSet
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

# Turns that are kept whole, and from how many on a session is shortened to them. No rule looks back further than into
# the form that is open, and no cut is made inside one.
KEPT_TURNS, MOST_TURNS = 10, 30


def shortened(sender: str, events: list[dict[str, Any]], slots: Iterable[Slot]) -> list[dict[str, Any]] | None:
    """Return a session's events with the earlier turns replaced by the slots that they left, or None for as it is.

    Args:
        sender: Whose session.
        events: Its events as they are kept, the first one that it began.
        slots: The domain's slots.
    """
    turns = [place for place, event in enumerate(events) if event["event"] == "user"]
    if len(turns) <= MOST_TURNS:
        return None
    slots = list(slots)
    for cut in turns[-KEPT_TURNS:]:
        before = DialogueStateTracker.from_dict(sender, events[:cut], slots)
        if before.active_loop_name is None and before.latest_action_name == ACTION_LISTEN_NAME:
            return [*_left(before, events[cut - 1]["timestamp"]), *events[cut:]]
    return None


def _left(tracker: DialogueStateTracker, at: float) -> list[dict[str, Any]]:
    """Return what a tracker comes down to: a session that begins with its slots, and listens."""
    values = {name: slot.value for name, slot in tracker.slots.items() if slot.value != slot.initial_value}
    kept = [SlotSet(name, value, timestamp=at) for name, value in values.items()]
    listening = ActionExecuted(ACTION_LISTEN_NAME, timestamp=at)
    return [event.as_dict() for event in (SessionStarted(timestamp=at), *kept, listening)]
