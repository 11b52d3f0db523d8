"""The calculators by name, with what they ask for, so that one form serves them all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from bot import clock
from bot.calculators import (
    annual_leave,
    arbitration_deadline,
    injury_benefit,
    overtime,
    severance,
    sick_pay,
    union_dues,
    union_funds,
    unsigned_contract,
)
from bot.calculators.calculation import Calculation
from bot.calculators.errors import UnknownCalculator, UnknownInput
from bot.calculators.field import Field, Inputs, Kind


@dataclass(frozen=True)
class Calculator:
    """One calculator.

    Attributes:
        name: Its id, `calculator.NAME` in contracts.md.
        title: What people read on a button, at most 20 characters.
        fields: What it asks for, in order.
        compute: Takes the inputs and `today` by name.
        derived: Inputs that only a message gives in place of asked ones (a length instead of two days).
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    compute: Callable[..., Calculation]
    derived: tuple[Field, ...] = ()


@dataclass(frozen=True)
class Missing:
    """What is still to be asked before the calculation is as full as it can be.

    Attributes:
        name: The calculator.
        fields: What to ask, in order; never empty.
        partial: The answer so far, where nothing required is missing.
    """

    name: str
    fields: tuple[Field, ...]
    partial: Calculation | None = None


def _months(name: str, title: str) -> Field:
    return Field(name, Kind.MONTHS, title, f"{title}？", "按年限算。", "30", high=Decimal(720))


CALCULATORS: Mapping[str, Calculator] = MappingProxyType(
    {
        calculator.name: calculator
        for calculator in (
            Calculator(
                severance.NAME,
                "算经济补偿、赔偿金",
                severance.FIELDS,
                severance.severance,
                (_months("service_months", "在这家单位工作的时间"),),
            ),
            Calculator(overtime.NAME, "算加班费", overtime.FIELDS, overtime.overtime),
            Calculator(annual_leave.NAME, "算年休假", annual_leave.FIELDS, annual_leave.annual_leave),
            Calculator(
                unsigned_contract.NAME,
                "算没签合同的两倍工资",
                unsigned_contract.FIELDS,
                unsigned_contract.unsigned_contract,
                (_months("unsigned_months", "没签合同的时间"),),
            ),
            Calculator(sick_pay.NAME, "算病假工资和医疗期", sick_pay.FIELDS, sick_pay.sick_pay),
            Calculator(injury_benefit.NAME, "算工伤待遇", injury_benefit.FIELDS, injury_benefit.injury_benefit),
            Calculator(
                arbitration_deadline.NAME,
                "算仲裁最晚哪天",
                arbitration_deadline.FIELDS,
                arbitration_deadline.arbitration_deadline,
            ),
            Calculator(union_dues.NAME, "算会费", union_dues.FIELDS, union_dues.union_dues),
            Calculator(union_funds.NAME, "算工会经费", union_funds.FIELDS, union_funds.union_funds),
        )
    }
)


def calculator(name: str) -> Calculator:
    """Return the calculator `name`.

    Raises:
        UnknownCalculator: There is none.
    """
    try:
        return CALCULATORS[name]
    except KeyError:
        raise UnknownCalculator(f"there is no calculator {name}; there are {', '.join(CALCULATORS)}") from None


def calculate(name: str, inputs: Inputs, today: date | None = None) -> Calculation | Missing:
    """Return the calculation, or what is still to be asked for it.

    Args:
        name: The calculator.
        inputs: Values by field name, as `Field.read` takes them. A key that is absent has not been asked; None
            says that it was, and that the person does not know: it is not asked again unless nothing can be
            said without it.
        today: The day to count from; the clock's by default.

    Raises:
        InputError: A value cannot be used; its sentence says why, with an example.
        UnknownCalculator: There is no such calculator.
        UnknownRate: A figure of the law is not known for the day.
    """
    chosen = calculator(name)
    known = {field.name: field for field in (*chosen.fields, *chosen.derived)}
    for key in inputs:
        if key not in known:
            raise UnknownInput(key, f"没有“{key}”这一项。")
    day = today or clock.today()
    values: dict[str, Any] = {key: known[key].read(value, day) for key, value in inputs.items()}
    needed = [field for field in chosen.fields if field.needed(values)]
    to_ask = tuple(f for f in needed if f.name not in values or (f.required and values[f.name] is None))
    given = {key: value for key, value in values.items() if value is not None}
    partial = None
    if not any(field.required for field in to_ask):
        partial = chosen.compute(today=day, **given)
    if partial is not None and not to_ask:
        return partial
    return Missing(name, to_ask, partial)
