"""The parts that a form is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.reply import Option
from bot.understanding import Understanding
from bot.wording import responses, say

Values = Mapping[str, Any]

CONSENT = "consent"


@dataclass(frozen=True)
class Problem:
    """Why an answer cannot be used, and how it is meant.

    Attributes:
        wording: The response that says so.
        sentence: The words themselves, where they are not in data/responses/ (a calculator's).
    """

    wording: str = ""
    sentence: str = ""

    def said(self) -> str:
        """Return what the person is told."""
        return self.sentence or say(self.wording)


# The value that a message gives, why it gives none, or None where it says something else altogether.
Reader = Callable[[Understanding], Any]


def _nothing(said: Understanding) -> None:
    return None


def _always(values: Values) -> bool:
    return True


def _no_remark(values: Values) -> str:
    return ""


def _never(value: Any) -> bool:
    return False


@dataclass(frozen=True)
class Field:
    """One thing that a form asks for.

    Attributes:
        name: Its name; with the form's name it also names the wording (data/responses/):
            `FORM_ask_NAME` the question, `FORM_again_NAME` the same asked again where
            that is shorter (may be missing), `FORM_wrong_NAME` what is said when the answer is none,
            `FORM_title_NAME` its line in the summary, `FORM_options_NAME` the options (one a line, may be
            missing), `FORM_why_NAME` why it is asked (may be missing). What a form has no wording of its own for
            is taken from the form named `field`, which all share.
        read: Reads the answer where it is unmistakable.
        accept: Takes an answer in free words, tried last.
        gather: Finds the value in a message that was about something else.
        warns: Says what is wrong with a value of it that a message about something else holds.
        called: What people call it, as a regular expression, for 改一下电话.
        optional: Whether 不清楚 will do.
        unknown: The value that 不清楚 stands for.
        needed: Whether it is asked at all, from what is known.
        adds: Joins what is known and what is told later; None where a later value is none or a correction.
        more: Finds what belongs behind what is known, and is no value by itself (somebody else's number).
        follows: What becomes of the value when another field is corrected: takes the value, the other field's name,
            what it was and what it is now.
        show: The value as people read it.
        ends: Whether a value ends the form at once; `FORM_refused_NAME` says what can be done instead.
    """

    name: str
    read: Reader
    accept: Reader = _nothing
    gather: Reader = _nothing
    warns: Callable[[Understanding], Problem | None] = _nothing
    called: str = "(?!)"
    optional: bool = False
    unknown: Any = None
    needed: Callable[[Values], bool] = _always
    adds: Callable[[Any, Any], Any] | None = None
    more: Reader = _nothing
    follows: Callable[[Any, str, Any, Any], Any] | None = None
    show: Callable[[Any], str] = str
    ends: Callable[[Any], bool] = _never


@dataclass(frozen=True)
class Form:
    """A service's form.

    Attributes:
        name: Its name, which begins the names of its wording.
        service: The service it belongs to (contracts.md).
        fields: In the order they are asked. The consent, where there is one, comes first and is not part of the
            summary.
        remark: What the person should know before confirming, from what is known; empty for nothing.
    """

    name: str
    service: str
    fields: tuple[Field, ...]
    remark: Callable[[Values], str] = _no_remark

    def field(self, name: str) -> Field:
        """Return the field `name`.

        Raises:
            KeyError: There is none.
        """
        return next((field for field in self.fields if field.name == name), None) or _missing(self.name, name)

    def listed(self, values: Values) -> tuple[Field, ...]:
        """Return the fields of the summary, in order."""
        return tuple(field for field in self.fields if field.name != CONSENT and field.needed(values))

    def next_field(self, values: Values) -> Field | None:
        """Return the first field that is needed and not known, or None when all are."""
        return next((field for field in self.fields if field.needed(values) and field.name not in values), None)

    def say(self, kind: str, field: Field) -> str:
        """Return the wording of a `kind` (ask, wrong, title, why, refused) for a field."""
        return say(self._wording(kind, field))

    def has(self, kind: str, field: Field) -> bool:
        """Return whether there is wording of a `kind` for a field."""
        return self._wording(kind, field) in responses()

    def options(self, field: Field) -> tuple[Option, ...]:
        """Return the options of a field; what is tapped is the same as its label typed."""
        return options(self._wording("options", field)) if self.has("options", field) else ()

    def shown(self, field: Field, values: Values) -> str:
        """Return a known value for reading; what nobody knows has its word."""
        value = values[field.name]
        return say("form_unknown") if value is None else field.show(value)

    def noted(self, field: Field, values: Values) -> str:
        """Return a known value with its title: 电话 138****0000."""
        return f"{self.say('title', field)} {self.shown(field, values)}"

    def _wording(self, kind: str, field: Field) -> str:
        own = f"{self.name}_{kind}_{field.name}"
        return own if own in responses() else f"field_{kind}_{field.name}"


def options(wording: str, **values: Any) -> tuple[Option, ...]:
    """Return the options that a response lists, one a line."""
    return tuple(Option(line, line) for line in say(wording, **values).splitlines())


def _missing(form: str, name: str) -> Field:
    raise KeyError(f"form {form} has no field {name}")
