"""Where what I filed stands; adding to it, putting phone and name right, withdrawing, going on, the score."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Any

from actions.context import Turn, resources
from actions.progress_doing import FiledService
from actions.progress_wish import Wish, name_in, wish_of
from actions.progress_words import (
    MENU,
    NAME,
    NOTE,
    NUMBER,
    PHONE,
    REOPEN,
    SCORE,
    STATUS,
    WITHDRAW,
    WORD,
    is_enough,
    score_in,
    wanted,
    withdraws,
)
from bot import clock, progress
from bot.forms import moves as words_of
from bot.forms import questions
from bot.forms.asking import StepResult
from bot.forms.draft import Draft
from bot.forms.facts import Facts
from bot.forms.field import options
from bot.forms.personal import contact, full_name
from bot.progress import Filed
from bot.reply import Option, Reply
from bot.wording import say

_FREE = (NOTE, REOPEN, WORD)  # where the person writes in their own words
_WRITTEN = (NUMBER, NOTE, PHONE, NAME, REOPEN)  # where nothing is offered to tap


def meant_for(turn: Turn) -> tuple[Wish, list[Filed]] | None:
    """Return what a message asks of something that was filed, and what it can be meant for; None for any other."""
    wish = wish_of(turn.said)
    if wish is None:
        return None
    with resources().database.reading() as session:
        fitting = [filed for filed in progress.filed_by(session, turn.conversation_id) if wish.fits(filed)]
    return (wish, fitting) if fitting else None


class ProgressService(FiledService):
    """Tells a person of what they filed and takes what they have to say to it."""

    name = "progress"

    def begin(self, turn: Turn, facts: Facts, known: Mapping[str, Any]) -> StepResult:
        """Do what the words ask, show what is meant, or ask which."""
        draft = Draft(self.name, NUMBER, clock.now().isoformat())
        if "case" in turn.said.entities:
            return self._tapped(draft, turn)
        found = progress.NUMBER.search(words_of.plain(turn.said))
        if found:
            return self._shown(draft, turn, found[0])
        meant = meant_for(turn)
        if meant is not None:
            wish, fitting = meant
        else:
            wish = Wish(STATUS)
            with resources().database.reading() as session:
                fitting = progress.filed_by(session, turn.conversation_id)
        draft = draft.knowing({"wish": asdict(wish), "once": wish.do != STATUS})
        if not fitting:
            return self.ended(say("progress_none"))
        if len(fitting) > 1:
            return self._which(draft, fitting)
        return self._done_as_wished(draft, turn, fitting[0].number)

    def back(self, draft: Draft, turn: Turn) -> StepResult:
        """Go back to the menu; from there, end. 不告了 withdraws."""
        wish = wish_of(turn.said)
        if draft.at == MENU and wish is not None and wish.do == WITHDRAW:
            return self.asked(draft.asking(WITHDRAW))
        inside = draft.at not in (MENU, NUMBER) and words_of.says_back(turn.said)
        return self.asked(draft.asking(MENU)) if inside else super().back(draft, turn)

    def answers(self, draft: Draft, turn: Turn) -> bool:
        """Return whether it is a file, something tapped, a wish, or the words that were asked for."""
        said = turn.said
        if said.intent == "image":
            return draft.at != NUMBER
        if "case" in said.entities:
            return True
        if draft.at == MENU and wish_of(said) is not None:
            return True
        if draft.at == WITHDRAW and "撤" in said.text:
            return True
        free = draft.at in _FREE and not said.text.startswith("/")
        return free and said.intent != "human" and not questions.is_known_question(said)

    def take(self, draft: Draft, turn: Turn) -> StepResult:
        """Do what the message says to do."""
        if "case" in turn.said.entities:
            return self._tapped(draft, turn)
        if turn.said.intent == "image" and draft.at != NUMBER:
            return self._files(draft, turn, turn.message_id)
        return self._TAKES[draft.at](self, draft, turn)

    def question(self, draft: Draft) -> Reply:
        """Return what is asked at the moment."""
        if draft.at == MENU:
            with resources().database.reading() as session:
                filed = progress.find(session, self._conversation(draft), draft.values["number"])
            return self.reply(say("progress_ask_menu"), options(filed.choices()) if filed else ())
        offered = () if draft.at in _WRITTEN else options(f"progress_options_{draft.at}")
        is_application = draft.at == WITHDRAW and str(draft.values["number"]).startswith("R")
        return self.reply(say(f"progress_ask_{draft.at}{'_application' if is_application else ''}"), offered)

    @staticmethod
    def _conversation(draft: Draft) -> int:
        return int(draft.values["conversation"])

    def _which(self, draft: Draft, fitting: list[Filed]) -> StepResult:
        offered = tuple(Option(filed.brief(), filed.number) for filed in fitting)
        mixed = len({filed.kind == "join" for filed in fitting}) > 1
        text = say("progress_which_mixed" if mixed else "progress_which")
        return StepResult(draft.asking(NUMBER), (self.reply(text, offered),))

    def _number(self, draft: Draft, turn: Turn) -> StepResult:
        found = progress.NUMBER.search(words_of.plain(turn.said))
        if found is None:
            return self.failed(draft, say("progress_wrong_number"))
        return self._done_as_wished(draft, turn, found[0])

    def _done_as_wished(self, draft: Draft, turn: Turn, number: str) -> StepResult:
        """Do to what has this number what was asked for; what still needs words is asked."""
        wish = Wish(**draft.values.get("wish", {"do": STATUS}))
        with resources().database.reading() as session:
            filed = progress.find(session, turn.conversation_id, number)
        if filed is None:
            return self.failed(draft, say("progress_unknown"))
        if wish.do == STATUS or not wish.fits(filed):
            return self._shown(draft, turn, filed.number)
        draft = self._standing_at(draft, turn, filed.number)
        if wish.do == NOTE and wish.text:
            lead = say("progress_not_by_oneself", about=wish.about) if wish.about else ""
            return self._noted(draft, turn, wish.text, lead=lead)
        if wish.do == REOPEN and wish.text:
            return self._reopened(draft, turn, wish.text)
        if wish.do == PHONE and wish.text:
            return self._with_phone(draft, turn, wish.text)
        if wish.do == NAME and wish.text:
            return self._with_name(draft, turn, wish.text)
        if wish.about:
            draft = draft.knowing({"about": wish.about})
            return self.asked(draft.asking(NOTE), say("progress_not_by_oneself_yet", about=wish.about))
        return self.asked(draft.asking(wish.do), filed.standing() if wish.do == WITHDRAW else "")

    def _menu_choice(self, draft: Draft, turn: Turn) -> StepResult:
        words = words_of.plain(turn.said)
        if progress.NUMBER.search(words):
            return self._number(draft.knowing({"wish": asdict(Wish(STATUS))}), turn)
        if "分" in words and score_in(words):
            return self._scored(draft, turn)
        wish = wish_of(turn.said)
        if wish is not None and wish.do != STATUS:
            return self._done_as_wished(draft.knowing({"wish": asdict(wish)}), turn, draft.values["number"])
        value = contact(turn.said)
        if isinstance(value, str) and len(value) > 7:
            return self._with_phone(draft, turn, value)
        chosen = wanted(words)
        if chosen:
            return self.asked(draft.asking(chosen))
        if is_enough(words) or turn.said.intent in ("thanks", "bye", "affirm", "deny"):
            return self.ended(say("progress_ended"))
        return self.failed(draft, say("progress_wrong_menu"))

    def _note(self, draft: Draft, turn: Turn) -> StepResult:
        text, wish = turn.said.text.strip(), wish_of(turn.said)
        if wish is not None and (wish.do in (PHONE, NAME, WITHDRAW) or (wish.do == NOTE and wish.text)):
            return self._done_as_wished(draft.knowing({"wish": asdict(wish)}), turn, draft.values["number"])
        if is_enough(words_of.plain(turn.said)):
            return self.ended(say("progress_ended"))
        if text.startswith("/") or len(words_of.plain(turn.said)) < 2:
            return self.failed(draft, say("progress_wrong_note"))
        about = draft.values.get("about")
        return self._noted(draft, turn, say("progress_correction", about=about, text=text) if about else text)

    def _phone(self, draft: Draft, turn: Turn) -> StepResult:
        return self._with_phone(draft, turn, contact(turn.said))

    def _name(self, draft: Draft, turn: Turn) -> StepResult:
        return self._with_name(draft, turn, name_in(turn.said) or full_name(turn.said))

    def _withdraw(self, draft: Draft, turn: Turn) -> StepResult:
        sure = withdraws(turn.said)
        if sure is None:  # the question says already what withdrawing means
            return self.failed(draft, f"{self.question(draft).text}{say('progress_wrong_withdraw')}")
        if not sure:
            return self._kept(draft, turn)
        return self._done(draft, turn, lambda filed: filed.withdraw(), "progress_withdrawn", ends=True)

    def _kept(self, draft: Draft, turn: Turn) -> StepResult:
        """Leave it as it is, after all."""
        if not draft.values.get("once"):
            return self.asked(draft.asking(MENU))
        with resources().database.reading() as session:
            filed = progress.find(session, turn.conversation_id, draft.values["number"])
            return self.ended(say("progress_kept", desk=filed.holder) if filed else say("progress_unknown"))

    def _reopen(self, draft: Draft, turn: Turn) -> StepResult:
        text = turn.said.text.strip()
        if text.startswith("/") or len(words_of.plain(turn.said)) < 4:
            return self.failed(draft, say("progress_wrong_reopen"))
        return self._reopened(draft, turn, text)

    def _scored(self, draft: Draft, turn: Turn) -> StepResult:
        given = score_in(words_of.plain(turn.said))
        if given is None:
            return self.failed(draft, say("progress_wrong_score"))
        return self._score(draft, turn, *given)

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
        NAME: _name,
        WITHDRAW: _withdraw,
        REOPEN: _reopen,
        SCORE: _scored,
        WORD: _word,
    }

    def _tapped(self, draft: Draft, turn: Turn) -> StepResult:
        """Take a button that names its case: a score, or an earlier message or file that is meant for it."""
        entities = turn.said.entities
        with resources().database.reading() as session:
            filed = progress.find(session, turn.conversation_id, str(entities["case"]))
            noted = int(entities.get("note", 0))
            text = progress.words_of(session, turn.conversation_id, noted) if noted else ""
        if filed is None or (noted and not text):
            return self.ended(say("progress_unknown"))
        known = self._standing_at(draft, turn, filed.number)
        if "score" in entities:
            return self._score(known, turn, int(entities["score"]))
        if noted:
            return self._noted(known, turn, text, key=noted)
        if "file" in entities:
            return self._files(known, turn, int(entities["file"]))
        return self._shown(draft, turn, filed.number)

    def _shown(self, draft: Draft, turn: Turn, number: str) -> StepResult:
        with resources().database.reading() as session:
            filed = progress.find(session, turn.conversation_id, number)
            text = filed.told() if filed is not None else say("progress_unknown")
        if filed is None:
            return self.failed(draft, text)
        return self.asked(self._standing_at(replace(draft, values={}), turn, filed.number), text)
