"""What can be wrong with what a calculator is given, each with the sentence that tells the person."""


class InputError(ValueError):
    """A value cannot be used.

    Attributes:
        field: The name of the input.
        sentence: Chinese, for the person: what is wrong, and an example of what is meant.
    """

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(f"{field}: {sentence}")
        self.field = field
        self.sentence = sentence


class NotANumber(InputError):
    """Something else stands where a number should."""


class OutOfRange(InputError):
    """A number or a day that cannot be: a negative wage, grade 11, a day in the year 2190."""


class NotADay(InputError):
    """Something else stands where a day should."""


class NotAChoice(InputError):
    """None of the choices."""


class WrongOrder(InputError):
    """Two days in the wrong order: the end before the start."""


class UnknownInput(InputError):
    """The calculator has no such input."""


class UnknownCalculator(KeyError):
    """There is no calculator of that name."""
