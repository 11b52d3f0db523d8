"""Versions are kept, nothing is lost, and the same text twice is one."""

from dataclasses import replace

import pytest

from bot.library import service
from bot.library.document import Clause, Document
from bot.storage.engine import Database

FIRST = Document(
    "喝茶法", "", "2001-02-03", "a.md", ("第一条 甲。",), (Clause("1", ("第一章 总则", "第一节 茶"), "甲。"),)
)
SECOND = replace(FIRST, version="2020-05-06", lines=("第一条 乙。",), clauses=(Clause("1", (), "乙。"),))


def keep(database: Database, *documents: Document) -> list[str]:
    with database.work() as session:
        kinds = [service.keep(session, document).kind for document in documents]
        session.commit()
    return kinds


def versions(database: Database) -> list[tuple[str, bool, list[Clause]]]:
    with database.reading() as session:
        return [
            (one.version.version, one.version.current, service.clauses(session, one.version))
            for one in service.list_versions(session, "喝茶法")
        ]


def test_a_changed_text_is_a_new_version_and_the_old_stays(database: Database) -> None:
    assert keep(database, FIRST) == ["new"]
    assert keep(database, SECOND) == ["version"]
    assert versions(database) == [
        ("2001-02-03", False, list(FIRST.clauses)),
        ("2020-05-06", True, list(SECOND.clauses)),
    ]
    with database.reading() as session:
        (listed,) = service.list_current(session)
        assert (listed.version.policy.title, listed.clauses, listed.versions) == ("喝茶法", 1, 2)


def test_the_same_words_change_nothing_whatever_their_layout(database: Database) -> None:
    keep(database, FIRST)
    assert keep(database, replace(FIRST, file="b.pdf", version="", lines=("第一条甲", "。"))) == ["same"]
    assert [version for version, _, _ in versions(database)] == ["2001-02-03"]


def test_an_older_text_that_comes_later_does_not_become_current(database: Database) -> None:
    keep(database, SECOND, FIRST)
    assert [(version, current) for version, current, _ in versions(database)] == [
        ("2020-05-06", True),
        ("2001-02-03", False),
    ]


def test_a_text_without_a_day_is_taken_as_the_latest(database: Database) -> None:
    keep(database, SECOND, replace(FIRST, version=""))
    assert [current for _, current, _ in versions(database)] == [False, True]


def test_where_the_current_version_goes_the_latest_other_takes_its_place(database: Database) -> None:
    keep(database, FIRST, SECOND)
    with database.work() as session:
        assert service.remove(session, "喝茶法", "2020-05-06") == 1
        session.commit()
    assert [(version, current) for version, current, _ in versions(database)] == [("2001-02-03", True)]


def test_a_policy_goes_with_all_its_versions(database: Database) -> None:
    keep(database, FIRST, SECOND)
    with database.work() as session:
        assert service.remove(session, "喝茶法") == 2
        session.commit()
        assert service.list_current(session) == []
    assert keep(database, FIRST) == ["new"]


def test_what_is_not_there_is_said(database: Database) -> None:
    keep(database, FIRST)
    with database.work() as session:
        with pytest.raises(service.LibraryError, match="没有《喝酒法》"):
            service.remove(session, "喝酒法")
        with pytest.raises(service.LibraryError, match="库里有：2001-02-03"):
            service.remove(session, "喝茶法", "1999")
        with pytest.raises(service.LibraryError, match="没有《喝酒法》"):
            service.list_versions(session, "喝酒法")


def test_a_run_that_breaks_off_leaves_the_library_as_it_was(database: Database) -> None:
    keep(database, FIRST)
    with database.work() as session:
        service.keep(session, SECOND)
    assert [(version, current) for version, current, _ in versions(database)] == [("2001-02-03", True)]
