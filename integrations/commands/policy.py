"""`assistant policy`: the library of full policy texts."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.settings import Settings
from integrations.commands import CommandError, open_database

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.library.document import Document
    from bot.library.service import Imported, Listed

_SURENESS = {"certain": "点名", "high": "很可能", "fair": "可能", "low": "沾边"}


@click.group(short_help="政策库", help="政策原文库：导入 Markdown、文本、Word（.docx）或 PDF，拆成条款，供查询和引用。")
def command() -> None:
    """Group the commands of the library."""


@command.command(
    "import",
    short_help="导入政策文件",
    help="导入 FILE（.md、.txt、.docx、.pdf）。标题、文号、版本日期从正文开头或文件名里认，认得不对就用选项写明。"
    "有一个文件不能用，就一个也不导入。",
)
@click.argument("file", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--title", default="", help="标题（只导入一个文件时可用）。")
@click.option("--number", default="", help="文号，如 沪工总基〔2017〕172号（只导入一个文件时可用）。")
@click.option("--date", "version", default="", help="版本日期，如 2021-12-24 或 2017（只导入一个文件时可用）。")
def import_(file: tuple[Path, ...], title: str, number: str, version: str) -> None:
    """Import files, all or none."""
    from bot.library import service

    if len(file) > 1 and (title or number or version):
        raise CommandError("--title、--number、--date 说的是一个文件：请一次只导入一个")
    documents = _read(file, title, number, version)
    with _library(writing=True) as session:
        imported = [(document, service.keep(session, document)) for document in documents]
        session.commit()
    for document, outcome in imported:
        click.echo(_told(document, outcome))


@command.command("list", short_help="列出政策", help="列出库里的政策；写上 TITLE 就列出它的所有版本。")
@click.argument("title", required=False)
def list_(title: str | None) -> None:
    """Print every policy, or every version of one, one a line."""
    from bot.library import service

    with _library() as session:
        listed = service.list_versions(session, title) if title else service.list_current(session)
    for one in listed:
        click.echo(_row(one, title is not None))
    if not listed:
        click.echo("政策库还是空的：用 assistant policy import FILE… 导入。", err=True)


@command.command("search", short_help="查条款", help="按字词和意思查条款，也可以写明文件和条号（劳动合同法第38条）。")
@click.argument("text", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 20), default=3, show_default=True, help="最多列出几条。")
@click.option("--old", is_flag=True, help="只在旧版本里查。")
def search(text: tuple[str, ...], limit: int, old: bool) -> None:
    """Print the clauses that fit, whole, best first."""
    from bot.knowledge.entries import KnowledgeError
    from bot.library.clauses import find
    from bot.nlu.examples import ExamplesError

    with _library() as session:
        try:
            found = find(session, " ".join(text), limit, old)
        except (KnowledgeError, ExamplesError) as error:
            raise CommandError(f"data/ 里的内容有误：{error}；运行 assistant train --check 检查") from error
    for one in found:
        about = "，".join(filter(None, (one.number, one.version or "版本日期未注明")))
        sure = f"{_SURENESS[one.sureness]} {one.score:.2f}"
        click.echo(f"《{one.title}》{one.clause.label}（{about}）[{sure}]")
        if one.clause.headings:
            click.echo("  " + " › ".join(one.clause.headings))
        click.echo(f"{one.clause.text}\n")
    if not found:
        raise CommandError("没有查到：换个说法，或用 assistant policy list 看库里有哪些政策")


@command.command("remove", short_help="移除政策", help="移除政策 TITLE 的所有版本，或只移除一个版本。")
@click.argument("title")
@click.option("--date", "version", help="只移除这个版本日期的文本（与 policy list TITLE 里的一样）。")
@click.option("--yes", is_flag=True, help="不再确认。")
def remove(title: str, version: str | None, yes: bool) -> None:
    """Remove a policy or one of its versions."""
    from bot.library import service

    with _library() as session:
        listed = service.list_versions(session, title)  # an unknown title is said before anybody confirms
    what = f"《{title}》" + (f"的版本 {version}" if version is not None else f"的 {len(listed)} 个版本")
    if not yes and not click.confirm(f"移除{what}，移除后查不到原文。确定吗？", err=True):
        raise CommandError("没有移除")
    with _library(writing=True) as session:
        count = service.remove(session, title, version)
        session.commit()
    click.echo(f"已移除《{title}》的 {count} 个版本。")


def _read(files: tuple[Path, ...], title: str, number: str, version: str) -> "list[Document]":
    """Read every file before anything is written; what is wrong with any of them is one line."""
    from bot.library.document import DocumentError
    from bot.library.importing import load

    documents, problems = [], []
    for path in files:
        try:
            documents.append(load(path, title, number, version))
        except DocumentError as error:
            problems.append(str(error))
    if problems:
        raise CommandError("；".join(problems) + "。政策库没有改动")
    return documents


def _told(document: "Document", outcome: "Imported") -> str:
    """Say what was recognised and what became of it."""
    articles = sum(clause.article.isdigit() for clause in document.clauses)
    counted = f"{articles} 条" if articles else f"{len(document.clauses)} 段条款"
    seen = "，".join(
        (
            f"版本 {outcome.version.version or '未认出（可用 --date 写明）'}",
            f"文号 {outcome.version.number or '无'}",
            counted,
        )
    )
    if outcome.kind == "same":
        current = "" if outcome.version.current else "，它是旧版本"
        return f"《{document.title}》内容与库里的一致，没有改动（{seen}{current}）"
    done = "已导入" if outcome.kind == "new" else "已导入新版本" if outcome.version.current else "已作为旧版本存入"
    return f"{done}《{document.title}》（{seen}）"


def _row(one: "Listed", whole: bool) -> str:
    version = one.version
    last = ("当前" if version.current else "旧版本") if whole else f"共 {one.versions} 个版本"
    fields = (version.policy.title, version.version or "-", version.number or "-", f"{one.clauses} 条", last)
    return "\t".join((*fields, version.file) if whole else fields)


@contextmanager
def _library(writing: bool = False) -> "Iterator[Session]":
    """Give a session, for reading only or as a unit of work; what the library refuses becomes one line."""
    from bot.library.service import LibraryError

    with open_database(Settings.load()) as database, database.work() if writing else database.reading() as session:
        try:
            yield session
        except LibraryError as error:
            raise CommandError(str(error)) from error
