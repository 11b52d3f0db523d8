"""The engine that every form runs on: one message in, the next state and the reply out.

It knows neither Rasa nor the database. What a message is taken for is decided in one order, so that a side
question is never taken for an answer, nor an answer for a question:

1. danger to life and the wish for a person, whatever is asked, unless it is only a guess and the words are an answer;
2. a correction of something said before;
3. stop, one step back, do not know;
4. a question that has an answer, if it is worded as one;
5. an unmistakable answer to what is asked;
6. any other question, a courtesy, more about the trouble;
7. an answer in free words, where the field takes one.
"""

from dataclasses import replace

from bot.forms.asking import StepResult, begin, resume
from bot.forms.draft import CONFIRM, WHICH, Draft
from bot.forms.field import Form
from bot.forms.moves import is_said_outright
from bot.forms.turn import Turn
from bot.reply import Audience
from bot.understanding import Understanding

__all__ = ["StepResult", "begin", "resume", "step"]


def step(form: Form, draft: Draft, said: Understanding, audience: Audience = "worker") -> StepResult:
    """Take one message into the form.

    Args:
        form: The form.
        draft: Its state.
        said: The message.
        audience: Whose wording a side question is answered in.
    """
    turn = Turn(form, draft, said, audience)
    if said.intent in ("crisis", "human") and (is_said_outright(said) or not turn.is_answer()):
        return StepResult(replace(draft, paused=True), (), "crisis" if said.intent == "crisis" else "human")
    if draft.paused:
        return turn.paused()
    return turn.at_summary() if draft.at in (CONFIRM, WHICH) else turn.at_field(form.field(draft.at))
