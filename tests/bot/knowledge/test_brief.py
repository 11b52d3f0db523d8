"""Shorter forms of answers."""

import pytest

from bot.knowledge.brief import sentences, shorten
from bot.knowledge.entries import Entry, load_entries
from bot.knowledge.render import render, text_for

ENTRY = Entry(
    id="test.brief",
    title="短的",
    answer="能要。先说结论。\n\n您可以这样做：\n① 存证据；\n② 找工会，请工会出面跟单位谈，谈不成再去仲裁。",
    sources=("劳动合同法#82", "劳动法#50"),
)


def test_an_answer_that_fits_is_given_whole_with_its_sources() -> None:
    assert shorten(ENTRY, 2000) == (render(ENTRY), True)


def test_a_longer_one_ends_behind_a_sentence_says_so_and_announces_nothing() -> None:
    text, whole = shorten(ENTRY, 110)

    assert text == "能要。先说结论。……\n\n依据：《劳动合同法》第82条等。"
    assert not whole


@pytest.mark.parametrize("room", [500, 850])
def test_every_answer_fits_and_keeps_its_beginning_and_a_source(room: int) -> None:
    for entry in load_entries().values():
        for audience in ("worker", "cadre"):
            text, _ = shorten(entry, room, audience)
            assert len(text.encode()) <= room, entry.id
            assert text.startswith(sentences(text_for(entry, audience))[0].strip()), entry.id
            assert "依据：" in text, entry.id


def test_sentences_put_together_are_the_text() -> None:
    for entry in load_entries().values():
        assert "".join(sentences(entry.answer)) == entry.answer
