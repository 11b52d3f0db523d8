"""What becomes of messages at given thresholds, and whether probabilities are honest."""

import pytest

from bot.nlu.recognizer import Guess
from bot.nlu.thresholds import Judged, becomes, reliability

LIMITS = {
    "topic": 0.4,
    "topic_weak": 0.5,
    "topic_law": 0.8,
    "topic_alien": 0.8,
    "outside": 0.3,
    "intent": 0.3,
    "crisis": 0.6,
    "service": 0.7,
}


def asking(topic: str, chance: float) -> Judged:
    return Judged("工资怎么算", "ask/wage.arrears", Guess({"ask": 1.0}, {topic: chance}))


def test_messages_are_counted_by_what_the_gate_makes_of_them() -> None:
    messages = [asking("wage.arrears", 0.9), asking("join.online", 0.9), asking("wage.arrears", 0.1)]
    foreign = Judged("离婚房子归谁", "out_of_scope", Guess({"ask": 0.9}, {"wage.arrears": 0.5}))

    assert becomes([*messages, foreign], LIMITS) == "25.0% / 25.0% / 25.0% / 25.0%"


def test_what_was_said_stands_beside_what_was_right() -> None:
    messages = [asking("wage.arrears", 0.92), asking("join.online", 0.98), asking("wage.arrears", 0.35)]

    assert list(reliability(messages)) == [
        (0.3, 1, pytest.approx(0.35), 1.0),
        (0.9, 2, pytest.approx(0.95), 0.5),
    ]
