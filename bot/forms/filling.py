"""A message while a form asks for a field, or shows its summary."""

from dataclasses import replace

from bot.forms import asides, correcting, corrections, moves, questions
from bot.forms.asking import StepResult, ask_next
from bot.forms.draft import CONFIRM
from bot.forms.facts import trouble
from bot.forms.field import CONSENT, Field, Problem
from bot.forms.turn import Turn
from bot.understanding import Understanding
from bot.wording import say


def at_field(turn: Turn, field: Field) -> StepResult:
    """Take a message while `field` is asked."""
    moved = asides.pause(turn) or correcting.changed(turn, field) or _moved(turn, field)
    if moved:
        return moved
    why = asides.why(turn)
    if why:
        return turn.again(why, turn.draft)
    if questions.is_known_question(turn.said) and not _tells(field, turn.said):
        return turn.answered()
    value = turn.read(field)
    if value is None:
        aside = asides.aside(turn, field)
        if aside:
            return aside
        value = None if turn.is_command() else field.accept(turn.said)
    if isinstance(value, Problem) and (aside := turn.added(field)):
        return aside
    if value is None:
        return turn.failed(turn.form.say("wrong", field), field)
    if isinstance(value, Problem):
        return turn.failed(value.said(), field)
    return turn.taken(field, value)


def at_summary(turn: Turn) -> StepResult:
    """Take a message while the summary is shown."""
    said, listed = turn.said, turn.form.listed(turn.draft.values)
    tapped = next((field for field in listed if _is_tapped(turn, field)), None)
    if tapped:
        return turn.ask_field(tapped)
    if moves.is_retry(said) or moves.says_unchanged(said):
        return ask_next(turn.form, turn.draft.asking(CONFIRM))
    paused = asides.pause(turn)
    if paused:
        return paused
    changed = _numbered(turn) or correcting.changed(turn, None)
    if changed:
        return changed
    if moves.says_cancel(said) or moves.leans(said, "cancel"):
        return turn.cancelled()
    if moves.says_later(said):
        return turn.later()
    why = asides.why(turn)
    if why:
        return turn.again(why, turn.draft)
    if questions.is_known_question(said):
        return turn.answered()
    if turn.draft.at == CONFIRM and moves.is_yes(said):
        return StepResult(turn.draft, (), "confirmed")
    if moves.is_no(said) or moves.wants_change(said):
        return turn.which()
    if moves.says_back(said) or moves.leans(said, "back"):
        return _back(turn) or turn.which()
    for field in listed:
        value = field.read(said) if corrections.mentions(said, field) else field.gather(said)
        if value is not None and not isinstance(value, Problem) and not field.adds:
            return turn.set(field, value)
    return asides.aside(turn, None) or turn.failed(say("form_wrong_confirm"), None)


def _is_tapped(turn: Turn, field: Field) -> bool:
    """Tell whether the message is the option that changes a field: titles hold more words than people's names do."""
    return turn.said.text == say("form_change_title", title=turn.form.say("title", field))


def _numbered(turn: Turn) -> StepResult | None:
    """Change a line of the summary by its number."""
    chosen = corrections.item_number(turn.said)
    listed = turn.form.listed(turn.draft.values)
    if chosen is None or not 1 <= chosen[0] <= len(listed):
        return None
    return turn.set_from(listed[chosen[0] - 1], chosen[1])


def _moved(turn: Turn, field: Field) -> StepResult | None:
    """Stop, go back or leave the field out, if that is what the message asks for."""
    if moves.is_retry(turn.said):
        return turn.again(say("form_retry"), replace(turn.draft, failures=0))
    said, answers = turn.said, turn.is_answer()
    if turn.is_command() and moves.says_on(said) and field.name != CONSENT:
        return turn.again(say("form_resumed"), turn.draft)
    if moves.says_unchanged(said) and field.name in turn.draft.values:
        return _left_out(turn, field)
    if moves.says_cancel(said) or (moves.leans(said, "cancel") and not answers):
        return turn.cancelled()
    if moves.says_back(said) or (moves.leans(said, "back") and not answers):
        return _back(turn) or turn.again(say("form_first"), turn.draft)
    if moves.says_later(said):
        return turn.later()
    if (moves.says_skip(said) or moves.leans(said, "skip")) and not answers:
        return _left_out(turn, field)
    more = None if answers or questions.is_question(said) else moves.behind_skip(said)
    if more and field.optional and field.name not in turn.draft.values and field.read(replace(said, text=more)) is None:
        return turn.taken(field, field.unknown)
    return None


def _left_out(turn: Turn, field: Field) -> StepResult:
    if field.name in turn.draft.values:
        return ask_next(turn.form, turn.draft.asking(field.name), say("form_unchanged"))
    if not field.optional:
        return turn.failed(turn.form.say("wrong", field), field)
    return turn.taken(field, field.unknown)


def _back(turn: Turn) -> StepResult | None:
    """Ask once more what was asked last; None where nothing was."""
    listed = {field.name: field for field in turn.form.listed(turn.draft.values)}
    passed = list(turn.draft.passed)
    while passed:
        name = passed.pop()
        if name in listed and name != turn.draft.at:
            result = turn.ask_field(listed[name])
            return replace(result, draft=replace(result.draft, passed=passed)) if result.draft else result
    return None


def _tells(field: Field, said: Understanding) -> bool:
    """Tell whether a message that sounds like a question tells the trouble that `field` asks for."""
    return field.adds is not None and trouble(said) is not None
