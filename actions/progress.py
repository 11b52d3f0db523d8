"""Where my case stands; adding to it, the telephone number, withdrawing it, going on with it, and the score."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from actions.context import Turn, resources
from actions.menu import MenuService
from actions.progress_words import (
    MENU,
    NOTE,
    NUMBER,
    PHONE,
    REOPEN,
    SCORE,
    WITHDRAW,
    WORD,
    added,
    is_enough,
    score_in,
    wanted,
    withdraws,
)
from bot import clock, progress
from bot.cases import moves, notes
from bot.cases.errors import CaseError
from bot.cases.model import RESOLVED, Case, CaseEvent
from bot.cases.once import once
from bot.conversations.model import PERSON
from bot.forms import moves as words_of
from bot.forms import questions
from bot.forms.asking import StepResult
from bot.forms.draft import Draft
from bot.forms.facts import Facts
from bot.forms.field import Problem, options
from bot.forms.personal import contact, number_or_none
from bot.reply import Option, Reply
from bot.wording import responses, say


class ProgressService(MenuService):
    """Tells a person of their cases and takes what they have to say to them."""

    name = "progress"

    def begin(self, turn: Turn, facts: Facts, known: Mapping[str, Any]) -> StepResult:
        """Show the case that is meant, or ask which."""
        said = turn.said
        draft = Draft(self.name, NUMBER, clock.now().isoformat())
        if "score" in said.entities:
            return self._tapped_score(draft, turn)
        if "note" in said.entities:
            return self._tapped_note(draft, turn)
        found = progress.NUMBER.search(words_of.plain(said))
        with resources().database.reading() as session:
            if found:
                return self._shown(session, draft, turn, found[0])
            cases = progress.cases_of(session, turn.conversation_id)
            joining = progress.applications(session, turn.conversation_id)
            if not cases:
                return self.ended(joining or say("progress_none"))
            if len(cases) > 1:
                offered = tuple(Option(progress.brief(case), case.number) for case in cases)
                text = "\n".join(filter(None, [joining, say("progress_which")]))
                return StepResult(draft, (self.reply(text, offered),))
            return self._shown(session, draft, turn, cases[0].number, joining)

    def back(self, draft: Draft, turn: Turn) -> StepResult:
        """Go back to the menu; from there, end."""
        inside = draft.at not in (MENU, NUMBER) and words_of.says_back(turn.said)
        return self.asked(draft.asking(MENU)) if inside else super().back(draft, turn)

    def answers(self, draft: Draft, turn: Turn) -> bool:
        """Return whether it is a picture, a tapped score, words on withdrawing, or the words that were asked for."""
        said = turn.said
        if said.intent == "image":
            return draft.at != NUMBER
        if "score" in said.entities:
            return True
        if draft.at == WITHDRAW and "撤" in said.text:
            return True
        free = draft.at in (NOTE, REOPEN, WORD) and not said.text.startswith("/")
        return free and said.intent != "human" and not questions.is_known_question(said)

    def take(self, draft: Draft, turn: Turn) -> StepResult:
        """Do what the message says to do."""
        if "score" in turn.said.entities:
            return self._tapped_score(draft, turn)
        if turn.said.intent == "image" and draft.at != NUMBER:
            return self._files(draft, turn)
        return self._TAKES[draft.at](self, draft, turn)

    def question(self, draft: Draft) -> Reply:
        """Return what is asked at the moment."""
        with resources().database.reading() as session:
            case = session.get(Case, draft.values["case"]) if "case" in draft.values else None
            name = progress.choices(case) if case and draft.at == MENU else f"progress_options_{draft.at}"
        offered = () if draft.at in (NUMBER, NOTE, PHONE, REOPEN) else options(name)
        return self.reply(say(f"progress_ask_{draft.at}"), offered)

    def _number(self, draft: Draft, turn: Turn) -> StepResult:
        found = progress.NUMBER.search(words_of.plain(turn.said))
        if found is None:
            return self.failed(draft, say("progress_wrong_number"))
        with resources().database.reading() as session:
            return self._shown(session, draft, turn, found[0])

    def _menu_choice(self, draft: Draft, turn: Turn) -> StepResult:
        words = words_of.plain(turn.said)
        text = added(words)
        if text:
            return self._noted(draft, turn, text)
        if progress.NUMBER.search(words):
            return self._number(draft, turn)
        if "分" in words and score_in(words):
            return self._scored(draft, turn)
        value = contact(turn.said)
        if isinstance(value, str) and len(value) > 7:
            return self._phone(draft, turn)
        chosen = wanted(words)
        if chosen:
            return self.asked(draft.asking(chosen))
        if is_enough(words) or turn.said.intent in ("thanks", "bye", "affirm", "deny"):
            return self.ended(say("progress_ended"))
        return self.failed(draft, say("progress_wrong_menu"))

    def _note(self, draft: Draft, turn: Turn) -> StepResult:
        text = turn.said.text.strip()
        if text.startswith("/") or len(words_of.plain(turn.said)) < 2:
            return self.failed(draft, say("progress_wrong_note"))
        return self._noted(draft, turn, text)

    def _noted(self, draft: Draft, turn: Turn, text: str, key: int | None = None) -> StepResult:
        return self._done(
            draft,
            turn,
            lambda session, case_id: notes.note(
                session, case_id, text[: notes.MAX_NOTE], PERSON, conversation_id=turn.conversation_id
            ),
            "progress_noted",
            key=key,
        )

    def _files(self, draft: Draft, turn: Turn) -> StepResult:
        with resources().database.reading() as session:
            ids = progress.files_of(session, turn.message_id)
        return self._done(
            draft,
            turn,
            lambda session, case_id: notes.evidence(
                session, case_id, ids, PERSON, conversation_id=turn.conversation_id
            ),
            "progress_file",
        )

    def _phone(self, draft: Draft, turn: Turn) -> StepResult:
        value = contact(turn.said)
        if value is None or isinstance(value, Problem):
            return self.failed(draft, say(value.wording if value else "field_wrong_phone"))
        return self._done(
            draft,
            turn,
            lambda session, case_id: progress.correct_phone(
                session, case_id, turn.conversation_id, number_or_none(value)
            ),
            "progress_phone_changed",
        )

    def _withdraw(self, draft: Draft, turn: Turn) -> StepResult:
        sure = withdraws(turn.said)
        if sure is None:  # the question says already what withdrawing means, and that it can be undone
            return self.failed(draft, f"{say('progress_ask_withdraw')}{say('progress_wrong_withdraw')}")
        if not sure:
            return self.asked(draft.asking(MENU))
        return self._done(
            draft,
            turn,
            lambda session, case_id: moves.withdraw(session, case_id, PERSON, conversation_id=turn.conversation_id),
            "progress_withdrawn",
            ends=True,
        )

    def _reopen(self, draft: Draft, turn: Turn) -> StepResult:
        text = turn.said.text.strip()
        if text.startswith("/") or len(words_of.plain(turn.said)) < 4:
            return self.failed(draft, say("progress_wrong_reopen"))
        return self._done(
            draft,
            turn,
            lambda session, case_id: moves.reopen(
                session, case_id, PERSON, text[:500], conversation_id=turn.conversation_id
            ),
            "progress_reopened",
            ends=True,
        )

    def _scored(self, draft: Draft, turn: Turn) -> StepResult:
        given = score_in(words_of.plain(turn.said))
        if given is None:
            return self.failed(draft, say("progress_wrong_score"))
        return self._score(draft, turn, *given)

    def _score(self, draft: Draft, turn: Turn, score: int, word: str = "") -> StepResult:
        scored = self._done(
            draft,
            turn,
            lambda session, case_id: progress.score(session, case_id, turn.conversation_id, score, word),
            "progress_scored",
            ends=bool(word),
        )
        if scored.draft is None:
            return scored
        return self.asked(replace(scored.draft, at=WORD, values={**scored.draft.values, "score": score}))

    def _word(self, draft: Draft, turn: Turn) -> StepResult:
        words = words_of.plain(turn.said)
        if words_of.is_no(turn.said) or words_of.says_skip(turn.said) or is_enough(words) or not words:
            return self.ended(say("progress_scored"))
        return self._score(draft, turn, draft.values["score"], turn.said.text.strip())

    _TAKES: Mapping[str, Callable[["ProgressService", Draft, Turn], StepResult]] = {
        NUMBER: _number,
        MENU: _menu_choice,
        NOTE: _note,
        PHONE: _phone,
        WITHDRAW: _withdraw,
        REOPEN: _reopen,
        SCORE: _scored,
        WORD: _word,
    }

    def _tapped_score(self, draft: Draft, turn: Turn) -> StepResult:
        """Take the score of a button under the word that a case is closed."""
        with resources().database.reading() as session:
            case = progress.case_of(session, turn.conversation_id, str(turn.said.entities.get("case", "")))
            if case is None:
                return self.ended(say("progress_unknown"))
            known = replace(draft, values={"case": case.id})
        return self._score(known, turn, int(turn.said.entities["score"]))

    def _tapped_note(self, draft: Draft, turn: Turn) -> StepResult:
        """Add an earlier message to the case that waited for the person, when they say that it was meant for it."""
        with resources().database.reading() as session:
            case = progress.case_of(session, turn.conversation_id, str(turn.said.entities.get("case", "")))
            message_id = int(turn.said.entities["note"])
            text = progress.words_of(session, turn.conversation_id, message_id)
            if case is None or not text:
                return self.ended(say("progress_unknown"))
            known = replace(draft, values={"case": case.id})
        return self._noted(known, turn, text, key=message_id)

    def _shown(self, session: Session, draft: Draft, turn: Turn, number: str, lead: str = "") -> StepResult:
        case = progress.case_of(session, turn.conversation_id, number)
        if case is None:
            return self.failed(draft, say("progress_unknown"))
        known = replace(draft, at=MENU, values={"case": case.id}, failures=0)
        return self.asked(known, lead, progress.told(case))

    def _done(
        self,
        draft: Draft,
        turn: Turn,
        write: Callable[[Session, int], CaseEvent],
        wording: str,
        ends: bool = False,
        key: int | None = None,
    ) -> StepResult:
        """Do something to the case, say so, and go on with the menu; what cannot be done is said instead.

        It is done once for each message: the present one, or `key`.
        """
        try:
            with resources().database.work() as session:
                case_id = draft.values["case"]
                event = once(session, case_id, key or turn.message_id, partial(write, session, case_id))
                if event.case.state == RESOLVED and f"{wording}_resolved" in responses():
                    wording = f"{wording}_resolved"
                session.commit()
        except CaseError as error:
            return self.failed(draft.asking(MENU), str(error))
        if ends:
            return self.ended(say(wording))
        return self.asked(draft.asking(MENU), say(wording))
