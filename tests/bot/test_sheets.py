"""Reading tables that people keep in files: every row with the line on which it stands."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from bot import sheets
from bot.sheets import SheetError

COLUMNS = {"name": ("姓名",), "number": ("身份证号", "证件号码")}


def parse(text, name="名册.csv", encoding="utf-8", required=("name",)):
    return sheets.parse(name, text.encode(encoding), COLUMNS, required)


def book(*rows):
    made, file = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_usual_encoding_is_read(encoding):
    sheet = parse("姓名,身份证号\n张三丰, 1 \n", encoding=encoding)
    assert [(row.line, row.values) for row in sheet.rows] == [(2, {"name": "张三丰", "number": "1"})]


def test_headings_may_be_keys_have_spaces_or_stars_and_stand_in_any_order():
    assert parse(" 证件号码 ,* NAME\n1,张\n").rows[0].values == {"name": "张", "number": "1"}


def test_lines_are_counted_as_an_editor_counts_them():
    rows = parse('\n姓名\n张\n\n"两\n行"\n李\n').rows
    assert [(row.line, row.values["name"]) for row in rows] == [(3, "张"), (5, "两\n行"), (7, "李")]


def test_columns_that_nobody_asked_for_are_told():
    assert parse("姓名,备注\n张,好\n").unused == ("备注",)


def test_a_row_with_more_cells_than_headings_is_a_problem_and_a_shorter_one_has_empty_cells():
    rows = parse("姓名,身份证号\n张,1,2\n李\n").rows
    assert "错了位" in rows[0].problem
    assert (rows[1].problem, rows[1].values) == (None, {"name": "李", "number": ""})


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.csv", "是空的"),
        ("单位\n某".encode(), "a.csv", "缺少这些列：姓名"),
        ("姓名,姓名\n张,李".encode(), "a.csv", "有两列都是“姓名”"),
        ('姓名\n张\n"李'.encode(), "a.csv", "第 3 行读不下去"),
        (b"\xff\xff\xff", "a.csv", "编码"),
        (b"x", "a.xls", "另存为 .csv 或 .xlsx"),
        (b"PK", "a.xlsx", "不是能读的 .xlsx"),
        ("姓名\n张".encode(), "a.xlsx", "不是能读的 .xlsx"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line_that_says_why(data, name, reason):
    with pytest.raises(SheetError, match=reason) as refused:
        sheets.parse(name, data, COLUMNS, ("name",))
    assert name in str(refused.value) and "\n" not in str(refused.value)


def test_a_missing_file_and_one_that_is_too_large_are_named(tmp_path, monkeypatch):
    with pytest.raises(SheetError, match=r"没有\.csv 打不开"):
        sheets.read(tmp_path / "没有.csv", COLUMNS)
    (tmp_path / "a.csv").write_text("姓名\n张\n", encoding="utf-8")
    assert len(sheets.read(tmp_path / "a.csv", COLUMNS).rows) == 1
    monkeypatch.setattr(sheets, "MAX_BYTES", 3)
    with pytest.raises(SheetError, match="太大"):
        sheets.read(tmp_path / "a.csv", COLUMNS)


def test_a_packed_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MAX_UNPACKED", 100)
    with pytest.raises(SheetError, match="太大"):
        sheets.parse("a.xlsx", book(["姓名"]), COLUMNS)


def test_a_workbook_gives_text_dates_as_iso_and_whole_numbers_without_a_point():
    data = book(
        ["姓名", "身份证号"],
        [None, None],
        ["张", 13800000000.0],
        ["李", datetime(2026, 1, 2)],  # noqa: DTZ001 - a spreadsheet knows no zones
        ["王", date(2026, 1, 2)],
    )
    rows = sheets.parse("a.xlsx", data, COLUMNS).rows
    assert [(row.line, row.values["number"]) for row in rows] == [
        (3, "13800000000"),
        (4, "2026-01-02"),
        (5, "2026-01-02"),
    ]


@pytest.mark.parametrize("cell", [310101199003071234, "3.10101E+17"])
def test_a_long_number_that_a_spreadsheet_has_cut_is_recognised(cell):
    (row,) = sheets.parse("a.xlsx", book(["姓名", "身份证号"], ["张", cell]), COLUMNS).rows
    assert sheets.is_mangled(row.values["number"])


def test_an_id_number_that_was_kept_as_text_is_whole():
    (row,) = sheets.parse("a.xlsx", book(["姓名", "身份证号"], ["张", "31010119900101001X"]), COLUMNS).rows
    assert row.values["number"] == "31010119900101001X" and not sheets.is_mangled(row.values["number"])
