"""The whole system as a user starts it: `assistant up` on free ports, steered from outside only."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bot.paths import ROOT
from bot.settings import Settings
from bot.storage.engine import Database
from integrations.simulator.client import SimulatorClient

ADMIN_PASSWORD = "correct horse battery"
START_SECONDS = 240


@dataclass
class System:
    """A running system.

    Attributes:
        base: The first port.
        data: The data folder.
        process: `assistant up`.
        output: What it printed until it was ready.
        settings: Settings that it was given.
    """

    base: int
    data: Path
    process: "subprocess.Popen[str]"
    output: str
    settings: dict[str, str] = field(default_factory=dict)

    def url(self, offset: int, path: str = "/") -> str:
        """Return an address by the process's offset from the base port (contracts.md, `up`)."""
        return f"http://127.0.0.1:{self.base + offset}{path}"

    def simulator(self) -> SimulatorClient:
        """Return a client of the simulator."""
        return SimulatorClient(self.url(2, ""))

    def desk(self) -> "Desk":
        """Sign in at the desk as the first account."""
        desk = Desk(self.url(1, ""))
        desk.sign_in("admin", ADMIN_PASSWORD)
        return desk

    def account(self, username: str, name: str, union: str) -> "Desk":
        """Have an account made for somebody of a union, and sign in as them."""
        password = "a long made-up word 1"
        made = self.desk().post(
            "/staff", username=username, name=name, role="agent", password=password, organisation=union
        )
        assert made.status_code == 201, made.text
        desk = Desk(self.url(1, ""))
        desk.sign_in(username, password)
        return desk

    def database(self) -> Database:
        """Open the system's own database, for what cannot be waited for and what no page shows."""
        return Database.from_settings(Settings.load({}, self.data))

    def pids(self, name: str) -> list[int]:
        """Return the process ids of one kind of process of this system."""
        command = f"serve {name} " if name != "actions" else "-m actions "
        found = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
        port = str(self.base + {"bot": 0, "desk": 1, "simulator": 2, "actions": 3, "sender": 4, "scheduler": 5}[name])
        return [int(line.split()[0]) for line in found.splitlines() if command in line and f"--port {port}" in line]


class Desk:
    """A member of staff at the desk, over HTTP.

    Args:
        url: The desk's address.
    """

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, trust_env=False, timeout=20, follow_redirects=True)

    def sign_in(self, username: str, password: str) -> httpx.Response:
        """Sign in through the form, as the browser does."""
        form = self.http.get("/desk/sign-in").text
        fields = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', form))
        answer = self.http.post("/desk/sign-in", data=fields | {"username": username, "password": password})
        token = re.search(r'name="csrf" content="([^"]+)"', answer.text)
        if token:
            self.http.headers["X-CSRF-Token"] = token[1]
        return answer

    def binding_code(self) -> str:
        """Take a code from the page 我的微信, as a cadre does who ties their WeChat to their account."""
        csrf = self.http.headers["X-CSRF-Token"]
        page = self.http.post("/desk/my-wechat/code", data={"csrf": csrf}).text
        return re.search(r'class="code"><strong>(\d{8})<', page)[1]

    def get(self, path: str) -> httpx.Response:
        """Read from the API."""
        return self.http.get(f"/api/v1{path}")

    def post(self, path: str, **body: object) -> httpx.Response:
        """Write through the API."""
        return self.http.post(f"/api/v1{path}", json=body)


@contextmanager
def running(data: Path, **settings: str) -> Iterator[System]:
    """Start `assistant up` on free ports, and end it with Ctrl-C.

    Args:
        data: The data folder.
        settings: Further settings for its environment.
    """
    base = _free_block(6)
    env = {name: value for name, value in os.environ.items() if not name.startswith(("WECHAT_", "DATA", "DESK"))}
    env |= {"DESK_ADMIN_PASSWORD": ADMIN_PASSWORD, "PYTHONUNBUFFERED": "1", **settings}
    data.mkdir(parents=True, exist_ok=True)
    log = data / "up.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "integrations.cli", "up", "--port", str(base), "--data", str(data)],
            cwd=ROOT,
            env=env,
            stdout=file,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
    try:
        yield System(base, data, process, _wait_until_ready(process, log))
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise


def _wait_until_ready(process: "subprocess.Popen[str]", log: Path) -> str:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        output = log.read_text()
        if "Ctrl-C" in output:
            return output
        if process.poll() is not None:
            raise AssertionError(f"assistant up ended with {process.returncode}:\n{output}")
        time.sleep(0.2)
    raise AssertionError(f"assistant up was not ready after {START_SECONDS} s:\n{log.read_text()}")


def _free_block(size: int) -> int:
    """Return the first of `size` free ports in a row."""
    for base in range(21000, 32000, 10):
        probes = []
        try:
            for port in range(base, base + size):
                probe = socket.socket()
                probes.append(probe)
                probe.bind(("127.0.0.1", port))
            return base
        except OSError:
            continue
        finally:
            for probe in probes:
                probe.close()
    raise AssertionError("no free ports")
