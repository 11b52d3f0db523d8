"""The bot's own wording (data/responses/)."""

import re

import pytest

from bot.wording import WordingError, responses, say


def test_people_are_addressed_as_in_the_answers() -> None:
    familiar = re.compile(r"你(?!们)")
    assert [name for name, text in responses().items() if familiar.search(re.sub(r"“[^”]*”", "", text))] == []


def test_a_wording_that_is_not_there_or_lacks_a_value_is_named() -> None:
    with pytest.raises(WordingError, match="no_such_wording"):
        say("no_such_wording")
    with pytest.raises(WordingError, match="hours"):
        say("handover_closed")
