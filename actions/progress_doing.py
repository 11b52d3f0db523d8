"""What a person does to something that they filed, once it is known what and to which."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from actions.context import Turn, resources
from actions.menu import MenuService
from actions.progress_words import MENU, NAME, PHONE, SCORE, WORD, is_settled
from bot import progress
from bot.cases.errors import CaseError
from bot.conversations import files
from bot.forms.asking import StepResult
from bot.forms.draft import Draft
from bot.forms.field import Problem
from bot.forms.personal import number_or_none
from bot.membership.access import MembershipError
from bot.progress import Filed
from bot.wording import say


class FiledService(MenuService):
    """The deeds, each done at once and said in a line; the menu around them is progress.py's."""

    def _noted(self, draft: Draft, turn: Turn, text: str, key: int | None = None, lead: str = "") -> StepResult:
        with resources().database.reading() as session:
            filed = progress.find(session, turn.conversation_id, draft.values["number"])
        if filed is not None and filed.has_result and is_settled(text):
            return self._settled(draft, turn, text)
        draft = draft.knowing({"about": None})
        return self._done(draft, turn, lambda filed: filed.note(text), "progress_noted", key=key, lead=lead)

    def _settled(self, draft: Draft, turn: Turn, text: str) -> StepResult:
        """Write down that it is settled, and ask for the score."""
        done = self._done(draft, turn, lambda filed: filed.settled(text), "progress_settled", goes_on=True)
        if done.draft is None or done.draft.failures:
            return done
        return self.asked(done.draft.asking(SCORE), say("progress_settled"))

    def _files(self, draft: Draft, turn: Turn, message_id: int) -> StepResult:
        """Add the files of a message, and those sent together with it."""
        with resources().database.reading() as session:
            ids = files.sent_with(session, turn.conversation_id, message_id)
        return self._done(draft, turn, lambda filed: filed.evidence(ids), "progress_file", key=message_id, goes_on=True)

    def _with_phone(self, draft: Draft, turn: Turn, value: Any) -> StepResult:
        if value is None or isinstance(value, Problem):
            return self.failed(draft.asking(PHONE), say(value.wording if value else "field_wrong_phone"))
        phone = number_or_none(value)
        return self._done(draft, turn, lambda filed: filed.correct_phone(phone), "progress_phone_changed")

    def _with_name(self, draft: Draft, turn: Turn, value: Any) -> StepResult:
        if not isinstance(value, str):
            return self.failed(draft.asking(NAME), say("progress_wrong_name"))
        return self._done(draft, turn, lambda filed: filed.correct_name(value), "progress_name_changed")

    def _reopened(self, draft: Draft, turn: Turn, text: str) -> StepResult:
        return self._done(draft, turn, lambda filed: filed.reopen(text), "progress_reopened", ends=True)

    def _score(self, draft: Draft, turn: Turn, score: int, word: str = "") -> StepResult:
        def write(filed: Filed) -> None:
            filed.score(score, word)

        scored = self._done(draft, turn, write, "progress_scored", ends=bool(word))
        if scored.draft is None or scored.draft.failures:
            return scored
        return self.asked(replace(scored.draft, at=WORD, values={**scored.draft.values, "score": score}))

    def _standing_at(self, draft: Draft, turn: Turn, number: str) -> Draft:
        values = {"number": number, "conversation": turn.conversation_id, "once": draft.values.get("once", False)}
        return replace(draft, at=MENU, values=values, failures=0)

    def _done(
        self,
        draft: Draft,
        turn: Turn,
        write: Callable[[Filed], None],
        wording: str,
        ends: bool = False,
        key: int | None = None,
        lead: str = "",
        goes_on: bool = False,
    ) -> StepResult:
        """Do something to what was filed, say so, and go on with the menu; what cannot be done is said instead.

        Where plain words asked for this one thing, it ends with it, unless it `goes_on` (more files may come).
        It is done once for each message: the present one, or `key`.
        """
        try:
            with resources().database.work() as session:
                filed = progress.find(session, turn.conversation_id, draft.values["number"])
                if filed is None:
                    return self.ended(say("progress_unknown"))
                again = filed.once(key or turn.message_id, lambda: write(filed))
                session.commit()
                values = {"number": filed.number, "desk": filed.holder}
        except (CaseError, MembershipError) as error:
            return self.failed(draft.asking(MENU), str(error))
        text = "\n".join(filter(None, [lead, say(f"{wording}_reopened" if again else wording, **values)]))
        if ends or (draft.values.get("once") and not goes_on):
            return self.ended(text)
        return self.asked(draft.asking(MENU), text)
