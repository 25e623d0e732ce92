"""Merging on the command line: one pair, all certain ones, apart again, told apart; refusals are one sentence."""

import json
from pathlib import Path

import pytest

from desktop_crm.cli import main

CLIENTS = """Nume,Telefon,E-mail,Limbă
Elena Țurcanu,079 400 118,elena@turcanu.example,ro
Turcanu Elena,+373 79 400 118,elena@turcanu.example,ru
Ion Ceban,069 111 222,,
"""


@pytest.fixture
def base(tmp_path: Path, capsys) -> str:
    """A database in which one person stands twice; it is also the last one used."""
    source, path = tmp_path / "clienti.csv", str(tmp_path / "sales.crm")
    source.write_text(CLIENTS, "utf-8")
    assert main(["new", path]) == 0
    arguments = ["import", str(source), "--into", path, "--country", "MD", "--duplicates", "create", "--map"]
    assert main([*arguments, "Limbă=language"]) == 0
    capsys.readouterr()
    return path


def answer(capsys, *arguments: str):
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def trouble(capsys, *arguments: str) -> str:
    assert main(list(arguments)) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


def test_one_pair_and_apart_again(base: str, capsys) -> None:
    (pair,) = answer(capsys, "duplicates")
    one, two = str(pair["first_id"]), str(pair["second_id"])
    plan = answer(capsys, "merge", one, two, "--dry-run")
    assert plan["merge"] is None
    assert {field["code"] for field in plan["fields"]} >= {"name", "language"}
    assert len(answer(capsys, "contacts")) == 3
    done = answer(capsys, "merge", one, two, "--take", "language=loser")
    assert done["merge"]
    assert answer(capsys, "show", one)["language"] == answer(capsys, "show", two)["language"]
    assert len(answer(capsys, "contacts")) == 2
    assert answer(capsys, "unmerge", two)["kept"] == 0
    assert len(answer(capsys, "contacts")) == 3
    assert "is not there any more" in trouble(capsys, "unmerge", two)


def test_all_certain_pairs(base: str, capsys) -> None:
    assert len(answer(capsys, "duplicates", "--merge-certain", "--dry-run")["pairs"]) == 1
    assert len(answer(capsys, "contacts")) == 3
    done = answer(capsys, "duplicates", "--merge-certain")
    assert done["merged"] == 1
    assert Path(done["backup"]).exists()
    assert answer(capsys, "duplicates") == []
    answer(capsys, "undo")
    assert len(answer(capsys, "contacts")) == 3


def test_never_and_again(base: str, capsys) -> None:
    (pair,) = answer(capsys, "duplicates")
    two = (str(pair["first_id"]), str(pair["second_id"]))
    answer(capsys, "duplicates", "--never", *two)
    assert answer(capsys, "duplicates") == []
    answer(capsys, "duplicates", "--again", *two)
    assert len(answer(capsys, "duplicates")) == 1


def test_refusals(base: str, capsys) -> None:
    (pair,) = answer(capsys, "duplicates")
    one, two = str(pair["first_id"]), str(pair["second_id"])
    assert "with itself" in trouble(capsys, "merge", one, one)
    assert "shoe_size" in trouble(capsys, "merge", one, two, "--take", "shoe_size=loser")
    assert "--take" in trouble(capsys, "merge", one, two, "--take", "language")
    assert "is not there any more" in trouble(capsys, "merge", one, "17")
    assert len(answer(capsys, "contacts")) == 3
