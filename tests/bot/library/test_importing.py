"""From a file to a document."""

from pathlib import Path

import pytest

from bot.library import importing
from bot.library.document import DocumentError
from bot.library.importing import load, mend
from tests.conftest import SHARED
from tests.support.policy_files import LAW, OPINION, word

POLICIES = SHARED / "policies"
needs_policies = pytest.mark.skipif(
    not POLICIES.is_dir(), reason="needs the policy texts of shared/ beside the project"
)


def put(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_law_is_recognised(tmp_path: Path) -> None:
    document = load(put(tmp_path / "某某保护法.md", LAW))
    assert (document.title, document.number, document.version) == ("某某保护法", "", "2020-05-06")
    assert [clause.article for clause in document.clauses] == ["1", "2", "3"]


def test_an_opinion_is_recognised_from_a_word_file(tmp_path: Path) -> None:
    path = tmp_path / "定稿.docx"
    path.write_bytes(word(OPINION))
    document = load(path)
    assert (document.title, document.number) == ("某某市总工会关于喝茶工作的指导意见", "某工总〔2031〕8号")
    assert document.version == "2031-04-05"
    assert [c.article for c in document.clauses] == ["引言", "一", "二（一）1", "二（一）2", "二（二）1"]
    assert "2031" not in document.clauses[-1].text


def test_what_was_given_wins_over_what_was_recognised(tmp_path: Path) -> None:
    document = load(put(tmp_path / "a.md", LAW), "茶法", "茶令第1号", "2021")
    assert (document.title, document.number, document.version) == ("茶法", "茶令第1号", "2021")


@pytest.mark.parametrize("version", ["2021-13-01", "去年", "21-1-1"])
def test_a_day_that_is_none_is_refused(tmp_path: Path, version: str) -> None:
    with pytest.raises(DocumentError, match="版本日期"):
        load(put(tmp_path / "a.md", LAW), version=version)


def test_a_text_of_too_many_clauses_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "MAX_CLAUSES", 2)
    with pytest.raises(DocumentError, match="超过 2 条的上限"):
        load(put(tmp_path / "a.md", LAW))


def test_a_title_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="没有正文"):
        load(put(tmp_path / "a.md", "# 关于进一步规范茶馆经营活动和保障喝茶人合法权益的若干意见"))


def test_a_sentence_cut_by_a_page_is_put_together_and_headings_and_formulas_are_left() -> None:
    lines = [
        "1. 服务职工。茶馆要为写测试的人，服务职",
        "工需求，发挥作用。",
        "二、日工资、小时工资的折算",
        "按照规定，这样折算。",
    ]
    assert mend(lines) == ["1. 服务职工。茶馆要为写测试的人，服务职工需求，发挥作用。", *lines[2:]]
    assert mend(["年：365天-104天", "季：250天"]) == ["年：365天-104天", "季：250天"]


@needs_policies
def test_every_law_at_hand_has_all_its_articles_in_order() -> None:
    import csv

    with (POLICIES / "index.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 30
    for row in rows:
        document = load(POLICIES / row["file"])
        assert document.title == row["title"]
        articles = [int(clause.article) for clause in document.clauses if clause.article.isdigit()]
        assert articles == list(range(1, int(row["articles"] or 0) + 1)), row["title"]


@needs_policies
def test_the_guiding_opinion_has_its_clauses_by_path() -> None:
    document = load(POLICIES / "关于推进上海非公有制企业工会改革工作的指导意见.md")
    clauses = {clause.article: clause for clause in document.clauses}
    assert (document.number, document.version) == ("沪工总基〔2017〕172号", "2017")
    assert {"引言", "一", "三（四）", "四（四）", "五（一）2", "五（二）1", "五（四）5", "六（四）"} <= clauses.keys()
    assert [heading[:4] for heading in clauses["五（二）1"].headings] == ["五、推进", "（二）明"]
    assert "\n" not in clauses["五（一）3"].text
