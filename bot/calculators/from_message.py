"""From a question with somebody's own numbers in it to its answer.

我干了两年半被辞退能拿多少 → three months of wage, six where the dismissal was unlawful. What a message leaves open
stays open: the answer is then in months of wage, and says which number makes it an amount.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot import clock
from bot.calculators.calculation import Calculation
from bot.calculators.cases import READERS, Case, Guess, Message
from bot.calculators.errors import InputError
from bot.calculators.registry import Missing, calculate
from bot.entities.normalise import normalise

# Steps that are told: a year of work and a sum, or an hour and two kinds of overtime.
_STEPS = 3


def guess(topic: str, text: str, entities: Mapping[str, Any], today: date | None = None) -> Guess | None:
    """Return the calculator that answers a message by its own numbers, or None where it gave none.

    Args:
        topic: The topic that was understood.
        text: The message as written.
        entities: What it said, as in `ask --json` (contracts.md).
        today: The day that 上个月 counts from; the clock's by default.
    """
    reader = READERS.get(topic)
    if reader is None:
        return None
    return reader(Message(topic, normalise(text), entities, today or clock.today()))


def personal_answer(topic: str, text: str, entities: Mapping[str, Any], today: date | None = None) -> str | None:
    """Return the answer to a message's own numbers, to stand before the topic's entry; None where it gave none.

    It is short (at most 800 bytes of UTF-8): the result, how it came about, and what would make it an amount.
    Arguments as for `guess`.
    """
    day = today or clock.today()
    found = guess(topic, text, entities, day)
    return told_answer(found, day) if found else None


def told_answer(found: Guess, day: date) -> str | None:
    """Return the short answer to what was told, counted from `day`; None where nothing can be computed."""
    answers = [(case, answer) for case in found.cases if (answer := _calculated(found, case, day))]
    if not answers:
        return None
    first = answers[0][1]
    if any(answer.lines != first.lines for _, answer in answers):
        told_apart = [f"比如{case.words}：{_result(answer)}。" for case, answer in answers]
        parts = [f"您说的{found.words}，要分开看：", *told_apart, found.note + first.hint]
    else:
        steps = "".join(first.steps[:_STEPS]) if len(answers) == 1 else ""
        parts = [f"按您说的{found.words}算：{_result(first)}。", found.note + steps, first.hint]
    return "\n".join(filter(None, parts))


def _calculated(found: Guess, case: Case, day: date) -> Calculation | None:
    """Return the calculation of one reading; one that cannot be (a last day before the first) was misread."""
    try:
        result = calculate(found.calculator, case.inputs, day)
    except InputError:
        return None
    answer = result.partial if isinstance(result, Missing) else result
    if answer is None:
        return None
    answer = replace(answer, lines=tuple(sorted(answer.lines, key=lambda line: found.first not in line.label)))
    if not found.only:
        return answer
    lines = tuple(line for line in answer.lines if line.label == found.only)
    steps = tuple(step for step in answer.steps if step.startswith(found.only))
    return replace(answer, lines=lines, steps=steps, hint="")


def _result(answer: Calculation) -> str:
    return "；".join(map(str, answer.lines))
