"""`assistant train`: checks the content and trains the model."""

import click

from bot.paths import ROOT
from integrations.commands import CommandError, train_model


@click.command(short_help="检查内容并训练模型", help="检查 data/ 里的内容；有变化时重新训练模型。")
@click.option("--force", is_flag=True, help="没有变化也重新训练。")
@click.option("--check", is_flag=True, help="只检查知识条目，列出全部问题，不训练。")
def command(force: bool, check: bool) -> None:
    """Train, or only check."""
    if check:
        _check()
        return
    result = train_model(force)
    click.echo(f"模型{'已训练' if result.fresh else '已是最新'}（{result.seconds:.1f} 秒）：{result.path}")


def _check() -> None:
    """Print every problem of the knowledge entries."""
    from bot.knowledge.validate import validate

    problems = validate(ROOT)
    for problem in problems:
        click.echo(str(problem), err=True)
    errors = sum(problem.is_error for problem in problems)
    if errors:
        raise CommandError(f"内容里有 {errors} 处错误，见上")
    click.echo(f"内容检查通过（{len(problems)} 处提醒）。")
