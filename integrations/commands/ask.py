"""`assistant ask`: answers single questions, each as a new conversation, with no server running."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import clock
from bot.paths import ROOT
from bot.settings import Settings
from integrations.commands import CommandError, load_interpreter, open_database

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.nlu.interpreter import Interpreter
    from bot.reply import Audience, Reply
    from bot.understanding import Understanding


@click.command(short_help="回答单个问题（不用启动服务）", help="回答参数里的问题，或标准输入里一行一个的问题。")
@click.argument("text", nargs=-1)
@click.option("--audience", type=click.Choice(["worker", "cadre"]), default="worker", help="说给职工还是工会干部听。")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="“上个月”等从哪一天算起，默认今天。")
@click.option("--json", "as_json", is_flag=True, help="每个问题输出一行 JSON。")
def command(text: tuple[str, ...], audience: "Audience", today: datetime | None, as_json: bool) -> None:
    """Answer each question (contracts.md, `ask --json`)."""
    if any(not question.strip() for question in text):
        raise CommandError("问题是空的：请写上要问的话")
    from bot.knowledge.entries import KnowledgeError
    from bot.wording import WordingError

    interpreter = load_interpreter()
    with clock.fixed(today.date()) if today else nullcontext(), _library() as session:
        for question in text or _lines():
            try:
                line = _answer(interpreter, question, audience, as_json, session)
            except (KnowledgeError, WordingError) as error:
                raise CommandError(f"data/ 里的内容有误：{error}；运行 assistant train --check 检查") from error
            # In bytes: UTF-8 whatever the terminal's encoding.
            click.echo(line.encode("utf-8"))


@contextmanager
def _library() -> "Iterator[Session | None]":
    """Give a session on the database, which may have a policy library; none where no database was made yet.

    Nothing connects before a question needs it.
    """
    folder = Path(os.environ.get("DATA_DIR") or ROOT / "var")
    if not os.environ.get("DATABASE_URL") and not (folder / "assistant.db").is_file():
        yield None  # and the settings, which would make keys in the folder, are not read
        return
    with open_database(Settings.load()) as database, database.reading() as session:
        yield session


def _answer(
    interpreter: "Interpreter", question: str, audience: "Audience", as_json: bool, session: "Session | None"
) -> str:
    from bot.opening import open_with

    understanding = interpreter.parse(question)
    reply = open_with(understanding, audience, session)
    return _as_json(question, understanding, reply) if as_json else _as_text(question, reply)


def _lines() -> Iterator[str]:
    """Give the questions on standard input."""
    if sys.stdin.isatty():
        click.echo("请输入问题，一行一个，按 Ctrl-D 结束。", err=True)
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            question = line.decode("utf-8-sig").strip()
        except UnicodeDecodeError:
            raise CommandError(f"标准输入第 {number} 行不是 UTF-8 编码：请先转换编码") from None
        if question:
            yield question


def _seen(reply: "Reply") -> str:
    """Return what a person sees: the text with the options as numbered lines under it."""
    from integrations.wechat.reply import numbered

    return "\n\n".join(filter(None, (reply.text, numbered(reply.options))))


def _as_text(question: str, reply: "Reply") -> str:
    return f"问：{question}\n{_seen(reply)}\n"


def _as_json(question: str, understanding: "Understanding", reply: "Reply") -> str:
    payload = reply.payload()
    line: dict[str, Any] = {
        "question": question,
        "intent": understanding.intent,
        "confidence": round(understanding.confidence, 4),
        "outcome": payload["outcome"],
        "topic": payload["topic"],
        "service": payload["service"],
        "entities": dict(understanding.entities),
        "reply": _seen(reply),
        "citations": payload["citations"],
        "suggestions": payload["suggestions"],
    }
    return json.dumps(line, ensure_ascii=False)
