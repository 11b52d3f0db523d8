"""The `assistant` command: one file in integrations/commands/ is one command."""

import pkgutil
from importlib import import_module

import click
from dotenv import load_dotenv

from bot.paths import ROOT
from integrations import commands


class Commands(click.Group):
    """Finds each command in the file of its name, as `command`, and loads only the one that is run."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the names of all commands, in alphabetical order."""
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return a command, or None where there is no file of that name."""
        if name not in self.list_commands(context):
            return None
        found: click.Command = import_module(f"{commands.__name__}.{name}").command
        return found

    def invoke(self, context: click.Context) -> object:
        """Run a command; the errors that have a name become one line for the person at the terminal."""
        with commands.one_line_errors():
            return super().invoke(context)


@click.command(
    cls=Commands,
    help="上海工会智能助手。设置来自环境变量或项目目录下的 .env 文件。",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def assistant() -> None:
    """Read `.env`; what the environment already says wins."""
    load_dotenv(ROOT / ".env")


def main() -> None:
    """Run the command that the command line names (the console script's entry)."""
    assistant(prog_name="assistant")


if __name__ == "__main__":
    main()
