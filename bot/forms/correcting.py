"""A message that puts right what was said before: which items it means, and what they are now."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.forms import corrections
from bot.forms.asking import StepResult
from bot.forms.choices import FreeWords
from bot.forms.field import Field
from bot.forms.turn import Turn, is_value
from bot.understanding import Understanding


def changed(turn: Turn, asked: Field | None) -> StepResult | None:
    """Correct something said before, if that is what the message does.

    Args:
        turn: The message and the form.
        asked: The field that is asked; None at the summary.
    """
    if asked and asked.adds and not corrections.begins_change(turn.said):
        return None  # 公司写错了我的工龄 tells what happened
    listed = turn.form.listed(turn.draft.values)
    filled = [field for field in listed if field.name in turn.draft.values or field is asked]
    split = corrections.replaced(turn.said)
    if split is not None:
        found = _replaced(turn, listed, asked, *split)
        if found:
            return found
    named = corrections.named_change(turn.said, filled) or corrections.named_change(turn.said, listed)
    if named:
        return turn.set_from(*named)
    told = corrections.unnamed_change(turn.said)
    for words in told:
        several = _values_of(words, filled)
        if len(several) > 1:
            return turn.set_all(several)
    if passing := _told_in_passing(turn, told, filled, asked):
        return passing
    rest = corrections.general_change(turn.said)
    return _told_so(turn, rest, filled, asked) if rest else None


def _told_in_passing(
    turn: Turn, told: Sequence[Understanding], filled: list[Field], asked: Field | None
) -> StepResult | None:
    """Correct what running text tells of a field, or of one that it names: 不对，我入过会的."""
    if asked and not isinstance(asked.read, FreeWords) and any(is_value(asked.read(words)) for words in told):
        return None  # the answer to what is asked
    for words in told:
        request = replace(words, intent=turn.form.service)  # what counts in a request counts here
        for field in (field for field in filled if not field.adds and field is not asked):
            value = field.gather(request)
            if value is None and corrections.mentions(words, field) and not isinstance(field.read, FreeWords):
                value = field.read(words)
            if is_value(value) and value != turn.draft.values.get(field.name):
                return turn.set(field, value)
    return None


def _told_so(turn: Turn, rest: Understanding, filled: list[Field], asked: Field | None) -> StepResult | None:
    """Correct the field that what is said to be so can be read for: 不对，是三个月."""
    for field in sorted(filled, key=lambda f: (not corrections.mentions(rest, f), f is not asked)):
        value = field.read(rest)
        if is_value(value):
            return turn.taken(field, value) if field is asked else turn.set(field, value)
    return None


def _replaced(
    turn: Turn,
    listed: tuple[Field, ...],
    asked: Field | None,
    head: Understanding,
    old: Understanding,
    new: Understanding,
) -> StepResult | None:
    """Put in what is so for what is not so (人数不是3个是5个): where it is named, or where the old value stands."""
    values = turn.draft.values
    for field in (field for field in listed if not field.adds):
        named = corrections.mentions(head, field)
        known = values.get(field.name)
        if not named and field is not asked and (known is None or field.read(old) != known):
            continue
        value = field.read(new)
        if value is None and named:
            value = field.accept(new)
        if is_value(value):
            return turn.taken(field, value) if field is asked and not named else turn.set(field, value)
    return None


def _values_of(rest: Understanding, filled: list[Field]) -> dict[str, Any]:
    """Return the values of a correction that gives several (两个月，一万六), each in a clause of its own."""
    found: dict[str, Any] = {}
    for clause in corrections.clauses(rest):
        for field in (field for field in filled if not field.adds and field.name not in found):
            value = field.read(clause)
            if is_value(value):
                found[field.name] = value
                break
    return found
