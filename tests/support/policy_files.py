"""Policy files of every kind, made in the test: invented texts only."""

import io

import docx
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject

LAW = """# 中华人民共和国某某保护法

2001年2月3日 某某会议通过

2020年5月6日 某某会议修正

<!-- INFO END -->

## 第一章　总则

第一条 为了保护写测试的人，制定本法。

第二条 写测试的人有权喝茶。喝茶不得少于每日两次：

（一）上午一次；

（二）下午一次。

## 第二章　喝茶津贴

第三条 喝茶津贴由茶馆按月发放。
"""

OPINION = """某某市总工会文件

某工总〔2031〕8号

某某市总工会关于喝茶工作的指导意见

茶是好东西，现提出如下意见：

一、目标

喝好每一杯茶，让写测试的人满意。

二、措施

（一）建茶馆

1. 选好地方。茶馆要建在近处，不得离开写字楼五百米。

2. 备好茶叶。绿茶红茶都要有，写测试的人自己选。

（二）管茶馆

1. 发放喝茶津贴。经评价以后，由街道总工会发放。

某某市总工会
2031年4月5日
"""


def word(text: str) -> bytes:
    """Return a Word file with a paragraph for every line of a text."""
    document = docx.Document()
    for line in filter(None, text.splitlines()):
        document.add_paragraph(line)
    return saved(document)


def saved(document: "docx.document.Document") -> bytes:
    """Return a Word document as its file."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf(pages: list[list[str]], password: str | None = None) -> bytes:
    """Return a PDF with these lines of text on its pages; encrypted with a password."""
    writer = PdfWriter()
    font = _font(writer)
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        shown = [
            f"1 0 0 1 50 {800 - 20 * at} Tm <{line.encode('utf-16-be').hex()}> Tj" for at, line in enumerate(lines)
        ]
        page[NameObject("/Contents")] = _stream(writer, "\n".join(["BT /F1 12 Tf", *shown, "ET"]).encode())
    return _written(writer, password)


def scan(pages: int = 2) -> bytes:
    """Return a PDF whose pages are pictures."""
    writer = PdfWriter()
    picture = DecodedStreamObject()
    picture.set_data(b"\x00\xff\xff\x00")
    for name, value in (("/Type", "/XObject"), ("/Subtype", "/Image"), ("/ColorSpace", "/DeviceGray")):
        picture[NameObject(name)] = NameObject(value)
    for name, number in (("/Width", 2), ("/Height", 2), ("/BitsPerComponent", 8)):
        picture[NameObject(name)] = NumberObject(number)
    shown = writer._add_object(picture)
    for _ in range(pages):
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/XObject"): DictionaryObject({NameObject("/Im1"): shown})}
        )
        page[NameObject("/Contents")] = _stream(writer, b"q 595 0 0 842 0 0 cm /Im1 Do Q")
    return _written(writer, None)


def _font(writer: PdfWriter) -> object:
    """Add a font whose codes are UTF-16, so that the text can be read without the font itself."""
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def "
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        b"1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange\nendcmap end end"
    )
    descendant = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/CIDFontType2"),
            NameObject("/BaseFont"): NameObject("/Test"),
            NameObject("/DW"): NumberObject(1000),
        }
    )
    return writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type0"),
                NameObject("/BaseFont"): NameObject("/Test"),
                NameObject("/Encoding"): NameObject("/Identity-H"),
                NameObject("/DescendantFonts"): ArrayObject([writer._add_object(descendant)]),
                NameObject("/ToUnicode"): _stream(writer, to_unicode),
            }
        )
    )


def _stream(writer: PdfWriter, data: bytes) -> object:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return writer._add_object(stream)


def _written(writer: PdfWriter, password: str | None) -> bytes:
    if password:
        writer.encrypt(password)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()
