"""The command line as a script would use it: answers, exit codes, one sentence for each trouble."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_crm.base import paths
from desktop_crm.cli import COMMANDS, main
from desktop_crm.cli.window import LibrariesMissing, check_libraries

CLIENTS = """Companie,Persoană,Funcție,Telefon,E-mail,Oraș,Observații
"Orhei-Vit SA",Ana Rusu,achiziții,022 123456 int.14; 069123456,ana@orhei-vit.example,Chișinău,sună înainte de prânz
"ООО «Северный мост»",Пётр Петров,директор,8 (495) 123-45-67,petrov@most.example,Москва,
,Elena Țurcanu,,079 400 118,elena@turcanu.example,Bălți,
"""


@pytest.fixture
def clients(tmp_path: Path) -> Path:
    path = tmp_path / "clienti.csv"
    path.write_text(CLIENTS, "utf-8")
    return path


@pytest.fixture
def base(tmp_path: Path, clients: Path, capsys) -> str:
    """A database with the three clients, which is also the last one used."""
    path = str(tmp_path / "sales.crm")
    assert main(["new", path]) == 0
    assert main(["import", str(clients), "--into", path, "--country", "MD"]) == 0
    capsys.readouterr()
    return path


def answer(capsys, *arguments: str):
    assert main(list(arguments)) == 0
    return json.loads(capsys.readouterr().out)


def trouble(capsys, *arguments: str) -> str:
    """The sentence of a known error; nothing else is printed."""
    assert main(list(arguments)) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert said.err.count("\n") == 1
    return said.err


def test_a_list_becomes_contacts_and_goes_away_again(tmp_path: Path, clients: Path, capsys) -> None:
    path = str(tmp_path / "sales.crm")
    main(["new", path])
    capsys.readouterr()
    done = answer(capsys, "import", str(clients), "--into", path, "--country", "MD", "--json")
    assert (done["rows"], done["created"]) == (3, 3)
    assert done["rows"] == sum(done[fate] for fate in ("created", "updated", "duplicates", "held", "skipped"))
    assert [fate["row"] for fate in done["fates"]] == [2, 3, 4]
    assert {row["kind"] for row in answer(capsys, "contacts", "--json")} == {"person", "organisation"}
    undone = answer(capsys, "undo", "--change-set", str(done["change_set"]), "--json")
    assert undone["kept"] == 0
    assert answer(capsys, "contacts", "--json") == []
    answer(capsys, "redo", "--json")
    assert len(answer(capsys, "contacts", "--json")) == 5


def test_the_same_file_twice_creates_nothing(base: str, clients: Path, capsys) -> None:
    again = answer(capsys, "import", str(clients), "--country", "MD", "--json")
    assert (again["created"], again["updated"], again["duplicates"]) == (0, 0, 3)


def test_a_dry_run_changes_nothing(base: str, tmp_path: Path, capsys) -> None:
    other = tmp_path / "more.csv"
    other.write_text("Nume,Telefon\nIon Ceban,069 111 222\n", "utf-8")
    before = answer(capsys, "info", "--json")["counts"]
    planned = answer(capsys, "import", str(other), "--dry-run", "--country", "MD", "--json")
    assert planned["created"] == 1
    assert planned["change_set"] is None
    assert answer(capsys, "info", "--json")["counts"] == before


@pytest.mark.parametrize(
    ("text", "name"), [("turcanu", "Elena Țurcanu"), ("petrov", "Пётр Петров"), ("123456", "Ana Rusu")]
)
def test_search_is_blind_to_alphabets_and_finds_any_part_of_a_phone(base: str, capsys, text: str, name: str) -> None:
    assert name in [hit["title"] for hit in answer(capsys, "search", text, "--json")]


def test_who_is_calling(base: str, capsys) -> None:
    assert [row["name"] for row in answer(capsys, "lookup", "+37369123456", "--json")] == ["Ana Rusu"]
    assert answer(capsys, "lookup", "+40721234567", "--json") == []


def test_a_card_shows_phones_repaired(base: str, capsys) -> None:
    ana = next(row for row in answer(capsys, "contacts", "--json") if row["name"] == "Ana Rusu")
    card = answer(capsys, "show", str(ana["id"]), "--json")
    assert {(phone["e164"], phone["extension"]) for phone in card["phones"]} == {
        ("+37322123456", "14"),
        ("+37369123456", ""),
    }
    assert card["jobs"][0]["other"]["name"] == "Orhei-Vit SA"


@pytest.mark.parametrize("ending", ["xlsx", "csv", "vcf"])
def test_an_export_imports_to_the_same_contacts(base: str, tmp_path: Path, capsys, ending: str) -> None:
    out = tmp_path / f"contacts.{ending}"
    names = sorted(row["name"] for row in answer(capsys, "contacts", "--json"))
    assert main(["export", "contacts", str(out)]) == 0
    other = str(tmp_path / "other.crm")
    main(["new", other])
    capsys.readouterr()
    assert answer(capsys, "import", str(out), "--into", other, "--country", "MD", "--json")["held"] == 0
    assert sorted(row["name"] for row in answer(capsys, "contacts", "--database", other, "--json")) == names


def test_history_names_what_was_done(base: str, capsys) -> None:
    labels = [row["label"] for row in answer(capsys, "history", "--json")]
    assert labels[0] == "Import of clienti.csv"


def test_check_and_backup(base: str, tmp_path: Path, capsys) -> None:
    assert answer(capsys, "check", base, "--json")["ok"] is True
    folder = tmp_path / "copies"
    folder.mkdir()
    assert main(["backup", "--folder", str(folder)]) == 0
    assert list(folder.iterdir())


def test_a_damaged_database_is_told_calmly(base: str, capsys) -> None:
    path = Path(base)
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 30] = b"\xff" * (4096 * 27)
    path.write_bytes(content)
    for leftover in path.parent.glob("sales.crm-*"):
        leftover.unlink()
    assert main(["check", base]) == 1
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    assert said.err.strip()


def test_troubles_are_one_sentence_and_change_nothing(base: str, tmp_path: Path, capsys) -> None:
    before = Path(base).read_bytes()
    picture = tmp_path / "picture.xlsx"
    picture.write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20)
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    letter = tmp_path / "letter.txt"
    letter.write_text("no database", "utf-8")
    assert "nope.xlsx" in trouble(capsys, "import", str(tmp_path / "nope.xlsx"))
    assert "picture.xlsx" in trouble(capsys, "import", str(picture))
    assert "empty" in trouble(capsys, "import", str(empty))
    assert "missing.crm" in trouble(capsys, "contacts", "--database", str(tmp_path / "missing.crm"))
    assert "letter.txt" in trouble(capsys, "info", str(letter))
    assert "exists" in trouble(capsys, "new", base)
    assert "contacts.doc" in trouble(capsys, "export", "contacts", str(tmp_path / "contacts.doc"), "--database", base)
    trouble(capsys, "show", "1", "--database", base)
    assert Path(base).read_bytes() == before


def test_a_newer_database_is_refused(base: str, capsys) -> None:
    raw = sqlite3.connect(base)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    assert "newer" in trouble(capsys, "contacts", "--database", base)


@pytest.mark.parametrize(
    "words",
    [
        ["import"],
        ["search"],
        ["contacts", "--filter", "colour=red"],
        ["import", "x", "--map", "nonsense"],
        ["show", "abc"],
    ],
)
def test_wrong_usage_is_exit_code_2(words: list[str], capsys) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(("word", "near"), [("contcts", "“contacts”"), ("frobnicate", "--help")])
def test_a_misspelt_command_is_not_taken_for_a_database(word: str, near: str, capsys) -> None:
    assert main([word]) == 2
    assert near in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_every_command_explains_itself(command: str, language: str, capsys, monkeypatch) -> None:
    monkeypatch.setenv("LANG", f"{language}_MD.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    assert command in capsys.readouterr().out


def test_a_library_that_qt_needs_is_named_where_it_is_missing() -> None:
    with pytest.raises(LibrariesMissing) as caught:
        check_libraries({"libnot-there.so.0": "libnot-there0", "libneither.so.1": "libneither1"})
    assert "(libnot-there.so.0, libneither.so.1)" in caught.value.sentence
    assert "sudo apt install libnot-there0 libneither1)" in caught.value.sentence


def test_the_window_says_that_there_is_no_screen(tmp_path: Path, capsys, monkeypatch) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux can be without a screen")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert "no screen" in trouble(capsys, str(tmp_path / "any.crm"))


def test_it_runs_as_a_module_without_qt(tmp_path: Path) -> None:
    """A whole process: the command line never loads Qt."""
    code = (
        "import sys; from desktop_crm.cli import main;"
        f"assert main(['demo', {str(tmp_path / 'd.crm')!r}, '--contacts', '20']) == 0;"
        "assert main(['contacts', '--json']) == 0; assert 'PySide6' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_selftest_passes(capsys) -> None:
    assert answer(capsys, "selftest", "--json")["ok"] is True


@pytest.mark.parametrize(("rows", "backups"), [(1001, 1), (1000, 0)])
def test_a_backup_goes_before_more_than_a_thousand_rows(tmp_path: Path, rows: int, backups: int, capsys) -> None:
    path = tmp_path / "clients.csv"
    path.write_text("Nume,Telefon\n" + "".join(f"Ion Rusu {n},+373690{n:05}\n" for n in range(rows)), "utf-8")
    base = str(tmp_path / "sales.crm")
    assert main(["new", base]) == 0
    assert main(["import", str(path), "--into", base, "--dry-run"]) == 0
    assert list(paths.backups_folder().glob("*.crm")) == []
    assert main(["import", str(path), "--into", base]) == 0
    found = sorted(paths.backups_folder().glob("*.crm"))
    assert len(found) == backups
    capsys.readouterr()
    for copy in found:  # whole, and as it was before
        assert answer(capsys, "contacts", "--database", str(copy), "--json") == []


def test_views_filters_groups_and_columns(base: str, capsys) -> None:
    def names(*options: str) -> list[str]:
        return [row["name"] for row in answer(capsys, "contacts", *options, "--json")]

    everybody = names()
    assert names("--sort", "name:down") == everybody[::-1]
    assert set(names("--filter", "email:empty")) | set(names("--filter", "email:filled")) == set(everybody)
    assert names("--filter", "name=ana,rusu") == names("--filter", "name:contains=rusu,ana") != []
    rows = answer(capsys, "contacts", "--group", "kind", "--json")
    assert sum(row["count"] for row in rows if "heading" in row) == len(everybody)
    assert set(answer(capsys, "contacts", "--columns", "name,city", "--limit", "1", "--json")[0]) == {"name", "city"}
    assert main(["views", "--save", "People", "--filter", "kind=person", "--sort", "city"]) == 0
    capsys.readouterr()
    (view,) = answer(capsys, "views", "--json")
    assert (view["name"], view["shared"], view["count"]) == ("People", False, len(names("--filter", "kind=person")))
    assert names("--view", "people") == names("--filter", "kind=person", "--sort", "city")
    assert main(["views", "--rename", "People", "Persons"]) == 0 and main(["views", "--delete", "persons"]) == 0
    capsys.readouterr()
    assert answer(capsys, "views", "--json") == []
    assert "People" in trouble(capsys, "contacts", "--view", "People")
    assert "password" in trouble(capsys, "contacts", "--sort", "password")
    assert "password" in trouble(capsys, "contacts", "--columns", "password")
