"""The library in chat."""

import pytest

from bot.answering import respond
from bot.knowledge.render import ANSWER_BYTES
from bot.library import service
from bot.library.answering import clause_request, consult, cut, look_up
from bot.library.clauses import find
from bot.library.document import Clause, Document
from bot.opening import open_with
from bot.storage.engine import Database
from bot.storage.upgrade import downgrade, upgrade
from bot.understanding import TopicGuess, Understanding

ALLOWANCE = "喝茶津贴由茶馆按月发放。\n（一）绿茶；\n（二）红茶。"
TEA = Document(
    "关于喝茶的意见",
    "某工总〔2031〕8号",
    "2031-04-05",
    "a.md",
    ("甲",),
    (
        Clause("五（一）2", ("五、措施",), ALLOWANCE),
        Clause("五（二）1", ("五、措施",), "茶馆应当建在写字楼附近。" * 80),
        Clause("六", (), "写字楼附近的茶馆不得赶走。" * 80),
    ),
)


@pytest.fixture
def library(database: Database) -> Database:
    with database.work() as session:
        service.keep(session, TEA)
        session.commit()
    return database


def said(text: str, intent: str = "unclear", *topics: TopicGuess) -> Understanding:
    return Understanding(text, intent, topics=topics)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("查条款 履职津贴", "履职津贴"),
        ("查条款：履职津贴怎么发？", "履职津贴怎么发？"),
        ("请查一下条款，履职津贴", "履职津贴"),
        ("找条款履职津贴", "履职津贴"),
        ("帮我找一找条款 津贴", "津贴"),
        ("条款：津贴", "津贴"),
        ("查條款 津貼", "津貼"),
        ("查条款", ""),
        ("霸王条款怎么办", None),
        ("条款里写了什么", None),
        ("我想查工资", None),
    ],
)
def test_the_request_for_clauses_is_recognised_by_its_first_words(text: str, wanted: str | None) -> None:
    assert clause_request(text) == wanted


def test_a_clause_is_quoted_exactly_with_title_number_version_and_sureness(library: Database) -> None:
    with library.reading() as session:
        reply = look_up(session, "喝茶津贴怎么发")
    assert reply is not None and reply.outcome == "answer"
    assert f"【1】《关于喝茶的意见》五（一）2（某工总〔2031〕8号，2031-04-05版）\n{ALLOWANCE}" in reply.text
    assert reply.text.startswith("很可能就是下面的【1】")
    assert [(c.title, c.article) for c in reply.citations] == [("关于喝茶的意见", "五（一）2")]


def test_long_clauses_share_one_message_and_end_with_a_sentence(library: Database) -> None:
    with library.reading() as session:
        reply = look_up(session, "写字楼附近的茶馆")
    assert reply is not None and len(reply.citations) == 2
    assert len(reply.text.encode()) <= ANSWER_BYTES
    assert reply.text.count("。……（后面还有，以原文为准）") == 2


def test_anybody_who_asks_for_clauses_gets_them(library: Database) -> None:
    with library.reading() as session:
        reply = open_with(said("查条款 喝茶津贴", "ask", TopicGuess("wage.arrears", 0.9)), "worker", session)
    assert "五（一）2" in reply.text


def test_a_cadres_open_question_gets_clauses_and_a_workers_does_not(library: Database) -> None:
    with library.reading() as session:
        for intent in ("unclear", "out_of_scope"):
            question = said("喝茶津贴怎么发", intent)
            assert "五（一）2" in open_with(question, "cadre", session).text
            assert open_with(question, "worker", session) == respond(question, "worker")


@pytest.mark.parametrize(
    "message",
    [
        said("喝茶津贴怎么发", "unclear", TopicGuess("wage.arrears", 0.4)),
        said("喝茶津贴怎么发", "ask", TopicGuess("wage.arrears", 0.9)),
        said("红烧肉怎么做", "out_of_scope"),
        said("说不清楚", "unclear"),
        said('/choose{"topic": "喝茶津贴"}', "unclear"),
        said("查条款 我不想活了", "crisis"),
    ],
)
def test_a_cadres_other_messages_are_answered_as_before(library: Database, message: Understanding) -> None:
    with library.reading() as session:
        before = respond(message, "cadre")
        assert consult(session, message, "cadre", before) is before


def test_what_is_not_in_the_library_is_said(library: Database) -> None:
    with library.reading() as session:
        nothing = open_with(said("查条款 红烧肉"), "worker", session)
        empty = open_with(said("查条款"), "worker", session)
    assert (nothing.outcome, empty.outcome) == ("clarify", "clarify")
    assert "没查到" in nothing.text and "请写在" in empty.text


def test_without_a_library_everything_is_as_before(database: Database) -> None:
    message = said("查条款 喝茶津贴")
    with database.reading() as session:
        assert open_with(message, "cadre", session) == respond(message, "cadre")
        assert look_up(session, "喝茶津贴") is None


def test_a_database_from_before_the_library_has_none(database: Database) -> None:
    downgrade(database, "0001")
    try:
        with database.reading() as session:
            assert look_up(session, "喝茶津贴") is None
    finally:
        upgrade(database)


def test_a_new_version_is_answered_from_at_once_and_the_old_one_can_be_searched(library: Database) -> None:
    with library.reading() as session:
        assert find(session, "喝茶津贴")[0].version == "2031-04-05"
        assert find(session, "喝茶津贴", old=True) == []
    changed = Document(TEA.title, "", "2032", "b.md", ("乙",), (Clause("五", (), "喝茶津贴改为按天发放。"),))
    with library.work() as session:
        service.keep(session, changed)
        session.commit()
    with library.reading() as session:
        (now,) = find(session, "喝茶津贴")
        assert (now.version, now.clause.text) == ("2032", "喝茶津贴改为按天发放。")
        assert find(session, "喝茶津贴", old=True)[0].clause.text == ALLOWANCE


def test_a_text_is_cut_behind_a_sentence_or_anywhere_where_there_is_none() -> None:
    assert cut("甲。乙。", 100) == "甲。乙。"
    assert cut("甲" * 10 + "。" + "乙" * 100, 90).startswith("甲" * 10 + "。……")
    assert len(cut("甲" * 100, 90).encode()) <= 90
