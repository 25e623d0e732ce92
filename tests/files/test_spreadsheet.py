"""Spreadsheets: values as shown, merged and error cells, hidden sheets and rows, positions."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from desktop_crm.base.errors import Cancelled, FileEmpty
from desktop_crm.base.progress import Progress
from desktop_crm.files.number_format import mask_of
from desktop_crm.files.table import open_table


def saved(tmp_path: Path, rows: list, formats: dict[str, str] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for place, code in (formats or {}).items():
        sheet[place].number_format = code
    book.save(tmp_path / "list.xlsx")
    return tmp_path / "list.xlsx"


def test_numbers_dates_and_text_come_as_plain_values(tmp_path: Path) -> None:
    rows = [
        ["Name", "Phone", "Sum", "Since", "Seen", "Yes"],
        ["Ion", 37369123456.0, 12.5, date(2020, 2, 29), datetime(2021, 3, 4, 5, 6), True],
        ["Ana", 0, None, None, None, False],
    ]
    table = open_table(saved(tmp_path, rows))
    assert table.rows[0] == ("Ion", 37369123456, 12.5, date(2020, 2, 29), datetime(2021, 3, 4, 5, 6), True)
    assert type(table.rows[0][1]) is int
    assert table.rows[1] == ("Ana", 0, None, None, None, False)


def test_row_numbers_are_those_of_the_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["C4"], book.active["D4"] = "Name", "Phone"
    book.active["C7"], book.active["D7"] = "Ion", "069"
    book.save(tmp_path / "list.xlsx")
    table = open_table(tmp_path / "list.xlsx")
    assert (table.header_row, table.row_numbers) == (3, [7])
    assert table.headers == ("Column A", "Column B", "Name", "Phone")
    assert table.rows == [(None, None, "Ion", "069")]


def test_zero_padding_and_masks_are_read_as_shown(tmp_path: Path) -> None:
    rows = [["Postcode", "Phone", "Sum"], [6083, 37369123456, 1234567], [10083, 69123456, 7]]
    formats = {"A2": "00000", "A3": "00000", "B2": '"+"0', "B3": "000\\ 000\\ 000", "C2": "#,##0", "C3": "0.00"}
    table = open_table(saved(tmp_path, rows, formats))
    assert table.rows == [("06083", "+37369123456", 1234567), ("10083", "069 123 456", 7)]
    assert "4 numbers were read as they are shown, with their leading zeros and marks." in [
        note.sentence for note in table.notes
    ]


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ("00000", 6083, "06083"),
        ("0000000000", 691234567, "0691234567"),
        ("(0##) ##-##-##", 22123456, "(022) 12-34-56"),
        ("[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", 5551234567, "(555) 123-4567"),
        ("\\+0", 37369123456, "+37369123456"),
        ("00", 123, "123"),
    ],
)
def test_masks(code: str, number: int, shown: str) -> None:
    mask = mask_of(code)
    assert mask is not None
    assert mask.show(number) == shown


@pytest.mark.parametrize(
    "code", ["0", "#,##0", "0.00", "0%", "0.00E+00", "dd/mm/yyyy", "@", "General", '0" lei"', "# ?/?", "# ??/??", ""]
)
def test_ordinary_formats_are_no_masks(code: str) -> None:
    assert mask_of(code) is None


def test_a_firm_merged_over_its_people_is_the_firm_of_each(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Company", "Name"], ["Lux SRL", "Ion"], [None, "Ana"], [None, "Eva"], ["Nord SRL", "Petru"]):
        book.active.append(row)
    book.active.merge_cells("A2:A4")
    book.active.merge_cells("A8:A9")  # nothing of their own in these rows: no new rows
    book.save(tmp_path / "list.xlsx")
    table = open_table(tmp_path / "list.xlsx")
    assert [row[0] for row in table.rows] == ["Lux SRL", "Lux SRL", "Lux SRL", "Nord SRL"]
    assert "2 cells were filled from the merged cells above them." in [note.sentence for note in table.notes]


def test_error_cells_are_empty_and_counted(build_xlsx: Callable[..., Path]) -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="inlineStr"><is><t>Phone</t></is></c>'
        '</row><row r="2"><c r="A2" t="inlineStr"><is><t>Ion</t></is></c><c r="B2" t="e"><v>#N/A</v></c></row>'
    )
    table = open_table(build_xlsx(rows))
    assert table.rows == [("Ion", None)]
    assert table.notes[0].sentence == "1 cell with an error (such as #N/A) was read as empty."


def test_hidden_rows_are_taken_and_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Name", "Phone"], ["Ion", "1"], ["Ana", "2"]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "list.xlsx")
    table = open_table(tmp_path / "list.xlsx")
    assert len(table.rows) == 2
    assert "hidden_rows" in {note.code for note in table.notes}


def test_the_first_visible_sheet_with_content_is_taken(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Empty"
    book.create_sheet("Secret")["A1"] = "x"
    book["Secret"].sheet_state = "hidden"
    book.create_sheet("Clients")["A1"] = "Name"
    book["Clients"]["A2"] = "Ion"
    book.create_sheet("More")["A1"] = "y"
    book.save(tmp_path / "list.xlsx")
    table = open_table(tmp_path / "list.xlsx")
    assert (table.sheet, table.rows) == ("Clients", [("Ion",)])
    sentences = [note.sentence for note in table.notes]
    assert "The sheet “Secret” is hidden and was not taken." in sentences
    assert "Other sheets were not taken: “Empty”, “More”." in sentences
    assert open_table(tmp_path / "list.xlsx", sheet="More").sheet == "More"


def test_a_workbook_of_nothing_is_empty(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "list.xlsx")
    with pytest.raises(FileEmpty):
        open_table(tmp_path / "list.xlsx")


def test_the_ending_of_the_name_does_not_matter(tmp_path: Path) -> None:
    path = saved(tmp_path, [["Name", "Phone"], ["Ion", "1"]]).rename(tmp_path / "list.csv")
    assert open_table(path).kind == "xlsx"


def test_a_web_page_saved_as_xls_is_read(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"
    cells = "<tr><td>Иван</td><td>+373 22 123&nbsp;456</td></tr><tr><td>Ana</td><td>a<br>b</td></tr>"
    path.write_text(f"<html><body><table><tr><th>Имя</th><th>Телефон</th></tr>{cells}</table></body></html>")
    table = open_table(path)
    assert table.headers == ("Имя", "Телефон")
    assert table.rows == [("Иван", "+373 22 123 456"), ("Ana", "a\nb")]


def test_ods_padded_numbers_are_read_as_shown(build_ods: Callable[..., Path]) -> None:
    styles = (
        '<number:number-style style:name="N5"><number:number number:decimal-places="0" number:min-integer-digits="5"/>'
        '</number:number-style><style:style style:name="ce1" style:family="table-cell" style:data-style-name="N5"/>'
    )
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    number = (
        '<table:table-cell table:style-name="ce1" office:value-type="float" office:value="{}"><text:p>{}</text:p>'
        "</table:table-cell>"
    )
    rows = f"<table:table-row>{text.format('Name')}{text.format('Postcode')}</table:table-row>"
    rows += f"<table:table-row>{text.format('Ion')}{number.format(6083, '06083')}</table:table-row>"
    assert open_table(build_ods(rows, styles=styles)).rows == [("Ion", "06083")]


def test_a_thousand_rows_beyond_column_z(build_xlsx: Callable[..., Path]) -> None:
    rows = ""
    for n in range(1, 1001):
        rows += f'<row r="{n}">' + "".join(f'<c r="{c}{n}"><v>{n}</v></c>' for c in ("A", "Z", "AA", "DZ")) + "</row>"
    table = open_table(build_xlsx(rows))
    assert len(table.rows) == 1000
    assert len(table.headers) == 130


def test_cancel(tmp_path: Path) -> None:
    path = saved(tmp_path, [["Name"], ["Ion"]])
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        open_table(path, progress=progress)
