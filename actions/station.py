"""The nearest service station or union: by a place in words, or by a location that the phone sends."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from actions.context import Turn, resources
from actions.menu import MenuService
from bot import clock
from bot.conversations.model import Message
from bot.entities.places import elsewhere
from bot.forms import moves, questions
from bot.forms.asking import StepResult
from bot.forms.draft import Draft
from bot.forms.facts import Facts
from bot.organisations.nearest import Found, by_words, in_shanghai, nearest
from bot.reply import Reply
from bot.wording import say

PLACE = "place"
_LOOKED_AT, _TOLD = 9, 3
# What is spoken of afterwards: another place (不对，我在虹口) asks for the stations there (leading.py).
_TOPIC = "service.find_station"


class StationService(MenuService):
    """Tells which stations and unions are near."""

    name = "station"

    def begin(self, turn: Turn, facts: Facts, known: Mapping[str, Any]) -> StepResult:
        """Answer with the place that was said already, or ask for it."""
        draft = Draft(self.name, PLACE, clock.now().isoformat())
        far = self._outside(turn)
        if far:
            return self._elsewhere(far)
        found = self._found(turn) or self._by_facts(facts)
        if found:
            return self._told(found)
        return self.take(draft, turn) if turn.said.intent == "location" else StepResult(draft, (self.question(draft),))

    def answers(self, draft: Draft, turn: Turn) -> bool:
        """Return whether the message names a place that something is known of."""
        return not questions.is_question(turn.said) and bool(self._outside(turn) or self._found(turn))

    def take(self, draft: Draft, turn: Turn) -> StepResult:
        """Take a place, or say what would be one."""
        far = self._outside(turn)
        if far:
            return self._elsewhere(far)
        found = self._found(turn)
        if found:
            return self._told(found)
        if moves.is_no(turn.said):
            return self.ended(say("station_ended"))
        district = turn.said.entities.get("district")
        if district:
            return self.ended(say("station_none", district=district))
        return self.failed(draft, say("station_wrong_place"))

    def question(self, draft: Draft) -> Reply:
        """Return the question for the place."""
        return self.reply(say("station_ask_place"))

    def _outside(self, turn: Turn) -> str:
        """Return the place outside Shanghai that a message names or is sent from; empty where there is none."""
        data = self._sent(turn)
        words = str(data.get("label") or "") if data else "" if turn.said.text.startswith("/") else turn.said.text
        named = elsewhere(words)
        if named:
            return named
        is_far = "latitude" in data and not in_shanghai(float(data["latitude"]), float(data["longitude"]))
        return say("station_this_place") if is_far else ""

    def _elsewhere(self, place: str) -> StepResult:
        """Say that it is no place of Shanghai; another one is asked for with the next message."""
        ended = self.ended(say("station_elsewhere", place=place))
        return replace(ended, replies=tuple(replace(reply, topic=_TOPIC) for reply in ended.replies))

    @staticmethod
    def _sent(turn: Turn) -> Mapping[str, Any]:
        """Return what a location that was sent now, or before and tapped now, says; empty for words."""
        tapped = turn.said.entities.get("message")
        if turn.said.intent != "location" and not turn.said.text.startswith("/location") and not tapped:
            return {}
        with resources().database.reading() as session:
            sent = session.get(Message, int(tapped or turn.message_id))
            is_theirs = sent is not None and sent.conversation_id == turn.conversation_id
            return dict(sent.data) if sent is not None and is_theirs else {}

    def _found(self, turn: Turn) -> list[Found]:
        with resources().database.reading() as session:
            data = self._sent(turn)
            near = _near(session, data)
            if near:
                return near
            label = str(data.get("label") or "")
            text = label if turn.said.text.startswith("/") else turn.said.text
            places = "".join(str(turn.said.entities.get(kind, "")) for kind in ("district", "street"))
            return _in_words(session, text or places) or (_in_words(session, places) if text and places else [])

    def _by_facts(self, facts: Facts) -> list[Found]:
        places = "".join(str(facts.entities.get(kind, "")) for kind in ("district", "street"))
        if not places:
            return []
        with resources().database.reading() as session:
            return _in_words(session, places)

    def _told(self, found: list[Found]) -> StepResult:
        shown = "\n".join(f"{mark} {_shown(one)}" for mark, one in zip("①②③", found, strict=False))
        near = all(one.metres is not None for one in found)
        reachable = all(one.organisation.phone for one in found)
        lead = say("station_near" if near else "station_there")
        if not any(one.organisation.address for one in found):
            text = "\n".join((say("station_call_first"), lead, shown))
        else:
            text = "\n".join((lead, shown, say("station_call" if reachable else "station_ask_hotline")))
        ended = self.ended(text)
        return replace(ended, replies=tuple(replace(reply, topic=_TOPIC) for reply in ended.replies))


def _near(session: Session, data: Mapping[str, Any]) -> list[Found]:
    """Return what is nearest to a position that was sent; nothing where no organisation's position is known."""
    if "latitude" not in data or "longitude" not in data:
        return []
    return _loaded(nearest(session, float(data["latitude"]), float(data["longitude"])))


def _in_words(session: Session, words: str) -> list[Found]:
    """Return what is at a place in words; those that one can go to, because their address is known, come first."""
    found = by_words(session, words, limit=_LOOKED_AT)
    return _loaded(sorted(found, key=lambda one: not one.organisation.address)[:_TOLD])


def _loaded(found: list[Found]) -> list[Found]:
    """Return what was found, with the columns read while the session is open."""
    for one in found:
        _shown(one)
    return found


def _shown(found: Found) -> str:
    """Return an organisation as people read it: its name, how far, where, when, and its telephone."""
    row = found.organisation
    far = f"（{_distance(found.metres)}）" if found.metres is not None else ""
    address = row.address or say("station_no_address")
    lines = [f"{row.name}{far}", address, *filter(None, (row.hours, row.phone))]
    return "，".join(lines)


def _distance(metres: int) -> str:
    return (
        say("station_metres", metres=max(50, round(metres, -1)))
        if metres < 1000
        else say("station_kilometres", kilometres=f"{metres / 1000:.1f}")
    )
