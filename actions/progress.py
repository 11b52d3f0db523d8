"""Where what I filed stands; adding to it, putting phone and name right, withdrawing, going on, the score."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Any

from actions.base import offered_before
from actions.context import Turn, resources
from actions.progress_more import is_statement, tells_more
from actions.progress_which import WhichService
from actions.progress_wish import Wish, name_in, wish_of
from actions.progress_words import (
    AGAIN,
    MENU,
    NAME,
    NOTE,
    NUMBER,
    PHONE,
    REOPEN,
    SCORE,
    SETTLED,
    STATUS,
    WITHDRAW,
    WORD,
    asks_status,
    asks_when,
    asks_who,
    is_enough,
    says_more_files,
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
from bot.reply import Reply
from bot.wording import say

_BARE = 8  # characters of a wish that says nothing besides
_FREE = (NOTE, REOPEN, WORD)  # where the person writes in their own words
_WRITTEN = (NUMBER, NOTE, PHONE, NAME, REOPEN)  # where nothing is offered to tap


def meant_for(turn: Turn) -> tuple[Wish, list[Filed]] | None:
    """Return what a message asks of something that was filed, and what it can be meant for; None for any other."""
    asked = _score_asked_for(turn)
    wish = Wish(SCORE, words_of.plain(turn.said)) if asked else wish_of(turn.said)
    if wish is None:
        return None
    with resources().database.reading() as session:
        filed = progress.filed_by(session, turn.conversation_id)
        fitting = [one for one in filed if wish.fits(one)]
        if wish.do == SCORE and asked:
            fitting = [one for one in fitting if one.number == asked] or fitting
        if wish.do != NOTE:  # words to add may name another matter than the one that they belong to
            fitting = progress.called(fitting, words_of.plain(turn.said))
    return (wish, fitting) if fitting else None


def _score_asked_for(turn: Turn) -> str | None:
    """Return the number of the case whose score was asked for last, where the words give one (还行吧)."""
    if score_in(words_of.plain(turn.said)) is None:
        return None
    payloads = (option.payload for option in offered_before(turn))
    found = next((payload for payload in payloads if payload.startswith("/score{")), None)
    return str(json.loads(found.removeprefix("/score"))["case"]) if found else None


class ProgressService(WhichService):
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
            return self._which(draft, turn, fitting)
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
        if draft.at == NUMBER:
            return self._chooses(draft, turn)
        if draft.at in (MENU, SCORE) and wish_of(said) is not None:
            return True
        if draft.at == MENU and (self._looks(turn) or self._tells(draft, turn)):
            return True
        if draft.at == SCORE and score_in(words_of.plain(said)) is not None:
            return True
        if draft.at == AGAIN and words_of.plain(said).startswith("重新"):
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
        if draft.at == NUMBER:
            return self._asked_which(draft)
        if draft.at == AGAIN:
            with resources().database.reading() as session:
                filed = progress.find(session, self._conversation(draft), draft.values["number"])
                standing = filed.standing() if filed else ""
            return self.reply(say("progress_ask_again", standing=standing), options("progress_options_again"))
        offered = () if draft.at in _WRITTEN else options(f"progress_options_{draft.at}")
        is_application = draft.at == WITHDRAW and str(draft.values["number"]).startswith("R")
        return self.reply(say(f"progress_ask_{draft.at}{'_application' if is_application else ''}"), offered)

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
        if wish.do == REOPEN and filed.is_over:
            return self.asked(draft.asking(AGAIN).knowing({"why": wish.text or turn.said.text.strip()}))
        if wish.do == REOPEN and wish.text:
            return self._reopened(draft, turn, wish.text)
        if wish.do == SETTLED:
            return self._settled(draft, turn, wish.text)
        if wish.do == SCORE:
            return self._score(draft, turn, *(score_in(wish.text) or (0, "")))
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
        if wish is not None and wish.do == REOPEN and len(words) <= _BARE and wanted(words) == REOPEN:
            return self.asked(draft.asking(REOPEN))  # tapped: there is no reason in it yet
        if wish is not None and wish.do != STATUS:
            return self._done_as_wished(draft.knowing({"wish": asdict(wish)}), turn, draft.values["number"])
        if says_more_files(words):
            return self.asked(draft, say("progress_more_files"))
        value = contact(turn.said)
        if isinstance(value, str) and len(value) > 7:
            return self._with_phone(draft, turn, value)
        if other := self._other_named(draft, turn):
            return self._shown(draft, turn, other)
        return self._told_or_asked(draft, turn) or self._ended_or_not(draft, turn)

    def _told_or_asked(self, draft: Draft, turn: Turn) -> StepResult | None:
        """Tell what is asked of the case that is shown, or ask for what is to be done; None for any other message."""
        words = words_of.plain(turn.said)
        if asks_who(words):
            with resources().database.reading() as session:
                filed = progress.find(session, turn.conversation_id, draft.values["number"])
                text = filed.reached() if filed is not None else say("progress_unknown")
            return self.asked(draft.asking(MENU), text)
        if self._looks(turn):
            return self._shown(draft, turn, draft.values["number"])
        chosen = wanted(words)
        return self.asked(draft.asking(chosen)) if chosen and chosen != draft.at else None

    def _ended_or_not(self, draft: Draft, turn: Turn) -> StepResult:
        """End the menu, take what is told as words to add, or say that it was not understood."""
        if is_enough(words_of.plain(turn.said)) or turn.said.intent in ("thanks", "bye", "affirm", "deny"):
            return self.ended(say("progress_ended"))
        if self._tells(draft, turn):
            return self._noted(draft, turn, turn.said.text.strip())
        return self.failed(draft, say("progress_wrong_menu"))

    def _looks(self, turn: Turn) -> bool:
        """Return whether a message asks how far what is shown is, by when, or who has it."""
        words = words_of.plain(turn.said)
        return turn.said.intent == self.name or any(asks(words) for asks in (asks_status, asks_when, asks_who))

    def _tells(self, draft: Draft, turn: Turn) -> bool:
        """Return whether a message tells what belongs into the case that is shown, or that the case waits for."""
        with resources().database.reading() as session:
            filed = progress.find(session, turn.conversation_id, draft.values["number"])
            if filed is None or not filed.takes_more:
                return False
            return tells_more(turn.said) or (filed.waits and is_statement(turn.said))

    def _else(self, draft: Draft, turn: Turn) -> StepResult | None:
        """Do what a message asks for instead of giving the phone, the name, the reason or the score; or None."""
        wish = wish_of(turn.said)
        if wish is not None and wish.do not in (STATUS, draft.at):
            return self._done_as_wished(draft.knowing({"wish": asdict(wish)}), turn, draft.values["number"])
        if other := self._told_or_asked(draft, turn):
            return other
        if is_enough(words_of.plain(turn.said)) or turn.said.intent in ("thanks", "bye"):
            return self.ended(say("progress_ended"))
        return self._noted(draft, turn, turn.said.text.strip()) if self._tells(draft, turn) else None

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
        value = contact(turn.said)
        given = isinstance(value, str)
        return (None if given else self._else(draft, turn)) or self._with_phone(draft, turn, value)

    def _name(self, draft: Draft, turn: Turn) -> StepResult:
        name = name_in(turn.said) or full_name(turn.said)
        given = isinstance(name, str)
        return (None if given else self._else(draft, turn)) or self._with_name(draft, turn, name)

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

    def _again(self, draft: Draft, turn: Turn) -> StepResult:
        words = words_of.plain(turn.said)
        if words_of.is_no(turn.said) or is_enough(words):
            return self.ended(say("progress_ended"))
        if words_of.is_yes(turn.said) or words.startswith("重新") or wish_of(turn.said) == Wish(REOPEN, words):
            return self._reopened(draft, turn, draft.values["why"])
        return self._else(draft, turn) or self.failed(draft, say("progress_wrong_again"))

    def _scored(self, draft: Draft, turn: Turn) -> StepResult:
        given = score_in(words_of.plain(turn.said))
        if given is None:
            return self._else(draft, turn) or self.failed(draft, say("progress_wrong_score"))
        return self._score(draft, turn, *given)

    def _word(self, draft: Draft, turn: Turn) -> StepResult:
        words = words_of.plain(turn.said)
        if words_of.is_no(turn.said) or words_of.says_skip(turn.said) or is_enough(words) or not words:
            return self.ended(say("progress_scored"))
        return self._score(draft, turn, draft.values["score"], turn.said.text.strip())

    _TAKES: Mapping[str, Callable[["ProgressService", Draft, Turn], StepResult]] = {
        NUMBER: WhichService._number,
        MENU: _menu_choice,
        NOTE: _note,
        PHONE: _phone,
        NAME: _name,
        WITHDRAW: _withdraw,
        REOPEN: _reopen,
        AGAIN: _again,
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
