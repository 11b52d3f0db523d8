"""`assistant staff`: the desk's accounts."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from bot import clock
from bot.settings import Settings
from integrations.commands import CommandError, open_database, read_password

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_ROLES = {"agent": "坐席", "supervisor": "班长", "admin": "管理员"}


@click.group(short_help="坐席工作台的账号", help="坐席工作台的账号。密码在终端输入，或从标准输入传入一行。")
def command() -> None:
    """Group the account commands."""


@command.command("add", short_help="新建账号", help="新建账号 USERNAME。")
@click.argument("username")
@click.option("--name", help="显示给同事看的姓名或工号，默认与用户名相同。")
@click.option("--role", type=click.Choice(list(_ROLES)), default="agent", show_default=True, help="权限。")
def add(username: str, name: str | None, role: str) -> None:
    """Make an account."""
    from bot.staff import service

    password = read_password("密码")
    with _accounts() as session:
        service.add(session, username, name or username, role, password)
        session.commit()
    click.echo(f"已新建账号 {username}（{_ROLES[role]}）。")


@command.command("list", short_help="列出账号", help="列出所有账号。")
def list_() -> None:
    """Print every account, one a line."""
    from bot.staff import service

    with _accounts() as session:
        for staff in service.list_all(session):
            seen = staff.last_sign_in_at
            state = "已停用" if staff.disabled else "正常"
            last = f"{clock.local(seen):%Y-%m-%d %H:%M}" if seen else "从未登录"
            click.echo("\t".join((staff.username, staff.name, _ROLES.get(staff.role, staff.role), state, last)))


@command.command("disable", short_help="停用账号", help="停用账号 USERNAME，已登录的立即退出。")
@click.argument("username")
def disable(username: str) -> None:
    """Disable an account."""
    from bot.staff import service

    with _accounts() as session:
        service.disable(session, username)
        session.commit()
    click.echo(f"已停用账号 {username}。")


@command.command("reset-password", short_help="重设密码", help="给账号 USERNAME 设新密码，并解除锁定。")
@click.argument("username")
def reset_password(username: str) -> None:
    """Give an account a new password."""
    from bot.staff import service

    with _accounts() as session:
        service.get(session, username)  # an unknown name is said before anybody types a password
    password = read_password("新密码")
    with _accounts() as session:
        service.reset_password(session, username, password)
        session.commit()
    click.echo(f"已重设账号 {username} 的密码。")


@contextmanager
def _accounts() -> "Iterator[Session]":
    """Give a unit of work; what the account rules refuse becomes one line."""
    from bot.staff.passwords import StaffError

    with open_database(Settings.load()) as database, database.work() as session:
        try:
            yield session
        except StaffError as error:
            raise CommandError(str(error)) from error
