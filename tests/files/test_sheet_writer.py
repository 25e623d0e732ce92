"""Written lists: phones and formulas stay text, dates are dates, the old file stays until the new one is whole."""

import errno
import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from desktop_crm.base.errors import Cancelled, DiskFull, FileNotWritten
from desktop_crm.base.progress import Progress
from desktop_crm.base.table import SheetColumn
from desktop_crm.files.atomic import replaced_file
from desktop_crm.files.sheet_writer import guarded, unguarded, write_csv, write_xlsx
from desktop_crm.files.table import open_table

COLUMNS = [SheetColumn("Name"), SheetColumn("Phone"), SheetColumn("Since", "date"), SheetColumn("Sum", "number", 12)]
ROWS = [
    ("Țurcanu Ștefan", "+373 22 123 456", date(2020, 2, 29), 12.5),
    ("ООО «Ромашка»", "+37369123456", None, -3),
    ('=HYPERLINK("http://x")', "069123456", date(1999, 12, 31), None),
    ("@sum", "-12.5", None, 0),
    (" two\nlines; a, b ", "007", None, 10**14),
]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_is_written_comes_back(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"list.{ending}"
    write = write_xlsx if ending == "xlsx" else write_csv
    assert write(path, COLUMNS, iter(ROWS)) == 5
    table = open_table(path, header_row=0)
    assert table.headers == ("Name", "Phone", "Since", "Sum")
    assert [row[:2] for row in table.rows] == [row[:2] for row in ROWS]
    if ending == "xlsx":
        assert table.rows == ROWS


def test_excel_sees_text_dates_filters_and_a_standing_header(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "list.xlsx", COLUMNS, ROWS)
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx").active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D6")
    assert {cell.data_type for cell in (*sheet["A"], *sheet["B"])} == {"s"}
    assert sheet["B3"].number_format == "@"
    assert sheet["A4"].quotePrefix
    assert sheet["C2"].value == datetime(2020, 2, 29)
    assert sheet["C2"].is_date
    assert sheet.column_dimensions["D"].width == 12


def test_naughty_strings_survive(tmp_path: Path, samples: Path) -> None:
    naughty = json.loads((samples / "minimaxir+big-list-of-naughty-strings/blns.json").read_text(encoding="utf-8"))
    for write, name in ((write_xlsx, "n.xlsx"), (write_csv, "n.csv")):
        write(tmp_path / name, [SheetColumn("text"), SheetColumn("x")], [(text, "x") for text in naughty])
        found = [row[0] or "" for row in open_table(tmp_path / name, header_row=0).rows]
        lost = [(a, b) for a, b in zip(naughty, found, strict=True) if a != b]
        assert lost in ([], [("\ufffe", "\ufffd")])  # XML knows no U+FFFE


@pytest.mark.parametrize(
    "text", ["\x07bell", "a\x0bb", "_x0041_", "_x005F_", "cr\rlf\r\n", "\t=1", "x" * 40_000, "\ud800"]
)
def test_what_xml_cannot_hold(text: str, tmp_path: Path) -> None:
    write_xlsx(tmp_path / "list.xlsx", [SheetColumn("text")], [(text,)])
    found = open_table(tmp_path / "list.xlsx", header_row=0).rows[0][0]
    if len(text) > 32_767:
        assert found == text[:32_766] + "…"
    else:
        assert found == text.replace("\ud800", "\ufffd")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3+cmd", "'-2+3+cmd"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("'=1", "''=1"),
        ("''+1a", "'''+1a"),
        ("+373 22 123 456", "+373 22 123 456"),
        ("+1 (555) 123-45.67", "+1 (555) 123-45.67"),
        ("-12.5", "-12.5"),
        ("-1,000.50", "-1,000.50"),
        ("'quoted' name", "'quoted' name"),
        ("O'Brien", "O'Brien"),
        ("", ""),
    ],
)
def test_the_rule_against_formulas(text: str, written: str) -> None:
    assert guarded(text) == written
    assert unguarded(written) == text


def test_csv_has_a_mark_and_windows_line_ends(tmp_path: Path) -> None:
    write_csv(tmp_path / "list.csv", COLUMNS, ROWS, delimiter=";")
    content = (tmp_path / "list.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfName;Phone")
    assert content.count(b"\r\n") == 6


def test_moments_are_written_in_local_time(tmp_path: Path) -> None:
    moment = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
    write_xlsx(tmp_path / "list.xlsx", [SheetColumn("Seen", "moment")], [(moment,)])
    assert open_table(tmp_path / "list.xlsx", header_row=0).rows[0][0] == moment.astimezone().replace(tzinfo=None)


@pytest.mark.parametrize("write", [write_xlsx, write_csv])
def test_the_old_file_stays_when_writing_fails(write, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    path = folder / "list.out"
    path.write_text("old")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        write(path, COLUMNS, ROWS * 2000, progress)
    assert path.read_text() == "old"
    assert list(folder.iterdir()) == [path]


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(FileNotWritten):
        write_csv(tmp_path / "no such folder" / "list.csv", COLUMNS, ROWS)
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileNotWritten):
        write_csv(tmp_path / "folder", COLUMNS, ROWS)
    assert list((tmp_path / "folder").iterdir()) == []


def test_a_full_disk_is_called_so(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(DiskFull), replaced_file(folder / "list.csv"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert list(folder.iterdir()) == []


def test_the_same_rows_make_the_same_file(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx(tmp_path / name, COLUMNS, ROWS)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
