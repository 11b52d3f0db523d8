"""The `assistant` command as a person at a terminal meets it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click
import httpx
import pytest
from click.testing import CliRunner, Result

from bot import clock
from bot.knowledge.entries import KnowledgeError
from bot.knowledge.validate import Problem
from bot.understanding import TopicGuess, Understanding
from integrations import processes
from integrations.cli import assistant
from integrations.commands import ask as ask_command
from integrations.commands import evaluate as evaluate_command

PASSWORD = "correct-horse-7"


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An environment on the embedded default, in its own data folder, whatever this machine's own says."""
    for name in ("DATABASE_URL", "REDIS_URL", "WECHAT_APP_ID", "WECHAT_API_BASE_URL", "DESK_ADMIN_PASSWORD"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return {"DATA_DIR": str(tmp_path / "data")}


def run(*arguments: str, stdin: str | bytes | None = None, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(assistant, arguments, input=stdin, env=env)


def every_command(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))


def descendants(pid: int) -> list[int]:
    children = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return children + [found for child in children for found in descendants(child)]


def is_one_clear_line(result: Result) -> bool:
    lines = result.stderr.strip().split("\n")
    return len(lines) == 1 and lines[0].startswith("assistant: ") and "Traceback" not in result.output


@pytest.mark.parametrize("path", every_command(assistant), ids=" ".join)
def test_every_command_explains_itself(path: tuple[str, ...]) -> None:
    result = run(*path, "--help")
    assert result.exit_code == 0
    assert "Usage: assistant " + " ".join(path) in result.stdout


def test_help_does_not_wait_for_the_heavy_libraries() -> None:
    script = (
        "import sys\n"
        "from integrations.cli import assistant\n"
        "assistant(['--help'], standalone_mode=False)\n"
        "assert not {'rasa', 'sklearn', 'sanic', 'sqlalchemy', 'jionlp'} & set(sys.modules)"
    )
    outcome = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stderr


def test_an_unknown_command_is_a_usage_error() -> None:
    result = run("unknown")
    assert result.exit_code == 2
    assert "No such command 'unknown'" in result.stderr


def test_a_malformed_setting_is_one_line_that_names_it(env) -> None:
    result = run("staff", "list", env=env | {"OFFICE_HOURS": "always"})
    assert result.exit_code == 1
    assert is_one_clear_line(result)
    assert "OFFICE_HOURS" in result.stderr


def test_a_missing_account_is_one_line_that_names_the_setting(env) -> None:
    result = run("wechat", "check", env=env)
    assert result.exit_code == 1
    assert is_one_clear_line(result)
    assert "WECHAT_APP_ID" in result.stderr


def test_a_database_that_was_never_made_is_one_line_that_says_what_to_run(env) -> None:
    result = run("staff", "list", env=env)
    assert result.exit_code == 1
    assert is_one_clear_line(result)
    assert "assistant db upgrade" in result.stderr


def test_a_database_that_does_not_answer_is_one_line(env) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    url = f"postgresql://union:secret@127.0.0.1:{port}/union"
    result = run(
        *("staff", "list"),
        env=env | {"DATABASE_URL": url, "DATA_KEY": "YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=", "DESK_SECRET": "x"},
    )
    assert result.exit_code == 1
    assert is_one_clear_line(result)
    assert "DATABASE_URL" in result.stderr and "secret" not in result.stderr


class TestStaff:
    @pytest.fixture(autouse=True)
    def database(self, env) -> None:
        assert run("db", "upgrade", env=env).exit_code == 0

    def test_the_database_can_be_upgraded_again(self, env) -> None:
        assert run("db", "upgrade", env=env).exit_code == 0

    def test_an_account_is_added_with_the_password_from_standard_input(self, env) -> None:
        result = run("staff", "add", "zhangsanfeng", "--name", "张三丰", stdin=PASSWORD + "\n", env=env)
        assert result.exit_code == 0, result.stderr
        listed = run("staff", "list", env=env).stdout
        assert listed == "zhangsanfeng\t张三丰\t坐席\t正常\t从未登录\t全市\n"
        assert PASSWORD not in result.output + listed

    @pytest.mark.parametrize("stdin", ["short\n", "\n", ""])
    def test_a_password_that_is_too_weak_or_missing_makes_no_account(self, env, stdin) -> None:
        result = run("staff", "add", "zhangsanfeng", stdin=stdin, env=env)
        assert result.exit_code == 1
        assert is_one_clear_line(result)
        assert run("staff", "list", env=env).stdout == ""

    def test_a_username_that_is_taken_is_one_line(self, env) -> None:
        run("staff", "add", "zhangsanfeng", stdin=PASSWORD + "\n", env=env)
        result = run("staff", "add", "ZhangSanfeng", stdin=PASSWORD + "\n", env=env)
        assert result.exit_code == 1
        assert is_one_clear_line(result)

    def test_an_account_can_be_disabled(self, env) -> None:
        run("staff", "add", "huangrong", stdin=PASSWORD + "\n", env=env)
        assert run("staff", "disable", "huangrong", env=env).exit_code == 0
        assert "已停用" in run("staff", "list", env=env).stdout

    def test_an_account_is_added_for_a_union_and_given_to_another_one(self, env) -> None:
        assert run("orgs", "sample", env=env).exit_code == 0
        given = ("--organisation", "310115")
        result = run("staff", "add", "guojing", *given, stdin=PASSWORD + "\n", env=env)
        assert result.exit_code == 0 and "浦东新区总工会" in result.stdout, result.stderr
        assert run("staff", "list", env=env).stdout.endswith("\t浦东新区总工会\n")
        assert run("staff", "assign", "guojing", "--organisation", "310104", env=env).exit_code == 0
        assert run("staff", "list", env=env).stdout.endswith("\t徐汇区总工会\n")
        assert run("staff", "assign", "guojing", env=env).exit_code == 0
        assert run("staff", "list", env=env).stdout.endswith("\t全市\n")

    def test_a_union_that_is_not_there_is_one_line_and_asks_for_no_password(self, env) -> None:
        run("staff", "add", "guojing", stdin=PASSWORD + "\n", env=env)
        for arguments in (("add", "yangkang"), ("assign", "guojing")):
            result = run("staff", *arguments, "--organisation", "mars", env=env)
            assert result.exit_code == 1 and "mars" in result.stderr
            assert is_one_clear_line(result)

    def test_a_password_can_be_reset(self, env) -> None:
        run("staff", "add", "huangrong", stdin=PASSWORD + "\n", env=env)
        assert run("staff", "reset-password", "huangrong", stdin="another-horse-8\n", env=env).exit_code == 0

    @pytest.mark.parametrize("command", ["disable", "reset-password"])
    def test_an_account_that_is_not_there_is_one_line(self, env, command) -> None:
        result = run("staff", command, "nobody", stdin=PASSWORD + "\n", env=env)
        assert result.exit_code == 1
        assert is_one_clear_line(result)
        assert "nobody" in result.stderr


class TestAsk:
    @pytest.fixture(autouse=True)
    def interpreter(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What a model would understand; the real one is asked in the tests of bot/nlu and in the scenarios."""

        class Reader:
            def parse(self, text: str) -> Understanding:
                entities = {"amount": 18000, "date": clock.today().isoformat()}
                topics = (TopicGuess("wage.arrears", 0.91), TopicGuess("wage.final_pay", 0.05))
                return Understanding(text, "ask", 0.9712345, topics, entities)

        monkeypatch.setattr(ask_command, "load_interpreter", Reader)

    def answers(self, result: Result) -> list[dict[str, Any]]:
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]

    def test_json_has_the_fields_of_the_contract_in_their_order(self) -> None:
        (answer,) = self.answers(run("ask", "--json", "老板拖欠工资一万八"))
        assert list(answer) == [
            *("question", "intent", "confidence", "outcome", "topic", "service"),
            *("entities", "reply", "citations", "suggestions"),
        ]
        assert answer["question"] == "老板拖欠工资一万八"
        assert (answer["intent"], answer["confidence"]) == ("ask", 0.9712)
        assert (answer["outcome"], answer["topic"]) == ("answer", "wage.arrears")
        assert answer["entities"]["amount"] == 18000
        assert {"title", "article"} == set(answer["citations"][0])

    def test_every_argument_is_a_question_of_its_own(self) -> None:
        answers = self.answers(run("ask", "--json", "第一个问题", "第二个问题"))
        assert [answer["question"] for answer in answers] == ["第一个问题", "第二个问题"]

    def test_questions_come_one_a_line_from_standard_input(self) -> None:
        answers = self.answers(run("ask", "--json", stdin="\ufeff第一个问题\n\n第二个问题\r\n第三个问题"))
        assert [answer["question"] for answer in answers] == ["第一个问题", "第二个问题", "第三个问题"]

    def test_a_line_that_is_not_text_is_named_by_its_number(self) -> None:
        result = run("ask", "--json", stdin="第一个问题\n".encode() + "第二个问题\n".encode("gb18030"))
        assert result.exit_code == 1
        assert is_one_clear_line(result)
        assert "第 2 行" in result.stderr

    def test_the_day_can_be_fixed(self) -> None:
        (answer,) = self.answers(run("ask", "--json", "--today", "2026-03-05", "上个月的工资"))
        assert answer["entities"]["date"] == "2026-03-05"
        assert clock.today() != date(2026, 3, 5)

    def test_a_day_that_does_not_exist_is_a_usage_error(self) -> None:
        assert run("ask", "--today", "2026-02-30", "上个月的工资").exit_code == 2

    def test_an_empty_question_is_one_line(self) -> None:
        result = run("ask", " ")
        assert result.exit_code == 1
        assert is_one_clear_line(result)

    def test_content_that_cannot_be_read_is_one_line(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object) -> None:
            raise KnowledgeError("wage.yml: entry 3 has no title")

        monkeypatch.setattr("bot.opening.respond", broken)
        result = run("ask", "老板拖欠工资")
        assert result.exit_code == 1
        assert is_one_clear_line(result)
        assert "wage.yml: entry 3 has no title" in result.stderr

    def test_a_person_reads_the_answer_with_its_options(self) -> None:
        result = run("ask", "老板拖欠工资")
        assert result.exit_code == 0
        assert result.stdout.startswith("问：老板拖欠工资\n")
        assert "\n1. " in result.stdout


class TestContent:
    def test_the_content_of_this_repository_is_sound(self) -> None:
        result = run("train", "--check")
        assert result.exit_code == 0, result.stderr
        assert "内容检查通过" in result.stdout

    def test_every_problem_of_the_content_is_listed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        problems = [Problem("wage.yml", "no sources"), Problem("join.yml", "no title")]
        monkeypatch.setattr("bot.knowledge.validate.validate", lambda root: problems)
        result = run("train", "--check")
        assert result.exit_code == 1
        assert all(str(problem) in result.stderr for problem in problems)

    def test_an_evaluation_file_that_is_not_there_is_one_line(self, monkeypatch, tmp_path: Path) -> None:
        monkeypatch.setattr(evaluate_command, "load_interpreter", object)
        result = run("evaluate", str(tmp_path / "missing.yml"))
        assert result.exit_code == 1
        assert is_one_clear_line(result)
        assert "missing.yml" in result.stderr


class TestEmbeddedSettings:
    def test_what_the_environment_says_wins(self, tmp_path: Path) -> None:
        given = {"WECHAT_TOKEN": "AAAAA", "ACTIONS_URL": "http://127.0.0.1:1/webhook", "WECHAT_MESSAGE_MODE": ""}
        chosen = processes.embedded_environment(given, tmp_path, 9000)
        assert (chosen["WECHAT_TOKEN"], chosen["ACTIONS_URL"]) == ("AAAAA", "http://127.0.0.1:1/webhook")
        assert chosen["WECHAT_MESSAGE_MODE"] == "safe"
        assert chosen["WECHAT_API_BASE_URL"] == "http://127.0.0.1:9002"

    def test_the_account_is_made_up_once_and_only_its_owner_can_read_it(self, tmp_path: Path) -> None:
        first = processes.embedded_environment({}, tmp_path / "data", 9000)
        again = processes.embedded_environment({}, tmp_path / "data", 9100)
        words = ("WECHAT_APP_ID", "WECHAT_APP_SECRET", "WECHAT_TOKEN", "WECHAT_ENCODING_AES_KEY")
        assert [first[word] for word in words] == [again[word] for word in words]
        assert len(first["WECHAT_ENCODING_AES_KEY"]) == 43
        assert (tmp_path / "data" / "wechat.env").stat().st_mode & 0o777 == 0o600

    def test_an_account_of_the_real_platform_is_not_completed(self, tmp_path: Path) -> None:
        given = {"WECHAT_API_BASE_URL": "https://api.example.com", "WECHAT_APP_ID": "wx0123456789abcdef"}
        assert "WECHAT_APP_SECRET" not in processes.embedded_environment(given, tmp_path, 9000)


class TestUp:
    def test_a_port_that_is_taken_is_named_before_anything_starts(self, env, free_ports: int) -> None:
        with socket.create_server(("127.0.0.1", free_ports + 2)):
            result = self.up(env, free_ports)
        assert result.returncode == 1
        assert result.stderr.startswith(f"assistant: 端口 {free_ports + 2}（simulator）")
        assert len(result.stderr.strip().split("\n")) == 1

    def test_a_malformed_setting_stops_the_start(self, env, free_ports: int) -> None:
        result = self.up(env | {"DATA_KEY": "short"}, free_ports)
        assert result.returncode == 1
        assert result.stderr.startswith("assistant: DATA_KEY")
        assert len(result.stderr.strip().split("\n")) == 1

    def test_a_port_without_room_for_the_others_is_a_usage_error(self, env) -> None:
        assert self.up(env, 65535).returncode == 2

    def up(self, env: dict[str, str], port: int) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "integrations.cli", "up", "--port", str(port)],
            env=os.environ | env,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def test_everything_starts_and_ctrl_c_ends_all_of_it_without_a_trace(self, env, free_ports: int) -> None:
        running = subprocess.Popen(
            [sys.executable, "-m", "integrations.cli", "up", "--port", str(free_ports)],
            env=os.environ | env | {"DESK_ADMIN_PASSWORD": PASSWORD},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert running.stdout is not None
        output = ""
        for line in running.stdout:
            output += line
            if "按 Ctrl-C 停止" in line:
                break
        assert running.poll() is None, output
        for name, path in (("bot", "/webhooks/wechat/callback"), ("desk", "/desk/"), ("simulator", "/")):
            assert f"http://127.0.0.1:{free_ports + processes.PORTS[name]}{path}\n" in output
        assert PASSWORD not in output
        for offset in range(6):
            assert httpx.get(f"http://127.0.0.1:{free_ports + offset}/readyz", trust_env=False).status_code == 200
        started = descendants(running.pid)
        assert len(started) == 7  # supervisord and six programs
        running.send_signal(signal.SIGINT)
        output += running.communicate(timeout=20)[0]
        assert running.returncode == 0
        assert output.endswith("已停止。\n")
        assert "Traceback" not in output
        assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]
        readable = [path for path in Path(env["DATA_DIR"]).rglob("*") if path.stat().st_mode & 0o077]
        assert readable == []
