"""The form of each calculator: a Field for each of its inputs, asked in its own words; and the one that asks which.

The wording stands in the calculator (bot/calculators/), not in data/responses/, because the calculator knows why it
asks and what an answer looks like.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from bot import clock
from bot.calculators import told
from bot.calculators.field import Field as Asked
from bot.calculators.field import Kind
from bot.calculators.registry import CALCULATORS, Calculator
from bot.calculators.wanted import PREFIX, calculator_of, inputs_of, unpacked
from bot.entities import dates
from bot.entities.normalise import normalise
from bot.forms import inputs
from bot.forms.field import Field, Form, Values
from bot.forms.input_words import CALLED, LABELS
from bot.reply import Option
from bot.services import CALCULATE
from bot.understanding import Understanding
from bot.wording import say

# Under which the draft holds the calculator, and the first message for the one that is still to be chosen.
CALCULATOR, FIRST = "calculator", "first"

# Numbers are answers to these, so there are no numbered options beside them.
_COUNTED = (Kind.HOURS, Kind.DAYS, Kind.INT)


@dataclass(frozen=True, kw_only=True)
class CalculatorForm(Form):
    """The form of a calculator: its wording is that of the calculator's fields.

    Attributes:
        calculator: The calculator.
    """

    calculator: Calculator

    def asked(self, name: str) -> Asked:
        """Return the calculator's field `name`."""
        return next(field for field in (*self.calculator.fields, *self.calculator.derived) if field.name == name)

    def has(self, kind: str, field: Field) -> bool:
        """Return whether there is wording of a `kind` for a field."""
        return kind in ("ask", "wrong", "title", "why", "options")

    def say(self, kind: str, field: Field) -> str:
        """Return the wording of a `kind` for a field: the question says why it is asked."""
        asked = self.asked(field.name)
        if kind == "ask":
            needs_hint = asked.kind in _COUNTED and not asked.required and say("form_unknown") not in asked.ask
            hint = say("calculate_or_unknown") if needs_hint else ""
            return f"{asked.ask}{asked.why}{hint}"
        return {"title": asked.title, "why": asked.why}.get(kind) or inputs.wrong(asked)

    def options(self, field: Field) -> tuple[Option, ...]:
        """Return the answers to choose from, and 不清楚 where it will do."""
        asked = self.asked(field.name)
        if asked.kind in _COUNTED:
            return ()
        labels = [choice.label for choice in asked.choices] or LABELS.get(asked.name, [])
        unknown = [] if asked.required else [say("form_unknown")]
        return tuple(Option(label, label) for label in [*labels, *unknown])


def form_of(values: Values) -> Form:
    """Return the form of the calculator that was chosen, or the one that asks which."""
    name = values.get(CALCULATOR)
    return form_for(name) if name in CALCULATORS else CHOOSER


@lru_cache(maxsize=None)
def form_for(name: str) -> CalculatorForm:
    """Return the form of the calculator `name`."""
    chosen = CALCULATORS[name]
    fields = tuple(_field(chosen, field) for field in (*chosen.fields, *chosen.derived))
    return CalculatorForm(CALCULATE, PREFIX + name, fields, calculator=chosen)


def _field(chosen: Calculator, asked: Asked) -> Field:
    """Return the form's field for a calculator's."""

    def needed(values: Values) -> bool:
        # What a length of time stands for is not asked; the length itself never is.
        return asked.name in values if asked in chosen.derived else asked.needed(known_inputs(values))

    return Field(
        asked.name,
        read=inputs.reader(asked),
        gather=lambda said: _told(chosen.name, said).get(asked.name),
        warns=lambda said: inputs.unlikely(asked, _sum_told(asked.name, said)),
        called=f"{re.escape(asked.title)}|{CALLED[asked.name]}",
        optional=not asked.required,
        needed=needed,
        show=lambda value: inputs.shown(asked, value),
    )


def _told(name: str, said: Understanding) -> dict[str, Any]:
    """Return what a message, or the option that was tapped, tells a calculator."""
    if said.text.startswith("/"):
        return dict(unpacked(str(said.entities.get("told", ""))))
    topic = said.topics[0].id if said.topics else None
    found = dict(inputs_of(name, topic, said.text, said.entities)) if said.text else {}
    return {**_told_in_form(name, normalise(said.text)), **found}


# In the form of the deadline a day is one of leaving or of having asked for what is due; anywhere else it may be more.
_ASKED_FOR = re.compile(r"劳动监察|监察|投诉|举报|信访|催|要过|讨过|讨要|答应|仲裁")
_INJURED = re.compile(r"^[号日份的我在]*(?:受(?:的|了)?伤|伤的|出的?事|出的?工伤)")


def _told_in_form(name: str, words: str) -> dict[str, Any]:
    """Return what words tell this calculator, of which it is known already that they are said to it."""
    today = clock.today()
    if name == "overtime" and "加" not in words:
        return {kind: format(hours, "f") for kind, hours in told.overtime_hours(f"{words}加班").items()}
    days = dates.find(words, today) if name in ("arbitration_deadline", "injury_benefit") else []
    if len(days) != 1:
        return {}
    if name == "injury_benefit":
        return {"injured": days[0].value} if _INJURED.match(words[days[0].end :]) else {}
    left = told.gone(words, today)
    if left is not None:
        return {"ended": left.low.isoformat()} if left.low == left.high else {}
    return {"interrupted": days[0].value} if _ASKED_FOR.search(words[days[0].end :]) else {}


def _sum_told(name: str, said: Understanding) -> Decimal | None:
    """Return the sum that a message tells in running text for an input, likely or not."""
    words, people = normalise(said.text), said.entities.get("people")
    if name == "wage":
        return told.wage_as_told(words)
    return told.payroll_as_told(words, people if isinstance(people, int) else None) if name == "payroll" else None


def known_inputs(values: Values) -> dict[str, Any]:
    """Return what is known in the form that a calculator takes."""
    kept = {name: value for name, value in values.items() if name not in (CALCULATOR, FIRST)}
    return {name: None if value == inputs.NONE else value for name, value in kept.items()}


CHOOSER = Form(
    name=CALCULATE,
    service=CALCULATE,
    fields=(Field(CALCULATOR, read=calculator_of, gather=calculator_of, called="(?!)"),),
)
