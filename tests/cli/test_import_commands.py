"""Imports, their reports and the rows that wait, by the command line."""

import json
from pathlib import Path

import openpyxl
import pytest

from desktop_crm.cli import main

CLIENTS = """Nume,Telefon,E-mail
Ana Rusu,069123456,ana@rusu.example
,,nobody
Ion Ceban,079400118,
"""
MORE = """Nume,Telefon,E-mail
Ana Rusu,069123456,ana.noua@rusu.example
"""


def answer(capsys, *arguments: str):
    assert main(list(arguments)) == 0
    return json.loads(capsys.readouterr().out)


def trouble(capsys, *arguments: str) -> str:
    assert main(list(arguments)) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


@pytest.fixture
def base(tmp_path: Path, capsys) -> Path:
    """A database after two imports; two rows wait."""
    assert main(["new", str(tmp_path / "sales.crm")]) == 0
    for name, text in (("clients.csv", CLIENTS), ("more.csv", MORE)):
        (tmp_path / name).write_text(text, "utf-8")
        report = ["--report", str(tmp_path / f"{name}.xlsx")]
        assert main(["import", str(tmp_path / name), "--country", "MD", *report]) == 0
    capsys.readouterr()
    return tmp_path


def _cells(path: Path) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(path)
    return list(book.active.iter_rows(values_only=True))


def test_imports_are_listed_with_what_an_undo_would_leave(base, capsys):
    second, first = answer(capsys, "imports", "--json")
    assert (first["file"], first["created"], first["held"], first["waiting"]) == ("clients.csv", 2, 1, 1)
    assert (second["file"], second["held"], second["undone"]) == ("more.csv", 1, False)
    (alone,) = answer(capsys, "imports", "--change-set", str(first["change_set"]), "--json")
    assert alone["changed_since"] == []
    assert main(["contact", "new", "--set", "name=Maria Noua"]) == 0
    capsys.readouterr()
    wanted = f"import={first['change_set']}"
    found = {row["name"] for row in answer(capsys, "contacts", "--filter", wanted, "--json")}
    everybody = {row["name"] for row in answer(capsys, "contacts", "--json")}
    assert len(found) == 2 and found < everybody
    others = answer(capsys, "contacts", "--filter", f"import:is_not={first['change_set']}", "--json")
    assert {row["name"] for row in others} == everybody - found
    assert "Ion" in trouble(capsys, "contacts", "--filter", "import=Ion")
    assert main(["undo", "--change-set", str(second["change_set"])]) == 0
    capsys.readouterr()
    assert answer(capsys, "imports", "--json")[0]["undone"] is True


def test_the_report_of_every_row_is_saved_at_once_and_again(base, capsys):
    header, *rows = _cells(base / "clients.csv.xlsx")
    assert [row[0] for row in rows] == [2, 3, 4]
    assert len({len(row) for row in (header, *rows)}) == 1
    assert rows[0][1] == "Ana Rusu"
    assert rows[0][4]
    _second, first = answer(capsys, "imports", "--json")
    again = base / "again.xlsx"
    answer(capsys, "imports", "--change-set", str(first["change_set"]), "--report", str(again), "--json")
    assert _cells(again) == [header, *rows]


def test_rows_that_wait_are_listed_taken_dropped_and_saved(base, capsys):
    nobody, ana = answer(capsys, "held", "--json")
    assert nobody["reason"] == "There is no name in this row"
    assert ana["match"]
    assert answer(capsys, "held", "save", str(base / "waiting.xlsx"), "--json")["rows"] == 2
    assert len(_cells(base / "waiting.xlsx")) == 3
    taken = answer(capsys, "held", "take", str(nobody["id"]), "--set", "Nume=Vasile Nou", "--json")
    assert taken["created"] == 1
    merged = answer(capsys, "held", "take", str(ana["id"]), "--as", "merge", "--json")
    assert merged["updated"] == 1
    assert answer(capsys, "held", "--json") == []
    assert main(["undo"]) == 0
    capsys.readouterr()
    assert answer(capsys, "held", "drop", "all", "--json") == {"dropped": 1}


def test_wrong_rows_are_told_and_nothing_changes(base, capsys):
    before = answer(capsys, "held", "--json")
    assert "12" in trouble(capsys, "held", "take", "12")
    assert "twelve" in trouble(capsys, "held", "drop", "twelve")
    assert trouble(capsys, "held", "take")
    assert answer(capsys, "held", "--json") == before
