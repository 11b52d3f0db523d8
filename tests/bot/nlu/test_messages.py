"""Which messages the components leave alone."""

import pytest

from bot.nlu.messages import is_payload


@pytest.mark.parametrize("text", ["/grievance", '/choose{"topic": "wage.arrears"}', '/image{"attachment": "7"}\n'])
def test_a_tapped_option_is_a_payload(text: str) -> None:
    assert is_payload(text)


@pytest.mark.parametrize("text", ["/转人工", "/ help", "1/2", "", "工资/加班费"])
def test_words_are_none(text: str) -> None:
    assert not is_payload(text)
