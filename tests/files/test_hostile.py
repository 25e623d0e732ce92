"""Hostile and broken files: refused with the right sentence, each within 10 seconds and 1 GB."""

import contextlib
import os
import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_crm.base.errors import (
    CrmError,
    FileDamaged,
    FileMissing,
    FileProtected,
    FileTooLarge,
    FileUnreadable,
    WrongFormat,
)
from desktop_crm.files.source import read_source
from desktop_crm.files.table import open_table

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'

CORNERS = {
    "plain": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "other order": "<row><c s=\"1\" \n r = 'XFD1048576'><v>1</v></c></row>",
    "tab": '<row><c\tr="XFD1048576"><v>1</v></c></row>',
    "lower case": '<row><c r="xfd1048576"><v>1</v></c></row>',
    "prefix": f'<x:row xmlns:x="{MAIN}" r="2"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    "implied": '<row r="2"><c r="XFC2"><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
    "beyond": '<row r="2"><c r="ZZZZZZ4294967295"><v>1</v></c></row>',
    "greater": '<row r="2"><c x=">" r="XFD1048576"><v>1</v></c></row>',
    "text": '<row r="2"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>',
}


@pytest.mark.parametrize("corner", CORNERS.values(), ids=CORNERS.keys())
def test_one_far_cell_does_not_fill_the_memory(corner: str, build_xlsx: Callable[..., Path]) -> None:
    path = build_xlsx(ONE + corner)
    assert path.stat().st_size < 3000
    with pytest.raises(FileTooLarge):
        open_table(path)


@pytest.mark.parametrize(
    "parts",
    [
        {"before": '<dimension ref="A1:XFD1048576"/>'},
        {"after": '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'},
        {"rows": ONE + '<row r="1048576"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"></c></row>'},
    ],
)
def test_harmless_exaggerations_are_read(parts: dict[str, str], build_xlsx: Callable[..., Path]) -> None:
    parts = {"rows": ONE, **parts}
    assert open_table(build_xlsx(parts.pop("rows"), **parts)).rows == [(1,)]


def test_zip_bombs(build_xlsx: Callable[..., Path], probe: Callable[[Path], str]) -> None:
    def megabytes(piece: bytes) -> Iterator[bytes]:
        for _each in range(310):
            yield piece

    assert probe(build_xlsx(megabytes(b" " * (1 << 20)))) == "FileTooLarge"
    cells = b"<row>" + b"<c><v>1</v></c>" * 70_000 + b"</row>"
    assert probe(build_xlsx(megabytes(cells))) == "FileTooLarge"


def test_a_bomb_that_lies_about_its_size(build_xlsx: Callable[..., Path], probe: Callable[[Path], str]) -> None:
    path = build_xlsx(b"<row/>" * 180_000 for _each in range(320))
    content = bytearray(path.read_bytes())
    entry = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/worksheets/sheet1.xml"))
    struct.pack_into("<I", content, entry + 24, 500)
    path.write_bytes(content)
    assert probe(path) in ("FileTooLarge", "FileDamaged")


def test_shared_texts_without_end(build_xlsx: Callable[..., Path], probe: Callable[[Path], str]) -> None:
    assert probe(build_xlsx(ONE, shared=b"<sst>" + b"<si><t>a</t></si>" * 6_000_000)) == "FileTooLarge"


def test_more_shared_texts_declared_than_there_are(
    build_xlsx: Callable[..., Path], probe: Callable[[Path], str]
) -> None:
    shared = f'<sst xmlns="{MAIN}" count="1" uniqueCount="2147483647"><si><t>x</t></si></sst>'.encode()
    assert probe(build_xlsx(ONE, shared=shared)) == "FileTooLarge"


@pytest.mark.parametrize("value", ["0", " 0 ", "00", "&#48;", "<![CDATA[0]]>"])
def test_one_long_text_in_every_cell(value: str, build_xlsx: Callable[..., Path], probe: Callable[[Path], str]) -> None:
    shared = f'<sst xmlns="{MAIN}"><si><t>{"x" * 1_000_000}</t></si></sst>'.encode()
    rows = (f'<row r="{n}"><c r="A{n}" t="s"><v>{value}</v></c></row>'.encode() for n in range(1, 5001))
    assert probe(build_xlsx(rows, shared=shared)) == "FileTooLarge"


