"""A conversation in which the dialogue model has nothing to say any more is begun anew, and nothing of it is lost.

A turn may fail in silence once (the action server is being started). When the one before was silent as well, the model
is at a place where none of its rules leads on, and every message would be met with an apology: 转人工 too.
"""

from typing import Any

from rasa.core.agent import Agent
from rasa.shared.core.constants import ACTION_LISTEN_NAME, REQUESTED_SLOT
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

DRAFT, LEFT = "draft", "left"  # slots of domain.yml


async def recover(agent: Agent, sender: str) -> bool:
    """Begin a conversation anew if its last two turns were silent; return whether that was so.

    Args:
        agent: Rasa's agent.
        sender: Whose conversation.
    """
    tracker = await agent.tracker_store.retrieve(sender)
    if tracker is None or silent_turns(tracker) < 2:
        return False
    tracker.update_with_events(anew(tracker), agent.domain)
    await agent.tracker_store.save(tracker)
    return True


def silent_turns(tracker: DialogueStateTracker) -> int:
    """Return in how many turns up to the last one nothing was said."""
    silent = 0
    for event in reversed(tracker.events):
        if isinstance(event, BotUttered):
            break
        silent += isinstance(event, UserUttered)
    return silent


def anew(tracker: DialogueStateTracker) -> list[Event]:
    """Return what sets a tracker back to listening; the form that was open is kept among those left half filled."""
    draft: dict[str, Any] | None = tracker.get_slot(DRAFT)
    left = {**(tracker.get_slot(LEFT) or {}), **({draft["form"]: {**draft, "paused": True}} if draft else {})}
    return [
        ActiveLoop(None),
        SlotSet(LEFT, left),
        SlotSet(DRAFT, None),
        SlotSet(REQUESTED_SLOT, None),
        ActionExecuted(ACTION_LISTEN_NAME),
    ]
