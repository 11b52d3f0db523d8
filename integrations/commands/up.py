"""`assistant up`: the whole system on one machine, with embedded defaults."""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from bot.paths import ROOT
from bot.settings import Settings
from integrations.commands import CommandError, ensure_admin, open_database
from integrations.processes import (
    LOOPBACK,
    PORTS,
    PROCESSES,
    PortError,
    check_ports,
    embedded_environment,
    programs,
)
from integrations.supervision import Supervision, SupervisionError

# Each process imports Rasa or the database anew; a slow or busy machine takes its time.
_READY_SECONDS = 180
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@click.command(
    short_help="启动整个系统（make run 运行的就是它）",
    help="启动整个系统：回调、坐席工作台、微信模拟器等，按 Ctrl-C 停止。环境变量里已有的设置优先。",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535 - len(PROCESSES) + 1),
    default=8000,
    show_default=True,
    help="第一个端口，从它起连续占用六个：回调、坐席、模拟器、动作、发送、定时。",
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="数据目录，默认 var/（或 DATA_DIR）。",
)
@click.option("--host", default=LOOPBACK, show_default=True, help="回调、坐席和模拟器监听的地址。")
def command(port: int, data: Path | None, host: str) -> None:
    """Prepare, start, watch, and end everything."""
    for number in _SIGNALS:
        signal.signal(number, _interrupt)
    os.umask(0o077)  # what people wrote is nobody else's business on this machine
    folder = (data or Path(os.environ.get("DATA_DIR") or ROOT / "var")).resolve()
    env = embedded_environment(os.environ, folder, port)
    settings = Settings.load(env)
    try:
        with _held(folder):
            check_ports(port, host)
            _prepare(settings, env)
            _run(settings, env, port, host)
    except (PortError, SupervisionError) as error:
        raise CommandError(str(error)) from error
    except KeyboardInterrupt:
        click.echo("\n已中断。", err=True)
        sys.exit(130)


def _prepare(settings: Settings, env: Mapping[str, str]) -> None:
    """Bring the database, the first account and the model up to date."""
    from bot.organisations.sample import load_sample
    from bot.storage import upgrade as schema

    click.echo(f"数据目录：{settings.data_dir}")
    with open_database(settings) as database:
        schema.upgrade(database)
        if settings.embedded:  # to try it out; a city imports its own
            with database.work() as session:
                load_sample(session)
                session.commit()
    if settings.desk_admin_password:
        ensure_admin(settings)
    _train(env)


def _train(env: Mapping[str, str]) -> None:
    """Train in a process of its own: what Rasa loads (1 GB) would stay with this one to the end."""
    # In its own session, so that Ctrl-C reaches only this process. The command line is our own.
    trainer = subprocess.Popen([sys.executable, "-m", "integrations.cli", "train"], env=env, start_new_session=True)
    try:
        if trainer.wait():
            raise CommandError("模型训练没有成功，原因见上")
    except KeyboardInterrupt:
        trainer.kill()
        trainer.wait()
        raise


def _run(settings: Settings, env: Mapping[str, str], port: int, host: str) -> None:
    """Keep the processes running until somebody asks for the end."""
    click.echo("正在启动：", nl=False)
    with Supervision(programs(port, host), settings.data_dir, env) as supervision:
        try:
            supervision.wait_until_ready(_READY_SECONDS, lambda name: click.echo(f"{name} ", nl=False))
            click.echo()
            _announce(settings, port, host)
            supervision.watch(
                lambda name: click.echo(f"{name} 意外退出，已重新启动；日志：{supervision.log(name)}", err=True)
            )
        except KeyboardInterrupt:
            for number in _SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            click.echo("\n正在停止……")
        except SupervisionError:
            click.echo()
            raise
    click.echo("已停止。")


def _announce(settings: Settings, port: int, host: str) -> None:
    """Print where everything is; the first password is made here, so that it is not lost in a failed start."""
    if password := ensure_admin(settings):
        sign_in = f"首次登录：用户名 admin，密码 {password}（只显示这一次，请记下）"
    elif settings.desk_admin_password:
        sign_in = "首次登录：用户名 admin，密码是 DESK_ADMIN_PASSWORD 的值"
    else:
        sign_in = "用已有账号登录；忘记密码时运行 assistant staff reset-password admin"
    shown = LOOPBACK if host in ("0.0.0.0", "::", "") else host  # noqa: S104

    def address(name: str, path: str) -> str:
        return f"http://{shown}:{port + PORTS[name]}{path}"

    click.echo(
        f"""
  微信模拟器   {address("simulator", "/")}
  坐席工作台   {address("desk", "/desk/")}
               {sign_in}
  公众号回调   {address("bot", "/webhooks/wechat/callback")}
  运行指标     {address("bot", "/metrics")}（其他进程在端口 {port + 1} 至 {port + len(PROCESSES) - 1}）
  日志         {settings.data_dir / "log"}

按 Ctrl-C 停止。"""
    )


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Keep a second `assistant up` away from the data folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(
                f"数据目录 {folder} 正被另一个 assistant up 使用：先停掉它，或用 --data 换一个目录"
            ) from None
        yield


def _interrupt(number: int, frame: Any) -> NoReturn:
    raise KeyboardInterrupt
