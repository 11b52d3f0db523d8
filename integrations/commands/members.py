"""`assistant members`: the member register."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.settings import Settings
from integrations.commands import CommandError, open_database

if TYPE_CHECKING:
    from bot.membership.importing import Outcome


@click.group(short_help="会员名册", help="会员名册：会员实名登记，一人一条，身份证号加密保存。")
def command() -> None:
    """Group the commands of the register."""


@command.command(
    "import",
    short_help="导入会员名册",
    help="导入 FILE（.csv 或 .xlsx），按身份证号新增和更新；文件里没有的会员不变，空着的格子不改动。每一行有误都写明"
    "行号和原因，有一行有误就什么也不导入，除非用 --skip-bad。列名见 docs/membership.md。",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--union", default="", help="没有写所在工会的行都算这家工会的（编码或名称）。")
@click.option("--skip-bad", is_flag=True, help="跳过有误的行，导入其余的。")
def import_(file: Path, union: str, skip_bad: bool) -> None:
    """Import a register, whole or what is right of it."""
    from bot.membership import importing
    from bot.sheets import SheetError

    settings = Settings.load()
    try:
        sheet = importing.load(file)
        with open_database(settings) as database, database.work() as session:
            outcome = importing.take(session, sheet, skip_bad, union, settings.members_for_lead)
            if outcome.done:
                session.commit()
    except SheetError as error:
        raise CommandError(f"{error}。没有改动") from error
    if sheet.unused:
        click.echo(f"这些列没有用到：{'、'.join(sheet.unused)}", err=True)
    for problem in outcome.problems:
        click.echo(problem, err=True)
    if not outcome.done:
        raise CommandError(
            f"{file.name} 有 {len(outcome.problems)} 行有误，没有改动：改好后再导入，或用 --skip-bad 跳过它们"
        )
    click.echo(_told(outcome))


def _told(outcome: "Outcome") -> str:
    skipped = f"，跳过 {len(outcome.problems)} 行" if outcome.problems else ""
    if not (outcome.added or outcome.changed):
        return f"没有改动：{outcome.same} 位会员与名册里的一致{skipped}。"
    opened = f"有 {outcome.leads} 家单位的企业外会员够数了，已开建会线索。" if outcome.leads else ""
    return f"新增 {outcome.added} 位会员，更新 {outcome.changed} 位，{outcome.same} 位没有变化{skipped}。{opened}"
