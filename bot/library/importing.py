"""From a file to a document: read, mended, split, recognised."""

import re
from collections.abc import Sequence
from pathlib import Path

from bot.library.document import MAX_CLAUSES, Document, DocumentError
from bot.library.reading import read_lines
from bot.library.recognising import recognise_number, recognise_title, recognise_version, signature
from bot.library.splitting import HEADING_CHARS, is_mark, split

_PROSE = re.compile(r"[，。；、]")
_ENDED = tuple("。；：！？!?;:…”’）)》】〉")
_VERSION = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")


def load(path: Path, title: str = "", number: str = "", version: str = "") -> Document:
    """Read a policy file.

    Args:
        path: Markdown, text, Word (.docx) or PDF.
        title: The title; recognised where empty.
        number: The issuer's number; recognised where empty.
        version: The day of the text as ISO, or its month or year; recognised where empty.

    Raises:
        DocumentError: The file cannot be read, has no text, or is beyond the bounds.
    """
    if version and not _VERSION.match(version):
        raise DocumentError(f"版本日期“{version}”不对：请写成 2021-12-24、2021-12 或 2021")
    lines = mend(read_lines(path))
    tail = signature(lines)
    body, end = lines[: len(lines) - tail], lines[len(lines) - tail :]
    parts = split(body)
    if not parts.clauses:
        raise DocumentError(f"{path.name}：只有标题，没有正文，无法导入")
    if len(parts.clauses) > MAX_CLAUSES:
        raise DocumentError(
            f"{path.name}：有 {len(parts.clauses)} 条，超过 {MAX_CLAUSES} 条的上限；请拆成几个文件再导入"
        )
    number = number or recognise_number(parts.front)
    title = title or recognise_title(parts.front, path.stem)
    if not 2 <= len(title) <= 100:
        raise DocumentError(f"{path.name}：没有认出标题；请用 --title 写明")
    version = version or recognise_version(parts.front, end, path.stem, number)
    return Document(title, number[:100], version, path.name, tuple(lines), parts.clauses)


def mend(lines: Sequence[str]) -> list[str]:
    """Put paragraphs together that a page's end cut in two.

    The text ends without a mark there, and the next paragraph opens nothing; both are sentences (a formula or
    an address on a line of its own is not).
    """
    mended: list[str] = []
    for line in lines:
        before = mended[-1] if mended else ""
        heading = is_mark(before) and len(before) <= HEADING_CHARS and not re.search("[。；]", before)
        open_ended = bool(_PROSE.search(before)) and not before.endswith(_ENDED) and not heading
        if open_ended and _PROSE.search(line) and not is_mark(line):
            mended[-1] = before + line
        else:
            mended.append(line)
    return mended