def test_a_long_text_used_once_is_read(build_xlsx: Callable[..., Path]) -> None:
    shared = f'<sst xmlns="{MAIN}"><si><t>{"x" * 30_000}</t></si><si><t>short</t></si></sst>'.encode()
    rows = (f'<row r="{n}"><c r="A{n}" t="s"><v>{min(n - 1, 1)}</v></c></row>'.encode() for n in range(1, 20_001))
    assert len(open_table(build_xlsx(rows, shared=shared)).rows) == 20_000


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_document_types_are_refused(part: str, build_xlsx: Callable[..., Path], tmp_path: Path) -> None:
    with zipfile.ZipFile(build_xlsx(ONE)) as source, zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as target:
        for name in source.namelist():
            target.writestr(name, ENTITIES + source.read(name) if name == part else source.read(name))
    with pytest.raises(FileDamaged):
        open_table(tmp_path / "bad.xlsx")


TEXT = '<table:table-cell office:value-type="string"{}><text:p>x</text:p></table:table-cell>'
ROW = "<table:table-row{}>{}</table:table-row>"
MANY = ' table:number-columns-repeated="{}"'
ROWS = ' table:number-rows-repeated="{}"'


def test_one_long_text_repeated_in_an_ods(build_ods: Callable[..., Path]) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>' + "x" * 500_000 + "</text:p></table:table-cell>"
    with pytest.raises(FileTooLarge):
        open_table(build_ods(ROW.format(ROWS.format(1000), cell)))


@pytest.mark.parametrize(
    "rows",
    [
        ROW.format(ROWS.format(1048576), TEXT.format(MANY.format(16384))),
        ROW.format("", TEXT.format(MANY.format(2_000_000_000))),
        ROW.format(ROWS.format(4_000_000_000), TEXT.format("")),
        ROW.format("", TEXT.format("") + f"<table:table-cell{MANY.format(2_000_000_000)}/>"),
        ROW.format("", f"<table:table-cell{MANY.format(16383)}/>{TEXT.format('')}")
        + ROW.format(ROWS.format(1_048_000), "<table:table-cell/>")
        + ROW.format("", TEXT.format("")),
        ROW.format("", '<table:table-cell office:value-type="string"><text:p><text:s text:c="999999999"/></text:p>'
                       "</table:table-cell>"),
    ],
)  # fmt: skip
def test_ods_repetitions(rows: str, build_ods: Callable[..., Path]) -> None:
    with pytest.raises(FileTooLarge):
        open_table(build_ods(rows))


def test_the_usual_empty_rest_of_an_ods_is_no_repetition(build_ods: Callable[..., Path]) -> None:
    rows = ROW.format("", TEXT.format("") + f"<table:table-cell{MANY.format(16383)}/>")
    rows += ROW.format(ROWS.format(1048575), f"<table:table-cell{MANY.format(16384)}/>")
    assert open_table(build_ods(rows)).rows == [("x",)]


def test_ods_entities_and_passwords(build_ods: Callable[..., Path]) -> None:
    with pytest.raises(FileDamaged):
        open_table(build_ods(ROW.format("", TEXT.format("")), head=ENTITIES.decode()))
    with pytest.raises(FileProtected):
        open_table(build_ods("", manifest="<manifest:encryption-data/>"))


