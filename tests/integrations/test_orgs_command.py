"""`assistant orgs` as a person at a terminal meets it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from integrations.cli import assistant

Run = Callable[..., Result]

TABLE = """编码,名称,层级,上级编码,区,街镇,电话
C,市总工会,市,,,,12351
PD,浦东新区总工会,区,C,浦东新区,,
HM,花木街道总工会,街镇,PD,浦东新区,花木街道,
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("DATABASE_URL", "REDIS_URL", "WECHAT_APP_ID", "WECHAT_API_BASE_URL", "DESK_ADMIN_PASSWORD"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return lambda *arguments: CliRunner().invoke(assistant, [str(argument) for argument in arguments])


@pytest.fixture
def orgs(run: Run) -> Run:
    assert run("db", "upgrade").exit_code == 0
    return lambda *arguments: run("orgs", *arguments)


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    def write(text: str, encoding: str = "utf-8", name: str = "组织.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_a_file_is_imported_and_the_second_time_changes_nothing(orgs: Run, table: Callable[..., Path]) -> None:
    path = table(TABLE)
    result = orgs("import", path)
    assert result.exit_code == 0, result.output
    assert result.stdout == "新增 3 个组织，更新 0 个，0 个没有变化。\n"
    assert orgs("import", path).stdout == "没有改动：3 个组织与库里的一致。\n"
    path.write_text(TABLE.replace("花木街道总工会", "花木街道工会"), encoding="utf-8")
    assert orgs("import", path).stdout == "新增 0 个组织，更新 1 个，2 个没有变化。\n"
    assert orgs("list").stdout.splitlines() == [
        "C\t市总工会\t市\t工会\t-\t12351",
        "HM\t花木街道工会\t街镇\t工会\tPD\t12351",
        "PD\t浦东新区总工会\t区\t工会\tC\t12351",
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_what_excel_writes_is_read(orgs: Run, table: Callable[..., Path], encoding: str) -> None:
    assert "新增 3 个" in orgs("import", table(TABLE.replace("\n", "\r\n"), encoding)).stdout


def test_a_workbook_is_read(orgs: Run, tmp_path: Path) -> None:
    book = Workbook()
    for line in TABLE.splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "组织.xlsx")
    assert "新增 3 个" in orgs("import", tmp_path / "组织.xlsx").stdout


def test_every_bad_row_is_told_and_nothing_is_changed(orgs: Run, table: Callable[..., Path]) -> None:
    bad = TABLE + "X,某工会,企业,NO,,,\nY,某工会,企业,HM,,,138\n"
    result = orgs("import", table(bad))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "第 5 行：上级编码 NO 没有找到：文件里和库里都没有",
        "第 6 行：电话“138”的写法不对，例：021-12345678、13800000000、12351，几个号码用顿号分开",
        "assistant: 组织.csv 有 2 行有误，没有改动：改好后再导入，或用 --skip-bad 跳过它们",
    ]
    assert "没有符合的组织" in orgs("list").stderr


def test_bad_rows_can_be_skipped(orgs: Run, table: Callable[..., Path]) -> None:
    result = orgs("import", table(TABLE + "X,某工会,企业,NO,,,\nY,某工会,企业,X,,,\n"), "--skip-bad")
    assert result.exit_code == 0
    assert result.stdout == "新增 3 个组织，更新 0 个，0 个没有变化，跳过 2 行。\n"
    assert result.stderr.splitlines() == [
        "第 5 行：上级编码 NO 没有找到：文件里和库里都没有",
        "第 6 行：上级 X（第 5 行）没有导入",
    ]


def test_columns_that_are_not_used_are_named(orgs: Run, table: Callable[..., Path]) -> None:
    result = orgs("import", table("编码,名称,层级,心情\nC,市总工会,市,好\n"))
    assert result.exit_code == 0
    assert result.stderr == "这些列没有用到：心情\n"


@pytest.mark.parametrize(
    ("content", "name", "part"),
    [
        (b"", "a.csv", "空的"),
        ("名称,层级\n某工会,市\n".encode(), "a.csv", "缺少这些列：编码"),
        (b"x", "a.doc", "格式不支持"),
        (b"x", "a.xlsx", "不是能读的 .xlsx"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_line(
    orgs: Run, tmp_path: Path, content: bytes, name: str, part: str
) -> None:
    (tmp_path / name).write_bytes(content)
    result = orgs("import", tmp_path / name)
    assert result.exit_code == 1
    (line,) = result.stderr.strip().split("\n")
    assert line.startswith(f"assistant: {name}")
    assert part in line


def test_a_file_that_is_not_there_is_said_so(orgs: Run, tmp_path: Path) -> None:
    result = orgs("import", tmp_path / "没有.csv")
    assert result.exit_code == 1
    assert "没有.csv 打不开" in result.stderr


def test_without_a_database_the_line_says_what_to_run(run: Run, table: Callable[..., Path]) -> None:
    result = run("orgs", "import", table(TABLE))
    assert result.exit_code == 1
    assert "assistant db upgrade" in result.stderr


def test_the_sample_is_taken_in_once(orgs: Run) -> None:
    assert orgs("sample").stdout.startswith("已装入 2")
    assert orgs("sample").stdout == "库里已有组织，没有改动。\n"
    listed = orgs("list", "--district", "浦东").stdout.splitlines()
    assert "310115016\t花木街道总工会\t街镇\t工会\t310115\t12351" in listed
    assert not any("徐汇" in line for line in listed)


def test_an_unknown_district_is_refused(orgs: Run) -> None:
    assert "没有“火星区”这个区" in orgs("list", "--district", "火星区").stderr


def test_closed_ones_are_listed_on_their_own(orgs: Run, table: Callable[..., Path]) -> None:
    orgs("import", table(TABLE))
    orgs("import", table("编码,停用\nHM,是\n"))
    assert [line.split("\t")[0] for line in orgs("list").stdout.splitlines()] == ["C", "PD"]
    assert [line.split("\t")[0] for line in orgs("list", "--closed").stdout.splitlines()] == ["HM"]
