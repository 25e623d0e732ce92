"""Delimited text: delimiters, line ends, quotes, ragged rows, zero bytes."""

from pathlib import Path

import pytest

from desktop_crm.base.errors import Cancelled, FileEmpty
from desktop_crm.base.progress import Progress
from desktop_crm.files.table import NO_HEADER, Table, open_table
from desktop_crm.files.text_table import guess_delimiter, split_line


def read(tmp_path: Path, content: str | bytes, **options) -> Table:
    path = tmp_path / "list.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_table(path, **options)


def codes(table: Table) -> list[str]:
    return [note.code for note in table.notes]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(tmp_path: Path, delimiter: str, end: str) -> None:
    lines = [delimiter.join(cells) for cells in (("Nume", "Telefon"), ("Ion Rusu", "069123456"), ("Ana", "22-33-44"))]
    table = read(tmp_path, end.join(lines))
    assert (table.delimiter, table.headers) == (delimiter, ("Nume", "Telefon"))
    assert table.rows == [("Ion Rusu", "069123456"), ("Ana", "22-33-44")]
    assert table.row_numbers == [2, 3]


def test_decimal_commas_do_not_make_columns() -> None:
    assert guess_delimiter(["Name;Sum", "A;1,50", "B;2,75", "C;3,00"]) == ";"


def test_sep_line_of_excel_names_the_delimiter(tmp_path: Path) -> None:
    table = read(tmp_path, "sep=|\nname|note\nIon|a,b,c\n")
    assert table.headers == ("name", "note")
    assert table.row_numbers == [3]


def test_delimiter_encoding_and_header_can_be_told(tmp_path: Path) -> None:
    content = "имя,телефон;x\nИван,1;y\n".encode("koi8-r")
    table = read(tmp_path, content, encoding="koi8-r", delimiter=";", header_row=NO_HEADER)
    assert table.rows[0] == ("имя,телефон", "x")
    assert table.header_row is None
    assert read(tmp_path, "a,b\nc,d\ne,f\n", header_row=1).headers == ("c", "d")


def test_embedded_line_breaks_keep_the_line_numbers(tmp_path: Path) -> None:
    table = read(tmp_path, 'name,note\nIon,"one\ntwo\n\nthree"\nAna,x\n')
    assert table.rows == [("Ion", "one\ntwo\n\nthree"), ("Ana", "x")]
    assert table.row_numbers == [2, 6]


def test_a_stray_quote_does_not_swallow_the_file(tmp_path: Path) -> None:
    rows = "".join(f"Person {n},06912{n:04}\n" for n in range(3000))
    table = read(tmp_path, f'name,phone\n"Ion,069123456\n{rows}')
    assert len(table.rows) == 3001
    assert table.rows[0] == ('"Ion', "069123456")
    assert table.notes[0].sentence == "Row 2: a quotation mark is not closed; the row was read without it."


def test_a_stray_quote_closed_by_the_next_quoted_cell_is_seen_too(tmp_path: Path) -> None:
    table = read(tmp_path, 'name,note\n"Ion,a\nAna,b\n"Maria, Mrs",c\nOlga,d\n')
    assert table.rows == [('"Ion', "a"), ("Ana", "b"), ("Maria, Mrs", "c"), ("Olga", "d")]


def test_inches_and_names_in_quotes_inside_a_cell_stay(tmp_path: Path) -> None:
    table = read(tmp_path, 'name,note\nООО "Ромашка",pipe 3" long\n"SRL ""Lux""",x\n')
    assert table.rows == [('ООО "Ромашка"', 'pipe 3" long'), ('SRL "Lux"', "x")]


def test_split_line_counts_quotes_only_with_partners() -> None:
    assert split_line('"Ion,x,"a, b",', ",") == ['"Ion', "x", "a, b", ""]


def test_ragged_rows_are_named_and_complete(tmp_path: Path) -> None:
    table = read(tmp_path, "name,phone\nIon,1,extra\nAna\nEva,2\n")
    assert table.headers == ("name", "phone", "Column C")
    assert table.rows == [("Ion", "1", "extra"), ("Ana", None, None), ("Eva", "2", None)]
    sentences = [note.sentence for note in table.notes]
    assert "Row 2 has more cells than the header." in sentences
    assert "Row 3 has fewer cells than the header." in sentences


def test_blanks_before_quotes_and_zero_bytes(tmp_path: Path) -> None:
    table = read(tmp_path, b'name, amount\nIon, "6,000"\n' + b"A\0na, 1\n" + b"Eva, 2\n" * 50)
    assert table.rows[:2] == [("Ion", "6,000"), ("Ana", "1")]
    assert "zero_bytes" in codes(table)


def test_repeated_and_missing_headers_are_unique(tmp_path: Path) -> None:
    table = read(tmp_path, "phone,Phone,,phone (2)\n1,2,3,4\n")
    assert table.headers == ("phone", "Phone (2)", "Column C", "phone (2) (2)")


def test_many_equal_headers_stay_quick(tmp_path: Path) -> None:
    table = read(tmp_path, ",".join(["phone"] * 15_000) + "\n" + ",".join(["1"] * 15_000) + "\n")
    assert table.headers[-1] == "phone (15000)"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" ", b"\n\n \r\n", b"\xff\xfe"])
def test_nothing_inside_is_empty(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FileEmpty):
        read(tmp_path, content)


def test_cancel_stops_the_reading(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        read(tmp_path, "name,phone\nIon,1\n", progress=progress)


def test_notes_speak_the_language_in_force(tmp_path: Path) -> None:
    table = read(tmp_path, "Lista\n\nname,phone\nIon,1\n")
    assert table.notes[0].code == "title_rows"
    assert table.notes[0].sentence == "1 title row above the header was left out."
