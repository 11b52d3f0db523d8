"""Reading Word files (.docx), with the numbers that Word itself puts in front of paragraphs."""

import io
import re
import zipfile
import zlib
from collections import defaultdict
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from lxml import etree

from bot.library.document import DocumentError

# A policy of a hundred pages unpacks to some megabytes; a bomb to gigabytes.
_MAX_UNPACKED_BYTES = 100 * 1024 * 1024
_MAX_PARTS = 2_000
_OLE = b"\xd0\xcf\x11\xe0"
_DIGITS = "零一二三四五六七八九"
_CHINESE = ("chinese", "japanese", "ideograph", "taiwanese")


def read_word(name: str, data: bytes) -> list[str]:
    """Return the paragraphs of a Word file in order, those of tables with them (one line a row).

    Raises:
        DocumentError: It is encrypted, broken, hostile, or has changes that nobody accepted yet.
    """
    if data.startswith(_OLE):
        raise DocumentError(f"{name}：有密码保护，或者其实是旧的 .doc 文件；请去掉密码，另存为 .docx")
    _check_archive(name, data)
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        changed = body.xpath(".//w:ins | .//w:del | .//w:moveFrom | .//w:moveTo")
        lines = [] if changed else list(_lines(document))
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        AttributeError,
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
    ) as error:
        raise DocumentError(f"{name}：文件已损坏，或者不是 Word 文档，打不开") from error
    if changed:
        raise DocumentError(f"{name}：里面有还没接受的修订，分不清哪一版算数；请在 Word 里“接受所有修订”后再导入")
    return lines


def _check_archive(name: str, data: bytes) -> None:
    """Refuse what must not be unpacked or parsed: bombs, and XML that declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            # What is declared is what is unpacked at most: reading stops there.
            if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED_BYTES:
                raise DocumentError(
                    f"{name}：解压后超过 {_MAX_UNPACKED_BYTES // 2**20} MB，不像正常的 Word 文档，已拒绝"
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and _declares(archive.read(part)):
                    raise DocumentError(f"{name}：里面的 XML 带有 DOCTYPE 声明，不像正常的 Word 文档，已拒绝")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        raise DocumentError(f"{name}：文件已损坏，或者不是 Word 文档，打不开") from error


def _declares(xml: bytes) -> bool:
    """Tell whether a part has a document type, in any encoding that XML may have."""
    return any("<!DOCTYPE".encode(encoding) in xml for encoding in ("ascii", "utf-16-le", "utf-16-be"))


def _lines(document: WordDocument) -> "list[str]":
    numbers = _Numbers(document)
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += ["　".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in block.rows]
        else:
            first, *others = block.text.split("\n")
            lines += [numbers.in_front_of(block) + first, *others]
    return lines


class _Numbers:
    """Counts the paragraphs that Word numbers by itself: 第一条 may stand nowhere in the text."""

    def __init__(self, document: WordDocument) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._styles = document.styles
        part = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
        if part is not None:
            self._read(part.element)

    def _read(self, root: Any) -> None:
        abstract = {a.get(qn("w:abstractNumId")): a for a in root.findall(qn("w:abstractNum"))}
        for number in root.findall(qn("w:num")):
            target = abstract.get(_value(number, "w:abstractNumId"))
            if target is None:
                continue
            self._levels[number.get(qn("w:numId"))] = {
                int(level.get(qn("w:ilvl"))): (
                    _value(level, "w:lvlText") or "",
                    _value(level, "w:numFmt") or "decimal",
                    int(_value(level, "w:start") or 1),
                )
                for level in target.findall(qn("w:lvl"))
            }

    def in_front_of(self, paragraph: Any) -> str:
        """Return the number that Word shows in front of a paragraph (empty without one), and count it."""
        found = self._properties(paragraph)
        if found is None or not paragraph.text.strip():
            return ""
        list_id, depth = found
        levels, counts = self._levels.get(list_id, {}), self._counts[list_id]
        if depth not in levels:
            return ""
        counts[depth] = counts.get(depth, levels[depth][2] - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        text, kind, _ = levels[depth]
        if kind in ("bullet", "none"):
            return ""

        def shown(match: "re.Match[str]") -> str:
            at = int(match[1]) - 1
            _, form, start = levels.get(at, ("", "decimal", 1))
            return _numeral(counts.get(at, start), form)

        written = re.sub(r"%(\d)", shown, text)
        return written + (" " if written and written[-1] not in "、，.．）)" else "")

    def _properties(self, paragraph: Any) -> tuple[str, int] | None:
        """Return the list and the depth of a paragraph, its own or its style's."""
        style = paragraph.style
        elements = [paragraph._p.pPr]
        while style is not None:
            elements.append(style.element.find(qn("w:pPr")))
            style = style.base_style
        for element in elements:
            numbering = element.find(qn("w:numPr")) if element is not None else None
            if numbering is not None and (list_id := _value(numbering, "w:numId")) is not None:
                return (list_id, int(_value(numbering, "w:ilvl") or 0)) if list_id != "0" else None
        return None


def _value(element: Any, child: str) -> str | None:
    found = element.find(qn(child))
    return None if found is None else found.get(qn("w:val"))


def _numeral(number: int, form: str) -> str:
    """Write a number below a thousand as the list does: 十二 or 12."""
    if not form.startswith(_CHINESE) or number >= 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones or not number else "")