TABLES = 20  # sectors of the allocation table


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams, each in ordinary sectors."""
    sectors: list[bytes] = []
    fat: list[int] = [0xFFFFFFFD] * TABLES + [0xFFFFFFFE]  # the table itself, the directory
    entries = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, content in streams.items():
        content = content.ljust(4096, b"\0")
        start = len(fat)
        count = -(-len(content) // 512)
        fat += [*range(start + 1, start + count), 0xFFFFFFFE]
        sectors += [content[index * 512 : index * 512 + 512].ljust(512, b"\0") for index in range(count)]
        entries.append((name, 2, start, len(content)))
    directory = b""
    for name, kind, start, size in entries:
        text = name.encode("utf-16-le")
        directory += text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, kind, 1) + b"\xff" * 12
        directory += b"\0" * 36 + struct.pack("<IQ", start, size)
    assert len(fat) <= 128 * TABLES
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(512 * TABLES, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    header += struct.pack("<IIIIIIII", TABLES, TABLES, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", *range(TABLES), *[0xFFFFFFFF] * (109 - TABLES))
    return header + table + directory.ljust(512, b"\0") + b"".join(sectors)


def record(code: int, body: bytes) -> bytes:
    return struct.pack("<HH", code, len(body)) + body


def test_encrypted_workbooks_ask_for_a_copy_without_password(tmp_path: Path) -> None:
    path = tmp_path / "secret.xlsx"
    path.write_bytes(compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}))
    with pytest.raises(FileProtected):
        open_table(path)
    path.write_bytes(compound({"Workbook": record(0x0809, b"\x00\x06\x05\x00") + record(0x2F, b"\0" * 6)}))
    with pytest.raises(FileProtected):
        open_table(path)


def test_an_xls_with_a_far_cell_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "far.xls"
    number = record(0x0203, struct.pack("<HHHd", 65535, 60000, 0, 1.5))
    path.write_bytes(compound({"Workbook": record(0x0809, b"\x00\x06\x10\x00") + number + record(0x0A, b"")}))
    with pytest.raises(FileTooLarge):
        open_table(path)


def test_an_old_workbook_shows_its_padded_numbers(tmp_path: Path) -> None:
    text = b"00000"
    globals_ = record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    styles = record(0x041E, struct.pack("<HHB", 164, len(text), 0) + text)
    styles += record(0xE0, struct.pack("<HH", 0, 0) + b"\0" * 16) + record(
        0xE0, struct.pack("<HH", 0, 164) + b"\0" * 16
    )
    end = record(0x0A, b"")
    start = len(globals_) + len(styles) + 4 + 9 + len(end)
    sheet = record(0x85, struct.pack("<IBBBB", start, 0, 0, 1, 0) + b"S")
    cells = record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    cells += record(0x0203, struct.pack("<HHHd", 0, 0, 1, 6083.0)) + record(0x0203, struct.pack("<HHHd", 1, 0, 0, 7.0))
    path = tmp_path / "old.xls"
    path.write_bytes(compound({"Workbook": globals_ + styles + sheet + end + cells + end}))
    assert open_table(path).rows == [("06083",), (7,)]


def workbook(*records: bytes, sheets: int = 1) -> bytes:
    """The stream of an old workbook: some global records, then one sheet of other records."""
    globals_ = record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + records[0]
    start = len(globals_) + sheets * 13 + 4
    entry = record(0x85, struct.pack("<IBBBB", start, 0, 0, 1, 0) + b"S")
    sheet = record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + b"".join(records[1:]) + record(0x0A, b"")
    return globals_ + entry * sheets + record(0x0A, b"") + sheet


NUMBER = record(0x0203, struct.pack("<HHHd", 0, 0, 0, 7.0))


def test_an_old_workbook_may_declare_any_size(tmp_path: Path, probe: Callable[[Path], str]) -> None:
    path = tmp_path / "old.xls"
    size = record(0x200, struct.pack("<IIHHH", 0, 0x7FFFFFFF, 0, 255, 0))
    path.write_bytes(compound({"Workbook": workbook(b"", size, NUMBER)}))
    assert probe(path) == "read"


def test_old_shared_texts(tmp_path: Path, probe: Callable[[Path], str]) -> None:
    path = tmp_path / "old.xls"
    path.write_bytes(compound({"Workbook": workbook(record(0xFC, struct.pack("<ii", 1, 0x7FFFFFFF)), NUMBER)}))
    assert probe(path) == "FileDamaged"
    text = struct.pack("<HB", 8000, 0) + b"x" * 8000
    cells = b"".join(record(0xFD, struct.pack("<HHHI", n, 0, 0, 0)) for n in range(60_000))
    path.write_bytes(compound({"Workbook": workbook(record(0xFC, struct.pack("<ii", 1, 1) + text), cells)}))
    assert probe(path) == "FileTooLarge"


def test_one_old_sheet_named_twice(tmp_path: Path) -> None:
    path = tmp_path / "old.xls"
    path.write_bytes(compound({"Workbook": workbook(b"", NUMBER, sheets=2)}))
    with pytest.raises(FileDamaged):
        open_table(path)


def test_a_word_document_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "letter.xls"
    path.write_bytes(compound({"WordDocument": b"x"}))
    with pytest.raises(WrongFormat):
        open_table(path)


def test_sectors_that_run_in_circles(tmp_path: Path) -> None:
    content = bytearray(compound({"Workbook": b"x" * 9000}))
    struct.pack_into("<I", content, 512 + 4 * 22, 21)  # the second sector of the stream leads back to the first
    path = tmp_path / "circle.xls"
    path.write_bytes(content)
    with pytest.raises(FileDamaged):
        open_table(path)


@pytest.mark.parametrize(
    "start", [b"%PDF-1.7\n", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"\x89PNG\r\n\x1a\n", b"Rar!\x1a\x07", b"{\\rtf1"]
)
@pytest.mark.parametrize("ending", ["xlsx", "csv", "vcf"])
def test_other_kinds_of_file_are_called_so(start: bytes, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"list.{ending}"
    path.write_bytes(start + bytes(range(256)) * 10)
    with pytest.raises(WrongFormat, match="kind that does not work here"):
        read_source(path)


def test_cut_and_scrambled_files(tmp_path: Path, build_xlsx: Callable[..., Path]) -> None:
    whole = build_xlsx(ONE).read_bytes()
    for content in (
        whole[: len(whole) // 2],
        whole[:-30],
        b"PK\x03\x04" + os.urandom(5000),
        whole[:300] + b"\0" * 200 + whole[500:],
    ):
        path = tmp_path / "cut.xlsx"
        path.write_bytes(content)
        with pytest.raises(CrmError):
            open_table(path)


def test_single_flipped_bytes_never_crash(tmp_path: Path, build_xlsx: Callable[..., Path]) -> None:
    chance = random.Random(7)
    wholes = [build_xlsx(ONE).read_bytes(), compound({"Workbook": record(0x0809, b"\x00\x06\x05\x00") + b"\0" * 3000})]
    path = tmp_path / "flipped"
    for whole in wholes:
        for _each in range(150):
            content = bytearray(whole)
            for _flip in range(chance.randint(1, 4)):
                content[chance.randrange(len(content))] = chance.randrange(256)
            path.write_bytes(content)
            with contextlib.suppress(CrmError):
                open_table(path)


TEXTS = {
    "one line": (b"a,b,c\n" + b"x" * 50_000_000, {"FileTooLarge"}),
    "one line of commas": (b"a,b,c\n" + b"," * 20_000_000, {"FileTooLarge"}),
    "many columns": (b"," * 300_000 + b"\n", {"FileTooLarge", "FileEmpty"}),
    "stray quotes": (b"name,phone\n" + b'"Ion,069123456\n' * 60_000, {"read"}),
    "crossing quotes": (b"name,phone\n" + b'"Ion,1\n"x"y,2\n' * 30_000, {"read"}),
    "zero bytes": (b"\0" * 3_000_000, {"WrongFormat"}),
    "open tags": (b"<html><table>" + b"<td <" * 500_000, {"FileDamaged"}),
    "wide spans": (b"<html><table>" + b"<tr><td colspan=999999>x" * 50_000, {"FileTooLarge"}),
    "open comment": (b"<html><!--" + b"<!--" * 500_000, {"FileDamaged"}),
    "lines of nothing": (b"BEGIN:VCARD\nVERSION:3.0\n" + b"foo bar\n" * 300_000, {"FileDamaged"}),
    "cards in values": (
        b"BEGIN:VCARD\nVERSION:3.0\nAGENT:" + b"BEGIN:VCARD\\nAGENT:" * 10_000,
        {"read", "FileTooLarge"},
    ),
    "quotes in parameters": (b"BEGIN:VCARD\nTEL" + b';A="' * 1_000_000 + b":1\nEND:VCARD\n", {"read"}),
    "escapes": (b"BEGIN:VCARD\nN:" + b"\\;" * 3_000_000 + b"\nEND:VCARD\n", {"read"}),
    "soft breaks": (b"BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE:" + b"=\n" * 1_000_000, {"read"}),
    "groups": (
        b"BEGIN:VCARD\nVERSION:4.0\n" + b"".join(b"g%d.ORG:a\ng%d.TITLE:b\n" % (n, n) for n in range(10_000)),
        {"read"},
    ),
    "large photo": (b"BEGIN:VCARD\nPHOTO;ENCODING=B:" + b"QUFB" * 3_000_000 + b"\nEND:VCARD\n", {"read"}),
}


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_texts(name: str, tmp_path: Path, probe: Callable[[Path], str]) -> None:
    content, outcomes = TEXTS[name]
    path = tmp_path / "list.txt"
    path.write_bytes(content)
    assert probe(path) in outcomes


def test_cards_without_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_crm.files.vcard.MAX_CARDS", 500)
    path = tmp_path / "list.vcf"
    for line in (b"BEGIN:VCARD\nAGENT:\n", b"BEGIN:VCARD\nEND:VCARD\n"):
        path.write_bytes(line * 600)
        with pytest.raises(FileTooLarge):
            read_source(path)


def test_places_that_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        open_table(tmp_path / "nowhere.xlsx")
    with pytest.raises(FileUnreadable):
        open_table(tmp_path)
    with pytest.raises(FileUnreadable):
        open_table(str(tmp_path / "a\0b.csv"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes and devices as files are a matter of POSIX")
def test_pipes_devices_loops_and_rights(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    for path in (tmp_path / "pipe.csv", Path("/dev/zero"), tmp_path / "loop.csv"):
        with pytest.raises(FileUnreadable):
            open_table(path)
    (tmp_path / "locked.csv").write_text("a,b\n1,2\n")
    (tmp_path / "locked.csv").chmod(0)
    if os.geteuid() != 0:
        with pytest.raises(FileUnreadable):
            open_table(tmp_path / "locked.csv")
