"""The word lists of data/lexicon/ can be read, and mistakes in them are named."""

from pathlib import Path

import pytest

from bot.nlu import lexicon
from bot.nlu.lexicon import LexiconError, patterns, replacements, terms


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty lexicon in place of the real one."""
    caches = (lexicon._read, replacements, patterns)
    for cached in caches:
        cached.cache_clear()
    monkeypatch.setattr(lexicon, "LEXICON", tmp_path)
    yield tmp_path
    for cached in caches:
        cached.cache_clear()


@pytest.mark.parametrize("name", ["misspellings", "synonyms"])
def test_the_replacements_are_in_order(name: str) -> None:
    _, wanted = replacements(name)

    assert all(form and variant for variant, form in wanted.items())


@pytest.mark.parametrize(
    ("name", "sections"),
    [
        ("crisis", ("idioms", "danger", "violence", "case", "intention", "emergency", "told")),
        ("human", ("idioms", "wish")),
        ("subject", ("strong", "weak", "law", "foreign")),
        ("grievance", ("file", "question")),
    ],
)
def test_every_expression_is_valid_and_matches_no_empty_text(name: str, sections: tuple[str, ...]) -> None:
    for section in sections:
        assert patterns(name, section).search("") is None, section


def test_the_segmenters_terms_are_words() -> None:
    assert "工伤认定" in terms()


def test_a_word_with_two_meanings_is_refused(folder: Path) -> None:
    (folder / "synonyms.yml").write_text("公司: [单位]\n老板: [单位]\n", encoding="utf-8")

    with pytest.raises(LexiconError, match="单位 stands under two words"):
        replacements("synonyms")


def test_a_list_in_place_of_a_mapping_is_refused(folder: Path) -> None:
    (folder / "synonyms.yml").write_text("[公司]", encoding="utf-8")

    with pytest.raises(LexiconError, match="should map"):
        replacements("synonyms")


def test_a_missing_list_is_named(folder: Path) -> None:
    with pytest.raises(LexiconError, match=r"data/lexicon/crisis\.yml"):
        patterns("crisis", "danger")


def test_an_invalid_expression_is_named(folder: Path) -> None:
    (folder / "crisis.yml").write_text("danger: ['(']", encoding="utf-8")

    with pytest.raises(LexiconError, match="section danger"):
        patterns("crisis", "danger")
