"""The libraries' talk is held back, what they raise is not."""

import logging
import sys
import warnings

import pytest

from bot.nlu.quiet import quietly


def test_prints_are_held_back_and_warnings_kept(capfd: pytest.CaptureFixture[str]) -> None:
    with quietly() as warned:
        sys.stdout.write("chatter")
        sys.stderr.write("progress")
        warnings.warn("an odd story", UserWarning, stacklevel=1)

    assert capfd.readouterr() == ("", "")
    assert [str(warning.message) for warning in warned] == ["an odd story"]


def test_errors_go_through_and_the_log_levels_come_back() -> None:
    logger = logging.getLogger("rasa")
    before = logger.level

    with pytest.raises(RuntimeError), quietly():
        assert logger.level == logging.ERROR
        raise RuntimeError

    assert logger.level == before
