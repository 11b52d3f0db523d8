"""What is said in a form and is no answer: a question about the form, a courtesy, a picture, more of the trouble."""

from dataclasses import replace

from bot.forms import corrections, moves, questions
from bot.forms.asking import StepResult, ask_next
from bot.forms.draft import CONFIRM, WHICH
from bot.forms.facts import trouble
from bot.forms.field import CONSENT, Field
from bot.forms.turn import Turn
from bot.wording import say


def aside(turn: Turn, field: Field | None) -> StepResult | None:
    """Deal with a message that is no answer: a question, a courtesy, a picture, more of the trouble."""
    said = turn.said
    about = questions.about_form(said)
    if about == "fear":
        return _feared(turn, field)
    if about:
        return turn.again(say(f"form_{about}"), turn.draft)
    if said.intent == "image":
        return turn.again(say("form_image"), turn.draft)
    if questions.is_smalltalk(said) and not (field and field.accept(said)):
        return turn.answered()
    if questions.is_question(said):
        return turn.failed(say("form_question_unclear"), field, again=True)
    tapped = said.text.startswith("/") and said.intent != "location"
    if tapped:
        return turn.again(say("form_here"), turn.draft)
    added = turn.added(field)  # 那我报一下，… asks for the service that is open, and tells things
    if added is None and said.intent == turn.form.service and not trouble(said):
        return turn.again(say("form_here"), turn.draft)
    return added


def pause(turn: Turn) -> StepResult | None:
    """Give the time that is asked for, or repeat the question to who lost the thread; None for any other message."""
    said = turn.said
    if turn.is_answer():
        return None
    if moves.says_wait(said):
        return turn.again(say("form_wait"), turn.draft)
    if moves.asks_where(said):
        return turn.again(say("form_here"), turn.draft)
    if moves.says_told_already(said):
        return _told_already(turn)
    stays = moves.leaves_it_open(said)
    return turn.again(say("form_resumed"), turn.draft) if stays or moves.is_here_again(said) else None


def _told_already(turn: Turn) -> StepResult:
    """Say what is known, and that only what is asked is missing."""
    known = turn.draft.values
    items = [turn.form.noted(f, known) for f in turn.form.listed(known) if known.get(f.name) is not None]
    if turn.draft.at in (CONFIRM, WHICH):
        return ask_next(turn.form, turn.draft.asking(CONFIRM))
    is_known = bool(items) and turn.draft.at != CONSENT
    lead = say("form_told_already", items="；".join(items)) if is_known else say("form_not_told_yet")
    return turn.again(lead, turn.draft)


def why(turn: Turn) -> str | None:
    """Return why something is asked for, where the message asks that; None for any other message."""
    fields = turn.form.listed(turn.draft.values)
    asked = next((field for field in turn.form.fields if field.name == turn.draft.at), None)
    for field in (*([asked] if asked else []), *fields):
        itself = field is asked
        if questions.asks_why(turn.said, field.called) and (itself or corrections.mentions(turn.said, field)):
            mentioned = next((f for f in fields if corrections.mentions(turn.said, f)), field)
            return turn.form.say("why", mentioned) if turn.form.has("why", mentioned) else say("form_why")
    return None


def _feared(turn: Turn, field: Field | None) -> StepResult:
    """Answer the fear that the employer gets to know, and note the wish where the form has a place for it."""
    added = turn.added(field)
    asked = added or turn.again("", turn.draft)
    (reply,) = asked.replies
    return replace(asked, replies=(replace(reply, text=f"{say('form_fear')}\n\n{reply.text}"),))
