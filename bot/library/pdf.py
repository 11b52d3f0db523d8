"""Reading PDF files that have text in them; a scan has only pictures and is refused."""

import io
import logging
import re
from collections import Counter
from itertools import pairwise

from pypdf import PasswordType, PdfReader
from pypdf.errors import PyPdfError

from bot.library.document import DocumentError
from bot.library.splitting import is_mark

_MAX_PAGES = 1_000
_HAN = re.compile(r"[\u4e00-\u9fff]")
# A page of text has some hundred characters; a scan at most a stamp's.
_LEAST_CHARACTERS_A_PAGE = 10
_PAGE_NUMBER = re.compile(r"^[\s\-—–－·第/共页]*\d{1,4}[\s\-—–－·第/共页\d]*$")
_ENDED = tuple("。；：！？")
# A line at least this full (share of the fullest) was broken by the margin, not by its writer.
_FULL = 0.8


def read_pdf(name: str, data: bytes) -> list[str]:
    """Return the paragraphs of a PDF: lines put together, page numbers and running heads left out.

    Raises:
        DocumentError: It is encrypted, broken, too long, or a scan without text.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports every small flaw of a file
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise DocumentError(f"{name}：有密码保护；请先去掉密码再导入")
        if len(reader.pages) > _MAX_PAGES:
            raise DocumentError(f"{name}：有 {len(reader.pages)} 页，超过 {_MAX_PAGES} 页的上限")
        pages = [page.extract_text().splitlines() for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        raise DocumentError(f"{name}：文件已损坏，或者不是 PDF，打不开") from error
    characters = sum(len(_HAN.findall("".join(page))) for page in pages)
    if not pages or characters < _LEAST_CHARACTERS_A_PAGE * len(pages):
        raise DocumentError(f"{name}：像是扫描件，里面只有图片、没有文字；请先做文字识别（OCR），或换成带文字的文件")
    return _paragraphs(pages)


def _paragraphs(pages: list[list[str]]) -> list[str]:
    """Put the lines of all pages together to paragraphs."""
    repeated = Counter(line.strip() for page in pages for line in {*page[:2], *page[-2:]})
    running = {line for line, count in repeated.items() if len(pages) > 2 and count > len(pages) / 2}
    lines = [
        _closed(line)
        for page in pages
        for line in page
        if line.strip() and line.strip() not in running and not _PAGE_NUMBER.match(line)
    ]
    full = _FULL * max(map(len, lines), default=0)
    paragraphs = lines[:1]
    for before, line in pairwise(lines):
        if len(before) >= full and not before.endswith(_ENDED) and not is_mark(line):
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
    return paragraphs


def _closed(line: str) -> str:
    """Return a line without the gaps that layout puts between Chinese characters."""
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) +(?=[\u3000-\u9fff\uff00-\uffef])", "", line.strip())
