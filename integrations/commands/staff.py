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

    from bot.organisations.model import Organisation

_ROLES = {"agent": "坐席", "supervisor": "班长", "admin": "管理员"}


@click.group(short_help="坐席工作台的账号", help="坐席工作台的账号。密码在终端输入，或从标准输入传入一行。")
def command() -> None:
    """Group the account commands."""


@command.command("add", short_help="新建账号", help="新建账号 USERNAME。")
@click.argument("username")
@click.option("--name", help="显示给同事看的姓名或工号，默认与用户名相同。")
@click.option("--role", type=click.Choice(list(_ROLES)), default="agent", show_default=True, help="权限。")
@click.option("--organisation", metavar="CODE", help="所属工会的编码，只看得到它和下级的；不写是市里的，全看得到。")
def add(username: str, name: str | None, role: str, organisation: str | None) -> None:
    """Make an account."""
    from bot.staff import service

    with _accounts() as session:
        _union_of(session, organisation)  # an unknown code is said before anybody types a password
    password = read_password("密码")
    with _accounts() as session:
        union = _union_of(session, organisation)
        service.add(session, username, name or username, role, password, union.id if union else None)
        where = f"，{union.name}" if union else ""
        session.commit()
    click.echo(f"已新建账号 {username}（{_ROLES[role]}{where}）。")


@command.command("list", short_help="列出账号", help="列出所有账号：用户名、姓名、权限、状态、最近登录、所属工会。")
def list_() -> None:
    """Print every account, one a line."""
    from bot.staff import service

    with _accounts() as session:
        for staff in service.list_all(session):
            seen = staff.last_sign_in_at
            state = "已停用" if staff.disabled else "正常"
            last = f"{clock.local(seen):%Y-%m-%d %H:%M}" if seen else "从未登录"
            union = staff.organisation.name if staff.organisation else "全市"
            role = _ROLES.get(staff.role, staff.role)
            click.echo("\t".join((staff.username, staff.name, role, state, last, union)))


@command.command("assign", short_help="划归工会", help="把账号 USERNAME 划给一个工会或服务点，它只看得到这里和下面的。")
@click.argument("username")
@click.option("--organisation", metavar="CODE", help="工会或服务点的编码；不写就划回市里，全看得到。")
def assign(username: str, organisation: str | None) -> None:
    """Let an account work for a union."""
    from bot.staff import service

    with _accounts() as session:
        union = _union_of(session, organisation)
        service.assign(session, username, union.id if union else None)
        where = union.name if union else "市里"
        session.commit()
    click.echo(f"账号 {username} 已划给{where}。")


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


def _union_of(session: "Session", code: str | None) -> "Organisation | None":
    """Return the union of a code, or None where no code is given."""
    import sqlalchemy as sa

    from bot.organisations.model import Organisation

    if code is None:
        return None
    found = session.execute(sa.select(Organisation).where(Organisation.code == code.strip())).scalar_one_or_none()
    if found is None:
        raise CommandError(f"没有编码为 {code} 的组织：用 assistant orgs list 查编码")
    return found


@contextmanager
def _accounts() -> "Iterator[Session]":
    """Give a unit of work; what the account rules refuse becomes one line."""
    from bot.staff.passwords import StaffError

    with open_database(Settings.load()) as database, database.work() as session:
        try:
            yield session
        except StaffError as error:
            raise CommandError(str(error)) from error
