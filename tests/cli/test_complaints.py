"""The book of complaints on the command line."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pypdfium2
import pytest

from desktop_crm.cli import main
from tests import databases


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(databases.new_file(tmp_path / "a.crm").path)


def ask(capsys: pytest.CaptureFixture[str], *words: str):
    assert main(list(words)) == 0, capsys.readouterr().err
    return json.loads(capsys.readouterr().out)


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        texts = []
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            texts.append(text.get_text_range())
            text.close()
            page.close()
        return texts
    finally:
        document.close()


def test_from_registration_to_the_printed_book(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("--database", database, "--json")
    made = ask(
        capsys, "complaint", "new", "Сломана печать", "--text", "Банка открыта", "--name", "Ana Țurcanu", "--category",
        "Defect", "--severity", "high", "--set", "amount_claimed=120,50", *where,
    )  # fmt: skip
    number = made["number"]
    assert number.startswith("1/") and made["state"] == "registered"
    assert ask(capsys, "complaint", "step", number, "acknowledge", "--set", "channel=phone", *where)["state"] == (
        "acknowledged"
    )
    ask(capsys, "complaint", "new", "Second", *where)
    assert ask(capsys, "complaint", "void", "2", "--reason", "entered twice", *where)["state"] == "voided"
    (row,) = ask(capsys, "complaints", "--open", *where)
    assert (row["number"], row["complainant"], row["priority"], row["overdue"]) == (
        number,
        "Ana Țurcanu",
        "high",
        False,
    )
    assert ask(capsys, "complaints", "--overdue", *where) == []
    assert [found["number"] for found in ask(capsys, "complaints", "--all", "--text", "печат", *where)] == [number]
    shown = ask(capsys, "complaint", "show", number, *where)
    assert shown["fields"]["amount_claimed"] == "120.50" and [line["kind"] for line in shown["trail"]] == [
        "acknowledge",
        "register",
    ]
    letter = tmp_path / "letter.pdf"
    ask(
        capsys,
        "complaint",
        "letter",
        number,
        "--kind",
        "acknowledgement",
        "--in",
        "ru",
        "--output",
        str(letter),
        *where,
    )
    assert f"№ {number}" in pages(letter)[0]
    assert ask(capsys, "complaint", "show", number, *where)["files"][0]["media_type"] == "application/pdf"
    book = tmp_path / "book.pdf"
    written = ask(capsys, "complaints", "register", "--output", str(book), *where)
    text = pages(book)
    assert written["pages"] == len(text) and any("Сломана печать" in page for page in text)
    assert any("entered twice" in page for page in text)
    report = ask(capsys, "complaints", "verify", *where)
    assert report["ok"] and report["complaints"] == 2
    assert any(report["last_hash"][:40] in page.replace("\r\n", "").replace("\n", "") for page in text)


def test_a_forged_book_is_an_error(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    ask(capsys, "complaint", "new", "First", "--database", database, "--json")
    raw = sqlite3.connect(database)
    raw.execute("UPDATE complaint SET subject = 'Forged'")
    raw.commit()
    raw.close()
    assert main(["complaints", "verify", "--database", database]) == 1
    assert "“Subject” was changed from “First” to “Forged”" in capsys.readouterr().out


def test_the_report_agrees_with_its_lists(database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for place in range(3):
        ask(capsys, "complaint", "new", f"Complaint {place}", "--database", database, "--json")
    target = tmp_path / "report.pdf"
    assert ask(capsys, "complaints", "report", "--output", str(target), "--database", database, "--json")["pages"] >= 1
    assert "Complaint 2" in "".join(pages(target))


def test_what_is_not_there_is_a_sentence(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["complaint", "show", "9/2020", "--database", database]) == 1
    assert "not there" in capsys.readouterr().err
    ask(capsys, "complaint", "new", "First", "--database", database, "--json")
    assert main(["complaint", "step", "1", "close", "--database", database]) == 1
    assert "not possible" in capsys.readouterr().err


def test_the_language_may_stand_behind_the_verb_too(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("--language", "ro", "show"), ("show", "--language=ro"), ("show", "--language", "ro")):
        assert main(["complaint", *words, "9/2031", "--database", database]) == 1
        assert "Reclamația" in capsys.readouterr().err
