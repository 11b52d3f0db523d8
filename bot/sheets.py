"""Rows of a table that somebody keeps in a file (CSV or XLSX), each with the line on which it stands."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MAX_BYTES = 50 * 1024 * 1024
# A workbook is a packed file: what it unpacks to is limited too.
MAX_UNPACKED = 500 * 1024 * 1024
_MANGLED = re.compile(r"-?\d(?:\.\d+)?[Ee]\+?\d+")
_DIGITS_KEPT = 15  # of a number in a spreadsheet; an ID number in a number cell has lost its last three

Cells = tuple[int, Sequence[str]]


class SheetError(Exception):
    """The file as a whole cannot be read; the message is one line that names it and says what to do."""


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Attributes:
        line: Where it begins in the file, as an editor or a spreadsheet counts: the first line is 1.
        values: Each column's text by its key, without spaces around it; empty where the cell is.
        problem: What is wrong with the row as a row, or None.
    """

    line: int
    values: Mapping[str, str]
    problem: str | None = None


@dataclass(frozen=True)
class Problem:
    """A row that cannot be used: its line and the reason in one sentence."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"第 {self.line} 行：{self.reason}"


@dataclass(frozen=True)
class Sheet:
    """A table: its rows, and the headings of columns that nobody asked for."""

    rows: list[Row]
    unused: tuple[str, ...]


def read(path: Path, columns: Mapping[str, Sequence[str]], required: Sequence[str] = ()) -> Sheet:
    """Read a file.

    Args:
        path: A `.csv` (UTF-8 with or without a mark, or GB18030) or `.xlsx` file (its first sheet); the first
            line that is not empty holds the headings.
        columns: The headings by which a column is known, by the key that rows have it under; the key itself is
            a heading too.
        required: Keys whose columns must be there.

    Raises:
        SheetError: It cannot be opened or read, or lacks a column.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SheetError(f"{path.name} 太大：最多 {MAX_BYTES // 1024 // 1024} MB，请拆成几个文件")
        data = path.read_bytes()
    except OSError as error:
        raise SheetError(f"{path.name} 打不开：{error.strerror}") from error
    return parse(path.name, data, columns, required)


def parse(name: str, data: bytes, columns: Mapping[str, Sequence[str]], required: Sequence[str] = ()) -> Sheet:
    """Read a file's content; see `read`."""
    suffix = Path(name).suffix.lower()
    if suffix not in (".csv", ".xlsx"):
        raise SheetError(f"{name} 的格式不支持：请另存为 .csv 或 .xlsx 再导入")
    lines = (cells for cells in (_csv if suffix == ".csv" else _xlsx)(name, data) if any(cells[1]))
    _, headings = next(lines, (0, ()))
    if not headings:
        raise SheetError(f"{name} 是空的：第一行应为列名，下面每行一条")
    keys = _keys(name, headings, columns, required)
    rows = [_row(line, cells, keys) for line, cells in lines]
    unused = tuple(heading for heading, key in zip(headings, keys, strict=True) if heading and key is None)
    return Sheet(rows, unused)


def is_mangled(value: str) -> bool:
    """Return whether a spreadsheet has made a long number into 3.10101E+17, so that digits are lost."""
    return _MANGLED.fullmatch(value) is not None


def _keys(
    name: str, headings: Sequence[str], columns: Mapping[str, Sequence[str]], required: Sequence[str]
) -> list[str | None]:
    """Return each column's key, None for one that nobody asked for."""
    known = {_plain(heading): key for key, names in columns.items() for heading in (key, *names)}
    keys = [known.get(_plain(heading)) for heading in headings]
    for key in columns:
        if keys.count(key) > 1:
            raise SheetError(f"{name} 有两列都是“{columns[key][0]}”：请只留一列")
    if missing := [columns[key][0] for key in required if key not in keys]:
        raise SheetError(f"{name} 缺少这些列：{'、'.join(missing)}（第一行应为列名）")
    return keys


def _plain(heading: str) -> str:
    return "".join(heading.split()).strip("*＊").lower()


def _row(line: int, cells: Sequence[str], keys: Sequence[str | None]) -> Row:
    values = {key: cell for key, cell in zip(keys, cells, strict=False) if key}
    values.update({key: "" for key in keys if key and key not in values})
    too_many = any(cells[len(keys) :])
    return Row(line, values, "格子比列名多，内容可能错了位（文字里有逗号时要加引号）" if too_many else None)


def _csv(name: str, data: bytes) -> Iterator[Cells]:
    reader = csv.reader(io.StringIO(_text(name, data), newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise SheetError(f"{name} 第 {line} 行读不下去：引号没有配对，或混进了特殊字符（{error}）") from error
        if cells is None:
            return
        yield line, [cell.strip() for cell in cells]


def _text(name: str, data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError(f"{name} 的文字编码认不出来：请另存为 UTF-8 编码的 CSV，或存成 .xlsx")


def _xlsx(name: str, data: bytes) -> Iterator[Cells]:
    broken = SheetError(f"{name} 不是能读的 .xlsx 文件：可能已损坏、加了密码，或只是改了扩展名")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
                raise SheetError(f"{name} 太大：请拆成几个文件")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise broken from error
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs write down a size that is not true
        for line, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            yield line, [_cell(cell) for cell in cells]
    except (IndexError, KeyError, ValueError, SyntaxError) as error:  # ElementTree's ParseError is a SyntaxError
        raise broken from error
    finally:
        book.close()


def _cell(value: Any) -> str:
    """Return a cell's value as text: dates as ISO, whole numbers without a point, overlong ones as mangled."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        if abs(value) >= 10**_DIGITS_KEPT:
            return f"{value:.14E}"
        return str(int(value)) if value == int(value) else str(value)
    return str(value).strip()
