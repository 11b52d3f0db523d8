from datetime import date
from time import perf_counter

import pytest

from bench.entities import HELD_OUT, TABLES, TODAY, astray, readings, rows, wrong
from bot import clock
from bot.entities.extract import extract, warm_up

ROWS = [
    pytest.param(row, id=f"{row.theme}: {row.said}")
    for name in ("phrases.yml", "second_phrases.yml", "third_phrases.yml")
    for row in rows(TABLES / name)
]
CLOSED = (HELD_OUT, TABLES / "fresh_phrases.yml")
SAID = [row.values[0].said for row in ROWS]


@pytest.mark.parametrize("row", ROWS)
def test_a_phrase_says_exactly_this(row):
    found = readings(row.said)
    assert {kind: found.get(kind) for kind in wrong(row, found)} == {}


def test_of_the_heldout_phrases_95_in_100_are_fully_right():
    table = [row for path in CLOSED for row in rows(path)]
    right = sum(not wrong(row, readings(row.said)) for row in table)
    assert right >= 0.95 * len(table)


def test_no_heldout_amount_or_day_is_wrong_by_an_order_of_magnitude():
    assert not [row.said for path in CLOSED for row in rows(path) if astray(row, readings(row.said))]


def test_offsets_point_at_what_was_written():
    text = "我在浦東張江，拖了三個月工資一萬八，電話１３８００００００００"
    said = {entity.kind: text[entity.start : entity.end] for entity in extract(text, TODAY)}
    assert said == {
        "district": "浦東",
        "street": "張江",
        "months": "三個月",
        "amount": "一萬八",
        "phone": "１３８００００００００",
    }


def test_readings_of_one_kind_never_overlap_and_numbers_mean_one_thing():
    numbers = {"phone", "id_number", "date", "months", "people", "amount"}
    for said in SAID:
        found = extract(said, TODAY)
        for i, one in enumerate(found):
            for other in found[i + 1 :]:
                shared = one.overlaps(other)
                assert not (shared and one.kind == other.kind), said
                assert not (shared and {one.kind, other.kind} <= numbers), said


def test_today_is_the_clocks_unless_it_is_given():
    with clock.fixed(date(2026, 3, 10)):
        assert [entity.value for entity in extract("上个月15号")] == ["2026-02-15"]
        assert [entity.value for entity in extract("上个月15号", date(2025, 1, 10))] == ["2024-12-15"]


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "😀😀", "，。", "a" * 2000, "1" * 2000, "一万八" * 300, "在" * 500, "、".join("12345678")]
)
def test_any_text_is_read_without_an_error(text):
    extract(text, TODAY)


def test_a_message_takes_less_than_two_milliseconds_at_the_median():
    warm_up()
    times = []
    for text in SAID:
        began = perf_counter()
        extract(text, TODAY)
        times.append(perf_counter() - began)
    assert sorted(times)[len(times) // 2] < 0.002
