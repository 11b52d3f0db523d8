"""Clauses are found by words, by what people say instead, by name; and how well is measured."""

from pathlib import Path

import pytest
import yaml

from bot.library.answering import WORTH_SHOWING_UNASKED
from bot.library.measure import PAIRS, POLICIES, rank, read_entries
from bot.library.search import Entry, Index, Topic
from bot.library.topics import read_topics
from bot.library.words import question_tokens
from bot.nlu.examples import read_examples

ENTRIES = [
    Entry("喝茶法", "1", ("第一章 总则",), "为了保护喝茶的人，制定本法。"),
    Entry("喝茶法", "2", ("第二章 津贴",), "喝茶津贴由茶馆按月发放。"),
    Entry("喝茶法", "3", ("第三章 假期",), "职工连续喝茶一年的，享受年休假五天。"),
    Entry("茶馆条例", "2", (), "茶馆应当建在写字楼附近。"),
    Entry("喝茶意见", "五（一）2", (), "用人单位解除劳动合同，应当事先通知茶馆。"),
]


def found(text: str, topics: tuple[Topic, ...] = ()) -> list[tuple[str, str]]:
    return [(ENTRIES[h.place].title, ENTRIES[h.place].article) for h in Index(ENTRIES, topics).search(text)]


def test_the_clause_with_the_words_comes_first() -> None:
    assert found("津贴怎么发")[0] == ("喝茶法", "2")


def test_what_people_say_finds_what_the_texts_say() -> None:
    assert found("年假几天")[0] == ("喝茶法", "3")
    assert found("把人开除要不要说一声")[0] == ("喝茶意见", "五（一）2")


def test_spelling_and_traditional_characters_do_not_matter() -> None:
    assert found("喝茶津貼怎麼發")[0] == ("喝茶法", "2")


@pytest.mark.parametrize("text", ["喝茶法第二条", "喝茶法第2条说的什么", "《喝茶法》2条"])
def test_a_clause_that_is_named_is_certain(text: str) -> None:
    hits = Index(ENTRIES).search(text)
    assert [(hit.place, hit.score, hit.sureness) for hit in hits] == [(1, 1.0, "certain")]


def test_a_clause_that_is_not_in_the_library_is_not_made_certain() -> None:
    assert all(hit.sureness != "certain" for hit in Index(ENTRIES).search("喝茶法第九十九条"))


def test_the_questions_of_a_topic_lead_to_the_clauses_of_its_answer() -> None:
    asked = Topic(("店离公司远不远有讲究吗", "选址有什么讲究"), (("茶馆条例", "2"), ("没有的法", "1")))
    question = "茶馆选址有什么讲究"
    assert found(question, (asked,))[0] == ("茶馆条例", "2")


@pytest.mark.parametrize("text", ["", "？？？", "的了吗", "zzz"])
def test_nothing_is_found_for_nothing(text: str) -> None:
    assert found(text) == []


def test_an_empty_library_finds_nothing() -> None:
    assert Index([]).search("津贴") == []


def test_words_that_only_ask_are_not_looked_for() -> None:
    assert not {"什么", "怎么", "意思"} & question_tokens("履职津贴是什么意思，怎么发").keys()


def test_the_questions_of_the_measure_are_no_training_examples() -> None:
    pairs = yaml.safe_load(PAIRS.read_text(encoding="utf-8"))
    examples = {line for lines in read_examples().values() for line in lines}
    assert not examples & {*pairs["fresh"]}


def test_the_measure_has_pairs_enough() -> None:
    pairs = yaml.safe_load(PAIRS.read_text(encoding="utf-8"))
    assert len(pairs["tuned"]) >= 40 and len(pairs["fresh"]) >= 40


@pytest.mark.skipif(not Path(POLICIES).is_dir(), reason="needs the policy texts of shared/ beside the project")
def test_cadres_questions_find_their_clauses() -> None:
    """Not the figures of docs/library.md, but a floor a little below them."""
    entries = read_entries()
    index = Index(entries, read_topics())
    pairs = yaml.safe_load(PAIRS.read_text(encoding="utf-8"))
    named = {f"{entry.title}#{entry.article}" for entry in entries}
    for name in ("tuned", "fresh"):
        assert {place for right in pairs[name].values() for place in right} <= named
        ranks = [rank(entries, index.search(question), right) for question, right in pairs[name].items()]
        assert sum(place is not None for place in ranks) / len(ranks) >= 0.85
    for question in ("上代下是什么意思", "履职津贴怎么发"):
        assert rank(entries, index.search(question), pairs["tuned"][question]) in (0, 1)
    foreign = [hit.score for question in pairs["foreign"] for hit in index.search(question, 1)]
    assert sum(score >= WORTH_SHOWING_UNASKED for score in foreign) <= 1
