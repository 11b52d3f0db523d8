"""A cadre ties their WeChat to their account at the desk with a one-time code, and unties it again."""

import re
from collections.abc import Mapping
from typing import Any

from actions.context import Turn, resources
from actions.menu import MenuService
from bot import clock
from bot.forms import moves
from bot.forms.asking import StepResult
from bot.forms.draft import Draft
from bot.forms.facts import Facts
from bot.forms.field import options
from bot.offering import service_option
from bot.reply import Reply
from bot.staff import binding
from bot.staff.binding import CODE_DIGITS, Bound
from bot.wording import say

CODE, SURE = "code", "sure"  # what is asked

_DIGITS = re.compile(r"\d+")
_BETWEEN = re.compile(r"(?<=\d)[\s\-—·.]+(?=\d)")  # 1234 5678
# 算了不绑了: that the code is not wanted, not that a WeChat shall be untied.
_NOT_NOW = re.compile(
    r"(?:算了|那|还是|我|先|暂时|现在|不想|就|[，,\s])*不(?:想|要)?绑(?:定)?(?:它|账号)?(?:了|吧|啦)*"
    r"(?:算了|谢谢)?"
)
_OPENED = ("my_cases", "upper_union", "risk_report")


class BindService(MenuService):
    """Takes the code, which is neither kept nor written down anywhere by this service."""

    name = "bind"
    stuck = "bind_stuck"

    def begin(self, turn: Turn, facts: Facts, known: Mapping[str, Any]) -> StepResult:
        """Take the code that came with the wish, or ask for it."""
        draft = Draft(self.name, CODE, clock.now().isoformat())
        if _digits(turn):
            return self.take(draft, turn)
        name = _account(turn)
        if name:
            return self.ended(say("bind_already", name=name), (service_option("my_cases"), service_option("unbind")))
        return self.asked(draft, say("bind_opening"))

    def question(self, draft: Draft) -> Reply:
        """Return the question for the code."""
        return self.reply(say("bind_ask_code"))

    def answers(self, draft: Draft, turn: Turn) -> bool:
        """Return whether there are digits in a message, or it says that nothing is to be tied."""
        return bool(_digits(turn) or _NOT_NOW.fullmatch(moves.plain(turn.said)))

    def take(self, draft: Draft, turn: Turn) -> StepResult:
        """Take a code."""
        if _NOT_NOW.fullmatch(moves.plain(turn.said)):
            return self.ended(say("bind_ended"))
        code = _digits(turn)
        if not code and (moves.is_retry(turn.said) or turn.said.intent == self.name):
            return self.asked(draft)
        if len(code) != CODE_DIGITS:
            return self.failed(draft, say("bind_wrong_code"))
        with resources().database.work() as session:
            came = binding.bind(session, turn.conversation_id, code)
            cadre = binding.cadre_of(session, turn.conversation_id)
            session.commit()
        if came is Bound.TOO_MANY:
            return self.ended(say("bind_too_many"))
        if came is Bound.WRONG and cadre is not None:  # also a message that is worked on twice
            return self.ended(say("bind_refused_tied", name=cadre.name))
        if cadre is None:
            return self.failed(draft, say("bind_refused"))
        return self.ended(say("bind_done", name=cadre.name), tuple(map(service_option, _OPENED)))


class UnbindService(MenuService):
    """Unties a WeChat, once the person has said that they are sure."""

    name = "unbind"

    def begin(self, turn: Turn, facts: Facts, known: Mapping[str, Any]) -> StepResult:
        """Ask whether they are sure."""
        name = _account(turn)
        if not name:
            return self.ended(say("unbind_none"))
        return self.asked(Draft(self.name, SURE, clock.now().isoformat(), {"name": name}))

    def question(self, draft: Draft) -> Reply:
        """Return the question whether they are sure."""
        return self.reply(say("unbind_ask_sure", name=draft.values["name"]), options("unbind_options_sure"))

    def answers(self, draft: Draft, turn: Turn) -> bool:
        """Return whether a message says yes or no."""
        return moves.is_yes(turn.said) or moves.is_no(turn.said) or "解绑" in turn.said.text

    def take(self, draft: Draft, turn: Turn) -> StepResult:
        """Untie it, or leave it tied."""
        words = moves.plain(turn.said)
        if moves.is_no(turn.said) or re.search(r"[不别]", words):
            return self.ended(say("unbind_ended"))
        if moves.is_retry(turn.said) or turn.said.text.startswith("/"):
            return self.asked(draft)
        if not self.answers(draft, turn):
            return self.failed(draft, say("unbind_wrong_sure"))
        with resources().database.work() as session:
            was = binding.unbind(session, turn.conversation_id)
            session.commit()
        return self.ended(say("unbind_done" if was else "unbind_none"))


def _account(turn: Turn) -> str:
    """Return the name of the account that the person's WeChat is tied to; empty where it is to none."""
    with resources().database.reading() as session:
        cadre = binding.cadre_of(session, turn.conversation_id)
        return cadre.name if cadre else ""


def _digits(turn: Turn) -> str:
    """Return the digits of a message, those in groups as one number; empty where there are none."""
    found = _DIGITS.findall(_BETWEEN.sub("", moves.plain(turn.said)))
    return max(found, key=len, default="")
