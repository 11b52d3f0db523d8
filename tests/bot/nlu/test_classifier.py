"""How labels become intents and topics."""

import pytest

from bot.nlu.classifier import intents_of, topics_of

LABELS = {"ask/wage.arrears": 0.3, "ask/join.online": 0.1, "grievance": 0.5, "greet": 0.1}


def test_the_topics_of_a_question_add_up_to_the_intent_ask() -> None:
    assert intents_of(LABELS)[:2] == [
        {"name": "grievance", "confidence": 0.5},
        {"name": "ask", "confidence": pytest.approx(0.4)},
    ]


def test_topics_are_shares_of_all_topics_best_first() -> None:
    assert topics_of(LABELS) == [
        {"id": "wage.arrears", "confidence": pytest.approx(0.75)},
        {"id": "join.online", "confidence": pytest.approx(0.25)},
    ]


def test_the_best_five_topics_are_kept_and_more_of_them_while_they_have_some_share() -> None:
    some = {f"ask/area.t{n}": 0.1 for n in range(9)}
    assert len(topics_of(some)) == 9
    assert len(topics_of({f"ask/area.t{n}": 0.025 for n in range(40)})) == 20
    assert len(topics_of({"ask/area.sure": 0.99, **{f"ask/area.t{n}": 0.001 for n in range(9)}})) == 5


def test_without_topics_there_are_none() -> None:
    assert topics_of({"greet": 1.0}) == []
