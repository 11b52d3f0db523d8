"""`assistant evaluate`: how well messages are understood, as a table or for machines."""

from pathlib import Path

import click

from integrations.commands import CommandError, load_interpreter


@click.command(short_help="评测理解得准不准", help="用 FILE（默认全部评测集）评测理解得准不准，输出一张表。")
@click.argument("file", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def command(file: tuple[Path, ...], as_json: bool) -> None:
    """Measure and print."""
    from bot.evaluation import EvaluationError, evaluate

    try:
        report = evaluate(file or None, load_interpreter())
    except EvaluationError as error:
        raise CommandError(str(error)) from error
    click.echo((report.to_json() if as_json else report.to_text()).encode("utf-8"))
