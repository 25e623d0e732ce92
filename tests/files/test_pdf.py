"""Documents as PDF: what stands on the pages, read back with another program's eyes."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from desktop_crm.base import document as parts
from desktop_crm.base.document import (
    Chart,
    Column,
    Document,
    Figure,
    Figures,
    Heading,
    Letterhead,
    Paragraph,
    Series,
    SignatureLine,
    Table,
)
from desktop_crm.base.document_json import document_json, document_of
from desktop_crm.base.errors import Cancelled
from desktop_crm.base.progress import Progress
from desktop_crm.files.pdf import pdf_bytes, write_pdf
from desktop_crm.files.pdf.bidi import visual

NAUGHTY = Path(__file__).resolve().parents[3] / "shared" / "samples" / "minimaxir+big-list-of-naughty-strings"
MADE = datetime(2026, 11, 3, 9, 5, tzinfo=UTC)


def _document(*blocks: parts.Block, **more: object) -> Document:
    firm = Letterhead("Atelier Nord SRL", ("str. Ștefan cel Mare 1, Chișinău",))
    return Document("Monthly report", blocks, made_at=MADE, firm=firm, period="October 2026", **more)  # type: ignore[arg-type]


def _read(document: Document) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf_bytes(document)))


def _text(document: Document) -> str:
    return "\n".join(page.extract_text() for page in _read(document).pages)


def _register(count: int) -> Table:
    columns = (Column("No.", "number"), Column("Client", strong=True), Column("Day", "date"), Column("Sum", "money"))
    rows = [
        (index + 1, f"Client {index + 1} SRL", date(2026, 10, 1 + index % 28), Decimal(index)) for index in range(count)
    ]
    return Table(columns, rows, total=(None, "Total", None, Decimal(sum(range(count)))))


def test_letters_of_three_alphabets_can_be_read_back() -> None:
    text = _text(_document(Paragraph("Ștefan Țurcanu, Игорь Соколов, Αθήνα, Ğüneş, Łódź"), language="ro"))
    for name in ("Ștefan Țurcanu", "Игорь Соколов", "Αθήνα", "Ğüneş", "Łódź"):
        assert name in text


def test_what_no_font_has_is_shown_as_its_code_point() -> None:
    text = _text(_document(Paragraph("王 and \x07 and \u202e hidden")))
    assert "[U+738B]" in text
    assert "[U+0007]" in text
    assert "hidden" in text


def test_text_is_never_markup() -> None:
    text = _text(_document(Paragraph("<b>Ion</b> &amp; <font color='red'>fii</font> <para>")))
    assert "<b>Ion</b> &amp; <font color='red'>fii</font> <para>" in text


def test_right_to_left_names_are_drawn_from_the_right() -> None:
    assert visual("כהן") == "ןהכ"
    assert visual("Acme (כהן) SRL 12") == "Acme (ןהכ) SRL 12"
    assert visual("טל 069") == "069 לט"
    joined = visual("محمد")
    assert joined[-1] == "\ufee3" and joined[0] == "\ufeaa"  # meem begins, dal ends
    assert visual("Țurcanu") == "Țurcanu"


def test_facts_of_the_document_and_its_bookmarks() -> None:
    reader = _read(_document(Heading("Complaints"), Heading("By month", 2), language="ro", author="Olga"))
    assert reader.metadata is not None
    assert reader.metadata.title == "Monthly report"
    assert reader.metadata.author == "Olga"
    assert reader.trailer["/Root"]["/Lang"] == "ro"  # type: ignore[index]
    titles = [entry["/Title"] for entry in _flat(reader.outline)]
    assert titles == ["Monthly report", "Complaints", "By month"]


def _flat(outline: list[object]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for entry in outline:
        found += _flat(entry) if isinstance(entry, list) else [entry]  # type: ignore[list-item]
    return found


def test_every_font_is_in_the_file_with_only_the_letters_used() -> None:
    chart = Chart("bars", ("Oct", "Ноя"), (Series("Țurcanu", (1, 2)), Series("Петров", (3, 4))), "All שלום")
    for page in _read(_document(Heading("Țurcanu"), Paragraph("Петров Ω שלום"), chart)).pages:
        fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
        assert len(fonts) > 3
        for font in fonts:
            assert "/FontFile2" in font["/FontDescriptor"] and "/ToUnicode" in font
            assert re.match(r"/[A-Z]{6}[+]", font["/BaseFont"])


def test_every_page_says_which_of_how_many_and_what_it_is_about() -> None:
    reader = _read(_document(_register(120), filter="Olga"))
    count = len(reader.pages)
    assert count >= 3
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert f"Page {number} of" in text
        assert str(count) in text.split(f"Page {number} of")[1]
        assert "October 2026" in text and "Olga" in text and "Atelier Nord SRL" in text


def test_no_row_is_lost_between_pages() -> None:
    text = _text(_document(_register(300)))
    assert all(f"Client {number} SRL" in text for number in range(1, 301))
    assert text.count("Client\n") >= 5 or text.count("Client") > 305  # the header comes back
    assert "44,850.00" in text


def test_no_row_and_no_signature_stands_alone_on_a_page() -> None:
    for count in range(28, 42):
        pages = [page.extract_text() for page in _read(_document(_register(count), SignatureLine(("Signed",)))).pages]
        rows = [len(re.findall(r"Client [0-9]+ SRL", text)) for text in pages]
        assert sum(rows) == count and rows[-1] >= 3 and "Signed" in pages[-1]


def test_no_definition_stands_alone_above_its_list() -> None:
    for count in range(1, 40):
        figures = (Figure("a", "A", 1, "One.", rows=_register(count)), Figure("b", "B", 2, "Two.", rows=_register(9)))
        for page in _read(_document(Figures(figures))).pages:
            _before, found, after = page.extract_text().partition("Two.")
            assert not found or "Client" in after, f"{count} rows above it"


def test_no_heading_stands_alone_above_its_table() -> None:
    for count in range(20, 40):
        for page in _read(_document(_register(count), Heading("Causes", 2), _register(9))).pages:
            _before, found, after = page.extract_text().partition("Causes")
            assert not found or "Client" in after, f"{count} rows above it"


def test_a_row_longer_than_a_page_goes_on_on_the_next() -> None:
    words = " ".join(f"word{number}" for number in range(3000))
    table = Table((Column("Day", "date"), Column("What happened")), [(date(2026, 1, 2), words)], wrap=0)
    text = _text(_document(table))
    assert all(f"word{number}" in text for number in (0, 1500, 2999))


def test_a_figure_brings_its_definition_and_its_list() -> None:
    rows = Table((Column("Client"),), [("Ana Rusu",)])
    figure = Figure("new", "New customers", 1, "Contacts made in the month.", note="+1", rows=rows)
    text = _text(_document(Figures((figure,))))
    assert "Definitions and lists" in text
    assert "Contacts made in the month." in text
    assert "Ana Rusu" in text


@pytest.mark.parametrize("form", ["bars", "lines", "stacked", "ranked"])
def test_a_chart_says_its_sentence_and_its_numbers(form: str) -> None:
    series = (Series("Calls", (4, 0, 7)), Series("Mails", (1, None, 2)))
    chart = Chart(form, ("Aug", "Sep", "Oct"), series, "7 calls in October.", highlight=2)  # type: ignore[arg-type]
    text = _text(_document(chart))
    assert "7 calls in October." in text
    assert "Oct" in text
    empty = Chart(form, (), (Series("Calls", ()),), "Nothing yet.")  # type: ignore[arg-type]
    assert "Nothing yet." in _text(_document(empty))


def test_the_same_document_gives_the_same_bytes_also_after_being_kept() -> None:
    document = _document(
        Heading("A"), _register(60), Figures((Figure("x", "X", Decimal("1.5"), "d", rows=_register(2)),)),
        Chart("bars", ("a",), (Series("s", (1,)),), "One."),
    )  # fmt: skip
    kept = document_json(document)
    json.loads(kept)
    assert pdf_bytes(document_of(kept)) == pdf_bytes(document) == pdf_bytes(document)


def test_a_table_with_bars_may_have_a_total() -> None:
    columns = (Column("Cause"), Column("Count", "number"))
    table = Table(columns, (("Late", 3), ("Broken", 1)), bars=1, total=("Total", 4))
    assert "Total" in _text(_document(table))


def test_every_kind_of_block_can_be_kept_and_drawn() -> None:
    sheet = parts.LabelSheet("L7160", "A4", 3, 7, 63.5, 38.1, 7.2, 15.1, 66.0, 38.1)
    document = _document(
        parts.Cover("Cover", "October", ("line",)), parts.Quote("own words", "who"), parts.Bullets(("one", "two")),
        parts.KeyValues((("Name", "Ana"), ("Day", date(2026, 1, 2)), ("Nothing", None)), 2),
        parts.TickList((parts.TickItem("Call", "09:00", "Ana", "+373 22", ("last",), "bad", True),)),
        parts.SignatureLine(("Director",)), parts.Space(), parts.PageBreak(),
        parts.MonthGrid(2026, 2, (parts.DayNote(3, "Feast"),)),
        parts.Labels(sheet, (("Ana Rusu", "str. Lungă 1"),), 20), parts.Envelopes((("Ion", "Chișinău"),)),
        parts.AddressBlock(("Ana", "Str."), "Chișinău, 3 Nov"),
    )  # fmt: skip
    assert document_of(document_json(document)) == document
    text = _text(document)
    for words in ("own words", "two", "2 Jan 2026", "Director", "Feast", "Ana Rusu"):
        assert words in text
    assert "Nothing" not in text


def test_the_language_of_the_document_is_that_of_its_values() -> None:
    text = _text(_document(_register(3), language="ru"))
    assert "окт" in text
    assert "Страница" in text


def test_cancelling_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "register.pdf"
    path.write_bytes(b"old")
    progress = Progress(lambda _text, done, _total: progress.cancel() if done >= 3 else None)
    with pytest.raises(Cancelled):
        write_pdf(path, _document(_register(2000)), progress)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.glob(".*part")) == []


@pytest.mark.skipif(not NAUGHTY.is_dir(), reason="the samples are not here")
def test_naughty_strings_break_nothing() -> None:
    strings = [text for text in json.loads((NAUGHTY / "blns.json").read_text("utf-8")) if isinstance(text, str)]
    table = Table((Column("Text", strong=True), Column("Again")), [(text, text) for text in strings], wrap=0)
    read = pypdfium2.PdfDocument(pdf_bytes(_document(*(Paragraph(text) for text in strings), table)))
    text = "".join(page.get_textpage().get_text_bounded() for page in read)
    assert len(read) > 10
    assert "<script>alert(123)</script>" in text
    assert "$HOME" in text
    read.close()


def test_no_day_and_no_word_is_cut_where_shares_are_given() -> None:
    columns = (
        Column("No.", width=0.9), Column("Received", "date", width=1.5), Column("Who", width=2),
        Column("Subject", width=3), Column("State", width=1.5), Column("Closed", "date", width=1.5),
    )  # fmt: skip
    day = date(2026, 11, 27)
    rows = [("32/2026", day, "Светлана Владимировна", "Доставка опоздала на три дня", "Зарегистрирована", day)]
    words = _text(_document(Table(columns, rows), language="ru"))
    assert words.count("27 нояб. 2026") == 2 and "Зарегистрирована" in words
