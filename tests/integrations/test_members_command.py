"""`assistant members` as a person at a terminal meets it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from integrations.cli import assistant
from tests.support.membership import number_of

HEAD = "姓名,身份证号,手机号,单位,所在工会,备注"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    for name in ("DATABASE_URL", "REDIS_URL", "WECHAT_APP_ID", "WECHAT_API_BASE_URL", "DESK_ADMIN_PASSWORD"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("MEMBERS_FOR_LEAD", "3")
    (tmp_path / "工会.csv").write_text("编码,名称,层级\n31,上海市总工会,市\n", encoding="utf-8")

    def run(*arguments: str | Path) -> Result:
        return CliRunner().invoke(assistant, [str(argument) for argument in arguments])

    assert run("db", "upgrade").exit_code == 0
    assert run("orgs", "import", tmp_path / "工会.csv").exit_code == 0
    return run


@pytest.fixture
def register(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: str, encoding: str = "gb18030") -> Path:
        path = tmp_path / "会员.csv"
        path.write_text("\n".join((HEAD, *lines)), encoding=encoding)
        return path

    return write


def line(n: int, union: str = "31", phone: str = "13800000000") -> str:
    return f"张三丰,{number_of(n)},{phone},上海暮云商贸有限公司,{union},好"


def test_a_register_is_imported_and_what_came_of_it_is_told(run, register) -> None:
    result = run("members", "import", register(*(line(n) for n in range(3))))
    assert result.exit_code == 0, result.output
    assert result.stdout == ("新增 3 位会员，更新 0 位，0 位没有变化。有 1 家单位的企业外会员够数了，已开建会线索。\n")
    assert result.stderr == "这些列没有用到：备注\n"
    again = run("members", "import", register(*(line(n) for n in range(3)), encoding="utf-8-sig"))
    assert again.stdout == "没有改动：3 位会员与名册里的一致。\n"


def test_with_a_bad_row_nothing_is_imported_and_every_one_is_named(run, register) -> None:
    path = register(line(1), line(2, phone="12"), line(1), line(4, union="没有"))
    result = run("members", "import", path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[1:] == [
        "第 3 行：手机号应为 11 位",
        "第 4 行：与第 2 行是同一个身份证号",
        "第 5 行：所在工会“没有”没有找到",
        "assistant: 会员.csv 有 3 行有误，没有改动：改好后再导入，或用 --skip-bad 跳过它们",
    ]
    skipping = run("members", "import", path, "--skip-bad")
    assert (skipping.exit_code, skipping.stdout) == (0, "新增 1 位会员，更新 0 位，0 位没有变化，跳过 3 行。\n")


def test_rows_without_a_union_take_the_one_that_is_named(run, register) -> None:
    path = register(line(1, union=""))
    assert "第 2 行：缺少所在工会" in run("members", "import", path).stderr
    assert run("members", "import", path, "--union", "上海市总工会").exit_code == 0


def test_a_file_that_cannot_be_read_is_one_line(run, tmp_path) -> None:
    result = run("members", "import", tmp_path / "没有.csv")
    assert result.exit_code == 1
    assert result.stderr.startswith("assistant: 没有.csv 打不开") and result.stderr.count("\n") == 1


def test_help_is_there(run) -> None:
    assert "会员名册" in run("members", "--help").output
    assert "--skip-bad" in run("members", "import", "--help").output
