"""What a calculator asks for, and how a value for it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from bot.calculators.errors import NotAChoice, NotADay, NotANumber, OutOfRange

Inputs = Mapping[str, Any]

_EARLIEST = date(1950, 1, 1)
_LATEST = date(2100, 12, 31)
_AHEAD = timedelta(days=366)


class Kind(Enum):
    """What an input is, and so how a form reads it."""

    MONEY = "money"  # yuan, Decimal
    DATE = "date"
    MONTHS = "months"  # Decimal; 24.5 is two years and some days
    DAYS = "days"  # Decimal; half days are possible
    HOURS = "hours"  # Decimal
    CHOICE = "choice"  # the value of one of `choices`
    INT = "int"
    YES_NO = "yes-no"


@dataclass(frozen=True)
class Choice:
    """One of several answers.

    Attributes:
        value: What the calculator gets.
        label: What people read, at most 20 characters.
    """

    value: str
    label: str


def _always(inputs: Inputs) -> bool:
    return True


@dataclass(frozen=True)
class Field:
    """One input of a calculator.

    Attributes:
        name: Its key.
        kind: What it is.
        title: What people call it, for a summary.
        ask: The question to ask.
        why: Why it is asked.
        example: An answer that can be used.
        required: Whether there is no answer without it; otherwise None (不清楚) will do.
        choices: The answers to choose from.
        needed: Whether it matters at all, from the other inputs.
        low: The least number allowed.
        high: The greatest number allowed.
        likely: The least and the greatest that is computed without asking back; None where all of it is.
        is_past: Whether the day has come already: nobody began, was hurt or complained tomorrow.
    """

    name: str
    kind: Kind
    title: str
    ask: str
    why: str
    example: str
    required: bool = False
    choices: tuple[Choice, ...] = ()
    needed: Callable[[Inputs], bool] = _always
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(100_000_000)
    likely: tuple[Decimal, Decimal] | None = None
    is_past: bool = False

    def read(self, value: Any, today: date | None = None) -> Any:
        """Return a value in the form that the calculator works with.

        Args:
            value: A number (int, Decimal or a string of digits; floats are refused, they are not exact), a date
                or an ISO string, the value or label of a choice, a bool; None stays None.
            today: The day it is told on, from which on nothing lies in the past; None holds no day against it.

        Raises:
            InputError: It is none, or outside what can be; the sentence says so with an example.
        """
        if value is None:
            return None
        if self.kind is Kind.DATE:
            return self._day(value, today)
        if self.kind is Kind.CHOICE:
            return self._choice(value)
        if self.kind is Kind.YES_NO:
            return self._yes_no(value)
        return self._number(value)

    def _number(self, value: Any) -> Decimal | int:
        try:
            if isinstance(value, bool | float):
                raise InvalidOperation
            number = Decimal(value)
        except (InvalidOperation, TypeError, ValueError) as error:
            raise NotANumber(self.name, f"{self.title}要是一个数，比如{self.example}。") from error
        if not number.is_finite() or (self.kind is Kind.INT and number != int(number)):
            raise NotANumber(
                self.name, f"{self.title}要是一个{'整' if self.kind is Kind.INT else ''}数，比如{self.example}。"
            )
        if not self.low <= number <= self.high:
            raise OutOfRange(self.name, f"{self.title}要在{self.low}到{self.high}之间，比如{self.example}。")
        return int(number) if self.kind is Kind.INT else number

    def _day(self, value: Any, today: date | None) -> date:
        try:
            day = value if type(value) is date else date.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise NotADay(self.name, f"{self.title}要是一个日子，比如{self.example}。") from error
        if not _EARLIEST <= day <= _LATEST:
            raise OutOfRange(self.name, f"{self.title}的年份不对，比如{self.example}。")
        if today and self.is_past and day > today:
            now = f"今天是{today:%Y年%-m月%-d日}，{self.title}不会在今天以后"
            raise OutOfRange(self.name, f"{now}。请说已经过去的日子，比如{self.example}。")
        if today and day > today + _AHEAD:
            raise OutOfRange(self.name, f"{self.title}离今天还有一年多，请看看年份对不对，比如{self.example}。")
        return day

    def is_likely(self, value: Decimal) -> bool:
        """Tell whether a sum is of the order that it is as a rule; others are asked back before they are used."""
        return self.likely is None or self.likely[0] <= value <= self.likely[1]

    def _choice(self, value: Any) -> str:
        for choice in self.choices:
            if value in (choice.value, choice.label):
                return choice.value
        labels = "、".join(choice.label for choice in self.choices)
        raise NotAChoice(self.name, f"{self.title}请从这些里选：{labels}。")

    def _yes_no(self, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        if value in ("是", "否"):
            return bool(value == "是")
        raise NotAChoice(self.name, f"{self.title}请回答“是”或者“否”。")
