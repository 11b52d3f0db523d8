"""Reading a policy file as lines of text, whatever it is; a file that cannot be read is refused with its reason."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

from bot.library.document import MAX_FILE_BYTES, DocumentError

# Fewer Chinese characters than this are no policy: an empty page, a scan's stray marks.
_LEAST_CHARACTERS = 20
# Some PDFs use look-alikes of common characters (⼯ for 工), which no search would find.
_LOOK_ALIKES = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_UNSEEN = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read_lines(path: Path) -> list[str]:
    """Return the paragraphs of a file, none empty, without white space at the ends.

    Raises:
        DocumentError: It is missing, too large, of another kind, broken, encrypted, or has no text.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        hint = "；旧的 .doc 请在 Word 里另存为 .docx" if path.suffix.lower() == ".doc" else ""
        raise DocumentError(f"{path.name}：不支持这种文件，请用 .md、.txt、.docx 或 .pdf{hint}")
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise DocumentError(f"{path.name}：文件有 {size / 2**20:.1f} MB，超过 {MAX_FILE_BYTES // 2**20} MB 的上限")
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path.name}：打不开（{error.strerror}）") from error
    if not data.strip():
        raise DocumentError(f"{path.name}：是空文件")
    lines = _cleaned(reader(path.name, data))
    if len(_HAN.findall("".join(lines))) < _LEAST_CHARACTERS:
        raise DocumentError(f"{path.name}：没有读到文字（少于 {_LEAST_CHARACTERS} 个汉字）；请换一份带文字的文件")
    return lines


def _cleaned(lines: Iterable[str]) -> list[str]:
    """Return the lines as they are compared and quoted: no white space at the ends, no unseen characters."""
    cleaned = []
    for line in lines:
        text = _LOOK_ALIKES.sub(lambda found: unicodedata.normalize("NFKC", found.group()), _UNSEEN.sub("", line))
        text = re.sub(r"[\s\u3000]+", " ", text).strip()
        if text:
            cleaned.append(text)
    return cleaned


def _text(name: str, data: bytes) -> list[str]:
    """Decode a text file: UTF-8, UTF-16 with its mark, or GB 18030."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            break
        return text.splitlines()
    raise DocumentError(f"{name}：不是文本文件，或编码认不出；请另存为 UTF-8 编码的文本")


def _markdown(name: str, data: bytes) -> list[str]:
    """Read markdown as plain text: its marks for headings, stress, quotes and comments are layout."""
    text = re.sub(r"<!--.*?-->", "", "\n".join(_text(name, data)), flags=re.DOTALL)
    lines = (re.sub(r"^\s*(?:>\s*)*(?:#{1,6}\s+)?", "", line) for line in text.splitlines())
    return [re.sub(r"\*\*|__|\\(?=[.#*_()\-])", "", line) for line in lines]


def _word(name: str, data: bytes) -> list[str]:
    from bot.library.word import read_word  # python-docx takes a third of a second to import

    return read_word(name, data)


def _pdf(name: str, data: bytes) -> list[str]:
    from bot.library.pdf import read_pdf

    return read_pdf(name, data)


_READERS: dict[str, Callable[[str, bytes], list[str]]] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".txt": _text,
    ".docx": _word,
    ".pdf": _pdf,
}
