from datetime import date
from pathlib import Path
from time import perf_counter

import pytest
import yaml

from bot import clock
from bot.entities.extract import extract, warm_up

TODAY = date(2026, 11, 22)
PHRASES = yaml.safe_load((Path(__file__).parent / "phrases.yml").read_text(encoding="utf-8"))
ROWS = [
    pytest.param(str(said), {kind: str(v) if kind == "date" else v for kind, v in means.items()}, id=f"{theme}: {said}")
    for theme, rows in PHRASES.items()
    for said, means in rows
]


def first_readings(text):
    readings = {}
    for entity in extract(text, TODAY):
        readings.setdefault(entity.kind, entity.value)
    return readings


@pytest.mark.parametrize(("said", "means"), ROWS)
def test_a_phrase_says_exactly_this(said, means):
    assert first_readings(said) == means


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
    for row in ROWS:
        found = extract(row.values[0], TODAY)
        for i, one in enumerate(found):
            for other in found[i + 1 :]:
                shared = one.overlaps(other)
                assert not (shared and one.kind == other.kind), row.values[0]
                assert not (shared and {one.kind, other.kind} <= numbers), row.values[0]


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
    texts = [row.values[0] for row in ROWS]
    times = []
    for text in texts:
        began = perf_counter()
        extract(text, TODAY)
        times.append(perf_counter() - began)
    assert sorted(times)[len(times) // 2] < 0.002
