"""What the law says in numbers: severance, overtime, leave, sick pay, work injury, time limits, dues and funds.

Pure functions, one calculator a file. `registry` knows them by name and what each asks for, `from_message` finds
which of them a message's own numbers call for, `data/rates.yml` holds every figure. See docs/calculators.md.
"""

from bot.calculators.calculation import Calculation, Line
from bot.calculators.errors import InputError, UnknownCalculator
from bot.calculators.field import Choice, Field, Kind
from bot.calculators.registry import CALCULATORS, Calculator, Missing, calculate

__all__ = [
    "CALCULATORS",
    "Calculation",
    "Calculator",
    "Choice",
    "Field",
    "InputError",
    "Kind",
    "Line",
    "Missing",
    "UnknownCalculator",
    "calculate",
]
