"""Keeps the processes of `assistant up` running, by way of supervisord (the `supervisor` package).

supervisord starts the programs, restarts one that dies, rotates their logs and ends them; this module writes its
configuration, asks it how the programs are, and ends it. It listens on a Unix socket only.
"""

import ctypes
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import xmlrpc.client
from collections.abc import Callable, Iterator, Mapping, Sequence
from configparser import RawConfigParser
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
from supervisor.states import ProcessStates
from supervisor.xmlrpc import SupervisorTransport

from bot.paths import ROOT

# How long a program may take to end before it is killed; all of them are asked at the same moment.
STOP_SECONDS = 7
# A program that dies sooner after its start than this did not start at all.
START_SECONDS = 20
START_RETRIES = 3
LOG_BYTES = 10 * 1024 * 1024
LOG_BACKUPS = 3

_GROUP = "assistant"
_RUN_DIR = "run"
_LOG_DIR = "log"
_PR_SET_PDEATHSIG = 1
_DOWN = {ProcessStates.BACKOFF, ProcessStates.EXITED, ProcessStates.FATAL, ProcessStates.UNKNOWN}


class SupervisionError(Exception):
    """The programs cannot be kept running; the message is one line that says which and where its log is."""


@dataclass(frozen=True)
class Program:
    """A program to keep running.

    Attributes:
        name: Its name, and that of its log file.
        command: What to run, word by word.
        ready_url: Answers 200 once the program can serve.
    """

    name: str
    command: Sequence[str]
    ready_url: str


