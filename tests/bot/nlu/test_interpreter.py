"""A loaded model understands messages in process, with all components in Rasa's graph."""

import time
from datetime import date
from pathlib import Path

import pytest

from bot import clock
from bot.nlu.interpreter import Interpreter, ModelError


def test_a_question_comes_with_its_topic(interpreter: Interpreter) -> None:
    understood = interpreter.parse("工资一直拖着不给")

    assert understood.intent == "ask"
    assert understood.topics[0].id == "wage.arrears"
    assert sum(topic.confidence for topic in understood.topics) == pytest.approx(1)


def test_a_grievance_still_tells_what_it_is_about(interpreter: Interpreter) -> None:
    understood = interpreter.parse("我要投诉老板拖欠工资")

    assert understood.intent == "grievance"
    assert understood.topics[0].id == "wage.arrears"


def test_the_text_stays_as_written(interpreter: Interpreter) -> None:
    assert interpreter.parse("農名工，老闆拖欠工資！").text == "農名工，老闆拖欠工資！"


def test_misspellings_and_traditional_characters_are_understood(interpreter: Interpreter) -> None:
    assert interpreter.parse("網上怎麼加入公會").topics[0].id == "join.online"


def test_values_come_out_normalised(interpreter: Interpreter) -> None:
    understood = interpreter.parse("老板拖了三个月工资一万八")

    assert understood.entities["months"] == 3
    assert understood.entities["amount"] == 18000


def test_dates_count_from_the_clocks_today(interpreter: Interpreter) -> None:
    with clock.fixed(date(2026, 3, 10)):
        assert interpreter.parse("上个月的工资没发").entities["date"] == "2026-02-01"


def test_a_tapped_option_arrives_untouched(interpreter: Interpreter) -> None:
    understood = interpreter.parse('/choose{"topic": "wage.arrears"}')

    assert (understood.intent, understood.confidence) == ("choose", 1.0)
    assert understood.entities == {"topic": "wage.arrears"}


def test_words_that_merely_begin_with_a_slash_are_read_as_words(interpreter: Interpreter) -> None:
    assert interpreter.parse("/转人工").intent == "human"


@pytest.mark.parametrize("text", ["", "   ", "？？？", "😀😀"])
def test_a_message_without_words_is_unclear_and_no_failure(interpreter: Interpreter, text: str) -> None:
    assert interpreter.parse(text).intent in ("unclear", "out_of_scope")


def test_danger_to_life_wins_over_everything(interpreter: Interpreter) -> None:
    assert interpreter.parse("老板拖欠工资，我不想活了").intent == "crisis"


def test_a_hundred_messages_take_less_than_a_second_of_the_processor(interpreter: Interpreter) -> None:
    interpreter.parse("先热身")
    started = time.process_time()
    for _ in range(50):
        interpreter.parse("我在浦东一家电子厂，老板拖了三个月工资")
    assert time.process_time() - started < 0.5


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="assistant train"):
        Interpreter.load(tmp_path / "model.tar.gz")


def test_a_file_that_is_no_model_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "model.tar.gz"
    path.write_bytes(b"no archive")

    with pytest.raises(ModelError, match="cannot be loaded"):
        Interpreter.load(path)
