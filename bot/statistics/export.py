"""Figures as files: CSV that Excel opens with its Chinese intact, and XLSX."""

import csv
import io

from openpyxl import Workbook

from bot.statistics.table import HOURS, SCORE, Row, Table, Value

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_SHEET_NAME = 31  # characters; Excel's own limit
_DIGITS = {HOURS: 1, SCORE: 2}


def as_csv(table: Table) -> bytes:
    """Return a table as CSV, UTF-8 with the mark that Excel needs to read Chinese."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([table.about, *(column.label for column in table.columns)])
    for row in (*table.rows, table.total):
        writer.writerow(_cells(table, row))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(*tables: Table) -> bytes:
    """Return tables as a workbook, a sheet for each."""
    book = Workbook(write_only=True)
    for number, table in enumerate(tables, 1):
        sheet = book.create_sheet(f"{number} {table.about}"[:_SHEET_NAME])
        sheet.append([table.title])
        sheet.append([table.about, *(column.label for column in table.columns)])
        for row in (*table.rows, table.total):
            sheet.append(_cells(table, row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cells(table: Table, row: Row) -> list[str | Value]:
    return [_harmless(row.label), *(_rounded(row.values.get(c.name), c.unit) for c in table.columns)]


def _harmless(label: str) -> str:
    """Keep a name that people wrote from being run as a formula by whoever opens the file."""
    return f"'{label}" if label.startswith(_FORMULA_STARTS) else label


def _rounded(value: Value, unit: str) -> Value:
    return round(value, _DIGITS[unit]) if value is not None and unit in _DIGITS else value
