"""`assistant db`: the database."""

import click

from bot.settings import Settings
from integrations.commands import open_database


@click.group(short_help="数据库", help="数据库。")
def command() -> None:
    """Group the database commands."""


@command.command("upgrade", short_help="新建或升级数据库", help="新建数据库，或把它升级到当前版本。")
def upgrade() -> None:
    """Create or migrate the database."""
    from bot.storage import upgrade as schema

    with open_database(Settings.load()) as database:
        revision = schema.upgrade(database)
    click.echo(f"数据库已是最新版本（{revision}）。")