class Supervision:
    """Keeps programs running inside a `with` block; leaving the block ends them all.

    Args:
        programs: What to run, in the order of starting.
        data_dir: The data folder; `run/` in it gets the configuration, `log/` the logs.
        env: The environment of the programs.
        start_seconds: How long a program must live to count as started.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        data_dir: Path,
        env: Mapping[str, str],
        start_seconds: int = START_SECONDS,
    ) -> None:
        self.programs = programs
        self._data_dir = data_dir.resolve()
        self._env = dict(env)
        self._start_seconds = start_seconds
        # The path of a Unix socket may have 107 bytes at the most, and a data folder can be deep.
        self._socket_dir = tempfile.TemporaryDirectory(prefix="assistant-")
        self._socket = Path(self._socket_dir.name) / "supervisor.sock"
        self._daemon: subprocess.Popen[bytes] | None = None
        self._pids: dict[str, int] = {}

    def log(self, program: str) -> Path:
        """Return the log file of a program."""
        return self._data_dir / _LOG_DIR / f"{program}.log"

    def __enter__(self) -> "Supervision":
        """Start supervisord and, through it, the programs."""
        for folder in (_LOG_DIR, _RUN_DIR):
            (self._data_dir / folder).mkdir(parents=True, exist_ok=True)
        config = Path(_RUN_DIR, "supervisord.conf")
        with (self._data_dir / config).open("w", encoding="utf-8") as file:
            self._configuration().write(file)
        # Its own session, so that Ctrl-C at the terminal reaches this process alone, which then ends the rest in
        # order. The command line is made of our own paths.
        self._daemon = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "supervisor.supervisord", "--nodaemon", "--configuration", str(config)],
            cwd=self._data_dir,
            env=self._env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every program, and supervisord after them."""
        assert self._daemon is not None  # noqa: S101
        self._daemon.terminate()
        try:
            # One round of supervisord's loop (1 s) before it asks, and one after the last program has ended.
            self._daemon.wait(STOP_SECONDS + 3)
        except subprocess.TimeoutExpired:
            self._daemon.kill()
            self._daemon.wait()
            for pid in self._pids.values():
                _kill_group(pid)
        self._socket_dir.cleanup()

    def wait_until_ready(self, seconds: float, on_ready: Callable[[str], None]) -> None:
        """Wait until every program can serve.

        Args:
            seconds: How long to wait at the most.
            on_ready: Called with a program's name when it is ready.

        Raises:
            SupervisionError: A program ended before it was ready, or the time was not enough.
        """
        deadline = time.monotonic() + seconds
        waiting = {program.name: program.ready_url for program in self.programs}
        with httpx.Client(trust_env=False, timeout=3) as client:
            while waiting:
                for name, reason in self._troubles():
                    raise SupervisionError(f"{name} 没有启动成功：{reason}")
                for name in [name for name, url in waiting.items() if _answers(client, url)]:
                    del waiting[name]
                    on_ready(name)
                if waiting and time.monotonic() > deadline:
                    names = "、".join(waiting)
                    raise SupervisionError(
                        f"等了 {seconds:.0f} 秒，{names} 还没有就绪，日志在 {self._data_dir / _LOG_DIR}"
                    )
                time.sleep(0.3)

    def watch(self, on_restart: Callable[[str], None]) -> None:
        """Stay as long as the programs run; supervisord restarts one that dies.

        Args:
            on_restart: Called with a program's name when it has been restarted.

        Raises:
            SupervisionError: A program could not be restarted, or supervisord itself ended.
        """
        while True:
            before = dict(self._pids)
            for info in self._ask():
                name = info["name"]
                if info["state"] == ProcessStates.FATAL:
                    raise SupervisionError(f"{name} 反复退出，无法恢复：{self._last_words(name)}")
                if info["pid"] and before.get(name, info["pid"]) != info["pid"]:
                    on_restart(name)
            time.sleep(1)

    def _troubles(self) -> Iterator[tuple[str, str]]:
        before = dict(self._pids)
        for info in self._ask():
            name, pid = info["name"], info["pid"]
            if info["state"] in _DOWN or (pid and before.get(name, pid) != pid):
                yield name, self._last_words(name)

    def _ask(self) -> list[dict[str, Any]]:
        """Return supervisord's report on each program; empty while it is still starting itself."""
        assert self._daemon is not None  # noqa: S101
        if self._daemon.poll() is not None:
            raise SupervisionError(f"进程管理器意外结束，日志：{self.log('supervisord')}")
        transport = SupervisorTransport(serverurl=f"unix://{self._socket}")
        try:
            server = xmlrpc.client.ServerProxy("http://localhost", transport=transport)
            report: list[dict[str, Any]] = server.supervisor.getAllProcessInfo()  # type: ignore[assignment]
        except (FileNotFoundError, ConnectionRefusedError):
            return []
        finally:
            transport.close()
        self._pids.update({info["name"]: info["pid"] for info in report if info["pid"]})
        return report

    def _last_words(self, program: str) -> str:
        log = self.log(program)
        lines = log.read_text(encoding="utf-8", errors="replace").split("\n") if log.exists() else []
        words = next((line.strip() for line in reversed(lines) if line.strip()), "没有输出")
        return f"{words}（日志：{log}）"

    def _configuration(self) -> RawConfigParser:
        # Paths are relative to the data folder, which is supervisord's working directory: its configuration has
        # its own ideas about some signs in a path.
        config = RawConfigParser()
        config["supervisord"] = {
            "nodaemon": "true",
            "silent": "true",
            "logfile": f"{_LOG_DIR}/supervisord.log",
            "pidfile": f"{_RUN_DIR}/supervisord.pid",
        }
        config["unix_http_server"] = {"file": str(self._socket), "chmod": "0700"}
        config["rpcinterface:supervisor"] = {
            "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
        }
        # One group: supervisord ends groups one after the other, but the members of a group together.
        config[f"group:{_GROUP}"] = {"programs": ",".join(program.name for program in self.programs)}
        for priority, program in enumerate(self.programs, start=1):
            config[f"program:{program.name}"] = {
                "command": _literal(shlex.join(program.command)),
                "directory": _literal(ROOT),
                "priority": str(priority),
                "autorestart": "true",
                "startsecs": str(self._start_seconds),
                "startretries": str(START_RETRIES),
                "stopsignal": "TERM",
                "stopwaitsecs": str(STOP_SECONDS),
                "killasgroup": "true",
                "redirect_stderr": "true",
                "stdout_logfile": f"{_LOG_DIR}/{program.name}.log",
                "stdout_logfile_maxbytes": str(LOG_BYTES),
                "stdout_logfile_backups": str(LOG_BACKUPS),
            }
        return config


def _literal(value: object) -> str:
    """Write a value so that supervisord's own %-expansion leaves it as it is."""
    return str(value).replace("%", "%%")


def _answers(client: httpx.Client, url: str) -> bool:
    try:
        return client.get(url).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return


def _end_with_parent() -> None:
    """Ask Linux to end this process, and with it the programs, even when its parent is killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
