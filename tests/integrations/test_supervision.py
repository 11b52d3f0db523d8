"""Supervision, with real supervisord and small real programs."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from integrations import supervision
from integrations.supervision import Program, Supervision, SupervisionError

# A program that writes its process id, then answers 200 to everything.
SERVER = """
import http.server, os, pathlib, signal, sys

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass

pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
if "stubborn" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if "once" in sys.argv:
    marker = pathlib.Path(sys.argv[1] + ".ran")
    if marker.exists():
        sys.exit("second start fails")
    marker.touch()
http.server.ThreadingHTTPServer.allow_reuse_address = True
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Handler).serve_forever()
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def pid_of(data: Path, name: str) -> int:
    return int((data / f"{name}.pid").read_text())


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A killed process that nobody has waited for yet still has a number.
    return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()


def until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    return condition()


@pytest.fixture
def server(tmp_path: Path) -> Callable[..., Program]:
    def make(name: str, *flags: str) -> Program:
        port = free_port()
        script = tmp_path / "server.py"
        script.write_text(SERVER)
        command = (sys.executable, str(script), str(tmp_path / f"{name}.pid"), str(port), *flags)
        return Program(name, command, f"http://127.0.0.1:{port}/readyz")

    return make


def failing(name: str) -> Program:
    command = (sys.executable, "-c", "import sys; print('loading'); sys.exit('DATA_KEY 未设置')")
    return Program(name, command, f"http://127.0.0.1:{free_port()}/readyz")


def supervise(data: Path, *programs: Program) -> Supervision:
    return Supervision(programs, data, os.environ, start_seconds=1)


def test_programs_become_ready_and_all_end_with_the_block(tmp_path, server) -> None:
    ready: list[str] = []
    with supervise(tmp_path, server("bot"), server("desk")) as running:
        running.wait_until_ready(15, ready.append)
        pids = [pid_of(tmp_path, name) for name in ("bot", "desk")]
        assert all(map(alive, pids))
        started = time.monotonic()
    assert sorted(ready) == ["bot", "desk"]
    assert not any(map(alive, pids))
    assert time.monotonic() - started < 5


def test_a_program_that_dies_is_started_again(tmp_path, server) -> None:
    restarted: list[str] = []

    class SeenError(Exception):
        """Ends the watch."""

    def on_restart(name: str) -> None:
        restarted.append(name)
        raise SeenError

    with supervise(tmp_path, server("bot"), server("desk")) as running:
        running.wait_until_ready(15, lambda name: None)
        first = pid_of(tmp_path, "bot")
        os.kill(first, signal.SIGKILL)
        with pytest.raises(SeenError):
            running.watch(on_restart)
        assert until(lambda: pid_of(tmp_path, "bot") != first)
    assert restarted == ["bot"]


def test_a_program_that_cannot_start_is_named_with_its_last_words_and_its_log(tmp_path, server) -> None:
    with supervise(tmp_path, server("desk"), failing("bot")) as running:
        with pytest.raises(SupervisionError) as caught:
            running.wait_until_ready(15, lambda name: None)
    message = str(caught.value)
    assert "bot" in message and "DATA_KEY 未设置" in message and str(tmp_path / "log" / "bot.log") in message
    assert "\n" not in message
    assert not alive(pid_of(tmp_path, "desk"))


def test_a_program_that_cannot_be_restarted_ends_the_watch(tmp_path, server, monkeypatch) -> None:
    monkeypatch.setattr(supervision, "START_RETRIES", 1)
    with supervise(tmp_path, server("bot", "once")) as running:
        running.wait_until_ready(15, lambda name: None)
        time.sleep(1.5)  # lives long enough to count as started
        os.kill(pid_of(tmp_path, "bot"), signal.SIGKILL)
        with pytest.raises(SupervisionError, match="second start fails"):
            running.watch(lambda name: None)


def test_a_program_that_is_never_ready_is_named_when_the_time_is_over(tmp_path) -> None:
    sleeper = Program("bot", ("sleep", "60"), f"http://127.0.0.1:{free_port()}/readyz")
    with supervise(tmp_path, sleeper) as running:
        with pytest.raises(SupervisionError, match="bot 还没有就绪"):
            running.wait_until_ready(2, lambda name: None)


def test_a_program_that_does_not_listen_to_the_end_is_killed(tmp_path, server, monkeypatch) -> None:
    monkeypatch.setattr(supervision, "STOP_SECONDS", 1)
    with supervise(tmp_path, server("bot", "stubborn")) as running:
        running.wait_until_ready(15, lambda name: None)
        pid = pid_of(tmp_path, "bot")
    assert not alive(pid)


def test_paths_with_signs_that_supervisord_expands_are_taken_as_they_are(tmp_path, server) -> None:
    folder = tmp_path / "100% 数据"
    with supervise(folder, server("bot")) as running:
        running.wait_until_ready(15, lambda name: None)
        assert (folder / "log" / "bot.log").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent is gone")
def test_programs_end_even_when_the_supervising_process_is_killed_outright(tmp_path, server) -> None:
    program = server("bot")
    script = f"""
    import os, time
    from pathlib import Path
    from integrations.supervision import Program, Supervision
    with Supervision([{program!r}], Path({str(tmp_path)!r}), os.environ, 1) as running:
        running.wait_until_ready(15, print)
        print("up", flush=True)
        time.sleep(60)
    """
    owner = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True)
    assert owner.stdout is not None
    for line in owner.stdout:
        if line.strip() == "up":
            break
    pid = pid_of(tmp_path, "bot")
    owner.kill()
    owner.wait()
    owner.stdout.close()
    assert until(lambda: not alive(pid))
