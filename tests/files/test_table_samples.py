"""Every table of the outside samples: rows, header, first record as two independent readers found them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_crm.base.errors import FileEmpty, FileProtected
from desktop_crm.files.table import open_table

# deliberately other than the mechanical readers of expected/
PROTECTED = {"SheetJS+test_files/password_2002_40_xor.xls", "tafia+calamine/tests/pass_protected.ods"}
EMPTY = {
    "SheetJS+test_files/custom_properties.xls",
    "roo-rb+roo/files/emptysheets.xlsx",
    "roo-rb+roo/files/frozen_string.ods",
}
BLANKS_ONLY = {"tafia+calamine/tests/minimal_package.xlsx": 1}  # a row of nothing but spaces is an empty row
NO_HEADER = {"headerless.csv", "long.csv", "link.csv", "numbers1.csv", "utf8bom.csv"}


def _titles(table) -> int:
    return sum(dict(note.facts)["count"] for note in table.notes if note.code == "title_rows")


@pytest.mark.samples("csv", "csv-bank", "csv-crm", "csv-outlook", "dedupe")
def test_text_tables_have_all_records(sample: str, samples: Path, expected: Callable[[str], dict]) -> None:
    table = open_table(samples / sample)
    said = expected(sample)
    if "records_not_empty" in said:
        assert len(table.rows) + _titles(table) + (table.header_row is not None) == said["records_not_empty"]
        encoding = {"ascii": "utf-8", "utf-16": "utf-16"}.get(said["encoding"], said["encoding"])
        assert table.encoding == encoding
        if any(int(width) > 1 for width in said["widths"]):
            assert table.delimiter == {"TAB": "\t"}.get(said["delimiter"], said["delimiter"])
    else:
        assert len(table.rows) == 1000
    assert (table.header_row is None) == (Path(sample).name in NO_HEADER)
    assert all(len(row) == len(table.headers) for row in table.rows)
    assert len(set(table.headers)) == len(table.headers)
    assert table.row_numbers == sorted(set(table.row_numbers))


@pytest.mark.samples("xls", "xls-contacts")
def test_spreadsheets_have_all_rows_of_the_first_filled_visible_sheet(
    sample: str, samples: Path, expected: Callable[[str], dict]
) -> None:
    if sample in PROTECTED:
        with pytest.raises(FileProtected):
            open_table(samples / sample)
        return
    if sample in EMPTY:
        with pytest.raises(FileEmpty):
            open_table(samples / sample)
        return
    table = open_table(samples / sample)
    sheet = next(each for each in expected(sample)["calamine"] if each["name"] == table.sheet)
    assert sheet["visible"].endswith("Visible")
    assert "Hidden" not in sheet["visible"]
    blank = BLANKS_ONLY.get(sample, 0)
    assert len(table.rows) + _titles(table) + (table.header_row is not None) + blank == sheet["rows_not_empty"]
    assert all(len(row) == len(table.headers) for row in table.rows)


def test_preamble_is_told_from_the_header(samples: Path) -> None:
    table = open_table(samples / "excelano+xled/messy/preamble.csv")
    assert table.headers == ("ID", "Application", "Risk", "Likelihood", "Impact")
    assert table.header_row == 4
    assert table.row_numbers == [6, 7, 8]
    assert [note.sentence for note in table.notes] == ["3 title rows above the header were left out."]


def test_stacked_tables_are_pointed_out(samples: Path) -> None:
    table = open_table(samples / "excelano+xled/messy/stacked.csv")
    assert "Row 7 looks like another header; it was left among the rows." in [n.sentence for n in table.notes]


def test_zero_padded_numbers_come_as_shown(samples: Path) -> None:
    table = open_table(samples / "roo-rb+roo/files/zero-padded-number.xlsx")
    assert table.rows == [("06083",), ("10083",), ("05010",)]


def test_hidden_sheets_are_named_not_taken(samples: Path) -> None:
    table = open_table(samples / "roo-rb+roo/files/hidden_sheets.xlsx")
    assert table.sheet == "VisibleSheet1"
    assert [each.name for each in table.sheets if each.hidden] == ["HiddenSheet1", "HiddenSheet2"]
    assert sum(note.code == "sheet_hidden" for note in table.notes) == 2
    assert open_table(samples / "roo-rb+roo/files/hidden_sheets.xlsx", sheet="HiddenSheet1").rows


def test_broken_utf8_is_mended_not_misread(samples: Path) -> None:
    table = open_table(samples / "roo-rb+roo/files/iso_8859_1.csv")
    assert table.encoding == "utf-8"
    assert "undecodable_bytes" in {note.code for note in table.notes}


def test_naughty_strings_are_read_as_text(samples: Path) -> None:
    table = open_table(samples / "minimaxir+big-list-of-naughty-strings/blns.txt")
    assert len(table.rows) > 500
