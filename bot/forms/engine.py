"""The engine that every form runs on: one message in, the next state and the reply out.

It knows neither Rasa nor the database. What a message is taken for is decided in one order, so that a side
question is never taken for an answer, nor an answer for a question:

1. danger to life and the wish for a person, whatever is asked, unless it is only a guess and the words are an answer;
2. the wish for another service, unless the words are an answer;
3. a correction of something said before;
4. stop, one step back, later, do not know;
5. a question about the form itself, or one that has an answer, if it is worded as one;
6. an unmistakable answer to what is asked;
7. any other question, a courtesy, more about the trouble, a value of another field;
8. an answer in free words, where the field takes one.
"""

from dataclasses import replace

from bot import details
from bot.followup import Thread, complete
from bot.forms.asking import StepResult, begin, resume
from bot.forms.corrections import settled
from bot.forms.draft import CONFIRM, SWITCH, WHICH, Draft
from bot.forms.field import Form
from bot.forms.filling import at_field, at_summary
from bot.forms.leaving import ask_what_becomes_of_it, at_pause, at_switch, wants_other
from bot.forms.moves import is_said_outright, is_yes
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
    if draft.beside and details.asked_for(said.text):
        said = complete(said, Thread(topic=draft.beside))
    said = settled(said)
    turn = Turn(form, draft, said, audience)
    if said.intent in ("crisis", "human") and (is_said_outright(said) or not turn.is_answer()):
        stood = replace(draft, at=draft.stood_at, wanted=None, stood_at="") if draft.at == SWITCH else draft
        return StepResult(replace(stood, paused=True), (), "crisis" if said.intent == "crisis" else "human")
    if turn.is_offered_person() and is_yes(said) and not turn.is_answer():
        return StepResult(replace(draft, paused=True), (), "human")
    if draft.at == SWITCH:
        return at_switch(turn)
    if wants_other(turn):
        return ask_what_becomes_of_it(turn)
    if draft.paused:
        return at_pause(turn)
    return at_summary(turn) if draft.at in (CONFIRM, WHICH) else at_field(turn, form.field(draft.at))
