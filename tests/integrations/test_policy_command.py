"""`assistant policy` as a person at a terminal meets it, and the library in `assistant ask`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.understanding import Understanding
from integrations.cli import assistant
from integrations.commands import ask as ask_command
from tests.support.policy_files import LAW, OPINION, pdf, scan, word

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "某某保护法.md").write_text(LAW, encoding="utf-8")
    (tmp_path / "定稿.docx").write_bytes(word(OPINION))
    (tmp_path / "扫描.pdf").write_bytes(scan())
    (tmp_path / "坏的.docx").write_bytes(b"PK")
    return tmp_path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("DATABASE_URL", "REDIS_URL", "WECHAT_APP_ID", "WECHAT_API_BASE_URL", "DESK_ADMIN_PASSWORD"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))

    def run(*arguments: str | Path, stdin: str | None = None) -> Result:
        return CliRunner().invoke(assistant, [str(argument) for argument in arguments], input=stdin)

    return run


@pytest.fixture
def policy(run: Run) -> Run:
    assert run("db", "upgrade").exit_code == 0
    return lambda *arguments, **more: run("policy", *arguments, **more)


def refused(result: Result) -> str:
    assert result.exit_code == 1
    (line,) = result.stderr.strip().split("\n")
    assert line.startswith("assistant: ")
    return line


def test_files_are_imported_and_what_was_recognised_is_shown(policy: Run, folder: Path) -> None:
    result = policy("import", folder / "某某保护法.md", folder / "定稿.docx")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "已导入《某某保护法》（版本 2020-05-06，文号 无，3 条）",
        "已导入《某某市总工会关于喝茶工作的指导意见》（版本 2031-04-05，文号 某工总〔2031〕8号，5 段条款）",
    ]
    assert policy("list").stdout.splitlines() == [
        "某某保护法\t2020-05-06\t-\t3 条\t共 1 个版本",
        "某某市总工会关于喝茶工作的指导意见\t2031-04-05\t某工总〔2031〕8号\t5 条\t共 1 个版本",
    ]


def test_a_pdf_is_imported(policy: Run, tmp_path: Path) -> None:
    lines = [line.strip("# ") for line in LAW.splitlines() if line.strip() and "INFO" not in line]
    (tmp_path / "某某保护法.pdf").write_bytes(pdf([lines]))
    assert "3 条" in policy("import", tmp_path / "某某保护法.pdf").stdout


def test_what_was_not_recognised_can_be_said(policy: Run, folder: Path) -> None:
    result = policy("import", folder / "某某保护法.md", "--title", "茶法", "--number", "茶令第1号", "--date", "2021")
    assert result.stdout == "已导入《茶法》（版本 2021，文号 茶令第1号，3 条）\n"


def test_the_same_text_changes_nothing_and_another_is_a_new_version(policy: Run, folder: Path) -> None:
    path = folder / "某某保护法.md"
    policy("import", path)
    assert "没有改动" in policy("import", path).stdout
    path.write_text(LAW.replace("2020年5月6日", "2030年5月6日").replace("两次", "三次"), encoding="utf-8")
    assert policy("import", path).stdout.startswith("已导入新版本《某某保护法》（版本 2030-05-06")
    listed = [line.split("\t")[1:5] for line in policy("list", "某某保护法").stdout.splitlines()]
    assert listed == [["2020-05-06", "-", "3 条", "旧版本"], ["2030-05-06", "-", "3 条", "当前"]]
    assert "每日三次" in policy("search", "喝茶每日几次").stdout
    assert "每日两次" in policy("search", "喝茶每日几次", "--old").stdout


@pytest.mark.parametrize(
    ("name", "reason"), [("扫描.pdf", "扫描件"), ("坏的.docx", "已损坏"), ("没有.md", "打不开"), ("a.xls", "不支持")]
)
def test_with_one_file_refused_nothing_is_imported(policy: Run, folder: Path, name: str, reason: str) -> None:
    line = refused(policy("import", folder / "某某保护法.md", folder / name))
    assert name in line and reason in line and "政策库没有改动" in line
    assert policy("list").stdout == ""


def test_every_refused_file_is_named(policy: Run, folder: Path) -> None:
    line = refused(policy("import", folder / "扫描.pdf", folder / "坏的.docx"))
    assert "扫描.pdf" in line and "坏的.docx" in line


def test_a_title_for_several_files_is_refused(policy: Run, folder: Path) -> None:
    result = policy("import", folder / "某某保护法.md", folder / "定稿.docx", "--title", "茶法")
    assert "一次只导入一个" in refused(result)


def test_a_clause_is_found_with_its_place_and_its_exact_words(policy: Run, folder: Path) -> None:
    policy("import", folder / "某某保护法.md", folder / "定稿.docx")
    result = policy("search", "某某保护法第二条")
    assert result.stdout == (
        "《某某保护法》第2条（2020-05-06）[点名 1.00]\n  第一章 总则\n"
        "写测试的人有权喝茶。喝茶不得少于每日两次：\n（一）上午一次；\n（二）下午一次。\n\n"
    )
    first = policy("search", "街道总工会发放津贴", "--limit", "1").stdout
    assert first.startswith("《某某市总工会关于喝茶工作的指导意见》二（二）1（某工总〔2031〕8号，2031-04-05）[")
    assert "  二、措施 › （二）管茶馆\n" in first
    assert "没有查到" in refused(policy("search", "股票"))


def test_a_policy_is_removed_after_a_word_of_agreement(policy: Run, folder: Path) -> None:
    policy("import", folder / "某某保护法.md")
    assert "没有移除" in policy("remove", "某某保护法", stdin="n\n").stderr
    assert "某某保护法" in policy("list").stdout
    assert policy("remove", "某某保护法", stdin="y\n").stdout == "已移除《某某保护法》的 1 个版本。\n"
    assert policy("list").stdout == ""
    assert "没有《某某保护法》" in refused(policy("remove", "某某保护法", "--yes"))


def test_a_database_without_the_library_says_what_to_run(run: Run, folder: Path) -> None:
    assert "assistant db upgrade" in refused(run("policy", "import", folder / "某某保护法.md"))


class TestAsk:
    @pytest.fixture(autouse=True)
    def interpreter(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A model that takes every message for something outside the subject."""

        class Reader:
            def parse(self, text: str) -> Understanding:
                return Understanding(text, "out_of_scope", 0.9)

        monkeypatch.setattr(ask_command, "load_interpreter", Reader)

    def answer(self, run: Run, *arguments: str) -> dict:
        result = run("ask", "--json", *arguments)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def test_whoever_asks_for_clauses_gets_them(self, policy: Run, run: Run, folder: Path) -> None:
        policy("import", folder / "某某保护法.md")
        answer = self.answer(run, "查条款 喝茶津贴")
        assert answer["outcome"] == "answer"
        assert answer["citations"][0] == {"title": "某某保护法", "article": "3"}
        assert "喝茶津贴由茶馆按月发放。" in answer["reply"]

    def test_a_cadres_open_question_gets_clauses(self, policy: Run, run: Run, folder: Path) -> None:
        policy("import", folder / "某某保护法.md")
        assert self.answer(run, "--audience", "cadre", "喝茶津贴谁发放")["citations"]
        assert self.answer(run, "喝茶津贴谁发放")["outcome"] == "out_of_scope"

    def test_without_a_database_it_answers_as_before_and_makes_none(self, run: Run, tmp_path: Path) -> None:
        assert self.answer(run, "查条款 喝茶津贴")["outcome"] == "out_of_scope"
        assert not (tmp_path / "data").exists()
