"""The model of the present content, trained once (a run with the same content finds it again)."""

from collections.abc import Iterator

import pytest

from bot.nlu.interpreter import Interpreter
from bot.nlu.training import train
from bot.paths import ROOT


@pytest.fixture(scope="session")
def real_interpreter() -> Iterator[Interpreter]:
    yield Interpreter.load(train(ROOT / "models").path)
