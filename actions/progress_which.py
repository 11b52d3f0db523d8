"""Which of several things that a person filed is meant: it stays open to choose by tapping, by number and by words."""

import re
from abc import abstractmethod
from dataclasses import asdict

from actions.context import Turn, resources
from actions.progress_doing import FiledService
from actions.progress_wish import Wish, wish_of
from actions.progress_words import NUMBER, STATUS, is_enough
from bot import progress
from bot.conversations.options import number_alone
from bot.forms import moves as words_of
from bot.forms.asking import StepResult
from bot.forms.draft import Draft
from bot.progress import Filed
from bot.reply import Option, Reply
from bot.wording import say

_LONGEST = 24  # characters of words that name one of several things
# 社保那个, 另外一张: words that point at one of several things.
_POINTS = re.compile(r"那个|那件|那张|那份|这个|另外?一?[个件张份]|还有一[个件张份]|别的")


class WhichService(FiledService):
    """Asks which of several things is meant, and takes the answer."""

    @abstractmethod
    def _done_as_wished(self, draft: Draft, turn: Turn, number: str) -> StepResult:
        """Do to what has this number what was asked for."""

    @staticmethod
    def _conversation(draft: Draft) -> int:
        return int(draft.values["conversation"])

    def _which(self, draft: Draft, turn: Turn, fitting: list[Filed]) -> StepResult:
        among = [filed.number for filed in fitting]
        asking = draft.asking(NUMBER).knowing({"among": among, "conversation": turn.conversation_id})
        looks = Wish(**draft.values.get("wish", {"do": STATUS})).do == STATUS
        with resources().database.reading() as session:
            found = self._among(asking, progress.filed_by(session, turn.conversation_id))
            lines = "\n".join(map(progress.in_a_line, found)) if looks else ""
        return self.asked(asking, lines)

    def _asked_which(self, draft: Draft) -> Reply:
        """Return the question which one is meant, each told apart by its matter and its employer."""
        with resources().database.reading() as session:
            conversation = draft.values.get("conversation")
            found = self._among(draft, progress.filed_by(session, int(conversation))) if conversation else []
            offered = tuple(Option(filed.brief(), filed.number) for filed in found)
            mixed = len({filed.kind == "join" for filed in found}) > 1
        if not offered:
            return self.reply(say("progress_ask_number"))
        return self.reply(say("progress_which_mixed" if mixed else "progress_which"), offered)

    @staticmethod
    def _among(draft: Draft, found: list[Filed]) -> list[Filed]:
        """Return those of what was filed that are asked about; all of it where nothing has narrowed it."""
        among = draft.values.get("among")
        return [filed for filed in found if filed.number in among] if among else found

    def _chooses(self, draft: Draft, turn: Turn) -> bool:
        """Return whether a message names one of those that are asked about, or something else to do with them."""
        if turn.said.text.startswith("/"):
            return False
        words, wish = words_of.plain(turn.said), wish_of(turn.said)
        if wish is not None or number_alone(words) or progress.NUMBER.search(words):
            return True
        with resources().database.reading() as session:
            found = self._among(draft, progress.filed_by(session, turn.conversation_id))
            named = [filed for filed in found if filed.is_called(words)]
        return bool(named) and len(words) <= _LONGEST and (len(named) < len(found) or bool(_POINTS.search(words)))

    def _number(self, draft: Draft, turn: Turn) -> StepResult:
        """Take which one is meant: its number, its place in the list, or what it is about; or another wish."""
        words = words_of.plain(turn.said)
        if found := progress.NUMBER.search(words):
            return self._done_as_wished(draft, turn, found[0])
        wish = wish_of(turn.said)
        if wish is not None:
            draft = draft.knowing({"wish": asdict(wish), "once": wish.do != STATUS})
        meant = Wish(**draft.values.get("wish", {"do": STATUS}))
        with resources().database.reading() as session:
            filed = progress.filed_by(session, turn.conversation_id)
            listed = self._among(draft, filed) if wish is None else [one for one in filed if meant.fits(one)]
            place, named = number_alone(words), progress.called(listed, words)
        wrong = say("progress_wrong_which" if "among" in draft.values else "progress_wrong_number")
        if not listed:
            return self.failed(draft, wrong)
        if place is not None:
            named = listed[int(place) - 1 : int(place)] if place.isdigit() and int(place) > 0 else []
        if len(named) == 1 and ("among" in draft.values or wish is not None):
            return self._done_as_wished(draft, turn, named[0].number)
        if wish is not None or (named and len(named) < len(listed)):
            return self._which(draft, turn, named)
        if is_enough(words) or turn.said.intent in ("thanks", "bye", "deny"):
            return self.ended(say("progress_ended"))
        return self.failed(draft, wrong)

    def _other_named(self, draft: Draft, turn: Turn) -> str | None:
        """Return the number of another thing than the one that is shown, where words point at it."""
        words = words_of.plain(turn.said)
        if len(words) > _LONGEST or not _POINTS.search(words):
            return None
        with resources().database.reading() as session:
            filed = progress.filed_by(session, turn.conversation_id)
            others = [one for one in filed if one.number != draft.values["number"]]
            named = [one for one in others if one.is_called(words)]
        if not named and re.search("另外?一?[个件张份]|还有一[个件张份]", words):
            named = others
        return named[0].number if len(named) == 1 else None
