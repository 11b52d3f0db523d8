"""`assistant orgs`: the union organisations that cases are routed along."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.settings import Settings
from integrations.commands import CommandError, open_database

if TYPE_CHECKING:
    from bot.organisations.importing import Outcome


@click.group(short_help="工会组织", help="工会组织：市、区、局（产业）、街镇、园区、联合工会、企业工会和服务点。")
def command() -> None:
    """Group the commands of the organisations."""


@command.command(
    "import",
    short_help="导入组织",
    help="导入 FILE（.csv 或 .xlsx），按编码新增和更新；文件里没有的组织不变。每一行有误都写明行号和原因，"
    "有一行有误就什么也不导入，除非用 --skip-bad。列名见 docs/organisations.md。",
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--skip-bad", is_flag=True, help="跳过有误的行（和上级被跳过的行），导入其余的。")
def import_(file: Path, skip_bad: bool) -> None:
    """Import a file, whole or what is right of it."""
    from bot.organisations import importing
    from bot.sheets import SheetError

    try:
        sheet = importing.load(file)
    except SheetError as error:
        raise CommandError(f"{error}。没有改动") from error
    if sheet.unused:
        click.echo(f"这些列没有用到：{'、'.join(sheet.unused)}", err=True)
    with open_database(Settings.load()) as database, database.work() as session:
        outcome = importing.take(session, sheet, skip_bad)
        if outcome.done:
            session.commit()
    for problem in outcome.problems:
        click.echo(problem, err=True)
    if not outcome.done:
        raise CommandError(
            f"{file.name} 有 {len(outcome.problems)} 行有误，没有改动：改好后再导入，或用 --skip-bad 跳过它们"
        )
    click.echo(_told(outcome))


@command.command("list", short_help="列出组织", help="列出组织，每行一个：编码、名称、层级、类别、上级编码、电话。")
@click.option("--district", help="只列这个区的，如 浦东新区。")
@click.option("--closed", is_flag=True, help="只列停用的。")
def list_(district: str | None, closed: bool) -> None:
    """Print organisations, one a line."""
    from bot.entities import places
    from bot.organisations import queries
    from bot.organisations.reading import KIND_NAMES, LEVEL_NAMES

    full = places.district(district) if district else None
    if district and not full:
        raise CommandError(f"没有“{district}”这个区：写全名，如 浦东新区")
    with open_database(Settings.load()) as database, database.reading() as session:
        rows = queries.listed(session, full, closed)
        for row in rows:
            above = row.parent.code if row.parent else "-"
            fields = (row.code, row.name, LEVEL_NAMES[row.level], KIND_NAMES[row.kind], above, row.phone or "12351")
            click.echo("\t".join(fields))
    if not rows:
        click.echo(
            "没有符合的组织：用 assistant orgs import FILE 导入，或用 assistant orgs sample 装入自带的。", err=True
        )


@command.command(
    "sample",
    short_help="装入自带的组织",
    help="装入自带的组织：市总工会、16 个区和各街镇的总工会，只有名称。库里已有组织时不改动。",
)
def sample() -> None:
    """Take in the shipped organisations."""
    from bot.organisations.sample import load_sample

    with open_database(Settings.load()) as database, database.work() as session:
        count = load_sample(session)
        session.commit()
    click.echo(f"已装入 {count} 个组织。" if count else "库里已有组织，没有改动。")


def _told(outcome: "Outcome") -> str:
    skipped = f"，跳过 {len(outcome.problems)} 行" if outcome.problems else ""
    if not (outcome.added or outcome.changed):
        return f"没有改动：{outcome.same} 个组织与库里的一致{skipped}。"
    return f"新增 {outcome.added} 个组织，更新 {outcome.changed} 个，{outcome.same} 个没有变化{skipped}。"
