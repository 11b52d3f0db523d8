"""Files of every kind become paragraphs, or are refused with their reason in one Chinese line."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from bot.library.document import MAX_FILE_BYTES, DocumentError
from bot.library.reading import read_lines
from tests.support.policy_files import LAW, OPINION, pdf, saved, scan, word

ENOUGH = "写测试的人有权喝茶，茶馆应当按月发放喝茶津贴，不得拖欠。"


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def put(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return put


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a Word file with one part changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    return zipped(parts | {name: change(parts[name])})


def test_markdown_loses_its_marks_and_nothing_else(put) -> None:
    text = f"# 某法\n\n<!-- 注\n释 -->\n\n**第一条** {ENOUGH}\n\n> 1\\. 引用。\n"
    assert read_lines(put("a.md", text.encode())) == ["某法", f"第一条 {ENOUGH}", "1. 引用。"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encodings_that_offices_use(put, encoding: str) -> None:
    assert read_lines(put("a.txt", f"　　{ENOUGH}\r\n\r\n".encode(encoding))) == [ENOUGH]


def test_word_gives_paragraphs_and_tables_in_order(put) -> None:
    document = docx.Document()
    document.add_paragraph(ENOUGH)
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "绿茶", "三元"
    document.add_paragraph("结束。")
    assert read_lines(put("a.docx", saved(document))) == [ENOUGH, "绿茶 三元", "结束。"]


def test_numbers_that_word_counts_by_itself_are_there(put) -> None:
    def level(depth: int, kind: str, shown: str) -> str:
        what = f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{shown}"/>'
        return f'<w:lvl w:ilvl="{depth}">{what}</w:lvl>'

    document = docx.Document()
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    levels = level(0, "chineseCounting", "第%1条") + level(1, "decimal", "%2.")
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {space} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {space} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for depth, text in ((0, ENOUGH), (1, "绿茶；"), (1, "红茶。"), (0, "乙。"), (1, "白茶。")):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        number = OxmlElement("w:numPr")
        for name, value in (("w:ilvl", str(depth)), ("w:numId", "77")):
            child = OxmlElement(name)
            child.set(qn("w:val"), value)
            number.append(child)
        properties.append(number)
    shown = read_lines(put("a.docx", saved(document)))
    assert shown == [f"第一条 {ENOUGH}", "1.绿茶；", "2.红茶。", "第二条 乙。", "1.白茶。"]


def test_pdf_lines_become_paragraphs_without_page_numbers_and_running_heads(put) -> None:
    head, wide = "内部资料", "第二条 茶馆应当在每个工作日的上午九时以前准备好足够的茶叶和热水"
    pages = [
        [head, "第一条 " + ENOUGH, "- 1 -"],
        [head, wide, "，不得拖延。", "第 2 页 共 3 页"],
        [head, "第三条 结束。", "3"],
    ]
    lines = read_lines(put("a.pdf", pdf(pages)))
    assert [re.sub(r"\s", "", line) for line in lines] == [
        re.sub(r"\s", "", line) for line in ("第一条" + ENOUGH, wide + "，不得拖延。", "第三条结束。")
    ]


REFUSED = [
    ("a.xls", b"x", "不支持"),
    ("a.doc", b"x", "另存为 .docx"),
    ("a.md", b"", "空文件"),
    ("a.txt", b" \n ", "空文件"),
    ("a.md", "# 标题".encode(), "没有读到文字"),
    ("a.txt", b"\x00\x01\x02" * 40, "不是文本文件"),
    ("a.txt", b"\xff" * 99, "不是文本文件"),
    ("a.docx", b"PK junk", "已损坏"),
    ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600), "密码保护"),
    ("a.docx", zipped({"hello.txt": b"x"}), "已损坏"),
    ("a.docx", word(OPINION)[:-200], "已损坏"),
    ("a.docx", word("。"), "没有读到文字"),
    ("a.docx", zipped({"word/document.xml": bytes(101 * 2**20)}), "解压后超过"),
    ("a.docx", zipped({f"{n}.xml": b"" for n in range(2001)}), "解压后超过"),
    (
        "a.docx",
        changed(word(OPINION), "word/document.xml", lambda xml: b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml),
        "DOCTYPE",
    ),
    ("a.docx", changed(word(OPINION), "word/document.xml", lambda xml: xml[: len(xml) // 2]), "已损坏"),
    (
        "a.docx",
        changed(
            word(OPINION),
            "word/document.xml",
            lambda xml: xml.replace(b"<w:r>", b"<w:ins><w:r>", 1).replace(b"</w:r>", b"</w:r></w:ins>", 1),
        ),
        "修订",
    ),
    ("a.pdf", b"%PDF-1.7 junk", "已损坏"),
    ("a.pdf", pdf([[ENOUGH]])[:-300], "已损坏"),
    ("a.pdf", pdf([[ENOUGH]], "secret"), "密码保护"),
    ("a.pdf", scan(), "扫描件"),
    ("a.pdf", pdf([[]]), "扫描件"),
]


@pytest.mark.parametrize(("name", "data", "reason"), REFUSED, ids=lambda value: str(value)[:16])
def test_what_cannot_be_read_is_refused_with_its_reason(put, name: str, data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read_lines(put(name, data))
    assert str(refused.value).startswith(f"{name}：") and "\n" not in str(refused.value)
    assert reason in str(refused.value)


def test_a_file_that_is_too_large_is_not_read(put) -> None:
    with pytest.raises(DocumentError, match="20 MB 的上限"):
        read_lines(put("a.txt", b"x" * (MAX_FILE_BYTES + 1)))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"nothing\.md：打不开"):
        read_lines(tmp_path / "nothing.md")


def test_a_law_is_the_same_words_in_every_format(put) -> None:
    from bot.library.importing import load

    paragraphs = [line.strip("# ") for line in LAW.splitlines() if line.strip() and "INFO" not in line]
    files = [put("a.md", LAW.encode()), put("b.docx", word("\n".join(paragraphs))), put("c.pdf", pdf([paragraphs]))]
    assert len({load(file, title="某法").digest for file in files}) == 1
