"""A message that comes while the form is open although no service wants it any more: it is taken as outside one."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import answer
from actions.context import Turn
from actions.handoff import ActionHandoff
from actions.received import ActionReceived


def outside(dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn) -> list[EventType]:
    """Do what data/rules has done with a message outside a service; return what becomes of the tracker."""
    if turn.said.intent in ("human", "crisis"):
        return ActionHandoff().take(dispatcher, tracker, turn)
    if turn.said.intent in ("image", "location"):
        return ActionReceived().take(dispatcher, tracker, turn)
    return answer(dispatcher, tracker, turn)
