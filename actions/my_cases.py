"""我的工单 of a cadre: what they have to do, and accepting, noting and resolving it by chat."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from actions import my_cases_words as told
from actions.context import Turn, resources
from actions.my_cases_screens import LIST, MENU, NOTE, RESULT, SURE, MyCasesScreens
from actions.progress import ProgressService
from bot import clock, progress
from bot.cases import moves, notes
from bot.cases.checks import LEAST_RESULT, MAX_REASON
from bot.conversations.model import STAFF
from bot.forms import moves as words_of
from bot.forms.asking import StepResult
from bot.forms.draft import Draft
from bot.forms.facts import Facts
from bot.forms.leaving import wish
from bot.staff import binding
from bot.wording import say

_WRITES = (NOTE, RESULT)  # where the cadre writes in their own words
_LEAST = {NOTE: 2, RESULT: LEAST_RESULT}  # characters
_SHORT = 8  # characters: what is shorter may ask for something else where words are asked for


def service_for(turn: Turn, service: str | None) -> str | None:
    """Return which service a message is for: to a cadre, 我的工单 are those that they work on.

    Args:
        turn: The message.
        service: What it asks for by its words; anything but the two kinds of 我的工单 stays as it is.
    """
    if service not in (MyCasesService.name, ProgressService.name) or "score" in turn.said.entities:
        return service
    words = words_of.plain(turn.said)
    with resources().database.reading() as session:
        if binding.cadre_of(session, turn.conversation_id) is None:
            filed = service == ProgressService.name or progress.has_filed(session, turn.conversation_id)
            return ProgressService.name if filed else MyCasesService.name
        found = progress.NUMBER.search(words)
        own = found and progress.find(session, turn.conversation_id, found[0])
    return ProgressService.name if own or told.FILED.search(words) else MyCasesService.name


class MyCasesService(MyCasesScreens):
    """Shows a cadre what there is to do, and does what they choose at once."""

    def begin(self, turn: Turn, facts: Facts, known: Mapping[str, Any]) -> StepResult:
        """Show the case whose number was said, or what there is to do."""
        draft = Draft(self.name, LIST, clock.now().isoformat())
        found = progress.NUMBER.search(words_of.plain(turn.said))
        return self.shown(draft, turn, found[0]) if found else self.listed(draft, turn)

    def step(self, draft: Draft, turn: Turn) -> StepResult:
        """Take one message; what the cadre filed themselves is for the service of whoever has filed something."""
        if draft.at in (LIST, MENU) and told.OWN.fullmatch(words_of.plain(turn.said)):
            return StepResult(None, (), "switch", wish(replace(turn.said, intent=ProgressService.name)))
        return super().step(draft, turn)

    def back(self, draft: Draft, turn: Turn) -> StepResult:
        """Go from writing to the case, from the case to the list when asked for a step back, and end otherwise."""
        if draft.at not in (LIST, MENU):
            return self.shown(draft, turn, draft.values["number"])
        if draft.at == MENU and words_of.says_back(turn.said):
            return self.listed(draft, turn)
        return super().back(draft, turn)

    def answers(self, draft: Draft, turn: Turn) -> bool:
        """Return whether a message answers what is asked, whatever it was understood as."""
        words, said = words_of.plain(turn.said), turn.said
        if draft.at in _WRITES:
            return len(words) > _SHORT or said.intent not in ("human", self.name, ProgressService.name)
        if draft.at == SURE:
            return words_of.is_yes(said) or words_of.is_no(said) or "办结" in words
        if self._asks_anew(turn) or progress.NUMBER.search(words) or self._tail(draft, words):
            return True
        if draft.at == LIST:
            return any(pattern.fullmatch(words) for pattern in (told.MORE, told.ENOUGH))
        return (
            told.names_a_move(words)
            or any(pattern.search(words) for pattern in (told.OTHERS, told.DESK_ONLY))
            or bool(told.ENOUGH.fullmatch(words))
        )

    def take(self, draft: Draft, turn: Turn) -> StepResult:
        """Take a message."""
        answered = (draft.at in _WRITES and self.answers(draft, turn)) or (
            draft.at == MENU and told.names_a_move(words_of.plain(turn.said))
        )
        if self._asks_anew(turn) and not answered:
            return self.begin(turn, Facts(), {})
        if words_of.is_retry(turn.said) and draft.failures:
            return self.asked(replace(draft, failures=0))
        return self._TAKES[draft.at](self, draft, turn)

    def _choice(self, draft: Draft, turn: Turn) -> StepResult:
        """Take which case is meant, or that there are more to be shown."""
        words = words_of.plain(turn.said)
        found = progress.NUMBER.search(words)
        number = found[0] if found else self._tail(draft, words)
        if number:
            return self.shown(draft, turn, number)
        if told.MORE.fullmatch(words):
            return self.listed(draft, turn, draft.values.get("shown", ()))
        if told.ENOUGH.fullmatch(words) or turn.said.intent in ("thanks", "bye", "deny"):
            return self.ended(say("my_cases_ended"))
        return self.failed(draft, say("my_cases_wrong_list"))

    def _menu(self, draft: Draft, turn: Turn) -> StepResult:
        """Take what shall be done with the case that is shown."""
        words = words_of.plain(turn.said)
        if told.ENOUGH.fullmatch(words) or turn.said.intent in ("thanks", "bye", "deny"):
            return self.ended(say("my_cases_ended"))
        for at, pattern in ((NOTE, told.NOTE), (RESULT, told.RESOLVE)):
            match = pattern.fullmatch(words)
            if match:
                # As it was written: what others read is not to be touched.
                written = turn.said.text.strip(words_of.EDGES + "\u3000")
                return self._opened(draft, turn, at, written[match.start("text") :] if match["text"] else "")
        found = progress.NUMBER.search(words)
        if found:
            return self.shown(draft, turn, found[0])
        if told.DESK_ONLY.search(words):
            return self.failed(draft, say("my_cases_desk_only"))
        if told.ACCEPT.fullmatch(words):
            seen = draft.values["seen"]
            return self.done(
                draft,
                turn,
                lambda session, staff, key: moves.accept(session, key, staff, seen=seen),
                "my_cases_accepted",
            )
        if told.OTHERS.search(words):
            return self.listed(draft, turn)
        return self.failed(draft, say("my_cases_wrong_menu"))

    def _opened(self, draft: Draft, turn: Turn, at: str, text: str) -> StepResult:
        """Ask for the words of a note or a result, or take those that came with the wish."""
        if at == RESULT and "resolve" not in draft.values["may"]:
            return self.failed(draft, say("my_cases_not_yet" if "accept" in draft.values["may"] else "my_cases_over"))
        asking = draft.asking(at)
        return self._written(asking, turn, text) if len(text) >= _LEAST[at] else self.asked(asking)

    def _words(self, draft: Draft, turn: Turn) -> StepResult:
        return self._written(draft, turn, "" if turn.said.text.startswith("/") else turn.said.text.strip())

    def _written(self, draft: Draft, turn: Turn, text: str) -> StepResult:
        """Take the words of a note, which is written at once, or of a result, which the person will read."""
        most = notes.MAX_NOTE if draft.at == NOTE else MAX_REASON
        if not _LEAST[draft.at] <= len(text) <= most:
            return self.failed(draft, say(f"my_cases_wrong_{draft.at}", most=most))
        if draft.at == RESULT:
            return self.asked(draft.asking(SURE).knowing({"text": text}))
        return self.done(
            draft, turn, lambda session, staff, key: notes.note(session, key, text, STAFF, staff), "my_cases_noted"
        )

    def _sure(self, draft: Draft, turn: Turn) -> StepResult:
        """Take whether the result goes out as it was written."""
        words, text, seen = words_of.plain(turn.said), draft.values["text"], draft.values["seen"]
        if told.ANEW.search(words):
            return self.asked(draft.asking(RESULT))
        if words_of.is_no(turn.said) or re.search(r"[先不别]", words):
            return self.shown(draft, turn, draft.values["number"])
        if not (words_of.is_yes(turn.said) or "办结" in words):
            return self.failed(draft, say("my_cases_wrong_sure"))
        return self.done(
            draft,
            turn,
            lambda session, staff, key: moves.resolve(session, key, staff, text, seen=seen),
            "my_cases_resolved",
        )

    _TAKES: Mapping[str, Callable[["MyCasesService", Draft, Turn], StepResult]] = {
        LIST: _choice,
        MENU: _menu,
        NOTE: _words,
        RESULT: _words,
        SURE: _sure,
    }

    def _asks_anew(self, turn: Turn) -> bool:
        """Return whether a message asks for 我的工单 once more."""
        intents = (self.name, ProgressService.name)
        return turn.said.intent in intents and service_for(turn, turn.said.intent) == self.name

    def _tail(self, draft: Draft, words: str) -> str:
        """Return the number of the one listed case that ends in the figures that were written; empty for none."""
        if not re.fullmatch(r"\d{4,12}", words):
            return ""
        listed = [payload for _, payload in draft.values.get("offered", ()) if payload.endswith(words)]
        return listed[0] if len(listed) == 1 else ""
