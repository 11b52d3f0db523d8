"""The commands of `assistant`, one file each, and what they share.

A command's file is imported for `assistant --help`, so it imports what is slow (Rasa, the database) only when it runs.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from bot.paths import ROOT
from bot.settings import Settings, SettingsError

if TYPE_CHECKING:
    from bot.nlu.interpreter import Interpreter
    from bot.nlu.training import TrainingResult
    from bot.storage.engine import Database


# A model belongs to the content and code that it was made from, not to the data of a run.
MODELS = ROOT / "models"


class CommandError(click.ClickException):
    """Ends a command with exit code 1 and one line on standard error: what is wrong, where, what to do."""

    def show(self, file: Any = None) -> None:
        """Print the line."""
        click.echo(f"assistant: {self.format_message()}", file=file, err=file is None)


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Turn errors that a person can do something about into a `CommandError`; all others are bugs and pass."""
    try:
        yield
    except SettingsError as error:
        raise CommandError(str(error)) from error
    except Exception as error:
        if line := _database_trouble(error):
            raise CommandError(line) from error
        raise


@contextmanager
def open_database(settings: Settings) -> "Iterator[Database]":
    """Give the database of the settings and close it afterwards."""
    from bot.storage.engine import Database

    database = Database.from_settings(settings)
    try:
        yield database
    finally:
        database.close()


def ensure_admin(settings: Settings) -> str | None:
    """Make the first desk account where there is none; return its password if it had to be made up."""
    from bot.staff import service
    from bot.staff.passwords import StaffError

    with open_database(settings) as database, database.work() as session:
        try:
            password = service.ensure_admin(session, settings.desk_admin_password)
        except StaffError as error:
            raise CommandError(f"DESK_ADMIN_PASSWORD 不能用：{error}") from error
        session.commit()
        return password


def train_model(force: bool = False) -> "TrainingResult":
    """Train the model if its inputs changed, telling about it on standard error."""
    from bot.nlu.training import TrainingError, train

    try:
        return train(MODELS, force, lambda line: click.echo(line, err=True))
    except TrainingError as error:
        raise CommandError(f"训练没有成功：{error}") from error


def load_interpreter() -> "Interpreter":
    """Load the model of the present content, training it first where there is none."""
    from bot.nlu.interpreter import Interpreter, ModelError
    from bot.nlu.training import model_path

    path = model_path(MODELS)
    if not path.is_file():
        click.echo("还没有与当前内容对应的模型，先训练一次。", err=True)
        path = train_model().path
    try:
        return Interpreter.load(path)
    except ModelError as error:
        raise CommandError(str(error)) from error


def read_password(ask: str) -> str:
    """Read a new password: asked for twice at a terminal, else the first line of standard input.

    A password is never an argument, because other people on the machine can read arguments.
    """
    if sys.stdin.isatty():
        password: str = click.prompt(ask, hide_input=True, confirmation_prompt="再输入一次", err=True)
        return password
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise CommandError("没有读到密码：请在终端里输入，或从标准输入传入一行")
    return password


def _database_trouble(error: Exception) -> str | None:
    """Return a line about a database that is away or not built yet; None for any other error."""
    if "sqlalchemy" not in sys.modules:
        return None
    from sqlalchemy.exc import OperationalError, ProgrammingError

    if not isinstance(error, OperationalError | ProgrammingError):
        return None
    reason = str(error.orig).strip().split("\n")[0]
    if "no such table" in reason or ("does not exist" in reason and "relation" in reason):
        return "数据库还没有建好或版本太旧：请先运行 assistant db upgrade"
    if isinstance(error, OperationalError):
        return f"数据库无法使用（DATABASE_URL）：{reason}"
    return None
