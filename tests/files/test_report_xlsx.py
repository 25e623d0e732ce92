"""Documents as workbooks, read back by two other programs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import python_calamine

from desktop_crm.base.document import Column, Document, Figure, Figures, Heading, Paragraph, Table
from desktop_crm.files.report_xlsx import write_report_xlsx


def _document() -> Document:
    columns = (
        Column("Client"), Column("Day", "date"), Column("Sum", "money", currency="MDL"), Column("Share", "percent"),
        Column("Count", "number"),
    )  # fmt: skip
    rows = [
        ("=HYPERLINK(\"http://evil\")", date(2026, 10, 3), Decimal("1234.50"), 12.5, 3),
        ("+373 22 123 456", date(1899, 5, 1), None, 0, 0),
        ("Țurcanu\x07", None, Decimal("-1"), 100, 7),
    ]  # fmt: skip
    table = Table(columns, rows, title="Register: a/b", total=("Total", None, Decimal("1233.50"), None, 10))
    figure = Figure("new", "New customers", 24, "Made in the month.", rows=table)
    return Document("Report", (Heading("First"), Paragraph("-1+1"), Figures((figure,)), table), language="ro")


def test_numbers_and_days_are_real_and_text_is_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    assert write_report_xlsx(path, _document()) == 3
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Raport", "Register  a b", "New customers"]
    sheet = book["Register  a b"]
    assert sheet.freeze_panes == "A2"
    assert sheet["C1"].value == "Sum, MDL"
    assert sheet["A2"].value == '=HYPERLINK("http://evil")' and sheet["A2"].data_type == "s"
    assert sheet["B2"].value.date() == date(2026, 10, 3)
    assert sheet["C2"].value == 1234.5 and sheet["D2"].value == 0.125 and sheet["E2"].value == 3
    assert sheet["A3"].value == "+373 22 123 456"
    assert sheet["A4"].value == "Țurcanu[U+0007]"
    assert sheet["C5"].value == 1233.5 and sheet["C5"].font.bold
    words = [cell for row in book["Raport"].iter_rows(values_only=True) for cell in row]
    assert "-1+1" in words and 24 in words and "Made in the month." in words
    read = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name("Register  a b").to_python()
    assert read[1][0] == '=HYPERLINK("http://evil")' and read[1][1] == date(2026, 10, 3)
