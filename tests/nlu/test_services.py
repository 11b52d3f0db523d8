"""Services, calculators and sums are had by who asks for them in words of their own, and by nobody else."""

import pytest

from bot.evaluation import HELD_OUT, Section, evaluate
from bot.nlu.interpreter import Interpreter


def measure(name: str, interpreter: Interpreter) -> Section:
    (section,) = evaluate([HELD_OUT / f"{name}.yml"], interpreter).sections
    return section


@pytest.mark.parametrize(("name", "bar"), [("services", 0.93), ("calculators", 0.90)])
def test_held_out_wishes_open_what_they_ask_for(name: str, bar: float, real_interpreter: Interpreter) -> None:
    section = measure(name, real_interpreter)

    assert section.share("right") >= bar, section.misses


def test_held_out_foreign_questions_are_not_answered(real_interpreter: Interpreter) -> None:
    section = measure("not_ask", real_interpreter)

    assert section.share("taken as ask") <= 0.05, section.misses


def test_held_out_questions_with_own_numbers_are_answered_with_their_sum(real_interpreter: Interpreter) -> None:
    section = measure("own_numbers", real_interpreter)

    assert section.share("right") >= 0.85, section.misses


def test_held_out_questions_about_a_service_open_none(real_interpreter: Interpreter) -> None:
    section = measure("not_service", real_interpreter)

    assert section.share("taken as service") <= 0.03, section.misses
