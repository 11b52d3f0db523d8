"""The processes of the system, and the settings that `assistant up` chooses for them by itself."""

import errno
import os
import secrets
import socket
import string
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from integrations.supervision import Program

LOOPBACK = "127.0.0.1"


class PortError(Exception):
    """A port cannot be used; the message is one line that names it and says what to do."""


@dataclass(frozen=True)
class Process:
    """One kind of process; `assistant serve NAME` runs it.

    Attributes:
        name: What it is called in commands, logs and metrics.
        offset: Its port, counted from the base port.
        for_people: Whether somebody outside this machine may open it; the others listen on loopback only.
    """

    name: str
    offset: int
    for_people: bool


# In the order of starting: whoever is called stands before its callers.
PROCESSES = (
    Process("simulator", 2, True),
    Process("actions", 3, False),
    Process("bot", 0, True),
    Process("sender", 4, False),
    Process("scheduler", 5, False),
    Process("desk", 1, True),
)
PORTS = {process.name: process.offset for process in PROCESSES}


def programs(base_port: int, host: str) -> list[Program]:
    """Return what `assistant up` keeps running.

    Args:
        base_port: The first of six ports in a row.
        host: The address on which people reach the webhook, the desk and the simulator.
    """
    return [
        Program(
            name=process.name,
            command=(
                *(sys.executable, "-m", "integrations.cli", "serve", process.name),
                *("--host", host if process.for_people else LOOPBACK),
                *("--port", str(base_port + process.offset)),
            ),
            ready_url=f"http://{_asked_at(process, host)}:{base_port + process.offset}/readyz",
        )
        for process in PROCESSES
    ]


def _asked_at(process: Process, host: str) -> str:
    """Return the address at which a process is asked from this machine."""
    everywhere = host in ("0.0.0.0", "::", "")  # noqa: S104
    return host if process.for_people and not everywhere else LOOPBACK


def check_ports(base_port: int, host: str) -> None:
    """Make sure that every port is free before anything starts.

    Raises:
        PortError: One is taken, or not allowed.
    """
    for process in PROCESSES:
        port = base_port + process.offset
        try:
            # As the servers bind, so that a port still cooling down from the last run counts as free.
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host if process.for_people else LOOPBACK, port))
        except OSError as error:
            reason = "已被占用" if error.errno == errno.EADDRINUSE else str(error.strerror)
            raise PortError(
                f"端口 {port}（{process.name}）不能用：{reason}；请停掉占用它的程序，或用 --port 换一组端口"
            ) from error


def embedded_environment(env: Mapping[str, str], data_dir: Path, base_port: int) -> dict[str, str]:
    """Return the environment of the processes: what `env` says, and what it leaves open for a try-out.

    The account's words are made up once and kept in the data folder, readable by this user only. An account of
    another platform than a simulator is not completed: a word that is made up could only be wrong there.

    Args:
        env: The environment that was given; it wins.
        data_dir: The data folder.
        base_port: The first of six ports in a row.
    """
    chosen = {
        "WECHAT_API_BASE_URL": f"http://{LOOPBACK}:{base_port + PORTS['simulator']}",
        "WECHAT_MESSAGE_MODE": "safe",
        "ACTIONS_URL": f"http://{LOOPBACK}:{base_port + PORTS['actions']}/webhook",
        "SIMULATOR_WEBHOOK_URL": f"http://{LOOPBACK}:{base_port}/webhooks/wechat/callback",
        "DATA_DIR": str(data_dir),
        "PYTHONUNBUFFERED": "1",
    }
    given = {name: value for name, value in env.items() if value}
    if _is_here(given.get("WECHAT_API_BASE_URL", chosen["WECHAT_API_BASE_URL"])):
        chosen |= _made_up_account(data_dir / "wechat.env")
    return chosen | given | {"DATA_DIR": str(data_dir)}


def _made_up_account(path: Path) -> dict[str, str]:
    if not path.exists():
        letters = string.ascii_letters + string.digits
        words = {
            "WECHAT_APP_ID": "wx" + secrets.token_hex(8),
            "WECHAT_APP_SECRET": secrets.token_hex(16),
            "WECHAT_TOKEN": secrets.token_hex(12),
            "WECHAT_ENCODING_AES_KEY": "".join(secrets.choice(letters) for _ in range(43)),
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.writelines(f"{name}={word}\n" for name, word in words.items())
        draft.rename(path)
    return {name: word for name, word in dotenv_values(path).items() if word}


def _is_here(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
